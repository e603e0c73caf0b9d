"""How much a request may send, counted while it comes; what it says of its own length may only refuse it."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import Refusal

SMALL = 1 << 20  # bytes of anything but a file
_ENVELOPE = 1 << 16  # bytes that a form needs around its file


class Bodies:
    """Pure ASGI, inside the handling of exceptions: raises `Refusal` (413) to whoever reads the body."""

    def __init__(self, app: ASGIApp, file_bytes: int) -> None:
        self._app, self._file_bytes = app, file_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        is_file = scope["path"] == "/api/v1/documents"
        most = self._file_bytes + _ENVELOPE if is_file else SMALL
        said = Headers(scope=scope).get("content-length", "")
        got = 0

        async def counted() -> Message:
            nonlocal got
            if said.isdigit() and int(said[:19]) > most:
                raise _too_large(self._file_bytes, is_file=is_file)
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise _too_large(self._file_bytes, is_file=is_file)
            return message

        await self._app(scope, counted, send)


def _too_large(most: int, *, is_file: bool) -> Refusal:
    if is_file:
        return Refusal(413, "http.413.file", most=most)
    return Refusal(413, "http.413.detail", most=SMALL)
