"""Groups of wordings with equal facts, the nodes they make, and which node a less precise group may join."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field

from graph.dates import compatible, precision
from graph.resolution.wordings import Wording, supporters
from graph.statements import Cluster

# What an issuer is called before its place is known: it says a kind of body, not a body.
_VAGUE = frozenset(
    f"{body}{level}"
    for body in ("ubnd", "hdnd", "uy-ban-nhan-dan", "hoi-dong-nhan-dan", "chu-tich-ubnd")
    for level in ("", "-tinh", "-thanh-pho", "-huyen", "-quan", "-thi-xa", "-xa", "-phuong", "-thi-tran")
) | {"tinh-uy", "thanh-uy", "huyen-uy", "quan-uy", "thi-uy", "dang-uy", "ban-can-su-dang"}


class Facts(Struct, frozen=True, order=True):
    """What a cluster says beside its number or name: issuer ('' unknown) and partial date ('' unknown).

    `until` is a year ('' unknown): who names an instrument without its date names none that is younger than he is.
    """

    issuer: str
    date: str
    until: str = ""

    def younger(self, than: "Facts") -> bool:
        """Whether this is of a later year than the other could know of."""
        return bool(than.until) and self.date[:4] > than.until

    @property
    def level(self) -> tuple[int, int, int]:
        """Precision, more is larger: issuer known, vague or unknown; then the parts of the date."""
        known = 0 if not self.issuer else 1 if self.issuer in _VAGUE else 2
        return known, self.issuer.count("-") if known == 1 else 0, precision(self.date or None)

    @property
    def known(self) -> bool:
        """Whether the issuer is one body, not a kind of bodies."""
        return self.level[0] == 2

    @property
    def full(self) -> bool:
        """Whether issuer and day are both known: a seed."""
        return self.known and self.level[2] == 3


class Group(Struct, frozen=True):
    """Wordings of one bucket with equal facts."""

    facts: Facts
    wordings: tuple[Wording, ...]

    @property
    def support(self) -> int:
        """In how many files it stands so."""
        return supporters(self.wordings)

    @property
    def titles(self) -> frozenset[str]:
        """Name keys of the titles given."""
        return _titles(w.said for w in self.wordings)

    @property
    def loaded(self) -> tuple[Wording, ...]:
        """Those that are a file's own document."""
        return tuple(w for w in self.wordings if w.loaded)

    @property
    def loaded_titles(self) -> frozenset[str]:
        """Name keys of the titles that the documents themselves bear."""
        return _titles(w.said for w in self.loaded)


def _titles(said: Iterable[Cluster]) -> frozenset[str]:
    return frozenset(c.name for c in said if c.title and c.name)


class Node(Struct):
    """An instrument in the making: the facts that name it and the groups that joined.

    `known` is set on a node of an earlier pass, which only receives: (id, files that give the name, loaded).
    """

    facts: Facts
    groups: list[Group] = field(default_factory=list)
    open: bool = False
    suffix: str = ""
    known: tuple[str, int, bool] | None = None

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """All wordings, in their own order."""
        return tuple(sorted((w for g in self.groups for w in g.wordings), key=lambda w: w.order))

    @property
    def titles(self) -> frozenset[str]:
        """Folded titles of its groups."""
        return frozenset().union(*(g.titles for g in self.groups))

    @property
    def loaded_titles(self) -> frozenset[str]:
        """Folded titles that loaded documents of it bear."""
        return frozenset().union(*(g.loaded_titles for g in self.groups))

    @property
    def support(self) -> int:
        """In how many files it stands so."""
        return self.known[1] if self.known else supporters(w for g in self.groups for w in g.wordings)

    @property
    def is_loaded(self) -> bool:
        """Whether a file holds it."""
        return self.known[2] if self.known else any(g.loaded for g in self.groups)


class Weight(Struct, frozen=True):
    """A node as it stood when choosing began, so that who joins first changes nothing for the next."""

    node: Node
    dates: tuple[str, ...]
    titles: frozenset[str]
    loaded_titles: frozenset[str]
    support: int
    loaded: bool

    @property
    def firm(self) -> bool:
        """Loaded, or given by two files or more."""
        return self.loaded or self.support >= 2


