"""`copy`: all that one store holds into another, whatever kinds they are."""

import click

from api.cli.commands import command
from api.cli.noting import carry_on
from api.cli.problems import say_error
from api.copying import copy as copied
from api.messages import Words
from api.problems import Problem
from api.questions.asking import extent_text
from api.sources import shown
from api.stores import log_of, opened
from queries.stats import extent


def copy(say: Words) -> click.Command:
    """Between stores."""

    def callback(source: str, target: str) -> None:
        if source == target:
            raise Problem(say("copy.same"))
        with opened(source, say) as held, opened(target, say, make=True) as other:
            carry_on(source, "export", f"copy --to {shown(target)}")
            carry_on(target, "load", f"copy --from {shown(source)}")
            log = log_of(other, target)
            with log.alone(lambda: say_error(say("ingest.waiting"))):
                count = copied(held, other, log)
            say_error(say("copy.done", count=count, store=shown(target)))
            say_error(extent_text(extent(other), say))

    params: list[click.Parameter] = [
        click.Option(["--from", "source"], metavar="STORE", required=True, help=say("option.from")),
        click.Option(["--to", "target"], metavar="STORE", required=True, help=say("option.to")),
    ]
    return command("copy", say, callback, params)
