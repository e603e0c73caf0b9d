"""`export`: all of the graph in one canonical form: equal graphs are equal bytes (design 12)."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct, structs

from graph.store.port import EdgeRow, InstrumentRow, Store
from queries.answers import Graph
from queries.nodes import fields

_ENCODER = msgspec.json.Encoder(order="sorted")
_LOADED_ONLY = (
    "effective",
    "signer",
    "signed_as",
    "period",
    "place",
    "nature",
    "stage",
    "files",
    "incomplete",
    "sample",
)
_NOTHING: tuple[Any, ...] = (None, (), False, "whole")
Rows = Iterator[dict[str, Any]]


def _instrument(row: InstrumentRow) -> dict[str, Any]:
    return {**fields(row), "open": row.open}


def _document(row: InstrumentRow) -> dict[str, Any]:
    return {**fields(row), **{k: getattr(row, k) for k in _LOADED_ONLY}}


def _edge(edge: EdgeRow) -> dict[str, Any]:
    """What an edge says; optional keys only where they say something, confidence with two decimals."""
    row = structs.asdict(edge)
    quotes = row.pop("quotes")
    said = {k: v for k, v in row.items() if k in {"source", "relation", "target", "act"} or v not in _NOTHING}
    renamed = {"valid_from": "from", "valid_until": "until", "exceptions": "except"}
    evidence = [
        {
            "document": q.document, "file": q.file, "start": q.start, "end": q.end, "text": q.text, "rule": q.rule,
            "confidence": round(q.confidence, 2), **({"parts": q.parts} if q.parts else {}),
        }
        for q in quotes
    ]  # fmt: skip
    return {**{renamed.get(k, k): v for k, v in said.items()}, "evidence": evidence}


def _plain(rows: Iterable[Struct]) -> Rows:
    return (structs.asdict(r) for r in rows)


def sections(store: Store, drafts: bool = False) -> Iterator[tuple[str, Rows]]:
    """The lists of `graph.json` by name, in the order of their names, each in the store's stated order."""
    hidden = set() if drafts else {r.id for r in store.all_instruments() if r.stage == "draft"}

    def shown(rows: Iterable[Any], *ends: str) -> Iterator[Any]:
        return (r for r in rows if not any(getattr(r, end) in hidden for end in ends))

    yield "documents", (_document(r) for r in shown(store.all_instruments(), "id") if r.loaded)
    edges = (e for e in shown(store.all_edges(), "source", "target") if drafts or not e.draft)
    yield "edges", (_edge(e) for e in edges)
    yield "instruments", (_instrument(r) for r in shown(store.all_instruments(), "id"))
    yield "organizations", _plain(store.bodies())
    yield "targets", _plain(shown(store.all_targets(), "document"))
    yield "tasks", _plain(shown(store.all_tasks(), "document"))


def graph_json(store: Store, drafts: bool = False) -> Iterator[bytes]:
    """`graph.json` in runs of bytes: keys sorted, one row a line, UTF-8, a newline at the end."""
    opening = b"{\n"
    for name, rows in sections(store, drafts):
        yield opening + _ENCODER.encode(name) + b": ["
        between = b"\n"
        for row in rows:
            yield between + _ENCODER.encode(row)
            between = b",\n"
        yield b"]" if between == b"\n" else b"\n]"
        opening = b",\n"
    yield b"\n}\n"


def graph(store: Store, drafts: bool = False) -> Graph:
    """All of it in memory, for small stores and notebooks."""
    return Graph(**{name: list(rows) for name, rows in sections(store, drafts)})
