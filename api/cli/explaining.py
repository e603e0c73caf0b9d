"""`explain`: which rules looked at a place of a file, and what they decided."""

import sys
from importlib import import_module
from pathlib import Path

import click
import msgspec

from api.cli.commands import command, format_option
from api.cli.problems import Problem
from api.messages import Words
from api.settings import settings
from api.sources import shown
from api.workers import refused
from loaders.text import NotRead
from viz.entries import Frame
from viz.labels import labels
from viz.printing import write
from viz.rows import csv_lines
from viz.summaries import explained


def explain(say: Words) -> click.Command:
    """Which rule fired at a place."""

    def callback(place: str, form: str) -> None:
        path, _, offset = place.rpartition(":")
        if not path or not offset.isascii() or not offset.isdigit() or len(offset) > 12:
            raise click.UsageError(say("explain.form"))
        try:
            module = import_module("loaders.reading.explain")  # --help need not wait for the rules
            rows = module.explain(Path(path), int(offset), settings().limits)
        except NotRead as error:
            raise Problem(say("file.problem", path=shown(path), reason=refused(error, say))) from None
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
