"""What `Store.walk` is asked and gives: instruments by hops, and edges without their quotes."""

from typing import Literal

from msgspec import Struct

from graph.record import Act

Direction = Literal["out", "in"]


class Step(Struct, frozen=True, order=True):
    """An edge by what tells it from others, without quotes; '' where a time is not given. In the order of answers."""

    source: str
    relation: str
    target: str
    act: Act
    valid_from: str
    valid_until: str


class Descent(Struct, frozen=True, kw_only=True):
    """How far to walk, along what, and where to stop: at most `edges` from one instrument, `nodes` in all."""

    relations: tuple[str, ...]
    depth: int
    nodes: int
    edges: int
    drafts: bool = False


class Walk(Struct, frozen=True, kw_only=True):
    """What was met: hops by id, by (hop, id); the edges between these, in order; whether a limit cut something off."""

    hops: dict[str, int]
    steps: tuple[Step, ...]
    truncated: bool
