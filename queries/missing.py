"""`missing`: what loaded documents name and nobody loaded, the most named first."""

from collections.abc import Sequence

from msgspec import Struct

from graph import kinds
from graph.folding import fold
from graph.store.port import Store
from queries.answers import Missing
from queries.nodes import fields

MOST_DOCUMENTS = 1_000  # ids listed of the documents that name one; `cited_by` counts them all


class Found(Struct, frozen=True):
    """The rows, and whether there are more."""

    rows: list[Missing]
    truncated: bool


class NoSuchType(Exception):  # noqa: N818 - an answer for people, not a fault of the program
    """No type of instruments is called so."""


def missing(store: Store, types: Sequence[str] = (), most: int = 1000, drafts: bool = False) -> Found:
    """Rows by (number of documents falling, id); types by name or symbol ('NĐ'), raises `NoSuchType`."""
    rows = store.named([_type(t) for t in types], drafts, most)
    naming = store.naming([r.instrument.id for r in rows[:most]], drafts, MOST_DOCUMENTS)
    found = [
        Missing(
            **fields(r.instrument),
            cited_by=r.count,
            documents=naming[r.instrument.id][:MOST_DOCUMENTS],
            open=r.instrument.open,
        )
        for r in rows[:most]
    ]
    return Found(found, len(rows) > most)


def _type(said: str) -> str:
    known = kinds.by_name(said) or kinds.by_abbr(said) or _without_marks(said)
    if known is None:
        raise NoSuchType(said)
    return known.name


def _without_marks(said: str) -> kinds.InstrumentType | None:
    return next((t for t in kinds.types() if fold(said) in (fold(a) for a in t.abbr)), None)
