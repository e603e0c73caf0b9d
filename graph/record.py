"""The extraction record: what one file says, with the exact place of every statement (docs/record.md).

Keys without a default are always printed; keys with one are left out where they say nothing.
All offsets count code points of `Record.text`, and `text[start:end]` is the quoted text, always.
"""

from typing import Literal

import msgspec
from msgspec import Struct

Nature = Literal["qppl", "ca_biet", "hanh_chinh", "dang"]
Stage = Literal["issued", "draft"]
Act = Literal["done", "planned", "proposed"]
Role = Literal["lead", "coordinate", "responsible"]
TaskKind = Literal["heading", "article", "table", "inline"]
Modality = Literal["assign", "request", "encourage"]
DueKind = Literal["fixed", "recurring", "continuous", "event"]
Comparator = Literal[">=", "=", "<=", ">", "<"]
RELATIONS = (
    "AMENDS", "BASED_ON", "CITES", "CONSOLIDATES", "CORRECTS", "EXPLAINS", "GUIDES", "IMPLEMENTS", "PROMULGATES",
    "PROPOSED_BY", "REPEALS", "REPLACES", "REPORTS_ON", "RESPONDS_TO", "SUSPENDS",
)  # fmt: skip


class Instrument(Struct, frozen=True, kw_only=True):
    """An instrument that the file names. `id` is unique in the record; `issued` may be partial."""

    id: str
    type: str
    code: str | None
    issued: str | None
    issuer: str | None
    title: str | None


class Document(Instrument, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A document that the file holds."""

    effective: str | None
    signer: str | None
    signed_as: str | None
    period: tuple[int, int] | None
    place: str | None  # innermost first: 'xã Tú Xuyên, huyện Văn Quan, tỉnh Lạng Sơn'
    nature: Nature
    stage: Stage
    start: int  # where the document begins and ends in the text
    end: int
    incomplete: list[str] = []
    sample: bool = False  # says MẪU of itself: made up, for showing
    place_code: str | None = None  # of the innermost place, in the version of the document's date: '68@2025-07-01'


class Mention(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One naming of an instrument (or of the file's own document by its number)."""

    instrument: str
    start: int
    end: int
    text: str
    provision: str | None  # 'khoản 2 Điều 5', as written
    parts: list[tuple[int, int]] = []  # where something else stands inside: the runs that belong
    reprint: bool = False  # stands in the second printing of a text printed twice


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The shortest passage that shows it."""

    start: int
    end: int
    text: str
    parts: list[tuple[int, int]] = []


class Relation(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"exceptions": "except", "valid_from": "from", "valid_until": "until"},
):
    """`source` acts on `target`; both are ids of `documents` or `instruments`. Optional keys as in the vocabulary."""

    source: str
    relation: str
    target: str
    rule: str
    confidence: float
    evidence: list[Evidence]
    act: Act
    basis: Literal["preamble", "body"] | None = None
    scope: Literal["whole", "part"] = "whole"
    provisions: list[str] = []  # of the target: 'Điều 5', 'khoản 2 Điều 7'
    source_provisions: list[str] = []
    exceptions: list[str] = []  # 'Điều 5' of "trừ Điều 5"; `except` in JSON
    manner: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    until_event: str | None = None


class Assignee(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A body (or collective, or office) as said, with its place where the document settles it."""

    organization: str  # canonical name: 'Sở Tư pháp tỉnh Lạng Sơn'
    role: Role
    said: str = ""  # the words of the text: 'Sở Tư pháp'
    body: str = ""  # id among `organizations`: of two versions of a body the one of the document's date
    duty: str | None = None


class Due(Struct, frozen=True, kw_only=True):
    """A deadline normalised; `start` and `end` are whole days, `recurrence` e.g. 'yearly', 'quarterly'."""

    kind: DueKind
    start: str | None
    end: str | None
    recurrence: str | None
    event: str | None


class Task(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A duty laid on bodies. `id` is `<first 10 of the file's sha256>.<start>` (with '.n' for the n-th of one row)."""

    id: str
    document: str
    where: str
    kind: TaskKind
    start: int
    end: int
    text: str
    assignees: list[Assignee]
    deliverable: str | None
    deadline: str | None
    budget: str | None
    modality: Modality
    reports_to: str | None
    due: list[Due]
    parts: list[tuple[int, int]] = []
    rule: str = ""


class Target(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A number to be reached (or reached, in a report)."""

    id: str
    document: str
    where: str
    start: int
    end: int
    text: str
    value: float | int
    unit: str | None
    comparator: Comparator
    due: int | None
    due_source: Literal["stated", "plan_period"] | None
    achieved: bool
    rule: str = ""


class Organization(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A body that the file names; its identity is kind and dated place (`graph.body_keys`)."""

    id: str
    name: str
    aliases: list[str]
    kind: str | None = None  # 'so-tu-phap'; None of collectives
    place: str | None = None  # '68@2025-07-01', '68' before; None of central bodies and where it is not known


class Warning(Struct, frozen=True, kw_only=True):
    """What could not be decided, with its place."""

    code: str
    message: str
    start: int
    end: int


class Record(Struct, frozen=True, kw_only=True):
    """All that one file says; a function of its bytes, the rules and the gazetteer, but for `source`."""

    source: str
    format: str
    encoding: str
    sha256: str
    text: str
    documents: list[Document]
    instruments: list[Instrument]
    mentions: list[Mention]
    relations: list[Relation]
    tasks: list[Task]
    targets: list[Target]
    organizations: list[Organization]
    warnings: list[Warning]


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Record)


def to_json(record: Record) -> bytes:
    """One line of JSON, UTF-8, without the newline."""
    return _ENCODER.encode(record)


def from_json(line: bytes | str) -> Record:
    """The record of one line; raises `msgspec.ValidationError` where it is none."""
    return _DECODER.decode(line)
