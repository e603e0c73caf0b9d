"""All that one file says, out of its rows."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from graph.claims import unpacked
from graph.record import Target, Task
from graph.statements import BodySaid, Cluster, FileStatements, Naming
from graph.store.port import Said, Spans
from graph.store.saying import said_of
from graph.store.sqlite_reading import Row

Rows = Callable[[str, tuple[object, ...]], list[Row]]

FILE_SAID = "SELECT fid, sha256, digest, format, reading, segments, warnings FROM file WHERE sha256 = ?"
_CLUSTERS = """
SELECT c.cid, c.said, i.id FROM meant c JOIN instrument i ON i.nid = c.nid WHERE c.fid = ? ORDER BY c.cid"""
_MENTIONS = 'SELECT speaker, target, start, "end", provision, reprint, parts FROM mention WHERE fid = ?'
_CLAIMS = "SELECT said, speaker, source, target FROM claim WHERE fid = ?"

_cluster = msgspec.msgpack.Decoder(Cluster).decode
_task = msgspec.msgpack.Decoder(Task).decode
_target = msgspec.msgpack.Decoder(Target).decode
_body = msgspec.msgpack.Decoder(BodySaid).decode
_parts = msgspec.msgpack.Decoder(Spans).decode
_warnings = msgspec.msgpack.Decoder(tuple[tuple[str, str, int, int], ...]).decode


def said_from(rows: Rows, file: Row, text: str) -> Said:
    """The statements of the file whose row (`FILE_SAID`) this is; the row id of a cluster is its local id here."""
    fid, sha256, digest, form, reading, segments, warnings = file
    clusters, meant, local = [], {}, {}
    for cid, packed, instrument in rows(_CLUSTERS, (fid,)):
        cluster = _cluster(packed)
        local[cid] = cluster.local if cluster.loaded else f"#{cid}"  # what it was called there is not kept
        clusters.append(replace(cluster, file=sha256, local=local[cid]))
        meant[local[cid]] = instrument
    return said_of(
        FileStatements(
            sha256=sha256,
            digest=digest,
            format=form,
            reading=reading,
            text=text,
            segments=segments,
            clusters=tuple(clusters),
            claims=tuple(
                replace(unpacked(packed, sha256), speaker=local[speaker], source=local[source], target=local[target])
                for packed, speaker, source, target in rows(_CLAIMS, (fid,))
            ),
            namings=tuple(
                Naming(
                    file=sha256, speaker=local[speaker], target=local[target], start=start, end=end,
                    provision=provision, reprint=bool(reprint), parts=_parts(parts) if parts else (),
                )
                for speaker, target, start, end, provision, reprint, parts in rows(_MENTIONS, (fid,))
            ),
            tasks=tuple(_task(packed) for (packed,) in rows("SELECT said FROM task WHERE fid = ?", (fid,))),
            targets=tuple(_target(packed) for (packed,) in rows("SELECT said FROM target WHERE fid = ?", (fid,))),
            bodies=tuple(_body(packed) for (packed,) in rows("SELECT said FROM body_said WHERE fid = ?", (fid,))),
            warnings=_warnings(warnings),
        ),
        meant,
    )  # fmt: skip
