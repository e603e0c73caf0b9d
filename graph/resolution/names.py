"""Second pass: instruments named without number, by their title (design 3b)."""

from collections.abc import Sequence

from msgspec import Struct

from graph.identity import naming_issuer
from graph.resolution.groups import Facts, Group, Node, Weight, choose, fits, grouped, holds, merged, weighed
from graph.resolution.wordings import Wording
from graph.statements import Cluster


class Candidate(Struct, frozen=True, order=True):
    """An instrument of the first pass that bears the name: `files` give it that name."""

    id: str
    date: str  # '' unknown; of a number with a year at least the year
    issuer: str  # as `naming_issuer` gives it, '' unknown
    files: int
    loaded: bool


def name_nodes(wordings: Sequence[Wording], candidates: Sequence[Candidate]) -> list[Node]:
    """The nodes of a name bucket; those with `known` are candidates that wordings joined."""
    bearers = [Node(Facts(c.issuer, c.date), known=(c.id, c.files, c.loaded)) for c in sorted(candidates)]
    groups = grouped(wordings, _facts)
    dated: list[Node] = []
    joined: list[tuple[Node, Group]] = []
    weights = weighed(bearers)
    for group in sorted((g for g in groups if g.facts.level[2] == 3), key=lambda g: (-g.support, g.facts)):
        bearer = _bearers(group, weights)
        if len(bearer) == 1:
            joined.append((bearer[0].node, group))
        elif bearer:
            dated.append(Node(group.facts, [group], open=True))
        else:
            _lead(group, dated)
    partial = _partial([g for g in groups if g.facts.level[2] < 3], weighed(bearers + dated), joined)
    for node, group in joined:
        node.groups.append(group)
    return [n for n in bearers + dated + merged(partial) if n.groups]


def _partial(groups: Sequence[Group], weights: list[Weight], joined: list[tuple[Node, Group]]) -> list[Node]:
    """Groups without a day join the one that fits (added to `joined`), else the more precise of their own kind."""
    partial: list[Node] = []
    for group in groups:
        fitting = [w for w in weights if fits(group.facts, w.node.facts) and not w.node.open]
        if not fitting:
            fitting = weighed(n for n in partial if not n.open and holds(n.facts, group.facts))
        left = choose(group, fitting)
        if len(left) == 1:
            joined.append((left[0].node, group))
        else:
            partial.append(Node(group.facts, [group], open=bool(left)))
    return partial


def _facts(cluster: Cluster) -> Facts:
    return Facts(naming_issuer(cluster.issuer) or "", cluster.issued or "", cluster.until)


def _bearers(group: Group, weights: list[Weight]) -> list[Weight]:
    """The candidates of that day; else those of that year, or of that day and month: a misprinted date."""
    exact = choose(group, [w for w in weights if fits(group.facts, w.node.facts)])
    return exact or choose(group, [w for w in weights if _near(group.facts, w.node.facts)])


def _near(a: Facts, b: Facts) -> bool:
    """Two days of one name in one year, or of one day and month, are one instrument's (the title is the same)."""
    one_issuer = not a.issuer or not b.issuer or a.issuer == b.issuer
    return one_issuer and len(b.date) == 10 and (a.date[:4] == b.date[:4] or a.date[5:] == b.date[5:])


def _lead(group: Group, dated: list[Node]) -> None:
    """Join the leader of the same year or day, else lead; stronger groups come first."""
    leader = next((n for n in dated if not n.open and _near(group.facts, n.facts)), None)
    if leader:
        leader.groups.append(group)
    else:
        dated.append(Node(group.facts, [group]))
