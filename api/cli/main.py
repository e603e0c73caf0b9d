"""The entry point: builds the group in the language of the command line, runs it, words what went wrong."""

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from api.cli.commands import Phahe, lang_option
from api.cli.problems import FAILED, report
from api.messages import language_of, words
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
    """Run one command line; the exit code: 0 done, 1 input or data, 2 usage, 130 interrupted."""
    debug = os.environ.get("PHAHE_DEBUG", "") not in {"", "0"}
    say = words(language_of(arguments, os.environ.get("PHAHE_LANG", "")))
    try:
        settings()
        code = application(say.lang).main(list(arguments) or ["--help"], prog_name="phahe", standalone_mode=False)
    except SystemExit:  # click's answer to a closed pipe: whoever read us has seen enough
        return FAILED
    except BaseException as error:
        if debug and isinstance(error, Exception) and not isinstance(error, click.ClickException | BadSetting):
            sys.excepthook(type(error), error, error.__traceback__)
        return report(error, say)
    return code if isinstance(code, int) else 0


def main() -> None:
    """`phahe`: UTF-8 whatever the locale, then `run`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
