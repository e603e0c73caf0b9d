"""What a file says as rows that are ready for a store: whoever reads makes them, and the one that writes only writes.

The fields of a cluster by which it is resolved, the packed statements and the words by which tasks are found cost more
than writing them, so readers, of which there are many, make them. `statements_of` is the way back.
"""

import zlib
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from graph import claims, paged
from graph.order import task_place
from graph.record import Target, Task
from graph.resolution import bucket, common, family, mark
from graph.search import task_text
from graph.segments import Segment, Sheets, page_starts, unpacked
from graph.statements import NAMELESS, BodySaid, Claim, Cluster, FileStatements, Naming

Nth = Annotated[int, Meta(ge=0)]  # which of the file's clusters
Warned = tuple[tuple[str, str, int, int], ...]  # code, message, start, end


class ClusterRow(Struct, frozen=True, array_like=True, gc=False):
    """One cluster: `said` is the packed wording (`graph.resolution.common`), `own` a document of the file itself."""

    local: str
    own: bool
    bucket: str
    family: str  # '' in buckets that have none
    mark: bytes
    said: bytes


class NamingRow(Struct, frozen=True, array_like=True, gc=False):
    """One mention: `speaker` names `target` at `start:end`."""

    speaker: Nth
    target: Nth
    start: int
    end: int
    provision: str | None
    reprint: bool
    parts: bytes | None  # packed; few namings are torn


class ClaimRow(Struct, frozen=True, array_like=True, gc=False):
    """One claim, packed."""

    speaker: Nth
    source: Nth
    target: Nth
    said: bytes


class TaskRow(Struct, frozen=True, array_like=True, gc=False):
    """One task, packed, with the words by which it is found and the bodies that it is laid on."""

    document: Nth
    place: int  # `graph.order.task_place`
    said: bytes
    words: str
    bodies: tuple[str, ...]


class TargetRow(Struct, frozen=True, array_like=True, gc=False):
    """One target, packed."""

    document: Nth
    said: bytes


class FileRows(Struct, frozen=True, array_like=True, gc=False):
    """All statements of one file."""

    sha256: str
    digest: str
    format: str
    text: bytes  # `graph.paged`
    segments: bytes  # `graph.segments.packed`
    sheets: bytes  # packed (start, page) wherever a page begins (`graph.segments.page_starts`), b"" where none is known
    warnings: bytes  # packed `Warned`
    types: tuple[str, ...]  # of its documents
    codes: tuple[str, ...]  # of its warnings
    clusters: tuple[ClusterRow, ...]
    namings: tuple[NamingRow, ...]
    claims: tuple[ClaimRow, ...]
    tasks: tuple[TaskRow, ...]
    targets: tuple[TargetRow, ...]
    bodies: tuple[tuple[str, bytes], ...]  # id, packed


_pack = msgspec.msgpack.encode
_cluster = msgspec.msgpack.Decoder(Cluster).decode
_task = msgspec.msgpack.Decoder(Task).decode
_target = msgspec.msgpack.Decoder(Target).decode
_body = msgspec.msgpack.Decoder(BodySaid).decode
_parts = msgspec.msgpack.Decoder(tuple[tuple[int, int], ...]).decode
_warned = msgspec.msgpack.Decoder(Warned).decode
_segments = msgspec.msgpack.Decoder(tuple[Segment, ...]).decode


def rows(said: FileStatements) -> FileRows:
    """The statements as rows."""
    nth = {c.local: n for n, c in enumerate(said.clusters)}
    return FileRows(
        sha256=said.sha256,
        digest=said.digest,
        format=said.format,
        text=paged.packed(said.text),
        segments=said.segments,
        sheets=sheets_of(said.segments),
        warnings=_pack(said.warnings),
        types=tuple(c.document.type for c in said.clusters if c.document and c.document.id != NAMELESS),
        codes=tuple(code for code, *_ in said.warnings),
        clusters=tuple(map(cluster_row, said.clusters)),
        namings=tuple(_naming_row(n, nth) for n in said.namings),
        claims=tuple(ClaimRow(nth[c.speaker], nth[c.source], nth[c.target], claims.packed(c)) for c in said.claims),
        tasks=tuple(
            TaskRow(nth[t.document], task_place(t.id), _pack(t), task_text(t), _laid_on(t)) for t in said.tasks
        ),
        targets=tuple(TargetRow(nth[t.document], _pack(t)) for t in said.targets),
        bodies=tuple((b.id, _pack(b)) for b in said.bodies),
    )


