"""What `loaders.reading.explain` says; apart from it, because whoever shows it need not load all of reading."""

from msgspec import Struct

Value = str | int


class Explanation(Struct, frozen=True):
    """One rule at one clause: what it gave, or what kept it from firing; a code with values (`why.…` in messages)."""

    rule: str
    fired: bool
    clause: str
    reason: str
    values: dict[str, Value] = {}
