"""What goes wrong, as one clear line on stderr and an exit code; never a traceback unless PHAHE_DEBUG asks for it."""

import click

from api.messages import Words
from api.settings import BadSetting
from graph.store.errors import StoreError
from viz.escaping import escaped

FAILED, USAGE, INTERRUPTED = 1, 2, 130


class Problem(Exception):  # noqa: N818 - an answer for people
    """Input or data that cannot be answered: the first line is worded as the command's, the others follow it."""

    def __init__(self, message: str, more: list[str] | None = None) -> None:
        super().__init__(message)
        self.message, self.more = message, more or []


class Failed(Exception):  # noqa: N818
    """Everything was said already; only the exit code is left."""


def say_error(text: str) -> None:
    """To stderr, with what a terminal would obey escaped."""
    click.echo(escaped(text, lines=True), err=True)


def usage_text(error: click.UsageError, say: Words) -> str:
    """Click's errors of usage in the user's language."""
    name = (
        error.param.get_error_hint(error.ctx)
        if isinstance(error, click.BadParameter) and error.param and error.ctx
        else ""
    )
    if isinstance(error, click.MissingParameter):
        return say("usage.missing", name=name)
    if isinstance(error, click.NoSuchOption):
        return say("usage.no_option", name=error.option_name)
    if isinstance(error, click.BadParameter):
        return say("usage.bad", name=name, reason=error.message)
    return say("usage.other", reason=error.format_message())


def report(error: BaseException, say: Words) -> int:
    """Say it, and the exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.UsageError):
        say_error(say("error", message=usage_text(error, say)))
        if error.ctx:
            say_error(say("usage.try", command=error.ctx.command_path))
        return USAGE
    if isinstance(error, BadSetting):
        say_error(say("error", message=say("setting.bad", name=error.name, value=error.value)))
        return USAGE
    if isinstance(error, click.Abort | KeyboardInterrupt):
        say_error(say("error", message=say("interrupted")))
        return INTERRUPTED
    if not isinstance(error, Failed):
        say_error(say("error", message=_message(error, say)))
        for line in error.more if isinstance(error, Problem) else ():
            say_error(line)
    return FAILED


def _message(error: BaseException, say: Words) -> str:
    if isinstance(error, Problem):
        return error.message
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, StoreError):
        return " ".join(str(error).split())
    return say("unexpected", kind=type(error).__name__, message=" ".join(str(error).split())[:300])
