"""Types of instruments: what a text may call them, what their symbols are (`data/types.yaml`)."""

from functools import lru_cache

from msgspec import Struct

from graph.datafiles import read_yaml
from graph.folding import fold, slug


class InstrumentType(Struct, frozen=True):
    """One type; the first name is canonical."""

    names: tuple[str, ...]
    abbr: tuple[str, ...]
    bare: bool = False
    plan: bool = False

    @property
    def name(self) -> str:
        """The canonical name: 'Nghị quyết'."""
        return self.names[0]


@lru_cache(maxsize=1)
def types() -> tuple[InstrumentType, ...]:
    """All types, in the order of the file."""
    rows = read_yaml("graph.data", "types.yaml")
    return tuple(
        InstrumentType(tuple(r["names"]), tuple(r["abbr"]), r.get("bare", False), r.get("plan", False)) for r in rows
    )


def types_said() -> set[str]:
    """What types are called before a number, symbols used as words too: 'Kế hoạch hành động', 'nghị quyết', 'NQ'."""
    names = {form for t in types() for n in t.names for form in (n, n[0].lower() + n[1:], n.upper(), n.title())}
    return names | {a for t in types() for a in t.abbr if len(a) > 1}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, InstrumentType]:
    return {fold(name): t for t in reversed(types()) for name in reversed(t.names)}


@lru_cache(maxsize=1)
def _by_abbr() -> dict[str, InstrumentType]:
    return {slug(abbr): t for t in reversed(types()) for abbr in reversed(t.abbr)}


@lru_cache(maxsize=4096)
def by_name(name: str) -> InstrumentType | None:
    """The type that a text calls so, whatever its case or marks: 'KẾ HOẠCH HÀNH ĐỘNG' is Kế hoạch."""
    return _by_name().get(fold(name))


@lru_cache(maxsize=4096)
def by_abbr(abbr: str) -> InstrumentType | None:
    """The type of a symbol: 'NQ' is Nghị quyết; 'QĐ' is Quyết định (a Quy định of the Party says so in words)."""
    return _by_abbr().get(slug(abbr))


@lru_cache(maxsize=4096)
def type_slug(name: str) -> str:
    """The type as a part of an id: 'nghi-quyet'."""
    known = by_name(name)
    return slug(known.name if known else name)
