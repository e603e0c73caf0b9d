"""First pass: the wordings of one number bucket become instruments (design 3a)."""

from collections.abc import Sequence

from graph import codes
from graph.identity import issuer_key
from graph.resolution.groups import (
    Facts,
    Group,
    Node,
    Weight,
    choose,
    contradict,
    fits,
    grouped,
    holds,
    merged,
    weighed,
)
from graph.resolution.wordings import Wording
from graph.statements import Cluster

# Bodies of a place number anew when their place is made anew within a year (1/7/2025), so a year says less of them.
_LOCAL = ("ubnd-", "hdnd-", "uy-ban-nhan-dan-", "hoi-dong-nhan-dan-")


def number_nodes(wordings: Sequence[Wording]) -> list[Node]:
    """The instruments of a bucket: a function of the set of its wordings."""
    if len(wordings) == 1:  # most buckets: nothing to be weighed
        facts = _facts(wordings[0].said)
        return [Node(facts, [Group(facts, (wordings[0],))])]
    groups = grouped(wordings, _facts)
    yearly = any((parsed := codes.parse(w.said.code or "")) and parsed.year for w in wordings[:1])
    seeds = _seeds([g for g in groups if g.facts.full], yearly)
    weights = weighed(seeds)
    by_issuer: dict[str, list[Weight]] = {}
    for weight in weights:
        by_issuer.setdefault(weight.node.facts.issuer, []).append(weight)
    joined: list[tuple[Node, Group]] = []
    partial: list[Node] = []
    for group in (g for g in groups if not g.facts.full):
        known = group.facts.known  # a known issuer meets only its own seeds, however large the bucket
        fitting = _fitting(group, by_issuer.get(group.facts.issuer, []) if known else weights)
        if not fitting:
            _place_partial(group, partial)
            continue
        left = choose(group, fitting)
        if len(left) == 1:
            joined.append((left[0].node, group))
        else:
            partial += _opened(group)
    for node, group in joined:
        node.groups.append(group)
    return seeds + merged(partial)


def family(cluster: Cluster) -> str:
    """The issuer, where it is a known body; '' of what could be anybody's.

    Wordings of a known issuer only meet their own, so a bucket in which every issuer is known falls into families that
    can be resolved one by one (`number_nodes` of one gives its nodes).
    """
    facts = _facts(cluster)
    return facts.issuer if facts.known else ""


def _facts(cluster: Cluster) -> Facts:
    return Facts(issuer_key(cluster.issuer) or "", cluster.issued or "", cluster.until)


def _fitting(group: Group, weights: Sequence[Weight]) -> list[Weight]:
    """Seeds that fit by the date that names them, else by one of their other dates."""
    fitting = [w for w in weights if fits(group.facts, w.node.facts)]
    if not fitting:
        fitting = [w for w in weights if any(fits(group.facts, Facts(w.node.facts.issuer, d)) for d in w.dates)]
    return [w for w in fitting if not contradict(w.loaded_titles, group.loaded_titles)]


def _place_partial(group: Group, partial: list[Node]) -> None:
    """A group that fits no seed joins the one more precise node that says all it says, or becomes a node."""
    fitting = weighed(n for n in partial if not n.open and holds(n.facts, group.facts))
    if any(contradict(w.loaded_titles, group.loaded_titles) for w in fitting):
        fitting = []
    left = choose(group, fitting)
    if len(left) == 1:
        left[0].node.groups.append(group)
    elif left or len(group.loaded_titles) > 1:
        partial += _opened(group)
    else:
        partial.append(Node(group.facts, [group]))


def _opened(group: Group) -> list[Node]:
    """An open node for what is cited so; a loaded document is never open: each title of its own is a node apart."""
    cited = tuple(w for w in group.wordings if not w.loaded)
    by_title: dict[str, list[Wording]] = {}
    for wording in group.loaded:
        by_title.setdefault(wording.said.name or "", []).append(wording)
    nodes = [Node(group.facts, [Group(group.facts, tuple(own))]) for _, own in sorted(by_title.items())]
    taken: dict[str, int] = {}
    for node in nodes:
        first = min(w.said.file for w in node.wordings)[:10]
        taken[first] = nth = taken.get(first, 0) + 1
        node.suffix = first if nth == 1 else f"{first}.{nth}"
    return nodes + ([Node(group.facts, [Group(group.facts, cited)], open=True)] if cited else [])


def _seeds(groups: Sequence[Group], yearly: bool) -> list[Node]:
    """Fully dated groups; those of one issuer that are one instrument with two dates are one seed.

    The strongest leads (loaded, most files, smaller date) and a weaker one joins one leader only, so that a misprint
    that lies between two instruments does not make them one.
    """
    by_issuer: dict[str, list[Group]] = {}
    for group in groups:
        by_issuer.setdefault(group.facts.issuer, []).append(group)
    seeds: list[Node] = []
    for _, mine in sorted(by_issuer.items()):
        leaders: list[Node] = []
        for group in sorted(mine, key=lambda g: _strength(g, mine, yearly)):
            leader = next((n for n in leaders if _one(n.groups[0], group, yearly)), None)
            if leader:
                leader.groups.append(group)
            else:
                leaders.append(Node(group.facts, [group]))
        seeds += leaders
    return seeds


def _strength(group: Group, others: Sequence[Group], yearly: bool) -> tuple[object, ...]:
    alike = [g for g in others if g is not group and _one(g, group, yearly)]
    between = any(not _one(a, b, yearly) for i, a in enumerate(alike) for b in alike[i + 1 :])
    files = group.support
    best = min((w.said.rank for w in group.loaded), default=(True, True, 0, ""))
    return not group.loaded, between and files == 1, best, -files, group.facts


def _one(a: Group, b: Group, yearly: bool) -> bool:
    """Whether two dates of one issuer are dates of one instrument: same day and month, or same year and title.

    Where the number holds the year, a central body's number is used once in it, whatever the title.
    """
    if contradict(a.loaded_titles, b.loaded_titles):
        return False
    if a.facts.date[5:] == b.facts.date[5:]:
        return True
    if a.facts.date[:4] != b.facts.date[:4]:
        return False
    return bool(a.titles & b.titles) or (yearly and not a.facts.issuer.startswith(_LOCAL))
