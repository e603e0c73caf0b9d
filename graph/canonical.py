"""Canonical JSON (design 12): sorted keys, UTF-8, newline at the end, confidence with two decimals; `graph.json`."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from graph.store.port import BodyRow, EdgeRow, InstrumentRow, Quote, Store, TargetRow, TaskRow

Json = dict[str, Any]


def canonical(value: object) -> bytes:
    """The one way to write a value; a confidence is rounded before."""
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n"


def export(store: Store, drafts: bool = False) -> bytes:
    """`graph.json`: no paths, no times of loading, nothing that depends on the order of loading."""
    return canonical(graph_json(store, drafts))


def graph_json(store: Store, drafts: bool = False) -> Json:
    """The whole graph; what drafts alone say, and acts not done, only where asked."""
    with store.read():
        instruments = list(store.all_instruments())
        draft_ids = frozenset() if drafts else frozenset(r.id for r in instruments if r.stage == "draft")
        return {
            "documents": [instrument_json(r) for r in instruments if r.loaded],
            "instruments": [instrument_json(r) for r in instruments],
            "edges": [edge_json(e) for e in store.all_edges() if drafts or (e.act == "done" and not e.draft)],
            "tasks": [task_json(t) for t in store.all_tasks() if t.document not in draft_ids],
            "targets": [target_json(t) for t in store.all_targets() if t.document not in draft_ids],
            "organizations": [body_json(b) for b in store.bodies()],
        }


def lines(store: Store, drafts: bool = False) -> Iterator[bytes]:
    """`graph.jsonl`: what `graph.json` holds, one thing a line, each with its `kind` (instrument, edge, task, …)."""
    with store.read():
        without = frozenset() if drafts else frozenset(r.id for r in store.all_instruments() if r.stage == "draft")
        yield from (_line("instrument", instrument_json(r)) for r in store.all_instruments())
        yield from (
            _line("edge", edge_json(e)) for e in store.all_edges() if drafts or (e.act == "done" and not e.draft)
        )
        yield from (_line("task", task_json(t)) for t in store.all_tasks() if t.document not in without)
        yield from (_line("target", target_json(t)) for t in store.all_targets() if t.document not in without)
        yield from (_line("organization", body_json(b)) for b in store.bodies())


def _line(kind: str, thing: Json) -> bytes:
    """`kind` says what the line is; a task's and a body's own kind is `task_kind`, `organization_kind` there."""
    own = {f"{kind}_kind" if key == "kind" else key: value for key, value in thing.items()}
    return json.dumps({"kind": kind} | own, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def instrument_json(row: InstrumentRow) -> Json:
    """A node of the contract, and what else is known of it."""
    node: Json = {key: getattr(row, key) for key in ("id", "type", "code", "issued", "issuer", "title", "loaded")}
    extra = msgspec.structs.asdict(row)
    for key in (
        "open",
        "dates",
        "effective",
        "signer",
        "signed_as",
        "period",
        "place",
        "nature",
        "files",
        "incomplete",
    ):
        if extra[key]:
            node[key] = msgspec.to_builtins(extra[key])
    if row.loaded:
        node["stage"] = row.stage
    if row.sample:
        node["sample"] = True
    return node


def quote_json(quote: Quote) -> Json:
    """Evidence of the contract, with its rule."""
    said: Json = {
        "document": quote.document,
        "file": quote.file,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "rule": quote.rule,
        "confidence": round(quote.confidence, 2),
    }
    if quote.parts:
        said["parts"] = [list(p) for p in quote.parts]
    return said


def edge_json(row: EdgeRow) -> Json:
    """An edge with its evidence; optional keys are left out where they say nothing."""
    edge: Json = {
        "source": row.source,
        "relation": row.relation,
        "target": row.target,
        "act": row.act,
        "scope": row.scope,
        "confidence": max((round(q.confidence, 2) for q in row.quotes), default=0.0),
        "evidence": [quote_json(q) for q in row.quotes],
    }
    optional: Json = {
        "from": row.valid_from,
        "until": row.valid_until,
        "until_event": row.until_event,
        "basis": row.basis,
        "manner": row.manner,
        "provisions": list(row.provisions),
        "source_provisions": list(row.source_provisions),
        "except": list(row.exceptions),
        "draft": row.draft,
    }
    return edge | {k: v for k, v in optional.items() if v}


def task_json(row: TaskRow) -> Json:
    """A task of the contract."""
    return dict(msgspec.to_builtins(row))


def target_json(row: TargetRow) -> Json:
    """A target of the contract."""
    return dict(msgspec.to_builtins(row))


def body_json(row: BodyRow) -> Json:
    """A body; `kind` and `place` (code and day from which it is valid) where they are known."""
    body: Json = {"id": row.id, "name": row.name, "aliases": list(row.aliases)}
    return body | {key: value for key, value in (("kind", row.kind), ("place", row.place)) if value}
