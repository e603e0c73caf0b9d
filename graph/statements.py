"""Statements: what one record says, as rows that nothing but its own file can change (design 6).

Claims and mentions point to local clusters `(file, local)`, never to ids of the graph: resolving a bucket anew moves
edges without touching a file.
"""

import hashlib
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from graph.body_keys import BodyKey, body_key
from graph.folding import slug
from graph.identity import instrument_id, name_key, number_key
from graph.kinds import type_slug
from graph.record import (
    Act,
    Assignee,
    Document,
    Evidence,
    Instrument,
    Mention,
    Organization,
    Record,
    Relation,
    Target,
    Task,
)
from graph.segments import Segment, packed

FORMATS = ("docx", "html", "odt", "txt", "md", "pdf")  # design 5: which file of an instrument gives its tasks
Rank = tuple[bool, bool, int, str]
Span = tuple[int, int, tuple[tuple[int, int], ...]]
NAMELESS = "tai-lieu"  # local id of what stands for a file in which no document was found
NO_RANK: Rank = (True, True, len(FORMATS), "")  # of what a file only names: never asked for


class Cluster(Struct, frozen=True, kw_only=True, array_like=True):
    """What one file says of one instrument: its name there, and the keys of the buckets where it may meet others."""

    file: str  # sha256
    local: str  # id in the record
    type: str
    code: str | None
    issued: str | None
    issuer: str | None
    title: str | None
    number: str | None  # key of the number bucket
    name: str | None  # key of the name bucket (of a numbered one: what it may be called instead)
    rank: Rank  # of the file among files of one instrument, smaller is better: (draft, ocr, format, sha256)
    own: str | None = None  # id of a document without number
    until: str = ""  # of a naming without date: the year in which its file was written, '' unknown
    document: Document | None = None  # where the file holds it: it is loaded

    @property
    def loaded(self) -> bool:
        """Whether the file holds the instrument itself."""
        return self.document is not None


class Claim(Struct, frozen=True, kw_only=True, array_like=True):
    """One file's word that `source` acts on `target`; `speaker` is the file's document that says so."""

    file: str
    speaker: str
    source: str
    relation: str
    target: str
    act: Act
    rule: str
    confidence: float
    spans: tuple[Span, ...]
    draft: bool = False
    basis: str | None = None
    scope: str = "whole"
    provisions: tuple[str, ...] = ()
    source_provisions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    manner: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    until_event: str | None = None
    origin: Literal["rule", "hand"] = "rule"


