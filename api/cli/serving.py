"""`serve`: the API and the pages, until Ctrl-C."""

from importlib import import_module

import click

from api.cli.commands import command, flag, store_option
from api.messages import Words
from api.settings import settings

PORT = 8321


def serve(say: Words) -> click.Command:
    """FastAPI is only imported to run it."""

    def callback(host: str, port: int, accounts: bool, store: str | None) -> None:
        import_module("api.http.server").serve(store or settings().store, host, port, say, accounts=accounts)

    params: list[click.Parameter] = [
        click.Option(["--host"], default="127.0.0.1", show_default=True, help=say("option.host")),
        click.Option(
            ["--port"], type=click.IntRange(0, 65535), default=PORT, show_default=True, help=say("option.port")
        ),
        flag("--accounts", say("option.accounts")),
        store_option(say),
    ]
    return command("serve", say, callback, params)