def weighed(nodes: Iterable[Node]) -> list[Weight]:
    """The nodes with what they weigh now."""
    return [
        Weight(n, tuple(g.facts.date for g in n.groups), n.titles, n.loaded_titles, n.support, n.is_loaded)
        for n in sorted(nodes, key=lambda n: (n.facts, n.suffix, n.known or ("", 0, False)))
    ]


def grouped(wordings: Iterable[Wording], facts: Callable[[Cluster], Facts]) -> list[Group]:
    """The wordings by their facts, most precise first."""
    found: dict[Facts, list[Wording]] = {}
    for wording in sorted(wordings, key=lambda w: w.order):
        found.setdefault(facts(wording.said), []).append(wording)
    ordered = sorted(found, key=lambda f: (tuple(-x for x in f.level), f))
    return [Group(f, tuple(found[f])) for f in ordered]


def same_issuer(a: str, b: str) -> bool:
    """Whether the two can be one issuer: equal, one unknown, or one the vague form of the other."""
    if not a or not b or a == b:
        return True
    return (a in _VAGUE and b.startswith(a + "-")) or (b in _VAGUE and a.startswith(b + "-"))


def fits(facts: Facts, other: Facts) -> bool:
    """Whether the two can speak of one instrument."""
    dates = compatible(facts.date or None, other.date or None) and not other.younger(facts)
    return dates and same_issuer(facts.issuer, other.issuer)


def holds(other: Facts, facts: Facts) -> bool:
    """Whether `other` says all that `facts` says, or more."""
    issuer = not facts.issuer or (len(other.issuer) >= len(facts.issuer) and same_issuer(facts.issuer, other.issuer))
    return issuer and other.date.startswith(facts.date) and not other.younger(facts)


def merged(nodes: Iterable[Node]) -> list[Node]:
    """Nodes that would bear one id, because only what their namers could know kept them apart, as one."""
    found: dict[tuple[str, str, str], Node] = {}
    for node in nodes:
        key = (node.facts.issuer, node.facts.date, node.suffix)
        if key in found:
            found[key].groups += node.groups
            found[key].open |= node.open
        else:
            found[key] = node
    return list(found.values())


def contradict(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether documents with these titles of their own cannot be one: both have titles and share none."""
    return bool(a) and bool(b) and not a & b


def choose(group: Group, nodes: Sequence[Weight]) -> list[Weight]:
    """Those of the fitting nodes that stay in question: one means it is that one.

    Several are narrowed by title; then a node that one file alone speaks of gives way to a firm one (`_outweighed`).
    Firm ones give way to nobody, so where there are two of them the others need not be looked at.
    """
    left = list(nodes)
    if len(left) > 1 and group.titles:
        left = [w for w in left if w.titles & group.titles] or left
    firm = [w for w in left if w.firm]
    if len(firm) > 1:
        return firm
    return [w for w in left if not any(_outweighed(w, other) for other in firm)]


def _outweighed(lone: Weight, firm: Weight) -> bool:
    """Whether `lone`, one file's word, is likelier a misprint of `firm` than an instrument that others could mean.

    One misprint must not open anybody else's mention (design 3): the same issuer numbers once a year, so a lone date
    in the year of a firm one gives way, and in another year where three files agree; so does a lone issuer of that day.
    """
    if lone.loaded or lone.support > 1 or not firm.firm or lone.node is firm.node:
        return False
    one, other = lone.node.facts, firm.node.facts
    if one.date and one.date == other.date:
        return True
    return one.issuer == other.issuer and (one.date[:4] == other.date[:4] or firm.support >= 3)


def favourite(values: Iterable[tuple[str | None, Wording]]) -> str | None:
    """The value that stands for all: the best loaded document's own, else most files', else the smaller."""
    given = [(v, w) for v, w in values if v]
    if len({v for v, _ in given}) < 2:
        return given[0][0] if given else None
    own = [(w.said.rank, w.said.local, v) for v, w in given if w.loaded]
    if own:
        return min(own)[2]
    said: dict[str, list[Wording]] = {}
    for value, wording in given:
        said.setdefault(value, []).append(wording)
    return min(said, key=lambda v: (-supporters(said[v]), v), default=None)
