"""`export`: all of it into a file, by the ending of its name."""

import sys
from collections.abc import Callable, Iterable

import click

from api.cli.asking import ending_of
from api.cli.commands import command, flag, store_option
from api.cli.noting import carry_on
from api.cli.problems import say_error
from api.cli.writing import replace_file
from api.exports import archive, flat_tasks, tasks_workbook
from api.messages import Words
from api.pictures import made, notes
from api.questions.asking import Asked, extent_text, frame, instrument_notes, worded
from api.settings import settings
from api.stores import opened
from graph.canonical import export as graph_json
from graph.canonical import lines as graph_lines
from graph.networks import links, nodes
from graph.store.port import Store
from queries import finding
from queries.family import Wanted, family
from queries.lineage import MOST_HOPS
from queries.sheets import all_tasks
from queries.stats import extent
from viz.graphml import graphml
from viz.rows import csv_file

RDF = (".ttl", ".nt", ".jsonld")
PICTURES = (".svg", ".png", ".html")
ENDINGS = (".json", ".jsonl", ".csv.zip", ".csv", ".xlsx", ".graphml", *RDF, *PICTURES)


def _made(ending: str, store: Store, say: Words, drafts: bool) -> Iterable[bytes]:
    if ending in RDF:
        return _rdf(ending, store, drafts)
    if ending == ".graphml":
        return graphml(nodes(store, drafts), links(store, drafts))
    if ending == ".jsonl":
        return graph_lines(store, drafts)
    return [_whole(ending, store, say, drafts)]


def _rdf(ending: str, store: Store, drafts: bool) -> Iterable[bytes]:
    from graph.rdf.formats import WRITERS  # noqa: PLC0415 - the other exports need none of it
    from queries.rdf import blocks  # noqa: PLC0415

    return WRITERS[ending](blocks(store, drafts))


def _whole(ending: str, store: Store, say: Words, drafts: bool) -> bytes:
    if ending == ".csv":
        return csv_file(*flat_tasks(store, all_tasks(store, drafts), say))
    if ending == ".csv.zip":
        return archive(store, say, drafts)
    if ending == ".xlsx":
        return tasks_workbook(store, all_tasks(store, drafts), [extent_text(extent(store), say)], say, drafts)
    return graph_json(store, drafts)


def _drawn(ending: str, asked: Asked, root: str | None, depth: int) -> Callable[[], Iterable[bytes]]:
    """How to draw the lineage of one instrument; what is wrong with the question is said before a file is touched."""
    say, store = asked.say, asked.store
    if not root:
        raise click.UsageError(say("export.root", ending=ending))
    row = finding.one(store, root, asked.drafts)
    found = family(store, row, Wanted(up=depth, down=depth, most=settings().picture_nodes), asked.drafts)
    for note in (*instrument_notes(asked, row), *notes(found, say)):
        say_error(note)
    shape = frame(store, say, [n.id for n in found.nodes])
    return lambda: [made(ending[1:], found, shape, store, say)]


def export(say: Words) -> click.Command:
    """graph.json, tables, a workbook, RDF; pictures of one instrument's lineage."""

    def callback(file: str, store: str | None, include_drafts: bool, root: str | None, depth: int) -> None:
        ending = ".json" if file == "-" else ending_of(file, ENDINGS, say)
        with opened(store, say) as held, held.read(), worded(held, say):
            if ending in PICTURES:
                replace_file(file, _drawn(ending, Asked(held, say, include_drafts), root, depth), say, store)
            elif file == "-":
                carry_on(store, "export", file)
                sys.stdout.buffer.write(graph_json(held, include_drafts))
            else:
                replace_file(file, lambda: _made(ending, held, say, include_drafts), say, store)
            say_error(extent_text(extent(held), say))

    params: list[click.Parameter] = [
        click.Argument(["file"], metavar="FILE"),
        click.Option(["--root"], metavar="INSTRUMENT", help=say("option.root")),
        click.Option(
            ["--depth"], type=click.IntRange(1, MOST_HOPS), default=2, show_default=True, help=say("option.depth")
        ),
        store_option(say),
        flag("--include-drafts", say("option.include_drafts")),
    ]
    return command("export", say, callback, params)
