"""At which level of the State or the Party an instrument was issued: the lanes of the picture.

The levels, and the beginnings of issuers' names by which they are known, are data with examples
(`queries/data/levels.json`), from above to below, the Party's beside the State's.
"""

from functools import lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from graph.folding import fold


class Level(Struct, frozen=True):
    """One level; `issuers` are beginnings of folded names, `types` are those that only it issues."""

    key: str
    party: bool
    issuers: list[str]
    types: list[str]


class Levels(Struct, frozen=True):
    """All of them, from above; the last takes what no other knows."""

    levels: list[Level]
    examples: list[tuple[str | None, str, str]]


@lru_cache(maxsize=1)
def levels() -> Levels:
    """The file."""
    return msgspec.json.decode(files("queries.data").joinpath("levels.json").read_bytes(), type=Levels)


@lru_cache(maxsize=4096)
def level_of(issuer: str | None, type_name: str) -> int:
    """The place of the level in `levels().levels`; the longest beginning decides.

    >>> levels().levels[level_of("Ban Chỉ đạo Trung ương về chuyển đổi số", "Kế hoạch")].key
    'dang_trung_uong'
    """
    known, said, kind = levels().levels, fold(issuer or ""), fold(type_name)
    best, longest = len(known) - 1, 0
    for place, level in enumerate(known):
        size = max((len(b) for b in level.issuers if said.startswith(b)), default=0)
        if size > longest:
            best, longest = place, size
        elif not said and kind in level.types:
            best = place
    return best


def level_key(issuer: str | None, type_name: str) -> str:
    """Its name: 'tinh', 'tinh_uy', …."""
    return levels().levels[level_of(issuer, type_name)].key
