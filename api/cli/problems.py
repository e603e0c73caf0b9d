"""What goes wrong, as one clear line on stderr and an exit code; never a traceback unless PHAHE_DEBUG asks for it."""

import errno
from contextlib import suppress

import click

from api.messages import Words
from api.problems import Problem
from api.settings import BadSetting
from graph.refusals import Refused
from viz.escaping import escaped

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
_SYSTEM = {
    errno.ENOSPC: "system.no_space",
    errno.EDQUOT: "system.no_space",
    errno.EFBIG: "system.file_size",
    errno.EROFS: "system.read_only",
    errno.EACCES: "system.not_allowed",
    errno.EPERM: "system.not_allowed",
    errno.ENOENT: "system.no_folder",
    errno.ENOTDIR: "system.no_folder",
    errno.EISDIR: "system.is_folder",
}
LONGEST = 2000  # characters of a line: what was typed may be a whole file
_BEHIND = frozenset({"--store", "--format", "--include-drafts", "--jobs"})  # of commands, often typed before them
_EXTRA = "Got unexpected extra argument"  # click has no class of its own for it


class Failed(Exception):  # noqa: N818
    """Everything was said already; only the exit code is left."""


def say_error(text: str) -> None:
    """To stderr, with what a terminal would obey escaped."""
    lines = (
        line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"
        for line in text.split("\n")
    )
    with suppress(OSError):  # nobody left to tell
        click.echo(escaped("\n".join(lines), lines=True), err=True)


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
        before = error.ctx is not None and error.ctx.parent is None and error.option_name in _BEHIND
        return say("usage.option_behind" if before else "usage.no_option", name=error.option_name)
    if isinstance(error, click.BadOptionUsage):
        return say("usage.value", name=error.option_name)
    if isinstance(error, click.BadParameter):
        return _bad_value(error, name, say)
    if error.message.startswith(_EXTRA):
        return say("usage.extra", words=error.message.partition("(")[2].partition(")")[0] or error.message[-99:])
    return say("usage.other", reason=error.format_message())


def _bad_value(error: click.BadParameter, name: str, say: Words) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return say("usage.choice", name=name, known=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return say("usage.range", name=name, least=kind.min, most=kind.max)
    return say("usage.bad", name=name, reason=error.message)


def system_text(error: OSError, say: Words) -> str:
    """What the system would not do, by the reasons that people meet; others as the system words them."""
    code = _SYSTEM.get(error.errno or 0)
    return say(code) if code else say("system.other", reason=error.strerror or error)


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
    if isinstance(error, Refused):
        return say(error.code, **{key: escaped(str(value)) for key, value in error.values.items()})
    if isinstance(error, OSError):
        reason = system_text(error, say)
        return say("file.problem", path=error.filename, reason=reason) if error.filename else reason
    return say("unexpected", kind=type(error).__name__, message=" ".join(str(error).split())[:300])
