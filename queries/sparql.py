"""SPARQL over the whole store as RDF: SELECT, ASK, CONSTRUCT and DESCRIBE, nothing that writes or leads elsewhere.

A query is parsed once, by rdflib, and looked at before anything is asked: whatever engine answers, the same is refused.
Two engines give the same answers: rdflib, and pyoxigraph where it is installed, which is quicker by orders.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from graph.rdf.formats import ntriples, term_text
from graph.rdf.terms import PREFIXES, XSD, Block
from graph.rdf.terms import Literal as Written
from graph.refusals import Refused
from queries.sparql_reach import Touched, needed, patterns_in, touched

Engine = Literal["pyoxigraph", "rdflib"]
Kind = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
_KINDS: dict[str, Kind] = {f"{k.title()}Query": k for k in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")}
# parts of a query that lead to other graphs or other machines, as rdflib's parser calls them
_ELSEWHERE = {"ServiceGraphPattern": "SERVICE", "GraphGraphPattern": "GRAPH", "DatasetClause": "FROM"}
_UNWRAPPED = ("Slice", "Distinct", "Reduced", "Project")
BOOLEAN = XSD + "boolean"
LONGEST = 100_000  # characters of a query


class Term(Struct, frozen=True, kw_only=True, rename={"lang": "xml:lang"}):
    """A value of an answer, as in the W3C's SPARQL 1.1 Query Results JSON Format."""

    type: Literal["uri", "literal", "bnode"]
    value: str
    lang: str | UnsetType = UNSET
    datatype: str | UnsetType = UNSET


class Head(Struct, frozen=True):
    """The variables of a SELECT, in order."""

    vars: list[str] | UnsetType = UNSET


class Results(Struct, frozen=True):
    """The rows of a SELECT; a variable without a value is left out of its row."""

    bindings: list[dict[str, Term]]


class Triple(Struct, frozen=True, kw_only=True):
    """One triple of a CONSTRUCT or DESCRIBE."""

    subject: Term
    predicate: Term
    object: Term


class SparqlAnswer(Struct, frozen=True, kw_only=True):
    """`results` of a SELECT, `boolean` of an ASK (both as the W3C has them), `triples` of CONSTRUCT and DESCRIBE."""

    head: Head
    results: Results | UnsetType = UNSET
    boolean: bool | UnsetType = UNSET
    triples: list[Triple] | UnsetType = UNSET


class Query(Struct, frozen=True):
    """A query that may be asked; `ordered` where it says in which order its rows come.

    `touched`: what it can meet, None where that may be anything.
    """

    text: str
    kind: Kind
    variables: tuple[str, ...]
    ordered: bool
    touched: Touched | None = None


def checked(text: str) -> Query:
    """The query; raises `Refused` where it is none, or leads elsewhere. The prefixes of the export need no PREFIX."""
    if len(text) > LONGEST:
        raise Refused("sparql.long", most=LONGEST)
    parser: Any = import_module("rdflib.plugins.sparql.parser")
    try:
        tree = parser.parseQuery(text)
        parts, patterns = list(_names(tree)), patterns_in(tree)  # before the algebra is made, which changes the tree
        star = not tree[1].get("projection")  # of SELECT * engines know no order
        algebra = _algebra(tree)
    except RecursionError:
        raise Refused("sparql.deep") from None
    except Exception as error:  # pyparsing's, and what rdflib raises of prefixes and variables
        raise Refused("sparql.update" if _is_update(parser, text) else "sparql.syntax", reason=_line(error)) from None
    elsewhere = next((_ELSEWHERE[n] for n in parts if n in _ELSEWHERE), None)
    if elsewhere:
        raise Refused("sparql.elsewhere", what=elsewhere)
    own = [str(v) for v in algebra.get("PV") or ()]
    names = tuple(sorted(own) if star else own)
    return Query(text, _KINDS[algebra.name], names, _ordered(algebra), touched(algebra, patterns))


def _algebra(tree: Any) -> Any:
    return import_module("rdflib.plugins.sparql.algebra").translateQuery(tree, initNs=PREFIXES).algebra


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _is_update(parser: Any, text: str) -> bool:
    try:
        return bool(parser.parseUpdate(text).request)
    except Exception:
        return False


def _names(tree: Any) -> Iterator[str]:
    """The names of all parts of a parsed query."""
    left = [tree]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield getattr(part, "name", "")
            left += part.values()
        elif isinstance(part, list | tuple) or type(part).__name__ == "ParseResults":
            left += list(part)


def _ordered(algebra: Any) -> bool:
    part = algebra.get("p")
    while getattr(part, "name", "") in _UNWRAPPED:
        part = part.get("p")
    return getattr(part, "name", "") == "OrderBy"


def engine() -> Engine:
    """The quicker one that is installed."""
    return "pyoxigraph" if find_spec("pyoxigraph") else "rdflib"


