"""Rows that leave a store, whichever it is (`port`)."""

from msgspec import Struct

from graph.record import Act, Assignee, Due, Modality, Nature, Stage, TaskKind
from graph.statements import FileStatements

Spans = tuple[tuple[int, int], ...]  # of a passage with something else inside: the runs that belong, else ()


class Quote(Struct, frozen=True, kw_only=True):
    """A passage that shows something: `document` is the id of the instrument whose text says it."""

    document: str
    file: str  # sha256
    start: int
    end: int
    text: str
    rule: str
    confidence: float
    parts: Spans = ()


class InstrumentRow(Struct, frozen=True, kw_only=True, array_like=True):
    """One instrument of the graph, loaded or only named."""

    id: str
    type: str
    code: str | None
    issued: str | None
    issuer: str | None
    title: str | None
    loaded: bool
    open: bool = False  # a bucket's open node: what the citations leave undecided
    dates: tuple[str, ...] = ()  # full dates that some citations give beside `issued`: a conflict "two dates"
    # the following are known only of loaded instruments
    effective: str | None = None
    signer: str | None = None
    signed_as: str | None = None
    period: tuple[int, int] | None = None
    place: str | None = None
    nature: Nature | None = None
    stage: Stage = "issued"
    files: tuple[str, ...] = ()  # sha256, the one that gives tasks and targets first
    incomplete: tuple[str, ...] = ()
    sample: bool = False
    area: str = ""  # where it belongs, from the country inwards (`graph.areas`)
    titles: tuple[str, ...] = ()  # that some citations give and that have no word of `title`: a conflict "two titles"


class EdgeRow(Struct, frozen=True, kw_only=True):
    """One edge: all claims of the same (source, relation, target, act, from, until)."""

    source: str
    relation: str
    target: str
    act: Act
    valid_from: str | None
    valid_until: str | None
    until_event: str | None
    basis: str | None
    scope: str
    provisions: tuple[str, ...]
    source_provisions: tuple[str, ...]
    exceptions: tuple[str, ...]
    manner: str | None
    quotes: tuple[Quote, ...]  # sorted by (document, file, start, end)
    draft: bool = False  # every claim comes from a draft


class MentionRow(Struct, frozen=True, kw_only=True):
    """One naming: the document whose text it stands in names `target`. Its words are cut out where it is shown."""

    source: str
    target: str
    file: str
    start: int
    end: int
    provision: str | None
    reprint: bool = False
    parts: Spans = ()


class TaskRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One duty, with the bodies it is laid on."""

    id: str
    document: str
    file: str
    where: str
    kind: TaskKind
    start: int
    end: int
    text: str
    assignees: tuple[Assignee, ...]
    deliverable: str | None
    deadline: str | None
    budget: str | None
    modality: Modality
    reports_to: str | None
    due: tuple[Due, ...]
    parts: Spans = ()


class TargetRow(Struct, frozen=True, kw_only=True):
    """One number to be reached."""

    id: str
    document: str
    file: str
    where: str
    start: int
    end: int
    text: str
    value: float | int
    unit: str | None
    comparator: str
    due: int | None
    due_source: str | None
    achieved: bool


class BodyRow(Struct, frozen=True, kw_only=True):
    """One body (a kind and a dated place, `graph.body_keys`) or collective, by its canonical name."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str | None = None
    place: str | None = None  # '68@2025-07-01'


class NamedRow(Struct, frozen=True, kw_only=True):
    """An instrument that is named but not loaded; `count`: how many loaded documents name it."""

    instrument: InstrumentRow
    count: int


class SayingRow(Struct, frozen=True, kw_only=True):
    """How one place of a text calls an instrument: the mention, and the date and title that its file gives there."""

    instrument: str
    document: str  # whose text says it
    file: str
    start: int
    end: int
    text: str
    issued: str | None
    title: str | None
    parts: Spans = ()


class FileRow(Struct, frozen=True, kw_only=True):
    """One loaded file; `paths` are only for people and for `forget`, never for an answer."""

    sha256: str
    paths: tuple[str, ...]
    format: str
    documents: tuple[str, ...]
    warnings: int
    reading: str  # the fingerprint of rules and gazetteer it was read with


class Said(Struct, frozen=True, kw_only=True):
    """The statements of one file, and the id of the instrument that each of its clusters is, by local name."""

    statements: FileStatements
    meant: dict[str, str]


class Counts(Struct, frozen=True, kw_only=True):
    """What `stats` answers; see shared contract."""

    files: int
    documents: int
    instruments: int
    loaded: int
    mentions: int
    relations: dict[str, int]
    tasks: int
    targets: int
    organizations: int
    warnings: int
    first: str | None
    last: str | None


class ExtentRow(Struct, frozen=True, kw_only=True):
    """How much is there: all instruments, those loaded, the smallest and largest date of issue of these."""

    instruments: int
    loaded: int
    first: str | None
    last: str | None
