"""IRIs and literals of the RDF export, and the blocks of triples that it is made of (docs/rdf.md).

Every resource has an IRI (no blank nodes) made of what it is, never of when or in what order it was loaded.
"""

import hashlib
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from msgspec import Struct

# `.example` is reserved (RFC 2606): nobody can ever be asked for these addresses.
BASE = "https://phahe.example/"
NS = BASE + "ns#"
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "phahe": NS,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
XSD = PREFIXES["xsd"]
TYPE = PREFIXES["rdf"] + "type"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/VIE"
_DATES = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}


class Literal(Struct, frozen=True):
    """A literal: `kind` is '' of a plain string, '@vi', or the IRI of a datatype."""

    value: str
    kind: str = ""


Term = str | Literal  # a str is an IRI
Facts = list[tuple[str, Term]]


class Block(Struct, frozen=True):
    """All triples of one subject, sorted, each once."""

    subject: str
    facts: tuple[tuple[str, Term], ...]


def block(subject: str, types: Iterable[str], facts: Iterable[tuple[str, Term]]) -> Block:
    """The block of a subject; `types` and predicates are names with a prefix."""
    said = {(TYPE, named(t)) for t in types} | {(named(p), o) for p, o in facts}
    return Block(subject, tuple(sorted(said, key=_order)))


def _order(fact: tuple[str, Term]) -> tuple[str, bool, str, str]:
    predicate, term = fact
    if isinstance(term, Literal):
        return predicate, True, term.value, term.kind
    return predicate, False, term, ""


def named(name: str) -> str:
    """The IRI of a name with a prefix.

    >>> named("eli:cites")
    'http://data.europa.eu/eli/ontology#cites'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def iri(kind: str, *parts: object) -> str:
    """The IRI of a thing of ours: its kind and what identifies it.

    >>> iri("instrument", "luat~dau-tu-cong~2019"), iri("file", "ab", "passage", "3-9")
    ('https://phahe.example/instrument/luat~dau-tu-cong~2019', 'https://phahe.example/file/ab/passage/3-9')
    """
    return BASE + "/".join([kind, *(quote(str(p), safe="~-._@+,") for p in parts)])


def unquoted(address: str) -> str:
    """The last part of an IRI of ours.

    >>> unquoted(iri("organization", "so-tu-phap~2025-07-01"))
    'so-tu-phap~2025-07-01'
    """
    return unquote(address.rpartition("/")[2])


def digest(*parts: object) -> str:
    """A short name for what these parts say."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def vi(value: str) -> Literal:
    """Words in Vietnamese."""
    return Literal(value, "@vi")


def text(value: str) -> Literal:
    """A plain string."""
    return Literal(value)


def flag(value: bool) -> Literal:
    """True or false."""
    return Literal("true" if value else "false", XSD + "boolean")


def number(value: float) -> Literal:
    """An integer, or a double as Python writes it, so that it comes back as it was.

    >>> number(95).value, number(2.5).kind
    ('95', 'http://www.w3.org/2001/XMLSchema#double')
    """
    return Literal(repr(value), XSD + ("integer" if isinstance(value, int) else "double"))


def date(value: str) -> Literal:
    """A partial date with the type of its precision.

    >>> date("2021").kind.rpartition("#")[2], date("2026-05").kind.rpartition("#")[2]
    ('gYear', 'gYearMonth')
    """
    return Literal(value, _DATES.get(len(value), ""))


def year(value: int) -> Literal:
    """A year."""
    return Literal(f"{value:04d}", XSD + "gYear")


def is_day(value: str | None) -> bool:
    """Whether a partial date is a whole date: the only one that `eli:date_document` takes."""
    return value is not None and len(value) == 10


def triples(blocks: Iterable[Block]) -> Iterator[tuple[str, str, Term]]:
    """All triples, in the order of the blocks."""
    for one in blocks:
        for predicate, term in one.facts:
            yield one.subject, predicate, term
