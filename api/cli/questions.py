"""The questions as commands; the answers come from `queries`, the words from `api.messages`."""

import click
from msgspec import structs

from api.cli.asking import Answer, Asked, question
from api.cli.commands import words_argument
from api.messages import Words
from graph.record import RELATIONS
from graph.store.port import InstrumentRow
from queries import citations as citing
from queries import finding
from queries import implementers as carrying
from queries import lineage as descent
from queries import show as showing
from queries import stats as counting
from queries.answers import Citation, Implementer, LineageEdge, Match, Reach, Shown, Stats
from queries.nodes import node
from viz import tables
from viz.entries import Frame
from viz.labels import labels


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


def resolve(say: Words) -> click.Command:
    """Which instrument a citation means."""

    def ask(asked: Asked, text: str) -> Answer:
        found = finding.resolve(asked.store, text, asked.drafts)
        return Answer(kind=Match, rows=found.matches, value=found, entries=lambda f: tables.resolved(found, f))

    return question("resolve", say, ask, [words_argument("TEXT")])


def show(say: Words) -> click.Command:
    """One instrument."""

    def ask(asked: Asked, instrument: str) -> Answer:
        row = finding.one(asked.store, instrument, asked.drafts)
        found = showing.show(asked.store, row, asked.drafts)
        cut = showing.MOST_RELATIONS if found.truncated else None
        return Answer(
            kind=Shown, rows=[found], value=found, entries=lambda f: tables.shown(found, f), ids=[row.id],
            notes=instrument_notes(asked, row, truncated=cut),
        )  # fmt: skip

    return question("show", say, ask, [words_argument("INSTRUMENT")])


def implementers(say: Words) -> click.Command:
    """Who carries it out."""

    def ask(asked: Asked, instrument: str) -> Answer:
        row = finding.one(asked.store, instrument, asked.drafts)
        found = carrying.implementers(asked.store, row, asked.drafts)
        cut = carrying.MOST_NODES if found.truncated else None
        return Answer(
            kind=Implementer, rows=found.rows, entries=lambda f: tables.implementers(found.rows, f),
            ids=[i for r in found.rows for i in r.chain],
            notes=instrument_notes(asked, row, truncated=cut, sample=any(r.sample for r in found.rows)),
        )  # fmt: skip

    return question("implementers", say, ask, [words_argument("INSTRUMENT")])


def citations(say: Words) -> click.Command:
    """Every mention."""

    def ask(asked: Asked, instrument: str, direction: str, provision: str | None) -> Answer:
        row = finding.one(asked.store, instrument, asked.drafts)
        side = "out" if direction == "out" else "in"
        rows = citing.citations(asked.store, row, side, provision, asked.drafts)  # type: ignore[arg-type]
        return Answer(
            kind=Citation, rows=rows, entries=lambda f: tables.citations(rows, f), notes=instrument_notes(asked, row)
        )

    params: list[click.Parameter] = [
        words_argument("INSTRUMENT"),
        click.Option(
            ["--direction"], type=click.Choice(("in", "out")), default="in", show_default=True,
            help=say("option.direction_citations"),
        ),
        click.Option(["--provision"], help=say("option.provision")),
    ]  # fmt: skip
    return question("citations", say, ask, params)


def relations_of(say: Words, text: str | None) -> tuple[str, ...] | None:
    """The relations of `--relations A,B`; None for all."""
    if not text:
        return None
    names = tuple(n.strip().upper() for n in text.split(",") if n.strip())
    unknown = [n for n in names if n not in RELATIONS]
    if unknown:
        raise click.UsageError(say("bad_relation", name=", ".join(unknown), known=", ".join(RELATIONS)))
    return names


def lineage(say: Words) -> click.Command:
    """What it comes from, what comes from it."""

    def ask(asked: Asked, instrument: str, direction: str, depth: int, relations: str | None) -> Answer:
        row = finding.one(asked.store, instrument, asked.drafts)
        reach = Reach(direction=direction, depth=depth, relations=relations_of(say, relations))  # type: ignore[arg-type]
        found = descent.lineage(asked.store, row, reach, asked.drafts)
        cut = descent.MOST_NODES if found.truncated else None
        return Answer(
            kind=LineageEdge, rows=found.edges, value=found, entries=lambda f: tables.lineage(found, f),
            ids=[n.id for n in found.nodes], notes=instrument_notes(asked, row, truncated=cut),
        )  # fmt: skip

    params: list[click.Parameter] = [
        words_argument("INSTRUMENT"),
        click.Option(
            ["--direction"], type=click.Choice(("up", "down", "both")), default="both", show_default=True,
            help=say("option.direction_lineage"),
        ),
        click.Option(
            ["--depth"], type=click.IntRange(1, descent.MOST_HOPS), default=3, show_default=True,
            help=say("option.depth"),
        ),
        click.Option(["--relations"], metavar="A,B", help=say("option.relations")),
    ]  # fmt: skip
    return question("lineage", say, ask, params)


def stats(say: Words) -> click.Command:
    """Counts."""

    def ask(asked: Asked) -> Answer:
        found = counting.stats(asked.store)
        return Answer(kind=Stats, rows=[found], value=found, entries=lambda f: tables.stats(found, f))

    return question("stats", say, ask, [])
