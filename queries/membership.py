"""Who is a member of which collective: data (`graph/data/collectives.yaml`) and a rule for the question (design 8).

'Các sở, ban, ngành' of a plan of Lạng Sơn are the sở of Lạng Sơn; nothing of it is stored, so that it does not
depend on what is loaded. Words that leave open which of a kind they mean ('có liên quan') have no members.
"""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from graph import bodies, places
from graph.areas import COUNTRY, areas_of_place, inside, named_areas, version_code
from graph.folding import fold
from graph.rulefiles import rules_of
from graph.store.port import Store
from queries.bodies import Reached, form

_LEVELS = {
    "tinh": "province", "huyen": "district", "quan": "district", "xa": "commune", "phuong": "commune",
}  # fmt: skip
_TWO = {"thi tran": "commune", "dac khu": "commune", "thi xa": "district"}


class Member(Struct, frozen=True):
    """A body that may be a member: its kind and level, and where it lies (() where its name says no place)."""

    id: str
    name: str
    kind: str
    canonical: str  # folded: 'van phong ubnd'
    level: str
    areas: tuple[str, ...]


class Kind(Struct, frozen=True):
    """A row of `members` in the data."""

    level: str
    kind: str | None
    name: str | None
    of: str | None

    def fits(self, member: Member) -> bool:
        """Whether a body is of this kind or name, and of this level."""
        alike = self.kind == member.kind if self.kind else fold(self.name or "") == member.canonical
        return alike and self.level == member.level


class Collective(Struct, frozen=True):
    """A collective of the store, with the rows of its members."""

    id: str
    name: str
    members: tuple[Kind, ...]

    def suits(self, member: Member) -> bool:
        """Whether bodies like this are members, wherever they lie."""
        return any(kind.fits(member) for kind in self.members)

    def has(self, member: Member, area: str) -> bool:
        """Whether a document of the area means the body by this name."""
        if not any(kind.fits(member) and kind.of in (None, _said_of(area)) for kind in self.members):
            return False
        return member.level == "central" or not member.areas or any(inside(a, area) for a in member.areas)


def _said_of(area: str) -> str:
    return "country" if area == COUNTRY else "place"


def collectives(store: Store) -> list[Collective]:
    """The collectives that loaded documents name and whose members are known, by id."""
    found = ((row, members_of(fold(row.name))) for row in store.collectives())
    return [Collective(row.id, row.name, members) for row, members in found if members]


@lru_cache(maxsize=4096)
def members_of(folded: str) -> tuple[Kind, ...]:
    """Kinds and names of the members of a collective.

    >>> members_of("ubnd cap xa")[0].level, members_of("cac so nganh co lien quan")
    ('commune', ())
    """
    rules = rules_of("graph.data", "collectives")
    if rules["vague"].regex.search(folded):
        return ()
    rows = (row for rule in rules.values() if rule.regex.search(folded) for row in rule.data.get("members", ()))
    return tuple(dict.fromkeys(Kind(row["level"], row.get("kind"), row.get("name"), row.get("of")) for row in rows))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, bodies.Name]:
    """Names of bodies by their folded canonical name."""
    return {fold(name.canonical): name for name in bodies.bodies().names.values()}


def member(body: str, name: str, place: str | None = None) -> Member | None:
    """The body as one that may be a member; None where its kind is not known. `place` as in `BodyRow`.

    >>> member("", "so tu phap lang son").areas, member("", "UBND xã Kim Liên").level, member("", "Trung tâm X")
    (('vn/20',), 'commune', None)
    """
    head, words = form(name)
    known = _kinds().get(head)
    if known is None:
        return None
    level = known.level if known.level == "central" else _level(known, words)
    if level is None:
        return None
    areas = areas_of_place(place) if place else _areas(name, words)
    return Member(body, name, known.kind, fold(known.canonical), level, areas)


def _level(known: bodies.Name, words: Sequence[str]) -> str | None:
    if known.level in ("province", "district"):
        return known.level
    two = " ".join(words[:2])
    if two == "thanh pho":
        return "province" if places.province(" ".join(words[2:])) else "district"
    if words and two not in _TWO and words[0] not in _LEVELS:
        return "province" if places.province(" ".join(words)) else None
    return _TWO.get(two) or (_LEVELS[words[0]] if words else "province" if known.kind != "ubnd" else None)


def _areas(name: str, words: Sequence[str]) -> tuple[str, ...]:
    """Where the name's place lies, with or without marks; () where it names none."""
    known = bodies.known_prefix(name)
    tail = known[1] if known else ""
    found = named_areas(tail) if tail else ()
    return (
        found or tuple(sorted(f"{COUNTRY}/{version_code(p)}" for p in places.forms(" ".join(words))[1]))
        if words
        else ()
    )


def members(asked: str, reached: Sequence[Reached]) -> list[Member]:
    """The bodies of a question as members: each version that documents name, else what the words themselves say."""
    found = [m for r in reached if r.via is None and (m := member(r.id, r.name, r.place))]
    if found:
        return found
    itself = member("", asked)
    return [itself] if itself else []
