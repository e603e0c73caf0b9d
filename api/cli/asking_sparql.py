"""`sparql`: a question of one's own over the store as RDF."""

import csv
import os
import sys
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from api.bounded import bounded
from api.cli.commands import command, flag, format_option, store_option
from api.cli.problems import say_error
from api.messages import Words
from api.problems import Problem
from api.questions.asking import extent_text
from api.settings import settings
from api.sources import shown
from api.stores import opened
from queries import sparql
from queries.rdf import blocks
from queries.stats import extent
from viz import triples
from viz.escaping import escaped_json
from viz.labels import labels
from viz.printing import write
from viz.rows import cell

_FILES = (".rq", ".sparql")


def _text(given: str, say: Words) -> str:
    """The query: what was typed, or what stands in the file of that name."""
    if not os.path.isfile(given):
        if given.endswith(_FILES):
            raise Problem(say("file.problem", path=shown(given), reason=say("file.none")))
        return given
    with open(given, "rb") as file:
        content = file.read(4 * sparql.LONGEST)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Problem(say("sparql.not_text", path=shown(given))) from None


def _answered(query: sparql.Query, location: str | None, say: Words, drafts: bool) -> sparql.SparqlAnswer:
    """The store is opened in the process that asks: the engine reads all of it."""
    setting, engine = settings(), sparql.engine()

    def work() -> bytes:
        with opened(location, say) as store:
            found = sparql.answer(query, blocks(store, drafts), setting.sparql_rows, engine)
        return msgspec.msgpack.encode(found)

    content = bounded(work, setting.sparql_seconds, setting.limits.memory_bytes)
    return msgspec.msgpack.decode(content, type=sparql.SparqlAnswer)


def _rows(answer: sparql.SparqlAnswer) -> tuple[list[str], Iterator[list[sparql.Term | None]]]:
    """Columns and values."""
    if answer.triples is not msgspec.UNSET:
        return ["subject", "predicate", "object"], ([t.subject, t.predicate, t.object] for t in answer.triples)
    if answer.results is not msgspec.UNSET:
        names = answer.head.vars or []
        return names, ([row.get(n) for n in names] for row in answer.results.bindings)
    said = sparql.Term(type="literal", value="true" if answer.boolean is True else "false", datatype=sparql.BOOLEAN)
    return ["boolean"], iter([[said]])


def _print(answer: sparql.SparqlAnswer, form: str, say: Words) -> None:
    out = sys.stdout
    if form == "json":
        out.write(escaped_json(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode()) + "\n")
    elif form == "table":
        write(triples.entries(answer, say), out, labels(say.lang)["nothing"])
    else:
        names, rows = _rows(answer)
        if form == "csv":
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(names)
            writer.writerows([cell(triples.plain(term)) for term in row] for row in rows)
        else:
            lines = (dict(zip(names, map(triples.plain, row), strict=True)) for row in rows)
            out.writelines(escaped_json(msgspec.json.encode(line).decode()) + "\n" for line in lines)


def sparql_command(say: Words) -> click.Command:
    """A query, typed or in a file."""

    def callback(query: str, store: str | None, form: str, include_drafts: bool, **_: Any) -> None:
        asked = sparql.checked(_text(query, say))
        with opened(store, say) as held:
            footer = extent_text(extent(held), say)
        _print(_answered(asked, store, say, include_drafts), form, say)
        say_error(footer)

    params: list[click.Parameter] = [
        click.Argument(["query"], metavar="QUERY-OR-FILE"), store_option(say), format_option(say),
        flag("--include-drafts", say("option.include_drafts")),
    ]  # fmt: skip
    return command("sparql", say, callback, params)
