"""`extract`: files in, records out; no store."""

import sys

import click

from api.cli.commands import command, format_option, jobs_option
from api.cli.problems import Failed, say_error
from api.messages import Words
from api.settings import MOST_JOBS, settings
from api.sources import expand, shown
from api.workers import Outcome, outcomes


class _Json:
    """Records as lines, or as one list."""

    def __init__(self, form: str) -> None:
        self.out = sys.stdout
        self.lines, self.first = form == "jsonl", True

    def put(self, outcome: Outcome) -> None:
        """Its records."""
        for line in (one.decode() for one in outcome.line.splitlines()):
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
        printer, failed = _Json(form), 0
        for outcome in outcomes(expand(files), jobs or setting.jobs, setting.terms(), say.lang):
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
