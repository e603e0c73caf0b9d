"""Which lane of the picture an instrument belongs to: the State's levels and the Party's beside them.

The lanes, and the beginnings of issuers' names by which they are known, are data with examples (`viz/data/lanes.json`).
"""

from functools import lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from graph.folding import fold
from queries.answers import Node


class Lane(Struct, frozen=True):
    """One level; `issuers` are beginnings of folded names, `types` are those that only it issues."""

    key: str
    issuers: list[str]
    types: list[str]


class Lanes(Struct, frozen=True):
    """All of them, from above; the last takes what no other knows."""

    lanes: list[Lane]
    examples: list[tuple[str | None, str, str]]


@lru_cache(maxsize=1)
def lanes() -> Lanes:
    """The file."""
    return msgspec.json.decode(files("viz.data").joinpath("lanes.json").read_bytes(), type=Lanes)


def lane_of(issuer: str | None, type_name: str) -> int:
    """The place of the lane in `lanes().lanes`; the longest beginning decides.

    >>> lanes().lanes[lane_of("Ban Chỉ đạo Trung ương về chuyển đổi số", "Kế hoạch")].key
    'dang_trung_uong'
    """
    known, said, kind = lanes().lanes, fold(issuer or ""), fold(type_name)
    best, longest = len(known) - 1, 0
    for place, lane in enumerate(known):
        size = max((len(b) for b in lane.issuers if said.startswith(b)), default=0)
        if size > longest:
            best, longest = place, size
        elif not said and kind in lane.types:
            best = place
    return best


def lane(node: Node) -> int:
    """The lane of an instrument."""
    return lane_of(node.issuer, node.type)
