"""The shapes of answers, as `docs/schemas/` publishes them: keys in the order of the contract, our own behind them."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from graph.record import Due, Modality, Nature, Role, Stage, TaskKind
from graph.store.port import BodyRow, Counts, TargetRow, TaskRow

# An optional key that is left out where it says nothing, whatever it would have been.
Maybe = UnsetType
# Names of the record (docs/record.md) that are words of the language.
QUALIFIED = {"exceptions": "except", "valid_from": "from", "valid_until": "until"}


class Node(Struct, frozen=True, kw_only=True):
    """One instrument; `loaded` is False where it is only cited."""

    id: str
    type: str
    code: str | None
    issued: str | None
    issuer: str | None
    title: str | None
    loaded: bool
    sample: bool | Maybe = UNSET  # says MẪU of itself: made up


class Evidence(Struct, frozen=True, kw_only=True):
    """A passage of `document`'s text that shows it; `file` is the sha256 of the file that holds it."""

    document: str
    start: int
    end: int
    text: str
    file: str
    parts: list[tuple[int, int]] | Maybe = UNSET  # where something else stands inside: the runs that belong
    page: int | Maybe = UNSET  # from 1, where the file has pages: PDF


class Match(Node, frozen=True, kw_only=True):
    """One instrument that a citation may mean; `why` names what fits: 'number, date'."""

    why: str


class Resolved(Struct, frozen=True, kw_only=True):
    """Which instruments a citation means; `open` where more than one does, or the texts leave it undecided."""

    query: str
    open: bool
    matches: list[Match]


class OutRelation(Struct, frozen=True, kw_only=True, rename=QUALIFIED):
    """What the instrument does to another."""

    relation: str
    target: Node
    evidence: list[Evidence]
    act: str
    basis: str | Maybe = UNSET
    scope: str | Maybe = UNSET
    provisions: list[str] | Maybe = UNSET
    manner: str | Maybe = UNSET
    source_provisions: list[str] | Maybe = UNSET
    exceptions: list[str] | Maybe = UNSET  # 'Điều 5' of "trừ Điều 5"
    valid_from: str | Maybe = UNSET
    valid_until: str | Maybe = UNSET
    until_event: str | Maybe = UNSET


class InRelation(Struct, frozen=True, kw_only=True, rename=QUALIFIED):
    """What another does to the instrument."""

    relation: str
    source: Node
    evidence: list[Evidence]
    act: str
    basis: str | Maybe = UNSET
    scope: str | Maybe = UNSET
    provisions: list[str] | Maybe = UNSET
    manner: str | Maybe = UNSET
    source_provisions: list[str] | Maybe = UNSET
    exceptions: list[str] | Maybe = UNSET  # 'Điều 5' of "trừ Điều 5"
    valid_from: str | Maybe = UNSET
    valid_until: str | Maybe = UNSET
    until_event: str | Maybe = UNSET


class Relations(Struct, frozen=True, kw_only=True, rename={"incoming": "in"}):
    """Both sides."""

    out: list[OutRelation]
    incoming: list[InRelation]


class Assigned(Struct, frozen=True, kw_only=True):
    """A body and its part in a task; `via` is the office (later: collective, predecessor) that the text says."""

    organization: str
    role: Role
    via: str | None
    id: str  # of the body that the text says: of two of one name, 'so-tu-phap-tinh-lam-dong~2025-07-01' is the later


class Fulfilment(Node, frozen=True, kw_only=True):
    """A loaded instrument that is what a task asks for; `evidence` links it to the task's document."""

    evidence: list[Evidence]


class Duty(Struct, frozen=True, kw_only=True):
    """A task whose product is a document: its types, the words that say so; none in `fulfilled_by`: none is loaded."""

    types: list[str]
    words: list[str]
    fulfilled_by: list[Fulfilment]


class TaskAnswer(Struct, frozen=True, kw_only=True):
    """One duty with its words."""

    id: str
    text: str
    document: str
    document_title: str | None
    where: str
    kind: TaskKind
    assignees: list[Assigned]
    deliverable: str | None
    deadline: str | None
    due: list[Due]
    budget: str | None
    evidence: list[Evidence]
    modality: Modality
    reports_to: str | None
    deadlines: list[str] | Maybe = UNSET  # with --due-before or --due-after: the days between, recurring ones expanded
    duty: Duty | Maybe = UNSET  # with --duty-to-issue


class TargetAnswer(Struct, frozen=True, kw_only=True):
    """One number to be reached."""

    id: str
    document: str
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
    page: int | Maybe = UNSET  # as in Evidence


class WarningAnswer(Struct, frozen=True, kw_only=True):
    """What reading could not decide."""

    code: str
    message: str
    start: int
    end: int
    file: str
    page: int | Maybe = UNSET  # as in Evidence


class Shown(Node, frozen=True, kw_only=True):
    """Everything known of one instrument."""

    effective: str | None
    signer: str | None
    period: tuple[int, int] | None
    place: str | None
    nature: Nature | None
    stage: Stage
    files: list[str]
    relations: Relations
    tasks: list[TaskAnswer]
    targets: list[TargetAnswer]
    incomplete: list[str]
    warnings: list[WarningAnswer]
    sample: bool
    truncated: bool  # a side has more relations than are shown


class LineageNode(Node, frozen=True, kw_only=True):
    """An instrument and how many steps it stands from the root."""

    hop: int


