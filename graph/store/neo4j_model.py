"""Rows of the graph as properties of nodes and relationships: what people read, and `said`, the row itself, packed.

A packed row is what answers come from, so that nothing is lost on the way; the other properties are for Cypher.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from graph import kinds
from graph.body_keys import issuers
from graph.dates import interval
from graph.identity import bare_number
from graph.record import Due
from graph.search import between_blanks, body_text, search_text, task_text
from graph.store.neo4j_schema import UNDONE, place_of
from graph.store.port import BodyRow, EdgeRow, InstrumentRow, TargetRow, TaskRow
from graph.store.refreshing import Fresh

Properties = dict[str, Any]
_LONGEST = 2000  # bytes of an indexed text: an index of Neo4j takes 8,000
_pack = msgspec.msgpack.encode


def short(text: str) -> str:
    """A text as an index can hold it: itself, or its beginning and its hash.

    >>> short("nghi-quyet~76~~cp-nq"), len(short("x" * 5000))
    ('nghi-quyet~76~~cp-nq', 2000)
    """
    said = text.encode("utf-8", "replace")
    if len(said) <= _LONGEST:
        return text
    return said[: _LONGEST - 64].decode("utf-8", "ignore").ljust(_LONGEST - 64, "~") + hashlib.sha256(said).hexdigest()


def shown(value: str | None) -> str | None:
    """A text as the server takes it: half of a pair of surrogates, which no text should have, is replaced."""
    return value.encode("utf-8", "replace").decode() if value else value


def lucene(words: Sequence[str]) -> str:
    """Folded words as a full-text index is asked for them: all of them, the last as a prefix.

    >>> lucene(["cai", "cach"])
    '+cai +cach*'
    """
    safe = ["".join(c if c.isalnum() else f"\\{c}" for c in word) for word in words]
    return " ".join(f"+{word}" for word in safe) + "*"


def instrument(fresh: Fresh) -> Properties:
    """An instrument's node."""
    row: InstrumentRow = fresh.row
    period = row.period or (None, None)
    known = kinds.by_name(row.type)
    return {
        "id": row.id,
        "type": row.type,
        "plan": known is not None and known.plan,
        "code": row.code,
        "issued": row.issued,
        "issuer": row.issuer,
        "title": row.title,
        "loaded": row.loaded,
        "open": row.open,
        "effective": row.effective,
        "signer": row.signer,
        "signed_as": row.signed_as,
        "period_from": period[0],
        "period_to": period[1],
        "place": row.place,
        "area": row.area,
        "nature": row.nature,
        "stage": row.stage,
        "sample": row.sample,
        "dates": list(row.dates),
        "titles": list(row.titles),
        "incomplete": list(row.incomplete),
        "files": list(row.files),
        "file": next(iter(row.files), None),
        "number": bare_number(row.code),
        "bucket": short(fresh.resolved.bucket),
        "family": short(fresh.resolved.family),
        "disputed": bool(row.dates or row.titles),
        "words": search_text(row),
        "said": fresh.said,
    }


def instrument_place(row: InstrumentRow) -> str | None:
    """The code of the place node that it belongs to."""
    return place_of(row.area) if row.loaded else None


def issued_by(row: InstrumentRow) -> list[Properties]:
    """What leads from an instrument to each who issued it, with the words, and what is known of who only issues."""
    return [
        {
            "id": row.id,
            "body": body.id,
            "said": shown(name),
            "facts": {"kind": body.kind, "place": body.place},
            "place": place_of(body.place or ""),
        }
        for name, body in issuers(row.issuer, row.issued, row.place)
    ]


def body(row: BodyRow) -> Properties:
    """A body's node."""
    return {
        "id": row.id,
        "name": row.name,
        "aliases": list(row.aliases),
        "kind": row.kind,
        "place": row.place,
        "collective": row.kind is None,
        "folded": between_blanks((row.name, *row.aliases)),
        "words": body_text(row),
        "said": _pack(row),
    }


def relation(rows: list[EdgeRow], kind: str) -> Properties:
    """The relationship of all edges of one (source, relation, target) that are alike done, or alike not."""
    quotes = list(dict.fromkeys(q for row in rows for q in row.quotes))
    spans = [(interval(r.valid_from)[0], interval(r.valid_until)[1]) for r in rows]
    return {
        "relation": rows[0].relation,
        "quotes": [shown(q.text) for q in quotes],
        "documents": [q.document for q in quotes],
        "files": [q.file for q in quotes],
        "starts": [q.start for q in quotes],
        "ends": [q.end for q in quotes],
        "rules": [q.rule for q in quotes],
        "confidence": max((round(q.confidence, 2) for q in quotes), default=0.0),
        "acts": [r.act for r in rows] if kind == UNDONE else None,
        "drafts": [r.draft for r in rows] if kind == UNDONE else None,
        "basis": max((r.basis for r in rows if r.basis), default=None),
        "scope": "whole" if any(r.scope == "whole" for r in rows) else "part",
        "manner": min((r.manner for r in rows if r.manner), default=None),
        "provisions": sorted({p for r in rows for p in r.provisions}),
        "source_provisions": sorted({p for r in rows for p in r.source_provisions}),
        "exceptions": sorted({p for r in rows for p in r.exceptions}),
        "edges": len(rows),
        "since": [r.valid_from or "" for r in rows],
        "until": [r.valid_until or "" for r in rows],
        "lo": [lo for lo, _ in spans],
        "hi": [hi for _, hi in spans],
        "said": _pack(rows),
    }


def _due(due: Sequence[Due]) -> tuple[str | None, str | None]:
    """First and last day of a task's deadlines."""
    return min((d.start for d in due if d.start), default=None), max((d.end for d in due if d.end), default=None)


def task(row: TaskRow) -> Properties:
    """A task's node; who is in charge stands on ASSIGNED_TO."""
    first, last = _due(row.due)
    return {
        "id": row.id,
        "file": row.file,
        "document": row.document,
        "where": row.where,
        "kind": row.kind,
        "start": row.start,
        "end": row.end,
        "text": shown(row.text),
        "deliverable": shown(row.deliverable),
        "deadline": shown(row.deadline),
        "due_from": first,
        "due_to": last,
        "due_kinds": sorted({d.kind for d in row.due}),
        "budget": shown(row.budget),
        "modality": row.modality,
        "reports_to": shown(row.reports_to),
        "words": task_text(row),
        "said": _pack(row),
    }


def target(row: TargetRow) -> Properties:
    """A target's node."""
    return {
        "id": row.id,
        "file": row.file,
        "document": row.document,
        "where": row.where,
        "start": row.start,
        "end": row.end,
        "text": shown(row.text),
        "value": float(row.value),
        "unit": shown(row.unit),
        "comparator": row.comparator,
        "due": row.due,
        "achieved": row.achieved,
        "said": _pack(row),
    }
