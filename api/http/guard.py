"""What every request passes first: the names this server answers to, and headers that keep a browser from harm."""

from collections.abc import Collection
from functools import lru_cache
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.access import SAFE
from api.http.languages import language_of
from api.http.problems import problem

# of all answers but those that bring a policy of their own; no script or style stands in a page
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = tuple(
    (name.lower().encode(), value.encode())
    for name, value in {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }.items()
)
_ALSO = (*_HEADERS, (b"cross-origin-opener-policy", b"same-origin"))


class Names:
    """What the server is called: these names, and any address of the machine's own where `addresses`.

    A page elsewhere can have a name of its own point to this machine, but no bare address.
    """

    def __init__(self, known: Collection[str], addresses: bool = False) -> None:
        self._known, self._addresses = frozenset(known), addresses

    def __contains__(self, host: str) -> bool:
        if host in self._known:
            return True
        try:
            return self._addresses and bool(ip_address(host))
        except ValueError:
            return False


class Guard:
    """Pure ASGI. A foreign name in `Host` is refused: a page elsewhere could have its name point to this machine."""

    def __init__(self, app: ASGIApp, names: Names) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        if head := scope["method"] == "HEAD":  # what GET answers, without its body
            scope = {**scope, "method": "GET"}
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        host = name_of(hosts[0]) if len(hosts) == 1 else ""  # of two nobody knows which counts (RFC 9112, 3.2)
        sent = _ALSO if _trustworthy(scope, headers, host) else _HEADERS

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = message.get("headers", ())
                names = {name for name, _ in said}
                message = {**message, "headers": [*said, *(one for one in sent if one[0] not in names)]}
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        if host not in self._names:
            await self._refused(scope, 400, "http.400.host", host)(scope, receive, guarded)
        elif scope["method"] not in SAFE and not self._ours(headers):
            await self._refused(scope, 403, "http.403.origin", headers.get("origin", ""))(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _ours(self, headers: Headers) -> bool:
        """A browser says from whose page a request comes that changes something; programs say nothing."""
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return False
        origin = headers.get("origin", "")
        return not origin or origin.partition("://")[2] == headers.get("host", "")

    def _refused(self, scope: Scope, status: int, key: str, name: str) -> Response:
        request = Request(scope)
        say = language_of(request)
        return problem(request, status, say(key, host=name[:100]))


def _trustworthy(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether a browser heeds the policy of openers: elsewhere each page would be an error in its console.

    Whoever says without reason that a proxy spoke TLS with him gets a header that his browser leaves alone.
    """
    return scope["scheme"] == "https" or "https" in headers.get("x-forwarded-proto", "") or is_loopback(host)


@lru_cache(maxsize=64)  # the same few names again and again
def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it.

    >>> is_loopback("127.0.0.2"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def name_of(host: str) -> str:
    """The name without the port.

    >>> name_of("localhost:8321"), name_of("[::1]:80"), name_of("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()
