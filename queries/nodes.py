"""Rows of the store as parts of answers: nodes, what edges say, and many instruments in one call."""

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET

from graph import kinds
from graph.store.base import counted
from graph.store.port import EdgeRow, InstrumentRow, Store
from queries.answers import Node


def fields(row: InstrumentRow) -> dict[str, Any]:
    """The seven keys of a node, and that it is made up where it says so."""
    return {
        "id": row.id, "type": row.type, "code": row.code, "issued": row.issued, "issuer": row.issuer,
        "title": row.title, "loaded": row.loaded, "sample": row.sample or UNSET,
    }  # fmt: skip


def node(row: InstrumentRow) -> Node:
    """The row as a node."""
    return Node(**fields(row))


def called(row: InstrumentRow) -> str:
    """What a message calls an instrument: 'Kế hoạch 316/KH-UBND (UBND tỉnh Lạng Sơn)'."""
    title = row.title or ""
    own = title if title.lower().startswith(row.type.lower()) else f"{row.type} {title}".strip()
    name = f"{row.type} {row.code}" if row.code else own
    return f"{name} ({row.issuer})" if row.issuer else name


def is_plan(row: InstrumentRow) -> bool:
    """Plans, programmes, schemes and decisions; a letter, report, directive or resolution only stands in chains."""
    kind = kinds.by_name(row.type)
    return kind is not None and kind.plan


def qualities(edge: EdgeRow) -> dict[str, Any]:
    """How much of the other an edge touches, and when; what says nothing is left out."""
    return {
        "act": edge.act,
        "scope": UNSET if edge.scope == "whole" else edge.scope,
        "provisions": list(edge.provisions) or UNSET,
        "source_provisions": list(edge.source_provisions) or UNSET,
        "exceptions": list(edge.exceptions) or UNSET,
        "valid_from": edge.valid_from or UNSET,
        "valid_until": edge.valid_until or UNSET,
        "until_event": edge.until_event or UNSET,
    }


def rows_of(store: Store, ids: Iterable[str], drafts: bool) -> dict[str, InstrumentRow]:
    """The instruments of the ids, drafts only where asked for."""
    found = store.instruments(sorted(set(ids)))
    return {i: r for i, r in found.items() if drafts or r.stage != "draft"}


def counts(edge: EdgeRow, drafts: bool) -> bool:
    """Whether a statement counts: what is done; what drafts say only where asked for."""
    return counted(edge.act, edge.draft, drafts)
