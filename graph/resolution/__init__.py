"""Clusters into instruments: a pure function of the clusters of a bucket, which never reads an edge (design 3)."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from graph import codes
from graph.identity import instrument_id, name_key, naming_issuer
from graph.resolution.groups import Node, favourite
from graph.resolution.names import Candidate, name_nodes
from graph.resolution.numbers import number_nodes
from graph.statements import Cluster

__all__ = ["Candidate", "Resolved", "assignment", "bucket", "candidates", "resolve_all", "resolve_names", "resolve_own"]


class Resolved(Struct, frozen=True):
    """One instrument of a bucket and the clusters that are it; `dates` are full dates given beside `issued`."""

    id: str
    bucket: str
    open: bool
    issued: str | None
    dates: tuple[str, ...]
    clusters: tuple[Cluster, ...]


def bucket(cluster: Cluster) -> str:
    """Where the cluster is resolved: '#' number, '!' a document of its own, '=' name.

    >>> from graph.identity import number_key
    >>> "#" + number_key("Nghị quyết", "76/NQ-CP")
    '#nghi-quyet~76~~cp-nq'
    """
    if cluster.number:
        return "#" + cluster.number
    if cluster.own:
        return "!" + cluster.own
    return "=" + (cluster.name or "")


def resolve_numbers(key: str, clusters: Sequence[Cluster]) -> list[Resolved]:
    """The instruments of a number bucket, by id."""
    return sorted((_resolved(key, n) for n in number_nodes(clusters)), key=lambda r: r.id)


def resolve_own(key: str, clusters: Sequence[Cluster]) -> list[Resolved]:
    """The instrument that a document without number is."""
    if not clusters:
        return []
    issued = favourite((c.issued, c) for c in clusters if c.issued)
    return [Resolved(key[1:], key, False, issued, (), tuple(clusters))]


def resolve_names(
    key: str, clusters: Sequence[Cluster], bearers: Sequence[Candidate]
) -> tuple[list[Resolved], dict[tuple[str, str], str]]:
    """The instruments of a name bucket, by id, and which clusters are instruments of the first pass."""
    nodes = name_nodes(clusters, bearers)
    joined = {(c.file, c.local): n.known[0] for n in nodes if n.known for c in n.clusters}
    return sorted((_resolved(key, n) for n in nodes if not n.known), key=lambda r: r.id), joined


def candidates(resolved: Resolved) -> dict[str, Candidate]:
    """By name key: the instrument as one that bears that name. All titles given count, not the favourite alone."""
    files: dict[str, set[str]] = {}
    loaded: set[str] = set()
    for cluster in resolved.clusters:
        name = name_key(cluster.type, cluster.title)
        if name:
            files.setdefault(name, set()).add(cluster.file)
            if cluster.loaded:
                loaded.add(name)
    if not files:
        return {}
    code = codes.parse(next((c.code for c in resolved.clusters if c.code), None) or "")
    date = resolved.issued or (code.year if code else None) or ""
    issuer = naming_issuer(favourite((c.issuer, c) for c in resolved.clusters if c.issuer)) or ""
    return {n: Candidate(resolved.id, date, issuer, len(f), n in loaded) for n, f in sorted(files.items())}


def resolve_all(clusters: Iterable[Cluster]) -> list[Resolved]:
    """Everything at once, by id: what the incremental way must agree with."""
    buckets: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        buckets.setdefault(bucket(cluster), []).append(cluster)
    found: list[Resolved] = []
    bearers: dict[str, list[Candidate]] = {}
    for key in sorted(k for k in buckets if k[0] != "="):
        for resolved in (resolve_numbers if key[0] == "#" else resolve_own)(key, buckets[key]):
            found.append(resolved)
            for name, candidate in candidates(resolved).items():
                bearers.setdefault(name, []).append(candidate)
    named: dict[str, list[Cluster]] = {}
    for key in sorted(k for k in buckets if k[0] == "="):
        new, joined = resolve_names(key, buckets[key], bearers.get(key[1:], []))
        found += new
        for cluster in buckets[key]:
            if (cluster.file, cluster.local) in joined:
                named.setdefault(joined[cluster.file, cluster.local], []).append(cluster)
    return sorted((with_named(r, named.get(r.id, [])) for r in found), key=lambda r: r.id)


def with_named(resolved: Resolved, named: Sequence[Cluster]) -> Resolved:
    """The instrument with the clusters that only name it; they say nothing of its own facts."""
    return Resolved(
        resolved.id, resolved.bucket, resolved.open, resolved.issued, resolved.dates, (*resolved.clusters, *named)
    )


def assignment(found: Iterable[Resolved]) -> dict[tuple[str, str], str]:
    """Which instrument each cluster is."""
    return {(c.file, c.local): r.id for r in found for c in r.clusters}


def _resolved(key: str, node: Node) -> Resolved:
    clusters = node.clusters
    code = favourite((c.code, c) for c in clusters if c.code)
    title = favourite((c.title, c) for c in clusters if c.title)
    issuer = node.facts.issuer or None
    name = instrument_id(clusters[0].type, code, node.facts.date or None, issuer, title)
    dates = {c.issued for c in clusters if c.issued and len(c.issued) == 10} - {node.facts.date}
    return Resolved(
        "~".join(p for p in (name, node.suffix) if p),
        key,
        node.open,
        node.facts.date or None,
        tuple(sorted(d for d in dates if d)) if len(node.facts.date) == 10 else (),
        clusters,
    )
