"""Bodies by the name that a person types: 'Sở Tư pháp' is that of every province, 'so tu phap son la' that of one.

Both sides are brought to one form (folded, the kind's canonical name, place words spelled out); then a body fits when
nothing but a place stands behind the words asked for. Collectives fit only by their own name.
"""

from functools import lru_cache

from msgspec import Struct

from graph import bodies, places
from graph.folding import fold
from graph.search import spelled
from graph.store.port import BodyRow, Store

_PLACES = (
    ("tinh",), ("thanh", "pho"), ("huyen",), ("quan",), ("thi", "xa"), ("xa",), ("phuong",), ("thi", "tran"),
    ("dac", "khu"),
)  # fmt: skip
_SHORT = {"tp": "thanh pho", "tx": "thi xa"}


class Reached(Struct, frozen=True):
    """A body that fits: `name` as stored, `body` the one asked for, `via` the office where the text names that."""

    id: str
    name: str
    body: str
    via: str | None
    place: str | None = None  # as in `BodyRow`


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Folded spellings of known bodies with their folded canonical name."""
    found: dict[str, str] = {}
    for said, name in bodies.bodies().names.items():
        found.setdefault(fold(said), spelled(fold(name.canonical)))
    return found


@lru_cache(maxsize=16384)
def form(name: str) -> tuple[str, tuple[str, ...]]:
    """The kind's canonical name and the words behind it: ('so tu phap', ('tinh', 'son', 'la')); or ('', words)."""
    words = fold(name).split()
    for n in range(min(len(words), 16), 0, -1):
        kind = _known().get(" ".join(words[:n]))
        if kind:
            return kind, _spelled_out(words[n:])
    return "", _spelled_out(spelled(" ".join(words)).split())


def _spelled_out(words: list[str]) -> tuple[str, ...]:
    full = " ".join(_SHORT.get(w, w) for w in words if w != "cua")
    return tuple(full.split())


def _place_word(words: tuple[str, ...]) -> int:
    """How many words the place's kind takes at the head: 1 of 'tinh son la', 2 of 'thanh pho hue'."""
    return next((len(p) for p in _PLACES if words[: len(p)] == p), 0)


def _only_place(rest: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether the words left over are a place, or the name of the place whose kind was asked for ('UBND tỉnh')."""
    if not rest or _place_word(rest):
        return True
    ends_in_kind = any(asked[-len(p) :] == p for p in _PLACES)
    return ends_in_kind or places.province(" ".join(rest)) is not None


def fits(name: str, asked: str) -> bool:
    """Whether a stored name is the body asked for, of whichever place where none was said."""
    (kind, tail), (wanted, words) = form(name), form(asked)
    ours, theirs = (*kind.split(), *tail), (*wanted.split(), *words)
    if ours[: len(theirs)] == theirs:
        return _only_place(ours[len(theirs) :], theirs)
    # 'Sở Tư pháp Sơn La' for 'Sở Tư pháp tỉnh Sơn La'
    return bool(words) and kind == wanted and tail[_place_word(tail) :] == words


def _reached(row: BodyRow, asked: str) -> Reached | None:
    if fold(row.name) == fold(asked):
        return Reached(row.id, row.name, row.name, None, row.place)
    kind = bodies.kind_of(row.name)
    if kind == "collective":
        return None
    if fits(row.name, asked) or any(fold(alias) == fold(asked) for alias in row.aliases):
        return Reached(row.id, row.name, row.name, None, row.place)
    office = bodies.office_prefix(row.name)
    if office and not bodies.is_collective(office[1]) and fits(office[1], asked):
        return Reached(row.id, row.name, office[1][:1].upper() + office[1][1:], row.name)
    return None


def matching(store: Store, asked: str) -> list[Reached]:
    """All bodies of the store that are meant, by id."""
    kind, words = form(asked)
    wanted = {fold(asked), " ".join((*kind.split(), *words)), kind} - {""}
    rows = {r.id: r for folded in sorted(wanted) for r in store.body_candidates(folded)}
    found = [_reached(r, asked) for _, r in sorted(rows.items())]
    return [f for f in found if f]


def near(store: Store, asked: str, most: int = 5) -> list[str]:
    """Names that share all words with what was asked, for a helpful refusal."""
    words = set(fold(asked).split())
    found = [r.name for r in store.bodies() if words and words <= set(fold(r.name).split())]
    return list(dict.fromkeys(found))[:most]