class LineageEdge(Struct, frozen=True, kw_only=True, rename=QUALIFIED):
    """One relation on the way."""

    source: str
    relation: str
    target: str
    evidence: list[Evidence]
    act: str | Maybe = UNSET
    scope: str | Maybe = UNSET
    provisions: list[str] | Maybe = UNSET
    source_provisions: list[str] | Maybe = UNSET
    exceptions: list[str] | Maybe = UNSET  # 'Điều 5' of "trừ Điều 5"
    valid_from: str | Maybe = UNSET
    valid_until: str | Maybe = UNSET
    until_event: str | Maybe = UNSET


class Lineage(Struct, frozen=True, kw_only=True):
    """What an instrument comes from and what comes from it; `truncated` where a limit cut it."""

    root: str
    nodes: list[LineageNode]
    edges: list[LineageEdge]
    truncated: bool


class Implementer(Node, frozen=True, kw_only=True):
    """A plan or decision that carries the root out; `evidence` has a quote for each step of `chain`, in its order."""

    place: str | None
    direct: bool
    chain: list[str]
    evidence: list[Evidence]
    sample: bool


class CoveragePlan(Node, frozen=True, kw_only=True):
    """A plan of a place; `evidence` as in Implementer."""

    direct: bool
    evidence: list[Evidence]


CoverageState = Literal["planned", "no_plan_loaded", "nothing_loaded"]


class Covered(Struct, frozen=True, kw_only=True):
    """A place and its plans; `documents` is how many loaded documents are of it, or of bodies and places in it.

    `until` and `today` are of a former place; `unsure` says that the dates of the documents, or the gazetteer, leave
    open which version of the place it is.
    """

    place: str
    plans: list[CoveragePlan]
    documents: int
    state: CoverageState
    within: list[Node]  # plans of bodies and places in it, which are not the place's own
    since: str | None
    until: str | None
    today: str | None
    unsure: bool


class Path(Struct, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """All shortest chains between two instruments; no nodes but the ends where there is none."""

    start: str
    end: str
    nodes: list[LineageNode]
    edges: list[LineageEdge]
    truncated: bool


class Missing(Node, frozen=True, kw_only=True):
    """An instrument that nobody loaded, how many loaded documents name it, and which."""

    cited_by: int
    documents: list[str]
    open: bool  # the texts leave undecided which of several it is


Severity = Literal["error", "warning", "info"]
ConflictKind = Literal["two_dates", "two_titles", "replaced_is_newer", "basis_gone"]


class Conflict(Struct, frozen=True, kw_only=True):
    """Statements that contradict each other, or a basis that was gone when it was cited."""

    kind: ConflictKind
    severity: Severity
    message: str
    instruments: list[str]
    evidence: list[Evidence]


HitKind = Literal["instrument", "organization", "task"]


class Hit(Struct, frozen=True, kw_only=True):
    """One thing that was found by words; a task has its document and its quote, an instrument its node."""

    kind: HitKind
    id: str
    title: str
    snippet: str
    node: Node | Maybe = UNSET
    document: str | Maybe = UNSET
    where: str | Maybe = UNSET
    evidence: list[Evidence] | Maybe = UNSET


class Citation(Struct, frozen=True, kw_only=True, rename=QUALIFIED):
    """One naming of `target` in the text of `source`, with the sentence around it."""

    source: Node
    target: Node
    relation: str
    document: str
    start: int
    end: int
    text: str
    provision: str | None
    context: str
    file: str
    reprint: bool  # stands in the second printing of a text printed twice: no relation is read off it
    parts: list[tuple[int, int]] | Maybe = UNSET  # as in Evidence
    page: int | Maybe = UNSET
    act: str | Maybe = UNSET
    scope: str | Maybe = UNSET
    provisions: list[str] | Maybe = UNSET
    source_provisions: list[str] | Maybe = UNSET
    exceptions: list[str] | Maybe = UNSET  # 'Điều 5' of "trừ Điều 5"
    valid_from: str | Maybe = UNSET
    valid_until: str | Maybe = UNSET
    until_event: str | Maybe = UNSET


class Stats(Counts, frozen=True, kw_only=True):
    """Counts of everything; `first` and `last` are the smallest and largest date of issue of what is loaded."""


class Extent(Struct, frozen=True, kw_only=True):
    """What was loaded: the frame in which every answer is true."""

    documents: int
    first: str | None
    last: str | None
    cited_only: int


class GraphEdge(Struct, frozen=True, kw_only=True):
    """One edge of `graph.json`; optional keys of the vocabulary stand beside these."""

    source: str
    relation: str
    target: str
    act: str
    scope: str
    confidence: float
    evidence: list[Evidence]


class Graph(Struct, frozen=True, kw_only=True):
    """`graph.json` (`graph.canonical`): all of it, without times of loading and without paths."""

    documents: list[Node]
    instruments: list[Node]
    edges: list[GraphEdge]
    tasks: list[TaskRow]
    targets: list[TargetRow]
    organizations: list[BodyRow]


class Reach(Struct, frozen=True, kw_only=True):
    """How far a lineage goes: direction, hops, and along which relations (None: those of descent)."""

    direction: Literal["up", "down", "both"] = "both"
    depth: int = 3
    relations: tuple[str, ...] | None = None
