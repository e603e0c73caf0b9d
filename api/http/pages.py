"""Pages of a list: an opaque cursor, a `Link` to the next page, a total that is only said where it is known."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct

from api.questions.params import BadValue
from queries.answers import Extent

PAGE, MOST = 100, 500  # rows of a page by default, and at most


class Page(Struct, frozen=True, kw_only=True):
    """A list as it is sent; `total` is null where the answer was cut; `loaded` is what it is true of."""

    items: list[msgspec.Raw]
    total: int | None
    next_url: str | None
    notes: list[str]
    loaded: Extent


class _Cursor(Struct, frozen=True, array_like=True):
    """Behind which row: its place, and a digest by which it is found again when the list has changed."""

    place: int
    digest: bytes


def digest(content: bytes) -> str:
    """A short name of what was sent, for tags."""
    return blake2b(content, digest_size=12).hexdigest()


def _digest(row: Struct) -> bytes:
    return blake2b(msgspec.json.encode(row), digest_size=8).digest()


def cursor(row: Struct, place: int) -> str:
    """The mark behind the row that stands at `place - 1`."""
    mark = msgspec.msgpack.encode(_Cursor(place, _digest(row)))
    return urlsafe_b64encode(mark).decode().rstrip("=")


def behind(rows: Sequence[Struct], mark: str | None) -> int:
    """Where a page begins; the row is looked for where files were loaded since. Raises `BadValue`."""
    if mark is None:
        return 0
    try:
        found = msgspec.msgpack.decode(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)), type=_Cursor)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise BadValue("cursor", "http.cursor") from None
    if found.place < 0:
        raise BadValue("cursor", "http.cursor")
    if 0 < found.place <= len(rows) and _digest(rows[found.place - 1]) == found.digest:
        return found.place
    moved = next((n for n, row in enumerate(rows, 1) if _digest(row) == found.digest), None)
    return moved if moved is not None else min(found.place, len(rows))
