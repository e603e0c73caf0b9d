"""`export`: the whole graph into a file, whole or not at all."""

import os
import sys
import tempfile

import click

from api.cli.asking import extent_text, opened
from api.cli.commands import command, flag, store_option
from api.cli.problems import Problem, say_error, system_text
from api.messages import Words
from api.sources import shown
from graph.canonical import export as graph_json
from queries.stats import extent


def _replace(path: str, content: bytes) -> None:
    """Beside the file first, then in its place: an interruption leaves the old one."""
    folder = os.path.dirname(os.path.abspath(path))
    handle, beside = tempfile.mkstemp(dir=folder, prefix=".phahe-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(beside, 0o666 & ~umask)  # mkstemp makes files for their owner only
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def export(say: Words) -> click.Command:
    """graph.json."""

    def callback(file: str, store: str | None, include_drafts: bool) -> None:
        ending = os.path.splitext(file)[1]
        if file != "-" and ending != ".json":
            raise click.UsageError(say("export.ending", ending=ending or file))
        with opened(store, say) as held, held.read():
            if file == "-":
                sys.stdout.buffer.write(graph_json(held, include_drafts))
            else:
                try:
                    _replace(file, graph_json(held, include_drafts))
                except OSError as error:
                    raise Problem(say("file.problem", path=shown(file), reason=system_text(error, say))) from None
                say_error(say("export.done", path=shown(file)))
            say_error(extent_text(extent(held), say))

    params: list[click.Parameter] = [
        click.Argument(["file"], metavar="FILE"),
        store_option(say),
        flag("--include-drafts", say("option.include_drafts")),
    ]
    return command("export", say, callback, params)
