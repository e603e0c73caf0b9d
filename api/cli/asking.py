"""What all questions share: opening the store, printing the answer, the notes and the footer on stderr."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import Struct

from api.cli.commands import command, flag, format_option, store_option
from api.cli.problems import Failed, Problem, say_error
from api.messages import Words
from api.settings import settings
from api.sources import shown
from graph.log import Log, beside
from graph.store.opening import open_store, typed
from graph.store.port import Store
from queries import finding
from queries.answers import Extent, Match, Node
from queries.coverage import NoSuchPlace
from queries.missing import NoSuchType
from queries.nodes import node
from queries.stats import extent
from queries.tasks import NoSuchBody
from viz.entries import Entry, Frame
from viz.escaping import escaped_json
from viz.labels import labels
from viz.printing import write
from viz.rows import csv_lines

_SHOWN_CANDIDATES = 20


class Answer(Struct, frozen=True, kw_only=True):
    """An answer before it is printed: an object (`value`) or a list (`rows`), and how people see it."""

    kind: type[Struct]  # of the rows, also of the rows of an object in CSV
    rows: Iterable[Struct]
    value: Struct | None = None
    entries: Callable[[Frame], Iterable[Entry]]
    ids: Sequence[str] = ()  # instruments that the table names only by id
    notes: tuple[str, ...] = ()
    failed: bool = False  # the answer itself asks for exit code 1
    instead: Callable[[], None] | None = None  # what is done instead of printing


class Asked(Struct, frozen=True):
    """What a question is given."""

    store: Store
    say: Words
    drafts: bool


Question = Callable[..., Answer]


@contextmanager
def opened(location: str | None, say: Words, *, make: bool = False) -> Iterator[Store]:
    """The store; a question makes none."""
    where = location or settings().store
    if not make and "://" not in where and not os.path.exists(where):
        raise Problem(say("store.none", store=shown(where)))
    with typed(where):
        store = open_store(where)
        try:
            yield store
        finally:
            store.close()


def log_of(location: str | None) -> Log:
    """The log beside the store."""
    return beside(Path(location or settings().store))


class _Names(Mapping[str, str]):
    """Names of files by sha256: only those that a table shows are asked for, each once."""

    def __init__(self, store: Store) -> None:
        self._store, self._known = store, dict[str, str]()

    def __getitem__(self, sha256: str) -> str:
        if sha256 not in self._known:
            self._known[sha256] = shown(self._store.paths_of([sha256])[sha256][0])
        return self._known[sha256]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def frame(store: Store, say: Words, ids: Iterable[str] = ()) -> Frame:
    """Names of files and instruments for a table."""
    nodes: dict[str, Node] = {i: node(r) for i, r in store.instruments(sorted(set(ids))).items()}
    return Frame(labels(say.lang), _Names(store), nodes)


def emit(answer: Answer, form: str, store: Store, say: Words) -> None:
    """To stdout."""
    out = sys.stdout
    if form == "table":
        shape = frame(store, say, answer.ids)
        write(answer.entries(shape), out, shape["nothing"])
    elif form == "csv":
        out.writelines(csv_lines(answer.kind, answer.rows))
    elif form == "json":
        value: Any = answer.value if answer.value is not None else list(answer.rows)
        out.write(escaped_json(msgspec.json.format(msgspec.json.encode(value), indent=2).decode()) + "\n")
    else:
        rows = answer.rows if answer.value is None else [answer.value]
        out.writelines(escaped_json(msgspec.json.encode(row).decode()) + "\n" for row in rows)


def extent_text(loaded: Extent, say: Words) -> str:
    """'đã nạp 8 văn bản (2021-07-15 … 2026-05); 92 văn bản khác mới chỉ được nêu tên'."""
    dates = say("extent.dates", first=loaded.first, last=loaded.last) if loaded.first else ""
    return say("extent", documents=loaded.documents, dates=dates, cited_only=loaded.cited_only)


def _named(matches: Sequence[Match], say: Words, key: Callable[[Match], str]) -> list[str]:
    shape = Frame(labels(say.lang))
    lines = [say(key(m), name=shape.name(m), id=m.id) for m in matches[:_SHOWN_CANDIDATES]]
    rest = len(matches) - _SHOWN_CANDIDATES
    return [*lines, say("and_more", count=rest)] if rest > 0 else lines


@contextmanager
def worded(store: Store, say: Words) -> Iterator[None]:
    """Refusals of the questions as problems for people."""
    try:
        yield
    except finding.NotNamed as error:
        near = _named(error.near, say, lambda m: "not_named.draft" if m.why == "draft" else "not_named.near")
        text = say("not_named", query=error.query, extent=extent_text(extent(store), say))
        raise Problem(text, [*near, *([say("not_named.bare")] if error.bare else [])]) from None
    except finding.Several as error:
        several = say("several", query=error.query, count=len(error.candidates))
        raise Problem(several, _named(error.candidates, say, lambda _: "several.one")) from None
    except NoSuchBody as error:
        text = say("no_body", query=error.query, extent=extent_text(extent(store), say))
        raise Problem(text, [say("no_body.near", name=n) for n in error.near]) from None
    except NoSuchPlace as error:
        raise Problem(say("no_place", query=error)) from None
    except NoSuchType as error:
        raise Problem(say("no_type", query=error)) from None


def question(name: str, say: Words, ask: Question, params: list[click.Parameter]) -> click.Command:
    """A command that answers out of the store: `ask(asked, **options)`."""

    def callback(store: str | None, form: str, include_drafts: bool, **options: Any) -> None:
        with opened(store, say) as held, held.read(), worded(held, say):
            answer = ask(Asked(held, say, include_drafts), **options)
            if answer.instead:
                answer.instead()
            else:
                emit(answer, form, held, say)
            for note in answer.notes:
                say_error(note)
            say_error(extent_text(extent(held), say))
            if answer.failed:
                raise Failed

    common = [store_option(say), format_option(say), flag("--include-drafts", say("option.include_drafts"))]
    return command(name, say, callback, [*params, *common])
