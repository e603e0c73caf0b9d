"""Commands as click knows them, with help in the user's language, and the group that imports one only to run it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from api.messages import LANGUAGES, Words

FORMATS = ("table", "json", "jsonl", "csv")
# In the order of the help: a question, or a function of its module that is given the words and builds the command.
COMMANDS = {
    "ingest": "api.cli.loading:ingest",
    "forget": "api.cli.loading:forget",
    "resolve": "api.questions.instruments:RESOLVE",
    "show": "api.questions.instruments:SHOW",
    "implementers": "api.questions.instruments:IMPLEMENTERS",
    "tasks": "api.questions.duties:TASKS",
    "citations": "api.questions.instruments:CITATIONS",
    "lineage": "api.questions.instruments:LINEAGE",
    "path": "api.questions.lookups:PATH",
    "coverage": "api.questions.lookups:COVERAGE",
    "missing": "api.questions.lookups:MISSING",
    "conflicts": "api.questions.lookups:CONFLICTS",
    "analyse": "api.questions.analysis:ANALYSE",
    "search": "api.questions.lookups:SEARCH",
    "sparql": "api.cli.asking_sparql:sparql_command",
    "stats": "api.questions.instruments:STATS",
    "extract": "api.cli.reading:extract",
    "explain": "api.cli.explaining:explain",
    "rebuild": "api.cli.loading:rebuild",
    "export": "api.cli.exporting:export",
    "copy": "api.cli.copying:copy",
    "serve": "api.cli.serving:serve",
    "user": "api.cli.accounts:user",
    "token": "api.cli.accounts:token",
    "audit": "api.cli.accounts:audit_command",
}


class Spoken(click.Command):
    """A command whose help speaks the user's language."""

    say: Words

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        usage = f"{ctx.command_path} {' '.join(self.collect_usage_pieces(ctx))}"
        formatter.write(self.say("usage", usage=usage) + "\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options under a heading of the language; a group lists its commands behind them."""
        rows = [row for row in (p.get_help_record(ctx) for p in self.get_params(ctx)) if row]
        with formatter.section(self.say("help.options")):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help with its own words."""
        option = super().get_help_option(ctx)
        if option:
            option.help = self.say("option.help")
        return option


class Phahe(Spoken, click.Group):
    """The group: `--help` imports no command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported only now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        made = getattr(import_module(module), name)
        if module.startswith("api.questions."):
            built: click.Command = import_module("api.cli.asking").question(made, self.say)
        else:
            built = made(self.say)
        return built

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A name that is no command is an error in the language."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(self.say("usage.no_command", name=args[0]), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands with their first line."""
        Spoken.format_options(self, ctx, formatter)
        with formatter.section(self.say("help.commands")):
            formatter.write_dl([(name, self.say(f"{name}.help")) for name in COMMANDS])


def command(name: str, say: Words, callback: Callable[..., None], params: list[click.Parameter]) -> click.Command:
    """A command with the options that all have."""
    made = Spoken(name, params=[*params, lang_option(say)], callback=callback, help=say(f"{name}.help"))
    made.say = say
    return made


def lang_option(say: Words) -> click.Option:
    """`--lang` was looked for before parsing (`messages.language_of`); here it is only checked."""
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=say("option.lang"))


def store_option(say: Words) -> click.Option:
    """`--store`; its default is a setting."""

    def named(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value == "":  # would fall back to the setting
            raise click.UsageError(say("usage.empty", name="--store"), ctx)
        return value

    return click.Option(["--store"], metavar="PATH|URL", help=say("option.store"), callback=named)


def format_option(say: Words, default: str = "table", formats: tuple[str, ...] = FORMATS) -> click.Option:
    """`--format`."""
    return click.Option(
        ["--format", "form"], type=click.Choice(formats), default=default, show_default=True, help=say("option.format")
    )


def jobs_option(say: Words, most: int) -> click.Option:
    """`--jobs`; its default is a setting."""
    return click.Option(["--jobs", "-j"], type=click.IntRange(1, most), metavar="N", help=say("option.jobs"))


def flag(name: str, text: str) -> click.Option:
    """A yes-or-no option."""
    return click.Option([name], is_flag=True, help=text)


def words_argument(name: str, metavar: str) -> click.Argument:
    """A citation or name that may be typed without quotation marks: the words are joined by spaces."""

    def joined(ctx: click.Context, param: click.Parameter, value: Any) -> str:
        return " ".join(value)

    return click.Argument([name], nargs=-1, required=True, metavar=f"{metavar}...", callback=joined)
