"""Answers of SPARQL for people: a row an entry, IRIs of ours without what all of them share."""

from collections.abc import Callable, Iterator

from msgspec import UNSET

from graph.rdf.terms import BASE, PREFIXES, XSD
from queries.sparql import SparqlAnswer, Term, written
from viz.entries import Entry, one_line

_NUMBERS = ("decimal", "double", "float")


def shown(term: Term) -> str:
    """'instrument/luat~…' of ours, 'eli:cites' of known words, else the value."""
    if term.type != "uri":
        return one_line(term.value)
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value[len(namespace) :]}"
    return term.value.removeprefix(BASE)


def entries(answer: SparqlAnswer, say: Callable[[str], str]) -> Iterator[Entry]:
    """Of a SELECT the first value with the others below it, of an ASK yes or no, of triples N-Triples."""
    if answer.triples is not UNSET:
        for t in answer.triples:
            yield Entry(" ".join(map(written, (t.subject, t.predicate, t.object))) + " .", level=1)
    elif answer.results is not UNSET:
        names = answer.head.vars or []
        for row in answer.results.bindings:
            values = [(n, shown(row[n])) for n in names if n in row]
            head = values[0][1] if values and values[0][0] == names[0] else "—"
            yield Entry(head, tuple(v for v in values if v[0] != names[0]), level=1)
    else:
        yield Entry(say("sparql.yes" if answer.boolean is True else "sparql.no"), level=1)


def plain(term: Term | None) -> str | int | float | bool | None:
    """The value alone: a number or a yes where the term is one, else its text.

    >>> plain(Term(type="literal", value="95", datatype=XSD + "integer")), plain(None)
    (95, None)
    """
    if term is None:
        return None
    kind = (term.datatype or "").removeprefix(XSD)
    if kind == "boolean":
        return term.value in ("true", "1")
    try:
        return int(term.value) if kind == "integer" else float(term.value) if kind in _NUMBERS else term.value
    except ValueError:  # of a literal that is not what it says
        return term.value
