"""First pass: the wordings of one number bucket become instruments (design 3a)."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Generic, TypeVar

from msgspec import Struct

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
T = TypeVar("T")


def number_nodes(wordings: Sequence[Wording]) -> list[Node]:
    """The instruments of a bucket: a function of the set of its wordings."""
    if len(wordings) == 1:  # most buckets: nothing to be weighed
        facts = _facts(wordings[0].said)
        return [Node(facts, [Group(facts, (wordings[0],))])]
    groups = grouped(wordings, _facts)
    yearly = any((parsed := codes.parse(w.said.code or "")) and parsed.year for w in wordings[:1])
    seeds = _seeds([g for g in groups if g.facts.full], yearly)
    weights = weighed(seeds)
    joined: list[tuple[Node, Group]] = []
    partial: list[Node] = []
    less = [g for g in groups if not g.facts.full]
    dated = _Dated(weights if less else ())
    for group in less:
        fitting = _fitting(group, dated)
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


class _Dated:
    """Seeds by what begins their dates, of one issuer and of all: a less precise group meets no others."""

    def __init__(self, weights: Iterable[Weight]) -> None:
        self.named: dict[tuple[str, str], list[Weight]] = {}  # by the date that names them
        self.dated: dict[tuple[str, str], list[Weight]] = {}  # by any of their dates
        for weight in weights:
            for issuer in (weight.node.facts.issuer, ""):
                for begun in _begun([weight.node.facts.date]):
                    self.named.setdefault((issuer, begun), []).append(weight)
                for begun in _begun(weight.dates):
                    self.dated.setdefault((issuer, begun), []).append(weight)


def _begun(dates: Iterable[str]) -> set[str]:
    """What less precise dates say of full ones: nothing, the year, the month."""
    return {date[:size] for date in dates for size in (0, 4, 7, 10)}


def _fitting(group: Group, dated: _Dated) -> list[Weight]:
    """Seeds that fit by the date that names them, else by one of their other dates."""
    # a known issuer meets only its own seeds, however large the bucket
    key = (group.facts.issuer if group.facts.known else "", group.facts.date)
    fitting = [w for w in dated.named.get(key, ()) if fits(group.facts, w.node.facts)]
    if not fitting:
        near = dated.dated.get(key, ())
        fitting = [w for w in near if any(fits(group.facts, Facts(w.node.facts.issuer, d)) for d in w.dates)]
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


class _Seed(Struct, frozen=True):
    """A fully dated group and what is asked of it again and again."""

    group: Group
    year: str
    day: str  # without the year
    titles: frozenset[str]
    loaded_titles: frozenset[str]
    one_a_year: bool  # the number holds the year, and a central body uses it once in it, whatever the title


def _seed(group: Group, yearly: bool) -> _Seed:
    year, day = group.facts.date[:4], group.facts.date[5:]
    once = yearly and not group.facts.issuer.startswith(_LOCAL)
    return _Seed(group, year, day, group.titles, group.loaded_titles, once)


class _Calendar(Generic[T]):
    """Things by year and by day: two dates of one instrument share one of these, so the others need no look."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[tuple[int, _Seed, T]]] = {}
        self._size = 0

    def add(self, seed: _Seed, value: T) -> None:
        self._size += 1
        for key in (("year", seed.year), ("day", seed.day)):
            self._found.setdefault(key, []).append((self._size, seed, value))

    def alike(self, seed: _Seed) -> list[tuple[int, _Seed, T]]:
        """What is one instrument with the seed, in the order in which it came; things of its own date twice."""
        near = (*self._found.get(("year", seed.year), ()), *self._found.get(("day", seed.day), ()))
        return sorted((one for one in near if _one(one[1], seed)), key=lambda one: one[0])


def _seeds(groups: Sequence[Group], yearly: bool) -> list[Node]:
    """Fully dated groups; those of one issuer that are one instrument with two dates are one seed.

    The strongest leads (loaded, most files, smaller date) and a weaker one joins one leader only, so that a misprint
    that lies between two instruments does not make them one.
    """
    by_issuer: dict[str, list[_Seed]] = {}
    for group in groups:
        by_issuer.setdefault(group.facts.issuer, []).append(_seed(group, yearly))
    nodes: list[Node] = []
    for _, mine in sorted(by_issuer.items()):
        leaders: _Calendar[Node] = _Calendar()
        for seed in _strongest(mine):
            known = leaders.alike(seed)
            if known:
                known[0][2].groups.append(seed.group)
            else:
                nodes.append(Node(seed.group.facts, [seed.group]))
                leaders.add(seed, nodes[-1])
    return nodes


def _strongest(mine: Sequence[_Seed]) -> list[_Seed]:
    if len(mine) == 1:
        return list(mine)
    all_of_them: _Calendar[None] = _Calendar()
    for seed in mine:
        all_of_them.add(seed, None)
    return sorted(mine, key=lambda s: _strength(s, [o for _, o, _ in all_of_them.alike(s) if o is not s]))


def _strength(seed: _Seed, alike: Sequence[_Seed]) -> tuple[object, ...]:
    group = seed.group
    files = group.support
    best = min((w.said.rank for w in group.loaded), default=(True, True, 0, ""))
    return not group.loaded, files == 1 and _between(seed, alike), best, -files, group.facts


def _between(seed: _Seed, alike: Sequence[_Seed]) -> bool:
    """Whether two of those that are one with the seed are not one with each other."""
    same_day = {s.year for s in alike if s.day == seed.day}
    same_year = {s.day for s in alike if s.year == seed.year}
    if same_day - {seed.year} and same_year - {seed.day}:
        return True  # one shares the day with the seed, the other the year, so they share neither
    # all of one day, or all of one year: what they are called decides
    if _apart({s.loaded_titles for s in alike} - {frozenset()}):
        return True
    if seed.one_a_year or not same_year - {seed.day}:
        return False
    return _apart({s.titles for s in alike})


def _apart(titles: Iterable[frozenset[str]]) -> bool:
    """Whether two of the sets have no title in common."""
    return any(not a & b for a, b in combinations(titles, 2))


def _one(a: _Seed, b: _Seed) -> bool:
    """Whether two dates of one issuer are dates of one instrument: same day and month, or same year and title."""
    if contradict(a.loaded_titles, b.loaded_titles):
        return False
    if a.day == b.day:
        return True
    return a.year == b.year and (a.one_a_year or bool(a.titles & b.titles))
