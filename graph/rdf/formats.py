"""Blocks as N-Triples, Turtle and JSON-LD: written by hand, a block at a time, so that size is no matter.

rdflib's own writers hold the whole graph, sort by other rules and are slow; they serve in the tests, which read all
three with rdflib and find the same triples.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from graph.patterns import pattern
from graph.rdf.terms import PREFIXES, TYPE, Block, Literal, Term

_ESCAPES = {c: f"\\u{c:04X}" for c in range(32)} | {
    0x7F: "\\u007F", 0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x85: "\\u0085",
    0x2028: "\\u2028", 0x2029: "\\u2029",
}  # fmt: skip
# names that Turtle takes as they are behind a prefix
_LOCAL = pattern("rdf.local_name", r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,80}[A-Za-z0-9_])?")
Writer = Callable[[Iterable[Block]], Iterator[bytes]]


def _literal(term: Literal, iri: Callable[[str], str]) -> str:
    quoted = f'"{term.value.translate(_ESCAPES)}"'
    return quoted + (term.kind if term.kind.startswith("@") else f"^^{iri(term.kind)}" if term.kind else "")


def _full(address: str) -> str:
    return f"<{address}>"


def term_text(term: Term, iri: Callable[[str], str] = _full) -> str:
    """A term as N-Triples writes it."""
    return _literal(term, iri) if isinstance(term, Literal) else iri(term)


def ntriples(blocks: Iterable[Block]) -> Iterator[bytes]:
    """One triple a line, UTF-8."""
    for one in blocks:
        yield "".join(f"<{one.subject}> <{p}> {term_text(o)} .\n" for p, o in one.facts).encode()


@lru_cache(maxsize=65536)
def _short(address: str) -> str:
    """With a prefix where that is plain Turtle, else in full."""
    for prefix, namespace in PREFIXES.items():
        if address.startswith(namespace):
            local = address[len(namespace) :]
            return f"{prefix}:{local}" if _LOCAL.fullmatch(local) else _full(address)
    return _full(address)


def turtle(blocks: Iterable[Block]) -> Iterator[bytes]:
    """One subject a paragraph, one property a line."""
    yield "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items()).encode()
    for one in blocks:
        lines = [
            f"{'a' if predicate == TYPE else _short(predicate)} {', '.join(term_text(o, _short) for _, o in facts)}"
            for predicate, facts in groupby(one.facts, key=lambda f: f[0])
        ]
        yield f"\n{_short(one.subject)} ".encode() + " ;\n    ".join(lines).encode() + b" .\n"


def jsonld(blocks: Iterable[Block]) -> Iterator[bytes]:
    """One subject a line; the context holds prefixes alone and stands in the file: nothing has to be fetched."""
    yield f'{{"@context": {json.dumps(PREFIXES, sort_keys=True)},\n"@graph": ['.encode()
    for n, one in enumerate(blocks):
        node: dict[str, object] = {"@id": one.subject}
        for predicate, facts in groupby(one.facts, key=lambda f: f[0]):
            values = [o for _, o in facts]
            if predicate == TYPE:
                node["@type"] = [_compact(o) for o in values if isinstance(o, str)]
            else:
                node[_compact(predicate)] = [_value(o) for o in values]
        yield (",\n" if n else "\n").encode() + json.dumps(node, ensure_ascii=False).encode()
    yield b"\n]}\n"


def _compact(address: str) -> str:
    short = _short(address)
    return address if short.startswith("<") else short


def _value(term: Term) -> object:
    if isinstance(term, str):
        return {"@id": term}
    if term.kind.startswith("@"):
        return {"@value": term.value, "@language": term.kind[1:]}
    return {"@value": term.value, "@type": _compact(term.kind)} if term.kind else {"@value": term.value}


WRITERS: dict[str, Writer] = {".ttl": turtle, ".nt": ntriples, ".jsonld": jsonld}