def cluster_row(cluster: Cluster) -> ClusterRow:
    """One cluster as a row."""
    key = bucket(cluster)
    kin = family(cluster) if key[0] == "#" else ""
    return ClusterRow(cluster.local, cluster.loaded, key, kin, mark(cluster), _pack(common(cluster)))


def _naming_row(said: Naming, nth: dict[str, int]) -> NamingRow:
    parts = _pack(said.parts) if said.parts else None
    return NamingRow(
        nth[said.speaker], nth[said.target], said.start, said.end, said.provision, said.reprint, parts
    )  # fmt: skip


def _laid_on(task: Task) -> tuple[str, ...]:
    return tuple(sorted({a.body for a in task.assignees if a.body}))


def statements_of(said: FileRows, reading: str) -> FileStatements:
    """The rows as statements; `reading` is the fingerprint of the rules and gazetteer that made them."""
    clusters = [_told(c, said.sha256) for c in said.clusters]
    local = [c.local for c in clusters]
    return FileStatements(
        sha256=said.sha256,
        digest=said.digest,
        format=said.format,
        reading=reading,
        text=paged.whole(said.text),
        segments=said.segments,
        clusters=tuple(clusters),
        claims=tuple(_claim(c, said.sha256, local) for c in said.claims),
        namings=tuple(_naming(n, said.sha256, local) for n in said.namings),
        tasks=tuple(_task(t.said) for t in said.tasks),
        targets=tuple(_target(t.said) for t in said.targets),
        bodies=tuple(_body(b) for _, b in said.bodies),
        warnings=_warned(said.warnings),
    )


def _told(row: ClusterRow, file: str) -> Cluster:
    """With who says it, which is no part of a wording."""
    said = _cluster(row.said)
    return said if row.own else msgspec.structs.replace(said, file=file, local=row.local)


def _claim(row: ClaimRow, file: str, local: list[str]) -> Claim:
    said = claims.unpacked(row.said, file)
    ends = {"speaker": local[row.speaker], "source": local[row.source], "target": local[row.target]}
    return msgspec.structs.replace(said, **ends)


def sheets_of(segments: bytes) -> bytes:
    """Where pages begin, packed, out of packed segments."""
    found = page_starts(unpacked(segments))
    return _pack(found) if found else b""


def _naming(row: NamingRow, file: str, local: list[str]) -> Naming:
    return Naming(
        file=file,
        speaker=local[row.speaker],
        target=local[row.target],
        start=row.start,
        end=row.end,
        provision=row.provision,
        reprint=row.reprint,
        parts=_parts(row.parts) if row.parts else (),
    )


def check(said: FileRows, most: int) -> None:
    """Raise `msgspec.MsgspecError` for what no reader says, so that no store ever keeps what it cannot read again.

    `most` bytes may be unpacked of each of the two that are compressed.
    """
    for n in said.namings:
        _within(said, n.speaker, n.target)
        if n.parts is not None:
            _parts(n.parts)
    for c in said.claims:
        _within(said, c.speaker, c.source, c.target)
        claims.unpacked(c.said)
    for t in said.tasks:
        _within(said, t.document)
        _task(t.said)
    for g in said.targets:
        _within(said, g.document)
        _target(g.said)
    for cluster in said.clusters:
        _cluster(cluster.said)
    for _, body in said.bodies:
        _body(body)
    _warned(said.warnings)
    _segments(_whole(said.segments, most))
    if said.sheets:
        msgspec.msgpack.decode(said.sheets, type=Sheets)
    try:
        paged.check(said.text, most)
    except ValueError as error:
        raise msgspec.DecodeError("no text") from error


def _within(said: FileRows, *clusters: int) -> None:
    if max(clusters) >= len(said.clusters):
        raise msgspec.DecodeError("a row refers to what the file does not hold")


def _whole(blob: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        whole = unpacking.decompress(blob, most)
    except zlib.error as error:
        raise msgspec.DecodeError("not packed") from error
    if not unpacking.eof:
        raise msgspec.DecodeError("more than is allowed, or cut off")
    return whole
