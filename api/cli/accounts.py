"""`user`, `token`, `audit`: who may do what over HTTP off this machine, and what they did."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, cast

import click
import msgspec
from msgspec import Struct

from api.accounts import audit, passwords
from api.accounts.places import accounts_of, audit_of
from api.accounts.register import LONGEST, ROLES, Account, Register, Role, Token, name_of
from api.cli.commands import Spoken, command, format_option, lang_option, store_option
from api.cli.noting import note
from api.cli.problems import Failed, say_error
from api.messages import Words
from api.problems import Problem
from api.settings import settings
from graph import dates
from viz.entries import Entry
from viz.escaping import escaped_json
from viz.printing import write
from viz.rows import csv_lines

Act = Callable[[Register, str], bool | None]


class Group(Spoken, click.Group):
    """Commands under a name: `phahe user add`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """No command is a question for the help."""
        return super().parse_args(ctx, args or ["--help"])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then the commands with their first line."""
        Spoken.format_options(self, ctx, formatter)
        with formatter.section(self.say("help.commands")):
            formatter.write_dl([(name, made.help or "") for name, made in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A name that is no command is an error in the language."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(self.say("usage.no_command", name=args[0]), ctx)
        return super().resolve_command(ctx, args)


def _group(name: str, say: Words, commands: list[click.Command]) -> Group:
    made = Group(name, params=[lang_option(say)], help=say(f"{name}.help"), no_args_is_help=False)
    made.say = say
    for one in commands:
        made.add_command(one)
    return made


def _under(name: str, say: Words, callback: Callable[..., None], params: list[click.Parameter]) -> click.Command:
    """The command 'user.add' under the name 'add'."""
    made = command(name, say, callback, [*params, store_option(say)])
    made.name = name.partition(".")[2]
    return made


@contextmanager
def _register(store: str | None) -> Iterator[Register]:
    setting = settings()
    with closing(Register(accounts_of(store or setting.store, setting.accounts))) as held:
        yield held


@contextmanager
def _changing(store: str | None) -> Iterator[Register]:
    """Who may do what changes only with its line in the log: where that cannot be written, nothing did."""
    with _register(store) as held, held.whole():
        yield held


def _named(name: str, say: Words) -> str:
    found = name_of(name)
    if not found:
        raise Problem(say("accounts.name", name=name, most=LONGEST))
    return found


def _password(say: Words) -> str:
    """Typed twice without being seen, or the first line of stdin; never an option, which others could read."""
    try:
        given = _typed(say)
        given.encode()  # some locales of Python keep what is no text
    except UnicodeError:
        raise Problem(say("accounts.encoding")) from None
    if not passwords.usable(given):
        raise Problem(say("accounts.short", least=passwords.SHORTEST, most=passwords.LONGEST))
    return given


def _typed(say: Words) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = click.prompt(say("accounts.password"), hide_input=True, err=True)
    if click.prompt(say("accounts.again"), hide_input=True, err=True) != given:
        raise Problem(say("accounts.differ"))
    return str(given)


def _act(event: audit.Event, words: str, name: str, say: Words, store: str | None, act: Act) -> None:
    """Do it to an account or token that must be there, note it, say so."""
    with _changing(store) as held:
        if not act(held, name):
            raise Problem(say("accounts.none", name=name))
        note(audit_of(held.path), event, f"{words} {name}")
    say_error(say("accounts.done", name=name))


def _add(say: Words) -> click.Command:
    def callback(name: str, role: Role, no_password: bool, store: str | None) -> None:
        name = _named(name, say)
        password = None if no_password else _password(say)
        with _changing(store) as held:
            if not held.add(name, role, password):
                raise Problem(say("accounts.there", name=name))
            note(audit_of(held.path), "account", f"add {name} {role}")
        say_error(say("accounts.done", name=name))

    flag = click.Option(["--no-password"], is_flag=True, help=say("option.no_password"))
    return _under("user.add", say, callback, [_name(), _role(say), flag])


def _name() -> click.Argument:
    return click.Argument(["name"], metavar="NAME")


def _role(say: Words) -> click.Option:
    return click.Option(["--role"], type=click.Choice(ROLES), required=True, help=say("option.role_of"))


def _print(rows: list[Any], kind: type[Struct], form: str, entries: Iterator[Entry], nothing: str) -> None:
    """Rows in the forms that all commands have."""
    out = sys.stdout
    if form == "table":
        write(entries, out, nothing)
    elif form == "csv":
        out.writelines(csv_lines(kind, rows))
    elif form == "json":
        out.write(escaped_json(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode()) + "\n")
    else:
        out.writelines(escaped_json(msgspec.json.encode(row).decode()) + "\n" for row in rows)


def _line(row: Account | Token, say: Words) -> str:
    if isinstance(row, Token):
        return f"{row.name}: {row.role}, {row.made[:10]} – {row.until[:10]}"
    return f"{row.name}: {row.role}, {row.made[:10]}" + ("" if row.password else f" ({say('accounts.no_password')})")


def _listed(name: str, say: Words, kind: type[Struct], rows: Callable[[Register], list[Any]]) -> click.Command:
    def callback(form: str, store: str | None) -> None:
        setting = settings()
        found: list[Any] = []
        if accounts_of(store or setting.store, setting.accounts).exists():  # asking makes nothing
            with _register(store) as held:
                found = rows(held)
        _print(found, kind, form, (Entry(_line(r, say), level=1) for r in found), say("accounts.nobody"))

    return _under(name, say, callback, [format_option(say)])


def user(say: Words) -> click.Command:
    """Accounts of people."""

    def remove(name: str, store: str | None) -> None:
        _act("account", "remove", name_of(name), say, store, lambda held, n: held.remove(n))

    def password(name: str, store: str | None) -> None:
        given = _password(say)
        _act("account", "password", name_of(name), say, store, lambda held, n: held.set_password(n, given))

    def role(name: str, role: str, store: str | None) -> None:
        given = cast(Role, role)
        _act("account", f"role {role}", name_of(name), say, store, lambda held, n: held.set_role(n, given))

    return _group(
        "user", say,
        [
            _add(say),
            _listed("user.list", say, Account, lambda held: held.accounts()),
            _under("user.remove", say, remove, [_name()]),
            _under("user.password", say, password, [_name()]),
            _under("user.role", say, role, [_name(), click.Argument(["role"], type=click.Choice(ROLES))]),
        ],
    )  # fmt: skip


def token(say: Words) -> click.Command:
    """Keys of programs."""

    def add(name: str, role: Role, days: int, store: str | None) -> None:
        name = _named(name, say)
        with _changing(store) as held:
            key = held.new_token(name, role, days)
            if key is None:
                raise Problem(say("accounts.there", name=name))
            note(audit_of(held.path), "token", f"add {name} {role}")
        sys.stdout.write(f"{key}\n")
        say_error(say("accounts.key"))

    def revoke(name: str, store: str | None) -> None:
        _act("token", "revoke", name_of(name), say, store, lambda held, n: held.revoke(n))

    days = click.Option(
        ["--days"], type=click.IntRange(1, 3650), default=365, show_default=True, help=say("option.days")
    )
    return _group(
        "token", say,
        [
            _under("token.add", say, add, [_name(), _role(say), days]),
            _listed("token.list", say, Token, lambda held: held.tokens()),
            _under("token.revoke", say, revoke, [_name()]),
        ],
    )  # fmt: skip


def _shown(deed: audit.Deed) -> str:
    return "  ".join(part for part in (deed.at, deed.who, deed.address, deed.event, deed.what) if part)


def audit_command(say: Words) -> click.Command:
    """The log, the oldest first; a line that was changed makes it exit 1."""

    def callback(form: str, since: str | None, store: str | None) -> None:
        first = dates.typed(since) if since else ""
        if first is None:
            raise click.UsageError(say("usage.date"))
        setting = settings()
        path = audit_of(accounts_of(store or setting.store, setting.accounts))
        found = list(audit.Audit(path).deeds())
        deeds = [d for d in found if isinstance(d, audit.Deed) and d.at >= first]
        broken = [d for d in found if isinstance(d, audit.Broken)]
        _print(deeds, audit.Deed, form, (Entry(_shown(d), level=1) for d in deeds), say("audit.empty"))
        for one in broken:
            say_error(say("audit.broken", line=one.line))
        if broken:
            raise Failed

    since = click.Option(["--since"], metavar="DATE", help=say("option.since"))
    return command("audit", say, callback, [since, format_option(say), store_option(say)])
