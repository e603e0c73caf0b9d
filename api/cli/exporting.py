"""`export`: all of it into a file, by the ending of its name."""

import sys
from collections.abc import Callable, Iterable

import click

from api.cli.asking import ending_of
from api.cli.commands import command, flag, store_option
from api.cli.problems import say_error
from api.cli.writing import replace_file
from api.exports import archive, tasks_csv, tasks_workbook
from api.messages import Words
from api.questions.asking import Answer, Asked, extent_text, frame, worded
from api.questions.instruments import LINEAGE
from api.stores import opened
from graph.canonical import export as graph_json
from graph.canonical import lines as graph_lines
from graph.networks import links, nodes
from graph.store.port import Store
from queries.answers import Lineage
from queries.lineage import MOST_HOPS
from queries.sheets import all_tasks
from queries.stats import extent
from viz.graphml import graphml

RDF = (".ttl", ".nt", ".jsonld")
PICTURES = (".svg", ".html")
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
        return tasks_csv(store, all_tasks(store, drafts), say)
    if ending == ".csv.zip":
        return archive(store, say, drafts)
    if ending == ".xlsx":
        return tasks_workbook(store, all_tasks(store, drafts), [extent_text(extent(store), say)], say, drafts)
    return graph_json(store, drafts)


def _picture(ending: str, found: Answer, held: Store, say: Words) -> Iterable[bytes]:
    """The lineage of one instrument as a file of its own."""
    family = found.value
    assert isinstance(family, Lineage)  # noqa: S101 - what this question answers
    shape = frame(held, say, found.ids)
    if ending == ".svg":
        from viz.picture import svg  # noqa: PLC0415 - templates, which the other exports need not

        return [svg(family, shape, None, alone=True).encode()]
    from viz.network import Wording, page  # noqa: PLC0415 - pyvis takes a second

    title = say("picture.title", name=shape.known(family.root))
    words = Wording(say.lang, title, say("picture.find"), say("picture.hint"), extent_text(extent(held), say))
    return [page(family, shape, words).encode()]


def _drawn(file: str, ending: str, asked: Asked, root: str | None, depth: int) -> Callable[[], Iterable[bytes]]:
    """How to draw it; what is wrong with the question is said before a file is touched."""
    say = asked.say
    if not root:
        raise click.UsageError(say("export.root", ending=ending))
    options = {"instrument": root, "direction": "both", "depth": depth, "relations": None}
    found = LINEAGE.ask(asked, **options)
    for note in found.notes:
        say_error(note)
    return lambda: _picture(ending, found, asked.store, say)


def export(say: Words) -> click.Command:
    """graph.json, tables, a workbook, RDF; pictures of one instrument's lineage."""

    def callback(file: str, store: str | None, include_drafts: bool, root: str | None, depth: int) -> None:
        ending = ".json" if file == "-" else ending_of(file, ENDINGS, say)
        with opened(store, say) as held, held.read(), worded(held, say):
            if ending in PICTURES:
                replace_file(file, _drawn(file, ending, Asked(held, say, include_drafts), root, depth), say)
            elif file == "-":
                sys.stdout.buffer.write(graph_json(held, include_drafts))
            else:
                replace_file(file, lambda: _made(ending, held, say, include_drafts), say)
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
