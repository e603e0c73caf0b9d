"""Questions as commands: options out of their parameters, the answer on stdout, notes and the footer on stderr."""

import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any, TextIO

import click
import msgspec

from api.cli.commands import command, flag, format_option, store_option, words_argument
from api.cli.problems import Failed, say_error
from api.cli.writing import replace_file
from api.messages import Words
from api.questions.asking import Answer, Asked, Question, extent_text, frame, worded
from api.questions.params import BadValue, Param, parsed
from api.settings import settings
from api.stores import opened
from graph.store.access import is_server
from graph.store.errors import Moved
from graph.store.port import Store
from queries.stats import extent
from viz.escaping import escaped_json
from viz.printing import write
from viz.rows import csv_lines

_TRIES = 10  # answers to a store that is written to meanwhile


class _Held(StringIO):
    """What is printed, held back; it says of itself what the stream says that it stands for."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream

    def isatty(self) -> bool:
        """So that people get what people are shown."""
        return self.stream.isatty()

    def release(self) -> None:
        """Print it."""
        self.stream.write(self.getvalue())


def settled(store: Store, location: str | None, answer: Callable[[], None]) -> None:
    """Answer out of one generation of the store.

    A server keeps no old ones: its answer is held back until it is known to be of one, and asked anew where it is not.
    """
    if not is_server(location or settings().store):
        with store.read():
            answer()
        return
    for left in reversed(range(_TRIES)):
        out, err = _Held(sys.stdout), _Held(sys.stderr)
        try:
            with redirect_stdout(out), redirect_stderr(err), store.read():
                answer()
        except Moved:
            out, err = _Held(sys.stdout), _Held(sys.stderr)
            if not left:
                raise
        else:
            return
        finally:
            out.release()
            err.release()


def emit(answer: Answer, form: str, store: Store, say: Words) -> None:
    """To stdout."""
    out = sys.stdout
    if form == "table":
        shape = frame(store, say, answer.ids)
        write(answer.entries(shape), out, shape["nothing"])
    elif form == "csv":
        out.writelines(csv_lines(*answer.table()))
    elif form == "json":
        value: Any = answer.value if answer.value is not None else list(answer.rows)
        out.write(escaped_json(msgspec.json.format(msgspec.json.encode(value), indent=2).decode()) + "\n")
    else:
        rows = answer.rows if answer.value is None else [answer.value]
        out.writelines(escaped_json(msgspec.json.encode(row).decode()) + "\n" for row in rows)


def _option_name(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _read(param: Param, say: Words) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A text, date or relations out of what was typed; a value that cannot be used is an error of usage."""

    def callback(ctx: click.Context, option: click.Parameter, value: Any) -> Any:
        if value is None or param.kind not in ("date", "relations", "text"):
            return value
        try:
            return tuple(parsed(param, one) for one in value) if param.many else parsed(param, value)
        except BadValue as error:
            raise click.BadParameter(say(error.key, **error.values), ctx, option) from None

    return callback


def _parameter(param: Param, say: Words, alone: bool) -> click.Parameter:
    """The parameter as click knows it; words that stand alone need no quotation marks."""
    if param.kind == "words":
        if alone:
            return words_argument(param.keyword, param.metavar)
        return click.Argument([param.keyword], metavar=param.metavar)
    names = [_option_name(param.name), param.keyword]
    if param.kind == "flag":
        return click.Option(names, is_flag=True, help=say(param.key))
    kinds: dict[str, click.ParamType[Any]] = {
        "choice": click.Choice(param.choices), "number": click.IntRange(param.least, param.most),
    }  # fmt: skip
    return click.Option(
        names, type=kinds.get(param.kind), multiple=param.many, help=say(param.key), metavar=param.metavar or None,
        default=param.default, show_default=param.default is not None, callback=_read(param, say),
    )  # fmt: skip


def _written(answer: Answer, asked: Question, output: str, say: Words, store: str | None) -> None:
    """The answer as a file of the ending of its name."""
    sheet, ending = answer.sheet, ending_of(output, asked.files, say)
    if sheet is not None:
        replace_file(output, lambda: [sheet(ending)], say, store)


def ending_of(file: str, known: tuple[str, ...], say: Words) -> str:
    """The ending that says what to write; a name that ends otherwise is an error of usage."""
    found = next((e for e in known if file.lower().endswith(e)), None)
    if found is None:
        name = file.rpartition("/")[2]
        said = name[name.index(".") :] if "." in name else file
        raise click.UsageError(say("export.ending", ending=said, known=" ".join(known)))
    return found


def question(asked: Question, say: Words) -> click.Command:
    """A command that answers out of the store."""

    def callback(store: str | None, form: str, include_drafts: bool, output: str | None = None, **options: Any) -> None:
        if output is not None:
            ending_of(output, asked.files, say)  # before anything is read

        def answered(held: Store) -> None:
            try:
                answer = asked.ask(Asked(held, say, include_drafts), **options)
            except BadValue as error:
                raise click.UsageError(say(error.key, **error.values)) from None
            if output is not None:
                _written(answer, asked, output, say, store)
            else:
                emit(answer, form, held, say)
            for note in answer.notes:
                say_error(note)
            say_error(extent_text(extent(held), say))
            if answer.failed:
                raise Failed

        with opened(store, say) as held, worded(held, say):
            settled(held, store, lambda: answered(held))

    alone = sum(p.kind == "words" for p in asked.params) == 1
    params = [_parameter(p, say, alone) for p in asked.params]
    if asked.files:
        params.append(
            click.Option(["--output"], metavar="FILE", help=say("option.output", endings=" ".join(asked.files)))
        )
    common = [store_option(say), format_option(say), flag("--include-drafts", say("option.include_drafts"))]
    return command(asked.name, say, callback, [*params, *common])