class Naming(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One mention: the document `speaker` names the cluster `target` at `start:end`."""

    file: str
    speaker: str
    target: str
    start: int
    end: int
    provision: str | None = None
    reprint: bool = False
    parts: tuple[tuple[int, int], ...] = ()  # where something else stands inside: the runs that belong


class BodySaid(Struct, frozen=True, kw_only=True, array_like=True):
    """A body as one file names it (`graph.body_keys`)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str | None = None
    place: str | None = None


class FileStatements(Struct, frozen=True, kw_only=True):
    """All statements of one file."""

    sha256: str
    digest: str  # of the record without `source`, and of the segments: the same digest changes nothing
    format: str
    reading: str
    text: str
    segments: bytes  # `graph.segments.packed`
    clusters: tuple[Cluster, ...]
    claims: tuple[Claim, ...]
    namings: tuple[Naming, ...]
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    bodies: tuple[BodySaid, ...]
    warnings: tuple[tuple[str, str, int, int], ...]


def statements(record: Record, reading: str, segments: Sequence[Segment] = ()) -> FileStatements:
    """The statements of a record; `reading` is the fingerprint of the rules and gazetteer that made it."""
    layout = packed(segments)
    documents = record.documents or [_nameless(record)]
    _check(record, documents)
    drafts = {d.id for d in documents if d.stage == "draft"}
    tasks = tuple(_task(t, documents) for t in record.tasks)
    return FileStatements(
        sha256=record.sha256,
        digest=digest(record, layout),
        format=record.format,
        reading=reading,
        text=record.text,
        segments=layout,
        clusters=tuple(_clusters(record, documents)),
        claims=tuple(_claim(record, r, documents, drafts) for r in record.relations),
        namings=tuple(_naming(record, m, documents) for m in record.mentions),
        tasks=tasks,
        targets=tuple(record.targets),
        bodies=tuple(_bodies(record, documents)),
        warnings=tuple((w.code, w.message, w.start, w.end) for w in record.warnings),
    )


def _check(record: Record, documents: list[Document]) -> None:
    """Every reference of the record leads to something of the record; a fault here is a fault of reading."""
    own = [d.id for d in documents]
    ids = own + [i.id for i in record.instruments]
    if len(set(ids)) != len(ids):
        raise ValueError(f"{record.source}: two instruments of one record have one id")
    said = [r.source for r in record.relations] + [r.target for r in record.relations]
    lost = set(said) | {m.instrument for m in record.mentions}
    givers = {t.document for t in record.tasks} | {t.document for t in record.targets}
    lost = (lost - set(ids)) | (givers - set(own))
    if lost:
        raise ValueError(f"{record.source}: the record refers to what it does not hold: {min(lost)}")


def digest(record: Record, layout: bytes) -> str:
    """A fingerprint of all that the record says and of its packed segments, whatever path it was read from."""
    said = msgspec.json.encode(msgspec.structs.replace(record, source=""), order="deterministic")
    return hashlib.sha256(said + layout).hexdigest()


def _nameless(record: Record) -> Document:
    """Stands for a file in which no document was found, so that what it names has somebody who names it."""
    return Document(
        id=NAMELESS,
        type="Tài liệu",
        code=None,
        issued=None,
        issuer=None,
        title=None,
        effective=None,
        signer=None,
        signed_as=None,
        period=None,
        place=None,
        nature="hanh_chinh",
        stage="issued",
        start=0,
        end=len(record.text),
    )


def _clusters(record: Record, documents: list[Document]) -> list[Cluster]:
    """The file's documents, then what it names."""
    recognised = any(w.code == "ocr" for w in record.warnings)
    place = FORMATS.index(record.format) if record.format in FORMATS else len(FORMATS)
    unnumbered: dict[str, int] = {}
    clusters = []
    for document in documents:
        own = None
        if document.code is None:
            nth = unnumbered[type_slug(document.type)] = unnumbered.get(type_slug(document.type), 0) + 1
            own = instrument_id(document.type, None, sha256=record.sha256, nth=nth)
        rank = (document.stage == "draft", recognised, place, record.sha256)
        clusters.append(_cluster(record, document, rank, own, document))
    until = _written(documents)
    named = (_cluster(record, i, NO_RANK) for i in record.instruments)
    return clusters + [msgspec.structs.replace(c, until="" if c.issued else until) for c in named]


def _written(documents: list[Document]) -> str:
    """The year in which the last document of a file was written: what it names is not younger."""
    if any(d.issued is None for d in documents):
        return ""
    return max(d.issued[:4] for d in documents if d.issued)


def _cluster(
    record: Record, said: Instrument, rank: Rank, own: str | None = None, document: Document | None = None
) -> Cluster:
    name = name_key(said.type, said.title)
    if said.code is None and own is None and name is None:
        # a Congress's resolution has no title: its issuer names it
        name = f"{type_slug(said.type)}~~{slug(said.issuer) if said.issuer else ''}"
    return Cluster(
        file=record.sha256,
        local=said.id,
        type=said.type,
        code=said.code,
        issued=said.issued,
        issuer=said.issuer,
        title=said.title,
        number=number_key(said.type, said.code),
        name=name,
        rank=rank,
        own=own,
        document=document,
    )


def _speaker(documents: list[Document], offset: int) -> str:
    """The document whose text holds the offset; outside them all, the last that began before it, else the first."""
    found = documents[0]
    for document in documents:
        if document.start <= offset:
            found = document
    return found.id


def _span(evidence: Evidence) -> Span:
    return evidence.start, evidence.end, tuple(evidence.parts)


def _claim(record: Record, said: Relation, documents: list[Document], drafts: set[str]) -> Claim:
    own = {d.id for d in documents}
    start = said.evidence[0].start if said.evidence else 0
    speaker = said.source if said.source in own else _speaker(documents, start)
    return Claim(
        file=record.sha256,
        speaker=speaker,
        source=said.source,
        relation=said.relation,
        target=said.target,
        act=said.act,
        rule=said.rule,
        confidence=said.confidence,
        spans=tuple(_span(e) for e in said.evidence),
        draft=speaker in drafts,
        basis=said.basis,
        scope=said.scope,
        provisions=tuple(said.provisions),
        source_provisions=tuple(said.source_provisions),
        exceptions=tuple(said.exceptions),
        manner=said.manner,
        valid_from=said.valid_from,
        valid_until=said.valid_until,
        until_event=said.until_event,
    )


def _naming(record: Record, said: Mention, documents: list[Document]) -> Naming:
    return Naming(
        file=record.sha256,
        speaker=_speaker(documents, said.start),
        target=said.instrument,
        start=said.start,
        end=said.end,
        provision=said.provision,
        reprint=said.reprint,
        parts=tuple(said.parts),
    )


def _task(said: Task, documents: list[Document]) -> Task:
    """The task with the bodies it is laid on settled, where reading did not."""
    if all(a.body for a in said.assignees):
        return said
    document = next(d for d in documents if d.id == said.document)
    settled = [a if a.body else replace(a, body=_key(a, document).id) for a in said.assignees]
    return replace(said, assignees=settled)


def _key(said: Assignee, document: Document) -> BodyKey:
    return body_key(said.organization, document.issued, document.place)


def _bodies(record: Record, documents: list[Document]) -> list[BodySaid]:
    """The bodies that the file lists and those that only its tasks name, one row each."""
    own = {d.id: d for d in documents}
    found: dict[str, list[Organization]] = {}
    for listed in record.organizations:
        found.setdefault(listed.id, []).append(listed)
    for said, document in [(a, own[t.document]) for t in record.tasks for a in t.assignees]:
        key = _key(said, document)
        only = Organization(id=key.id, name=said.organization, aliases=[], kind=key.kind, place=key.place)
        found.setdefault(said.body or key.id, [only])
    return [_body(body, said) for body, said in sorted(found.items())]


def _body(body: str, said: list[Organization]) -> BodySaid:
    """One row; of two spellings the smaller names it."""
    name = min(o.name for o in said)
    words = {w for o in said for w in (o.name, *o.aliases)} - {name}
    kinds, places = [o.kind for o in said if o.kind], [o.place for o in said if o.place]
    return BodySaid(
        id=body,
        name=name,
        aliases=tuple(sorted(words)),
        kind=min(kinds, default=None),
        place=min(places, default=None),
    )
