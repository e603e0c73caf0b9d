"""Which field of a statement goes out under which property, and comes back from it: one table for both ways."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from graph.rdf import terms
from graph.rdf.terms import Facts, Term

Kind = Literal["text", "texts", "date", "year", "flag", "number", "rule"]


class Column(Struct, frozen=True):
    """A field, its property, and what its value is; `texts` are a set of strings."""

    field: str
    kind: Kind = "text"
    own: str = ""  # the property's local name where it is not the field's

    @property
    def predicate(self) -> str:
        """The property's name with prefix: `signed_as` is phahe:signedAs."""
        head, *rest = self.field.split("_")
        return "phahe:" + (self.own or head + "".join(w.title() for w in rest))


_NAMED = (
    Column("type", own="typeName"), Column("code"), Column("issued", "date"), Column("issuer", own="issuerName"),
    Column("title"),
)  # fmt: skip
_DUTY = (Column("id"), Column("where"), Column("text"), Column("rule", "rule"))
REFERENCE = _NAMED
DOCUMENT = (
    *_NAMED, Column("effective", "date"), Column("signer"), Column("signed_as"), Column("place", own="placeName"),
    Column("place_code"), Column("nature"), Column("stage"), Column("start", "number"), Column("end", "number"),
    Column("incomplete", "texts"), Column("sample", "flag"),
)  # fmt: skip
RELATION = (
    Column("act"), Column("rule", "rule"), Column("confidence", "number"), Column("basis"), Column("scope"),
    Column("provisions", "texts", "provision"), Column("source_provisions", "texts", "sourceProvision"),
    Column("exceptions", "texts", "exception"), Column("manner"), Column("valid_from", "date"),
    Column("valid_until", "date"), Column("until_event"),
)  # fmt: skip
MENTION = (Column("provision"), Column("reprint", "flag"))
TASK = (
    *_DUTY, Column("kind", own="taskKind"), Column("deliverable"), Column("deadline"), Column("budget"),
    Column("modality"), Column("reports_to"),
)  # fmt: skip
ASSIGNEE = (Column("organization", own="name"), Column("role"), Column("said"), Column("duty"))
DUE = (
    Column("kind", own="dueKind"), Column("start", "date", "from"), Column("end", "date", "until"),
    Column("recurrence"), Column("event"),
)  # fmt: skip
TARGET = (
    *_DUTY, Column("value", "number"), Column("unit"), Column("comparator"), Column("due", "year", "dueYear"),
    Column("due_source"), Column("achieved", "flag"),
)  # fmt: skip
BODY = (
    Column("name"),
    Column("aliases", "texts", "alias"),
    Column("kind", own="bodyKind"),
    Column("place", own="placeCode"),
)
WARNING = (Column("code", own="warningCode"), Column("message"), Column("start", "number"), Column("end", "number"))
_EMPTY = ("said", "rule")  # '' where the record says nothing


def facts_of(thing: object, columns: Iterable[Column]) -> Facts:
    """The triples of a statement's fields; what says nothing (None, False, no strings) has none."""
    facts: Facts = []
    for column in columns:
        value = getattr(thing, column.field)
        if column.kind == "texts":
            facts += [(column.predicate, terms.text(one)) for one in value]
        elif not (value is None or value is False or (value == "" and column.field in _EMPTY)):
            facts.append((column.predicate, _term(column.kind, value)))
    return facts


def _term(kind: Kind, value: Any) -> Term:
    match kind:
        case "date":
            return terms.date(value)
        case "year":
            return terms.year(value)
        case "flag":
            return terms.flag(value)
        case "number":
            return terms.number(value)
        case "rule":
            return terms.iri("rule", value)
        case _:
            return terms.text(value)


# What a parser gives: values by property (full IRI); of an IRI itself, of a literal its lexical form.
Said = Mapping[str, Sequence[str]]


def fields_of(said: Said, columns: Iterable[Column]) -> dict[str, Any]:
    """The fields again, as plain values for `msgspec.convert`; raises `ValueError` where a value is no such thing."""
    return {c.field: _value(c, said.get(terms.named(c.predicate), ())) for c in columns}


def _value(column: Column, values: Sequence[str]) -> Any:
    if column.kind == "texts":
        return sorted(values)
    if len(values) > 1:
        raise ValueError(f"{column.predicate}: {len(values)} values")
    if not values:
        return False if column.kind == "flag" else "" if column.field in _EMPTY else None
    return _plain(column, values[0])


def _plain(column: Column, value: str) -> Any:
    match column.kind:
        case "flag":
            return {"true": True, "1": True}.get(value, False)
        case "year":
            return int(value)
        case "number":
            return int(value) if value.lstrip("+-").isdigit() else float(value)
        case "rule":
            return terms.unquoted(value)
        case _:
            return value
