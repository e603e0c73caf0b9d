"""All that one file says, in a form that does not depend on the store that kept it, and back into a record.

A store need not keep what a file calls an instrument that it only names, so such a cluster is named by what it says.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import asdict, replace

from graph.record import Evidence, Instrument, Mention, Organization, Record, Relation, Warning
from graph.resolution.wordings import mark
from graph.statements import Claim, Cluster, FileStatements, Naming
from graph.store.port import Said


def local_name(cluster: Cluster) -> str:
    """A file's own document keeps its id in the record; any other cluster is named by what it says."""
    return cluster.local if cluster.loaded else f"n{mark(cluster).hex()[:16]}"


def said_of(file: FileStatements, meant: Mapping[str, str]) -> Said:
    """The statements under the names of `local_name`, and which instrument each cluster is; in a stated order.

    Documents come in the order of the text, then what is named by local name; claims, mentions, tasks, targets and
    bodies by what they say. `meant` goes by the local ids of `file`.
    """
    names = {c.local: local_name(c) for c in file.clusters}
    own = [c for c in file.clusters if c.loaded]
    named = {names[c.local]: replace(c, local=names[c.local]) for c in file.clusters if not c.loaded}
    return Said(
        statements=replace(
            file,
            clusters=(*own, *(named[n] for n in sorted(named))),
            claims=tuple(sorted((_claim(c, names) for c in file.claims), key=_claim_order)),
            namings=tuple(sorted((_naming(n, names) for n in file.namings), key=_naming_order)),
            tasks=tuple(sorted(file.tasks, key=lambda t: (t.start, t.end, t.id))),
            targets=tuple(sorted(file.targets, key=lambda t: (t.start, t.end, t.id))),
            bodies=tuple(sorted(file.bodies, key=lambda b: b.id)),
            warnings=tuple(sorted(file.warnings, key=lambda w: (w[2], w[3], w[0], w[1]))),
        ),
        meant={names[local]: instrument for local, instrument in sorted(meant.items())},
    )


def _claim(claim: Claim, names: Mapping[str, str]) -> Claim:
    ends = {end: names[getattr(claim, end)] for end in ("speaker", "source", "target")}
    return replace(claim, **ends)


def _claim_order(claim: Claim) -> tuple[object, str]:
    return claim.spans, str(asdict(claim))


def _naming(naming: Naming, names: Mapping[str, str]) -> Naming:
    return replace(naming, speaker=names[naming.speaker], target=names[naming.target])


def _naming_order(naming: Naming) -> tuple[int, int, str, str]:
    return naming.start, naming.end, naming.target, naming.provision or ""


def record_of(said: FileStatements, source: str = "", encoding: str = "utf-8") -> Record:
    """A record that `graph.statements` turns into these statements again (but for the digest)."""
    return Record(
        source=source,
        format=said.format,
        encoding=encoding,
        sha256=said.sha256,
        text=said.text,
        documents=[c.document for c in said.clusters if c.document],
        instruments=[_instrument(c) for c in said.clusters if not c.document],
        mentions=[_mention(n, said.text) for n in said.namings],
        relations=[_relation(c, said.text) for c in said.claims],
        tasks=list(said.tasks),
        targets=list(said.targets),
        organizations=[
            Organization(id=b.id, name=b.name, aliases=list(b.aliases), kind=b.kind, place=b.place) for b in said.bodies
        ],
        warnings=[Warning(code=c, message=m, start=s, end=e) for c, m, s, e in said.warnings],
    )


def _instrument(cluster: Cluster) -> Instrument:
    return Instrument(
        id=cluster.local,
        type=cluster.type,
        code=cluster.code,
        issued=cluster.issued,
        issuer=cluster.issuer,
        title=cluster.title,
    )


def _mention(naming: Naming, text: str) -> Mention:
    return Mention(
        instrument=naming.target,
        start=naming.start,
        end=naming.end,
        text=text[naming.start : naming.end],
        provision=naming.provision,
        parts=list(naming.parts),
        reprint=naming.reprint,
    )


def _relation(claim: Claim, text: str) -> Relation:
    return Relation(
        source=claim.source,
        relation=claim.relation,
        target=claim.target,
        rule=claim.rule,
        confidence=claim.confidence,
        evidence=_evidence(claim.spans, text),
        act=claim.act,
        basis="preamble" if claim.basis == "preamble" else "body" if claim.basis else None,
        scope="whole" if claim.scope == "whole" else "part",
        provisions=list(claim.provisions),
        source_provisions=list(claim.source_provisions),
        exceptions=list(claim.exceptions),
        manner=claim.manner,
        valid_from=claim.valid_from,
        valid_until=claim.valid_until,
        until_event=claim.until_event,
    )


def _evidence(spans: Iterable[tuple[int, int, tuple[tuple[int, int], ...]]], text: str) -> list[Evidence]:
    return [Evidence(start=s, end=e, text=text[s:e], parts=list(parts)) for s, e, parts in spans]
