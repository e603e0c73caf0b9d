"""What a parsed SPARQL query can touch: an engine that has read only that gives the same answer."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from msgspec import Struct

from graph.rdf.terms import Block


def patterns_in(tree: Any) -> int:
    """How many triple patterns stand in a parsed query, before algebra is made of it (which changes it)."""
    return sum(1 for _ in _patterns(tree))


class Touched(Struct, frozen=True):
    """What a query can meet: triples of these predicates (IRIs), and these things (IRIs) even without one."""

    predicates: frozenset[str]
    things: frozenset[str] = frozenset()


def touched(algebra: Any, patterns: int) -> Touched | None:
    """What the query can meet; None where it may meet anything.

    `patterns`: how many were parsed. rdflib's algebra leaves some out (EXISTS inside EXISTS): then nobody can say.

    A pattern whose predicate is given matches only triples of it, so all others need not be read. That does not hold
    of a variable, of `!p`, of DESCRIBE, and of a path that may have no step at all between two variables: it begins and
    ends at any thing of the graph. Where one end is named, that is where it begins or ends, if the graph knows it
    (pyoxigraph knows only what it has read, so something of that thing is read too).
    """
    if algebra.name == "DescribeQuery":
        return None
    found: set[str] = set()
    things: set[str] = set()
    met = list(_patterns(algebra))
    if len(met) != patterns:
        return None
    for source, predicate, target in met:
        some = _named(predicate)
        if some is None:
            return None
        if _may_be_empty(predicate):
            ends = {str(end) for end in (source, target) if type(end).__name__ == "URIRef"}
            if not ends:
                return None
            things |= ends
        found |= some
    return Touched(frozenset(found), frozenset(things))


def needed(blocks: Iterable[Block], touched: Touched | None) -> Iterator[Block]:
    """The blocks with the facts that a query can meet alone; all of them for None."""
    for one in blocks:
        if touched is None:
            yield one
            continue
        facts = [f for f in one.facts if f[0] in touched.predicates or (touched.things and f[1] in touched.things)]
        if one.subject in touched.things and not facts:
            facts = list(one.facts[:1])
        if facts:
            yield Block(one.subject, tuple(facts))


def parts(algebra: Any) -> Iterator[Any]:
    """A parsed query, or its algebra, and all that it is made of."""
    left = [algebra]
    while left:
        part = left.pop()
        yield part
        if isinstance(part, dict):
            left += part.values()
        elif isinstance(part, list | tuple) or type(part).__name__ == "ParseResults":
            left += list(part)


def _patterns(algebra: Any) -> Iterator[tuple[Any, ...]]:
    """Each triple pattern."""
    for part in parts(algebra):
        if isinstance(part, dict) and getattr(part, "name", "") in {"BGP", "TriplesBlock"}:
            flat = [term for some in part["triples"] or () for term in some]
            yield from zip(flat[::3], flat[1::3], flat[2::3], strict=True)


def _inner(path: Any) -> list[Any]:
    return list(path.args) if hasattr(path, "args") else [path.path] if hasattr(path, "path") else [path.arg]


def _named(path: Any) -> set[str] | None:
    kind = type(path).__name__
    if kind == "URIRef":
        return {str(path)}
    if not isinstance(path, import_module("rdflib.paths").Path) or kind == "NegatedPath":
        return None
    found: set[str] = set()
    for inner in _inner(path):
        some = _named(inner)
        if some is None:
            return None
        found |= some
    return found


def _may_be_empty(path: Any) -> bool:
    """Whether the path may lead from a thing to itself without a step."""
    kind = type(path).__name__
    if kind == "MulPath":
        return path.mod in {"*", "?"} or _may_be_empty(path.path)
    if kind == "SequencePath":
        return all(map(_may_be_empty, path.args))
    if kind == "AlternativePath":
        return any(map(_may_be_empty, path.args))
    return kind == "InvPath" and _may_be_empty(path.arg)
