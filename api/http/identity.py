"""Who asks: the same for every kind of proof."""

import hmac
from typing import Literal

from msgspec import Struct
from starlette.requests import Request

from api.accounts.register import Role

Kind = Literal["local", "session", "token", "proxy", "nobody"]


class Who(Struct, frozen=True):
    """`name` stands in the log; `mark` is what a page of ours says back when it changes something (CSRF)."""

    kind: Kind
    name: str = ""
    role: Role | None = None
    mark: str = ""
    session: bytes = b""

    @property
    def by_browser(self) -> bool:
        """Whether a browser proves it by itself, so that a page elsewhere could have it do something."""
        return self.kind in ("session", "proxy")


MARK = "x-csrf-token"
LOCAL = Who("local", "local", "admin")
NOBODY = Who("nobody")


def mark_of(secret: bytes, whose: bytes) -> str:
    """What only pages of ours know of a session: HMAC with the accounts' secret."""
    return hmac.digest(secret, b"page:" + whose, "sha256").hex()


def who(request: Request) -> Who:
    """As the door found out."""
    found: Who = request.scope.get("state", {}).get("who", NOBODY)
    return found


def same(found: Who, mark: str) -> bool:
    """Whether a page of ours said it."""
    return bool(found.mark) and hmac.compare_digest(found.mark.encode(), mark.encode())
