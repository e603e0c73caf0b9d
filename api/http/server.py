"""Running the application: one process; open to who sits at this machine, to others by accounts or a proxy."""

import errno
import socket
from contextlib import closing
from importlib import import_module
from threading import Thread

import uvicorn

from api.accounts.places import accounts_of
from api.accounts.register import Register
from api.cli.problems import say_error
from api.http.app import LOOPBACK, create_app
from api.http.guard import Names, is_loopback
from api.messages import Words
from api.problems import Problem
from api.settings import Settings, settings
from api.stores import opened


def _listening(host: str, port: int, say: Words) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # who reads that it is ready may ask at once
    except OSError as error:
        listener.close()
        taken = error.errno == errno.EADDRINUSE
        raise Problem(say("serve.busy", port=port) if taken else say("serve.address", host=host)) from None
    return listener


def _names(host: str, setting: Settings) -> Names:
    """By which the server is asked: off loopback also the host's own name, and any address where it listens on all."""
    if is_loopback(host):
        return Names({*LOOPBACK, host, *setting.names})
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 - only compared
    own = {socket.gethostname().lower(), socket.getfqdn().lower()}
    return Names({*LOOPBACK, host.lower(), *own, *setting.names}, addresses=everywhere)


def _closed(where: str, host: str, accounts: bool, setting: Settings, say: Words) -> bool:
    """Whether who asks must say who he is; raises `Problem` where nobody could."""
    if setting.proxy_header and not setting.proxies:
        raise Problem(say("serve.proxy"))
    if is_loopback(host) and not accounts and not setting.proxies:
        return False
    file = accounts_of(where, setting.accounts)
    known = []
    if file.exists():
        with closing(Register(file)) as held:
            known = held.accounts()
    if not known and not setting.proxy_header:
        raise Problem(say("serve.accounts", host=host))
    return True


def serve(where: str, host: str, port: int, say: Words, *, accounts: bool = False) -> None:
    """Until it is interrupted; raises `Problem` or `StoreError` before anything listens. Port 0: any free one.

    On loopback the door stands open, unless `accounts` or proxies are set; elsewhere it never does.
    """
    setting = settings()
    closed = _closed(where, host, accounts, setting, say)
    with opened(where, say):  # what is wrong with it is said now, in one line
        pass
    app = create_app(where, names=_names(host, setting), closed=closed, setting=setting)
    listener = _listening(host, port, say)
    name = f"[{host}]" if ":" in host else host
    # uvicorn would believe any program of this machine what a proxy says (X-Forwarded-For): the door looks who speaks
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    if closed and not is_loopback(host) and not setting.proxies:
        say_error(say("serve.plain"))
    # brings IPython along, which takes seconds: before somebody explores, and after everybody else is answered
    Thread(target=import_module, args=("pyvis.network",), daemon=True).start()
    say_error(say("serve.ready", url=f"http://{name}:{listener.getsockname()[1]}/"))
    uvicorn.Server(config).run([listener])
