"""A family as a tree: every edge once, under the nearer of its two ends; what stands there already is only named."""

from msgspec import Struct

from graph.store.walking import ISSUE
from queries.answers import LineageEdge
from queries.family import Family, Group, GroupEdge, Relative


class Branch(Struct, frozen=True):
    """One edge and what is at its other end; `up`: the nearer end rests on that; `again`: shown elsewhere."""

    edge: LineageEdge | GroupEdge
    up: bool
    does: bool  # the nearer end does it to the other
    other: str
    node: Relative | None
    group: Group | None
    again: bool
    branches: "list[Branch]"


def tree(found: Family) -> list[Branch]:
    """The branches of the root: first what is above, then what is below; each by relation and id."""
    nodes = {n.id: n for n in found.nodes}
    groups = {g.id: g for g in found.groups}
    edges: dict[str, list[LineageEdge | GroupEdge]] = {}
    every: list[LineageEdge | GroupEdge] = [*found.edges, *found.group_edges]
    for edge in every:
        for end in {edge.source, edge.target}:
            edges.setdefault(end, []).append(edge)
    used: set[int] = set()
    made: dict[str, list[Branch]] = {found.root: []}
    queue = [found.root]
    for here in queue:  # in hops, so that each stands as near to the root as it can
        for edge in sorted(
            edges.get(here, []),
            key=lambda e: ((e.source != here) != (e.relation == ISSUE), e.relation, e.source, e.target),
        ):
            if id(edge) in used:
                continue
            used.add(id(edge))
            other = edge.target if edge.source == here else edge.source
            up = (edge.source == here) != (edge.relation == ISSUE)  # a decision stands above what it issues
            again = other in made
            branch = Branch(
                edge, up, edge.source == here, other, nodes.get(other), groups.get(other), again,
                [] if again else made.setdefault(other, []),
            )  # fmt: skip
            made[here].append(branch)
            if not again:
                queue.append(other)
    return made[found.root]
