"""The entry point: builds the group in the language of the command line, runs it, words what went wrong."""

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from api.cli.commands import Phahe, lang_option
from api.cli.problems import DONE, FAILED, report, say_error
from api.messages import Words, language_of, words
from api.settings import BadSetting, settings


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        version = import_module("importlib.metadata").version("phahe")  # 30 ms that only this option needs
        click.echo(f"phahe {version}")
        ctx.exit()


def application(lang: str) -> Phahe:
    """The whole command in one language."""
    say = words(lang)
    version = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help=say("option.version")
    )
    group = Phahe("phahe", params=[lang_option(say), version], help=say("about"), no_args_is_help=False)
    group.say = say
    return group


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code: 0 done, 1 input or data, 2 usage, 130 interrupted.

    Who reads us and goes away (`| head -1`) has seen enough: 0, whether or not all was in the pipe by then.
    """
    debug = os.environ.get("PHAHE_DEBUG", "") not in {"", "0"}
    say = words(language_of(arguments, os.environ.get("PHAHE_LANG", "")))
    try:
        settings()
        code = application(say.lang).main(list(arguments) or ["--help"], prog_name="phahe", standalone_mode=False)
    except SystemExit:  # click's answer to a pipe that nobody reads
        return DONE
    except BaseException as error:
        if debug and isinstance(error, Exception) and not isinstance(error, click.ClickException | BadSetting):
            sys.excepthook(type(error), error, error.__traceback__)
        code = report(error, say)
        if isinstance(error, OSError):  # what is left to write cannot be written either
            return code
    return _written(code if isinstance(code, int) else DONE, say)


def _written(code: int, say: Words) -> int:
    """The code, or another one where the rest of the answer cannot be written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return code
    except OSError as error:
        return report(error, say)
    return code


def _hold_descriptors() -> None:
    """A standard stream that came closed would give its number to the next file that is opened: to the store."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def main() -> None:
    """`phahe`: UTF-8 whatever the locale, then `run`."""
    _hold_descriptors()
    streams = [s for s in (sys.stdout, sys.stderr) if isinstance(s, io.TextIOWrapper)]
    for stream in streams:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if sys.stdout is None:
        say = words(language_of(sys.argv[1:], os.environ.get("PHAHE_LANG", "")))
        say_error(say("error", message=say("system.no_stdout")))
        sys.exit(FAILED)
    code = run(sys.argv[1:])
    for stream in streams:
        try:
            stream.flush()
        except OSError:  # said already; the interpreter would try again at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)
