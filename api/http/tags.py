"""An ETag of its bytes for every answer that has none, and 304 for who has these bytes already."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.pages import digest

_KEPT = ("cache-control", "content-language", "content-security-policy", "date", "etag", "expires", "link", "vary")


class Tags:
    """Pure ASGI; for what is asked by GET and comes whole. An answer of the API has a cheaper tag: its generation."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message | None = None

        async def tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _wants(message):
                start = message
                return
            if start is not None:
                begun, start = start, None
                if not message.get("more_body"):
                    begun, message = _whole(begun, message, tags_of(Headers(scope=scope).get("if-none-match", "")))
                await send(begun)
            await send(message)

        await self._app(scope, receive, tagged)


def tags_of(header: str) -> set[str]:
    """The tags of `If-None-Match`; weak ones are as good (RFC 9110, 13.1.2)."""
    return {t.strip().removeprefix("W/") for t in header.split(",")}


def _wants(start: Message) -> bool:
    headers = dict(start["headers"])
    return start["status"] == 200 and b"etag" not in headers and b"no-store" not in headers.get(b"cache-control", b"")


def _whole(start: Message, body: Message, known: set[str]) -> tuple[Message, Message]:
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["ETag"] = f'"{digest(body.get("body", b""))}"'
    if headers["ETag"] not in known:
        return {**start, "headers": headers.raw}, body
    kept = [(name, value) for name, value in headers.raw if name.decode("latin-1").lower() in _KEPT]
    return {**start, "status": 304, "headers": kept}, {**body, "body": b""}
