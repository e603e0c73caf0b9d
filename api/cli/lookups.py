"""The questions that look over much at once: coverage, path, missing, search, conflicts."""

import click

from api.cli.asking import Answer, Asked, question
from api.cli.commands import words_argument
from api.cli.questions import instrument_notes, relations_of
from api.messages import Words
from queries import conflicts as contradicting
from queries import coverage as covering
from queries import finding
from queries import missing as lacking
from queries import path as connecting
from queries import search as searching
from queries.answers import Conflict, Covered, Hit, LineageEdge, Missing
from queries.implementers import MOST_NODES
from viz import lookups


def coverage(say: Words) -> click.Command:
    """Places with and without a plan."""

    def ask(asked: Asked, instrument: str, level: str, place: str | None) -> Answer:
        row = finding.one(asked.store, instrument, asked.drafts)
        if level == "department" and not place:
            raise click.UsageError(say("coverage.needs_place"))
        found = covering.coverage(asked.store, row, level, place, asked.drafts)
        notes = [say("coverage.note")]
        if any(r.until for r in found.rows):
            notes.append(say("coverage.former"))
        if found.nowhere:
            notes.append(say("coverage.nowhere", count=found.nowhere))
        return Answer(
            kind=Covered, rows=found.rows, entries=lambda f: lookups.coverage(found.rows, f),
            notes=(*instrument_notes(asked, row, truncated=MOST_NODES if found.truncated else None), *notes),
        )  # fmt: skip

    params: list[click.Parameter] = [
        words_argument("INSTRUMENT"),
        click.Option(
            ["--level"], type=click.Choice(covering.LEVELS), default="province", show_default=True,
            help=say("option.level"),
        ),
        click.Option(["--place"], help=say("option.place_coverage")),
    ]  # fmt: skip
    return question("coverage", say, ask, params)


def path(say: Words) -> click.Command:
    """How two are connected."""

    def ask(asked: Asked, first: str, last: str, relations: str | None, depth: int) -> Answer:
        ends = (finding.one(asked.store, first, asked.drafts), finding.one(asked.store, last, asked.drafts))
        found = connecting.path(asked.store, ends, relations_of(say, relations), depth, asked.drafts)
        notes = [n for end in ends for n in instrument_notes(asked, end)]
        if not found.edges and ends[0].id != ends[1].id:
            notes.append(say("path.none", depth=depth))
        if found.truncated:
            notes.append(say("path.truncated"))
        return Answer(
            kind=LineageEdge, rows=found.edges, value=found, entries=lambda f: lookups.path(found, f),
            ids=[n.id for n in found.nodes], notes=tuple(dict.fromkeys(notes)),
        )  # fmt: skip

    params: list[click.Parameter] = [
        click.Argument(["first"], metavar="A"),
        click.Argument(["last"], metavar="B"),
        click.Option(["--relations"], metavar="A,B", help=say("option.relations_path")),
        click.Option(
            ["--depth"], type=click.IntRange(1, connecting.MOST_HOPS), default=6, show_default=True,
            help=say("option.depth_path"),
        ),
    ]  # fmt: skip
    return question("path", say, ask, params)


def _limit(say: Words, default: int) -> click.Option:
    return click.Option(
        ["--limit"], type=click.IntRange(1, 100_000), default=default, show_default=True, help=say("option.limit")
    )


def missing(say: Words) -> click.Command:
    """Named, not loaded."""

    def ask(asked: Asked, kind: tuple[str, ...], limit: int) -> Answer:
        found = lacking.missing(asked.store, kind, limit, asked.drafts)
        ids = [i for r in found.rows for i in r.documents[:10]]
        return Answer(
            kind=Missing, rows=found.rows, entries=lambda f: lookups.missing(found.rows, f), ids=ids,
            notes=(say("truncated", limit=limit),) if found.truncated else (),
        )  # fmt: skip

    kinds = click.Option(["--type", "kind"], multiple=True, help=say("option.type"))
    return question("missing", say, ask, [kinds, _limit(say, 1000)])


def search(say: Words) -> click.Command:
    """By words."""

    def ask(asked: Asked, words: str, kind: tuple[str, ...], limit: int) -> Answer:
        found = searching.search(asked.store, words, kind, limit, asked.drafts)
        counted = say("search.counts", **{k: found.counts.get(k, 0) for k in searching.KINDS})
        return Answer(
            kind=Hit, rows=found.rows, entries=lambda f: lookups.search(found.rows, f),
            ids=[r.document for r in found.rows if r.document],
            notes=(counted, *([say("truncated", limit=limit)] if found.truncated else [])),
        )  # fmt: skip

    kinds = click.Option(["--kind"], type=click.Choice(searching.KINDS), multiple=True, help=say("option.kind"))
    return question("search", say, ask, [words_argument("WORDS"), kinds, _limit(say, 100)])


def conflicts(say: Words) -> click.Command:
    """Contradictions; an error only where asked to be."""

    def ask(asked: Asked, fail_on: str | None) -> Answer:
        rows = contradicting.conflicts(asked.store, say, asked.drafts)
        worst = contradicting.SEVERITIES.index(fail_on) if fail_on else -1
        failed = any(contradicting.SEVERITIES.index(r.severity) <= worst for r in rows)
        counted = {s: sum(1 for r in rows if r.severity == s) for s in contradicting.SEVERITIES}
        return Answer(
            kind=Conflict, rows=rows, entries=lambda f: lookups.conflicts(rows, f),
            notes=(say("conflicts.counts", **counted),), failed=failed,
        )  # fmt: skip

    return question("conflicts", say, ask, [fail_on_option(say)])


def fail_on_option(say: Words) -> click.Option:
    """`--fail-on`: findings of that severity or a worse one end with exit code 1."""
    return click.Option(["--fail-on"], type=click.Choice(contradicting.SEVERITIES), help=say("option.fail_on"))
