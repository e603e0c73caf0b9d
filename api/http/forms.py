"""The forms in which an answer is sent: by a suffix of the path (it wins), else by `Accept`."""

from starlette.types import ASGIApp, Receive, Scope, Send

API = "/api/v1/"
TYPES = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".ttl": "text/turtle; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
JSON = ".json"
_MOST = 20  # media ranges that are looked at


class Suffixes:
    """Takes a known suffix off the paths of the API and keeps it as `scope["state"]["form"]`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and scope["path"].startswith(API):
            ending = next((e for e in TYPES if scope["path"].endswith(e)), "")
            if ending:
                path = scope["path"].removesuffix(ending)
                state = {**scope.get("state", {}), "form": ending}
                scope = {**scope, "path": path, "raw_path": path.encode(), "state": state}
        await self._app(scope, receive, send)


def accepted(accept: str) -> str | None:
    """The form that a header (RFC 9110, 12.5.1) likes best; JSON where it has no wish; None where it wants another.

    >>> accepted(""), accepted("text/csv"), accepted("text/html,*/*;q=0.8"), accepted("image/png")
    ('.json', '.csv', '.json', None)
    """
    ranges = [_range(part) for part in accept.split(",")[:_MOST] if part.strip()]
    if not ranges:
        return JSON
    best, most = None, 0.0
    for ending, kind in TYPES.items():
        name = kind.partition(";")[0]
        weight = max((w for r, w in ranges if r in (name, f"{name.partition('/')[0]}/*", "*/*")), default=0.0)
        if weight > most:
            best, most = ending, weight
    return best


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (p.strip() for p in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return name.lower(), float(weight)
    except ValueError:
        return name.lower(), 0.0
