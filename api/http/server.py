"""Running the application: one process, on this machine only until there are accounts."""

import socket
from ipaddress import ip_address

import uvicorn

from api.cli.problems import say_error
from api.http.app import LOOPBACK, create_app
from api.messages import Words
from api.problems import Problem
from api.stores import opened


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it.

    >>> is_loopback("127.0.0.2"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listening(host: str, port: int, say: Words) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # who reads that it is ready may ask at once
    except OSError:
        listener.close()
        raise Problem(say("serve.busy", port=port)) from None
    return listener


def serve(where: str, host: str, port: int, say: Words) -> None:
    """Until it is interrupted; raises `Problem` or `StoreError` before anything listens. Port 0: any free one."""
    if not is_loopback(host):
        raise Problem(say("serve.loopback", host=host))
    with opened(where, say):  # what is wrong with it is said now, in one line
        pass
    listener = _listening(host, port, say)
    name = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        create_app(where, names={*LOOPBACK, host}), log_level="warning", access_log=False, server_header=False,
    )  # fmt: skip
    say_error(say("serve.ready", url=f"http://{name}:{listener.getsockname()[1]}/"))
    uvicorn.Server(config).run([listener])
