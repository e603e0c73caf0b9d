"""`explain`: which rules looked at a place of a file, and what they decided."""

import os
import sys

import click
import msgspec
from msgspec import Struct

from api.cli.commands import command, format_option
from api.isolation.messages import Request
from api.isolation.pool import Pool
from api.messages import Words
from api.problems import Problem
from api.settings import settings
from api.sources import shown, stored
from api.workers import why_not
from loaders.explanation import Explanation
from viz.entries import Frame
from viz.labels import labels
from viz.printing import write
from viz.rows import csv_lines
from viz.summaries import explained


class Said(Struct, frozen=True):
    """An explanation in the user's language."""

    rule: str
    fired: bool
    clause: str
    why: str


def _rows(path: str, offset: int, say: Words) -> list[Said]:
    """What a reader says, who is bounded here too."""
    with Pool(1, settings().terms()) as pool:
        reply = pool.answer(Request(os.fsencode(os.path.abspath(path)), stored(path), offset=offset))
    if reason := why_not(reply, say):
        raise Problem(say("file.problem", path=shown(path), reason=reason))
    found = msgspec.json.decode(reply.line, type=list[Explanation])
    return [Said(e.rule, e.fired, e.clause, say(f"why.{e.reason}", **e.values)) for e in found]


def explain(say: Words) -> click.Command:
    """Which rule fired at a place."""

    def callback(place: str, form: str) -> None:
        path, _, offset = place.rpartition(":")
        if not path or not offset.isascii() or not offset.isdigit() or len(offset) > 12:
            raise click.UsageError(say("explain.form"))
        rows = _rows(path, int(offset), say)
        out = sys.stdout
        if form == "table":
            write(explained(rows, Frame(labels(say.lang))), out, say("explain.nothing"))
        elif form == "csv":
            out.writelines(csv_lines(type(rows[0]), rows) if rows else [])
        elif form == "json":
            out.write(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n")
        else:
            out.writelines(msgspec.json.encode(row).decode() + "\n" for row in rows)

    argument = click.Argument(["place"], metavar="FILE:OFFSET")
    return command("explain", say, callback, [argument, format_option(say)])