def answer(query: Query, blocks: Iterable[Block], most: int, by: Engine) -> SparqlAnswer:
    """The answer of at most `most` rows or triples; more are refused, since nobody can see which are left out.

    Rows come in the query's order where it has one, else by their values; triples by theirs.
    """
    said = loaded(needed(blocks, query.touched), by)(query)
    if isinstance(said, bool):
        return SparqlAnswer(head=Head(), boolean=said)
    rows: list[tuple[Term | None, ...]] = []
    for row in said:
        rows.append(row)
        if len(rows) > most:
            raise Refused("sparql.rows", most=most)
    if not query.ordered:
        rows.sort(key=lambda r: [_order(t) for t in r])
    if query.kind == "SELECT":
        bindings = [{v: t for v, t in zip(query.variables, row, strict=True) if t} for row in rows]
        return SparqlAnswer(head=Head(list(query.variables)), results=Results(bindings))
    triples = [Triple(subject=s, predicate=p, object=o) for s, p, o in rows if s and p and o]
    return SparqlAnswer(head=Head(), triples=list(dict.fromkeys(triples)))


def _order(term: Term | None) -> tuple[str, str, str, str]:
    if term is None:
        return "", "", "", ""
    return term.type, term.value, term.lang or "", term.datatype or ""


Said = bool | Iterator[tuple[Term | None, ...]]
Ask = Callable[[Query], Said]


def loaded(blocks: Iterable[Block], by: Engine) -> Ask:
    """An engine that has read the blocks: yes or no, or rows in its own order, to a query."""
    return (_oxigraph if by == "pyoxigraph" else _rdflib)(blocks)


def _oxigraph(blocks: Iterable[Block]) -> Ask:
    ox: Any = import_module("pyoxigraph")
    store = ox.Store()
    store.bulk_load(b"".join(ntriples(blocks)), ox.RdfFormat.N_TRIPLES)

    def ask(query: Query) -> Said:
        found = store.query(query.text, prefixes=PREFIXES)
        if query.kind == "ASK":
            return bool(found)
        if query.kind == "SELECT":
            return (tuple(_of_ox(row[v]) for v in query.variables) for row in found)
        return ((_of_ox(t.subject), _of_ox(t.predicate), _of_ox(t.object)) for t in found)

    return ask


def _of_ox(term: Any) -> Term | None:
    if term is None:
        return None
    kind = type(term).__name__
    if kind == "Literal":
        return _literal(term.value, term.language, term.datatype.value)
    return Term(type="uri" if kind == "NamedNode" else "bnode", value=term.value)


def _rdflib(blocks: Iterable[Block]) -> Ask:
    rdflib: Any = import_module("rdflib")
    rdflib.NORMALIZE_LITERALS = False  # in a process that does only this: a value stays as it is written
    graph = rdflib.Graph(bind_namespaces="none")
    terms = _rdflib_terms(rdflib)
    graph.addN((*(terms(t) for t in (one.subject, p, o)), graph) for one in blocks for p, o in one.facts)

    def ask(query: Query) -> Said:
        sparql: Any = import_module("rdflib.plugins.sparql")
        prepared = sparql.prepareQuery(query.text, initNs=PREFIXES)
        import_module("queries.sparql_paths").walk_in_loops(prepared.algebra)
        # not graph.query: it gathers all rows before it gives the first, whatever limit of rows there is
        found = sparql.evaluate.evalQuery(graph, prepared)
        if query.kind == "ASK":
            return bool(found["askAnswer"])
        if query.kind == "SELECT":
            names = [rdflib.Variable(v) for v in query.variables]
            return (tuple(_of_rdflib(row.get(n)) for n in names) for row in found["bindings"])
        return (tuple(_of_rdflib(t) for t in triple) for triple in found["graph"])

    return ask


def _rdflib_terms(rdflib: Any) -> Any:
    iri = cache(rdflib.URIRef)  # making one looks at each of its characters

    def term(said: str | Written) -> Any:
        if isinstance(said, str):
            return iri(said)
        if said.kind.startswith("@"):
            return rdflib.Literal(said.value, lang=said.kind[1:])
        return rdflib.Literal(said.value, datatype=rdflib.URIRef(said.kind) if said.kind else None)

    return term


def _of_rdflib(term: Any) -> Term | None:
    if term is None:
        return None
    kind = type(term).__name__
    if kind == "Literal":
        return _literal(str(term), term.language, str(term.datatype) if term.datatype else "")
    return Term(type="uri" if kind == "URIRef" else "bnode", value=str(term))


def _literal(value: str, language: str | None, datatype: str) -> Term:
    if language:
        return Term(type="literal", value=value, lang=language)
    return Term(type="literal", value=value, datatype=UNSET if datatype in ("", XSD + "string") else datatype)


def written(term: Term) -> str:
    """A term as N-Triples has it."""
    if term.type == "literal":
        kind = f"@{term.lang}" if term.lang else term.datatype or ""
        return term_text(Written(term.value, kind))
    return f"_:{term.value}" if term.type == "bnode" else f"<{term.value}>"
