"""What a question is: what it is given, what it gives, and how its refusals are worded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct, structs

from api.messages import Words
from api.problems import Problem
from api.questions.params import Param
from api.sources import shown
from graph.areas import named_areas
from graph.store.port import InstrumentRow, Store
from queries import finding
from queries.answers import Extent, Match, Node
from queries.coverage import NoSuchPlace
from queries.missing import NoSuchType
from queries.nodes import node
from queries.stats import extent
from queries.tasks import NoSuchBody
from viz.entries import Entry, Frame, day
from viz.labels import labels

_SHOWN_CANDIDATES = 20


class Asked(Struct, frozen=True):
    """What a question is given beside its own parameters."""

    store: Store
    say: Words
    drafts: bool


Table = tuple[type[Struct], Iterable[Struct]]


class Answer(Struct, frozen=True, kw_only=True):
    """An answer before it is printed or sent: an object (`value`) or a list (`rows`), and how people see it."""

    kind: type[Struct]  # of the rows, also of the rows of an object in CSV
    rows: Iterable[Struct]
    value: Struct | None = None
    entries: Callable[[Frame], Iterable[Entry]]
    ids: Sequence[str] = ()  # instruments that the table names only by id
    notes: tuple[str, ...] = ()
    cut: bool = False  # there is more than the rows say
    failed: bool = False  # the answer itself asks for exit code 1
    sheet: Callable[[str], bytes] | None = None  # its file of an ending, of those that the question has
    flat: Callable[[], Table] | None = None  # the rows for CSV, where those of JSON are nested

    def table(self) -> Table:
        """The rows of CSV, and their type: its columns."""
        return self.flat() if self.flat else (self.kind, self.rows)


class Question(Struct, frozen=True, kw_only=True):
    """A question: `ask(asked, **parameters)`; `files` are the endings that its answer can be a file of.

    `short`: it mostly looks at a handful of rows, so that who serves many may ask it before it has a thread begun.
    """

    name: str
    ask: Callable[..., Answer]
    params: tuple[Param, ...] = ()
    files: tuple[str, ...] = ()
    short: bool = False


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


def extent_text(loaded: Extent, say: Words) -> str:
    """'đã nạp 8 văn bản (15/7/2021 … 5/2026); 92 văn bản khác mới chỉ được nêu tên'."""
    first, last = (day(d) if d else "" for d in (loaded.first, loaded.last))
    dates = say("extent.dates", first=first, last=last) if first else ""
    return say("extent", documents=loaded.documents, dates=dates, cited_only=loaded.cited_only)


def instrument_notes(
    asked: Asked, row: InstrumentRow, *, truncated: int | None = None, sample: bool = False
) -> tuple[str, ...]:
    """What an answer must say of itself: not loaded, cut, made up."""
    say, notes = asked.say, []
    if not row.loaded:
        notes.append(say("not_loaded", name=Frame(labels(say.lang)).name(structs.replace(node(row), loaded=True))))
    if truncated is not None:
        notes.append(say("truncated", limit=truncated))
    if sample or row.sample:
        notes.append(say("sample_note"))
    return tuple(notes)


def place_notes(asked: Asked, place: str | None) -> list[str]:
    """Under an empty answer about a place: whether anything of it is loaded at all."""
    if not place or any(asked.store.areas(a, asked.drafts) for a in named_areas(place)):
        return []
    return [asked.say("place.none", place=place)]


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
        more = [*near, *([say("not_named.bare")] if error.bare else [])]
        raise Problem(text, more, cause="not_found", near=error.near) from None
    except finding.Several as error:
        several = say("several", query=error.query, count=len(error.candidates))
        lines = _named(error.candidates, say, lambda _: "several.one")
        raise Problem(several, lines, cause="several", near=error.candidates) from None
    except NoSuchBody as error:
        text = say("no_body", query=error.query, extent=extent_text(extent(store), say))
        raise Problem(text, [say("no_body.near", name=n) for n in error.near], cause="not_found") from None
    except NoSuchPlace as error:
        raise Problem(say("no_place", query=error), cause="not_found") from None
    except NoSuchType as error:
        raise Problem(say("no_type", query=error), cause="not_found") from None
