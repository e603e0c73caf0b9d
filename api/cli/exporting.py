"""`export`: all of it into a file, by the ending of its name."""

import sys
from collections.abc import Iterable

import click

from api.cli.asking import ending_of, opened
from api.cli.commands import command, flag, store_option
from api.cli.problems import say_error
from api.cli.writing import replace_file
from api.exports import archive, tasks_csv, tasks_workbook
from api.messages import Words
from api.questions.asking import extent_text
from graph.canonical import export as graph_json
from graph.canonical import lines as graph_lines
from graph.networks import links, nodes
from graph.store.port import Store
from queries.sheets import all_tasks
from queries.stats import extent
from viz.graphml import graphml

RDF = (".ttl", ".nt", ".jsonld")
ENDINGS = (".json", ".jsonl", ".csv.zip", ".csv", ".xlsx", ".graphml", *RDF)


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
        return tasks_csv(store, all_tasks(store, drafts), say)
    if ending == ".csv.zip":
        return archive(store, say, drafts)
    if ending == ".xlsx":
        return tasks_workbook(store, all_tasks(store, drafts), [extent_text(extent(store), say)], say, drafts)
    return graph_json(store, drafts)


def export(say: Words) -> click.Command:
    """graph.json, tables, a workbook."""

    def callback(file: str, store: str | None, include_drafts: bool) -> None:
        ending = ".json" if file == "-" else ending_of(file, ENDINGS, say)
        with opened(store, say) as held, held.read():
            if file == "-":
                sys.stdout.buffer.write(graph_json(held, include_drafts))
            else:
                replace_file(file, lambda: _made(ending, held, say, include_drafts), say)
            say_error(extent_text(extent(held), say))

    params: list[click.Parameter] = [
        click.Argument(["file"], metavar="FILE"),
        store_option(say),
        flag("--include-drafts", say("option.include_drafts")),
    ]
    return command("export", say, callback, params)
