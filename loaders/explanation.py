"""What `loaders.reading.explain` says; apart from it, because whoever shows it need not load all of reading."""

from msgspec import Struct


class Explanation(Struct, frozen=True):
    """One rule at one clause: `why` says what it gave, or what kept it from firing."""

    rule: str
    fired: bool
    clause: str
    why: str
