"""Records out of the statements of an RDF export: what `graph.rdf.said` wrote, read back.

Only statements count; what is derived is derived anew. The text of a file is not in the export, so the record's text
is line breaks but for the quoted passages, which stand where they stood. All is checked: it may be a stranger's file.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from graph import dates
from graph.folding import slug
from graph.rdf import columns, terms
from graph.rdf.columns import Column, fields_of
from graph.rdf.said import relation_name
from graph.rdf.terms import TYPE, named
from graph.rdf.writing import VERSION
from graph.record import RELATIONS, Record
from graph.refusals import Refused
from graph.segments import Segment
from graph.statements import statements

Node = Mapping[str, Sequence[str]]  # values by property, as in `columns.Said`
Nodes = Mapping[str, Node]
Fields = dict[str, Any]
Restored = tuple[Record, list[Segment]]
Spot = tuple[int, int, list[tuple[int, int]]]
_RELATION_OF = {named(relation_name(r)): r for r in RELATIONS}
_HEX = frozenset("0123456789abcdef")


def _broken(what: object) -> Refused:
    return Refused("rdf.broken", what=" ".join(str(what).split())[:200])


def records(nodes: Nodes, source: str, most: int) -> list[Restored]:
    """The record and segments of each file, by sha256; `most` bounds the characters of all texts. Raises `Refused`."""
    files = sorted(s for s, node in nodes.items() if _is(node, "phahe:File"))
    if not files:
        raise Refused("rdf.foreign")
    versions = {
        v for node in nodes.values() if _is(node, "phahe:Dataset") for v in node.get(named("phahe:version"), ())
    }
    if versions != {str(VERSION)}:
        raise Refused("rdf.version")
    own: dict[str, dict[str, list[str]]] = {file: {} for file in files}
    for subject in sorted(nodes):
        for file in nodes[subject].get(named("phahe:file"), ()):
            for kind in nodes[subject].get(TYPE, ()):
                own.get(file, {}).setdefault(kind, []).append(subject)
    found = []
    for file in files:
        one = _checked(file, nodes, own[file], source, most)
        most -= len(one[0].text)
        found.append(one)
    return found


def _checked(file: str, nodes: Nodes, own: Mapping[str, list[str]], source: str, most: int) -> Restored:
    try:
        said = _File(file, nodes, own, most)
        record = said.record(source)
        segments = said.segments(len(record.text))
        statements(record, "")  # every reference leads to something
    except (ValueError, TypeError, LookupError, OverflowError) as error:  # `ValidationError` is a ValueError
        raise _broken(f"{file}: {error}") from error
    return record, segments


def _is(node: Node, kind: str) -> bool:
    return named(kind) in node.get(TYPE, ())


class _File:
    """One file's statements while its record is put together."""

    def __init__(self, file: str, nodes: Nodes, own: Mapping[str, list[str]], most: int) -> None:
        self.nodes, self.own = nodes, own
        self.sha256 = self.one(file, "dcterms:identifier")
        if len(self.sha256) != 64 or not _HEX.issuperset(self.sha256) or file != terms.iri("file", self.sha256):
            raise _broken(file)
        self.format = self.one(file, "phahe:format")
        size = int(self.one(file, "phahe:characters"))
        if not 0 <= size <= most:
            raise Refused("file.characters", most=most)
        self.chars: list[str | None] = [None] * size
        self.spots: dict[str, Spot] = {}
        self.local = {s: self.one(s, "phahe:local") for s in self.of("phahe:Reference")}

    def of(self, kind: str) -> list[str]:
        """The file's statements of a kind, by IRI."""
        return self.own.get(named(kind), [])

    def values(self, subject: str, predicate: str) -> Sequence[str]:
        """What a subject says under a property."""
        return self.nodes[subject].get(named(predicate), ())

    def one(self, subject: str, predicate: str) -> str:
        """The only value."""
        (value,) = self.values(subject, predicate) or ("",)
        return value

    def fields(self, subject: str, table: Iterable[Column]) -> Fields:
        """The fields of a table; dates are dates that there are."""
        found = fields_of(self.nodes[subject], table)
        for column in table:
            value = found[column.field]
            if column.kind == "date" and value is not None and dates.typed(value) != value:
                raise _broken(f"{subject}: {value}")
        return found

    def spot(self, passage: str) -> Spot:
        """Where a passage stands; what it quotes is put into the text, once."""
        if passage not in self.spots:
            self.spots[passage] = self._spot(passage)
        return self.spots[passage]

    def _spot(self, passage: str) -> Spot:
        selectors = self.values(passage, "oa:hasSelector")
        (place,) = (s for s in selectors if _is(self.nodes[s], "oa:TextPositionSelector"))
        (quote,) = (s for s in selectors if _is(self.nodes[s], "oa:TextQuoteSelector"))
        start, end, words = (
            int(self.one(place, "oa:start")),
            int(self.one(place, "oa:end")),
            self.one(quote, "oa:exact"),
        )
        if not 0 <= start <= end <= len(self.chars) or len(words) != end - start:
            raise _broken(passage)
        there = self.chars[start:end]
        if any(old not in (None, new) for old, new in zip(there, words, strict=True)):
            raise _broken(passage)
        self.chars[start:end] = words
        return start, end, sorted(self.spot(p)[:2] for p in self.values(passage, "phahe:part") if p != passage)

    def passage(self, subject: str) -> Fields:
        """Start, end and parts of a statement's own passage."""
        start, end, parts = self.spot(self.one(subject, "phahe:passage"))
        return {"start": start, "end": end, "parts": parts}

    def record(self, source: str) -> Record:
        """The record: first all passages, then the text out of them."""
        made: Fields = {
            "source": f"{source}!/{self.sha256}", "format": self.format, "encoding": "utf-8", "sha256": self.sha256,
            "documents": [self._document(s) for s in sorted(self.of("phahe:Document"), key=self._order)],
            "instruments": [
                {**self.fields(s, columns.REFERENCE), "id": self.local[s]}
                for s in self.of("phahe:Reference")
                if not _is(self.nodes[s], "phahe:Document")
            ],
            "mentions": sorted(map(self._mention, self.of("phahe:Mention")), key=_by_place),
            "relations": [self._relation(s) for s in self.of("phahe:Claim")],
            "tasks": sorted(map(self._task, self.of("phahe:Task")), key=_by_place),
            "targets": sorted(map(self._target, self.of("phahe:Target")), key=_by_place),
            "organizations": [self._body(s) for s in self.of("phahe:BodySaid")],
            "warnings": [self.fields(s, columns.WARNING) for s in self.of("phahe:Warning")],
        }  # fmt: skip
        text = "".join(c or "\n" for c in self.chars)  # so that no sentence seems to run from one passage to the next
        for mention in made["mentions"]:
            mention["text"] = text[mention["start"] : mention["end"]]
        for relation in made["relations"]:
            for quote in relation["evidence"]:
                quote["text"] = text[quote["start"] : quote["end"]]
        for thing in (*made["documents"], *made["warnings"]):
            if not 0 <= thing["start"] <= thing["end"] <= len(text):
                raise _broken(f"{self.sha256}: {thing['start']}-{thing['end']}")
        return msgspec.convert({**made, "text": text}, Record)

    def segments(self, size: int) -> list[Segment]:
        """Of the layout of the file only where its pages begin is known."""
        starts = sorted(
            (int(self.one(s, "phahe:start")), int(self.one(s, "phahe:page"))) for s in self.of("phahe:PageStart")
        )
        ends = [start for start, _ in starts[1:]] + [size]
        if any(not 0 <= start <= end <= size for (start, _), end in zip(starts, ends, strict=False)):
            raise _broken(self.sha256)
        return [Segment(start, end, page=page) for (start, page), end in zip(starts, ends, strict=False)]

    def _order(self, subject: str) -> int:
        return int(self.one(subject, "phahe:order"))

    def _document(self, subject: str) -> Fields:
        first, last = (self.one(subject, f"phahe:{p}") for p in ("periodFrom", "periodUntil"))
        period = (int(first), int(last)) if first and last else None
        return {**self.fields(subject, columns.DOCUMENT), "id": self.local[subject], "period": period}

    def _mention(self, subject: str) -> Fields:
        target = self.local[self.one(subject, "phahe:names")]
        return {**self.fields(subject, columns.MENTION), **self.passage(subject), "instrument": target}

    def _relation(self, subject: str) -> Fields:
        first = self.one(subject, "phahe:firstEvidence")
        spots = sorted(self.spot(p) for p in self.values(subject, "phahe:evidence") if p != first)
        spots = [self.spot(first), *spots] if first else spots
        fields = self.fields(subject, columns.RELATION)
        for column in columns.RELATION:  # as the record calls them
            if column.field in _RENAMED:
                fields[_RENAMED[column.field]] = fields.pop(column.field)
        return {
            **fields,
            "relation": _RELATION_OF[self.one(subject, "phahe:relation")],
            "source": self.local[self.one(subject, "phahe:source")],
            "target": self.local[self.one(subject, "phahe:target")],
            "evidence": [{"start": start, "end": end, "parts": parts} for start, end, parts in spots],
        }

    def _task(self, subject: str) -> Fields:
        fields = {**self._duty(subject, columns.TASK), **self.passage(subject)}
        laid_on = sorted(self.values(subject, "phahe:assignment"), key=self._order)
        fields["assignees"] = [
            {**self.fields(a, columns.ASSIGNEE), "body": self._body_id(self.one(a, "phahe:body"))} for a in laid_on
        ]
        due = sorted(self.values(subject, "phahe:due"), key=self._order)
        return {**fields, "due": [self.fields(d, columns.DUE) for d in due]}

    def _target(self, subject: str) -> Fields:
        place = self.passage(subject)
        del place["parts"]
        return {**self._duty(subject, columns.TARGET), **place}

    def _duty(self, subject: str, table: Iterable[Column]) -> Fields:
        fields = self.fields(subject, table)
        if not str(fields["id"]).startswith(f"{self.sha256[:10]}."):
            raise _broken(subject)
        return {**fields, "document": self.local[self.one(subject, "phahe:document")]}

    def _body(self, subject: str) -> Fields:
        return {**self.fields(subject, columns.BODY), "id": self._body_id(self.one(subject, "phahe:body"))}

    @staticmethod
    def _body_id(address: str) -> str:
        body = terms.unquoted(address)
        if not body or any(slug(part) != part for part in body.split("~")):
            raise _broken(address)
        return body


_RENAMED = {"exceptions": "except", "valid_from": "from", "valid_until": "until"}


def _by_place(fields: Fields) -> tuple[int, int, str]:
    return fields["start"], fields["end"], str(fields.get("id"))
