"""`extract` and `explain`: files in, records or reasons out; no store."""

from pathlib import Path

import click
import msgspec
from loaders.reading.explain import explain as explain_place

from api.cli.commands import command, format_option, jobs_option
from api.cli.problems import Failed, Problem, say_error
from api.messages import Words
from api.settings import MOST_JOBS, settings
from api.sources import expand, shown
from api.workers import Outcome, Task, outcomes
from loaders.text import NotRead
from viz.entries import Frame
from viz.labels import labels
from viz.printing import write
from viz.rows import csv_lines
from viz.summaries import explained


class _Json:
    """Records as lines, or as one list."""

    def __init__(self, form: str) -> None:
        self.out = click.get_text_stream("stdout")
        self.lines, self.first = form == "jsonl", True

    def put(self, outcome: Outcome) -> None:
        """One record."""
        line = outcome.json().decode()
        if self.lines:
            self.out.write(line + "\n")
        else:
            self.out.write(("[\n" if self.first else ",\n") + line)
        self.first = False

    def end(self) -> None:
        """The list's end."""
        if not self.lines:
            self.out.write("[]\n" if self.first else "\n]\n")


def extract(say: Words) -> click.Command:
    """Records of files."""

    def callback(files: tuple[str, ...], jobs: int | None, form: str) -> None:
        setting = settings()
        task = Task((), setting.limits, say.lang, setting.debug)
        printer, failed = _Json(form), 0
        for outcome in outcomes(expand(files), jobs or setting.jobs, task):
            if outcome.reason is None:
                printer.put(outcome)
            else:
                failed += 1
                say_error(say("file.problem", path=shown(outcome.source.path), reason=outcome.reason))
        printer.end()
        if failed:
            raise Failed

    params: list[click.Parameter] = [
        click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
        jobs_option(say, MOST_JOBS),
        format_option(say, "jsonl", ("jsonl", "json")),
    ]
    return command("extract", say, callback, params)


def explain(say: Words) -> click.Command:
    """Which rule fired at a place."""

    def callback(place: str, form: str) -> None:
        path, _, offset = place.rpartition(":")
        if not path or not offset.isascii() or not offset.isdigit() or len(offset) > 12:
            raise click.UsageError(say("explain.form"))
        try:
            rows = explain_place(Path(path), int(offset))
        except NotRead as error:
            raise Problem(say("file.problem", path=path, reason=error)) from None
        out = click.get_text_stream("stdout")
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
