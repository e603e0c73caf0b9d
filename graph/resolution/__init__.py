"""Clusters into instruments: a pure function of the wordings of a bucket, which never reads an edge (design 3)."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from graph import codes
from graph.identity import instrument_id, name_key, naming_issuer
from graph.resolution.groups import Node, favourite
from graph.resolution.names import Candidate, name_nodes
from graph.resolution.numbers import family, number_nodes
from graph.resolution.wordings import Order, Wording, common, mark, supporters, wording
from graph.statements import Cluster

__all__ = [
    "Candidate",
    "Resolved",
    "Wording",
    "bucket",
    "candidates",
    "common",
    "family",
    "mark",
    "meanings",
    "resolve_all",
    "resolve_names",
    "resolve_numbers",
    "resolve_own",
    "wording",
]


class Resolved(Struct, frozen=True):
    """One instrument of a bucket and the wordings that mean it; `dates` are full dates given beside `issued`.

    `family` is as `numbers.family` has it of its wordings, '' in buckets that have none.
    """

    id: str
    bucket: str
    family: str
    open: bool
    issued: str | None
    dates: tuple[str, ...]
    wordings: tuple[Wording, ...]


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


def resolve_numbers(key: str, wordings: Sequence[Wording]) -> list[Resolved]:
    """The instruments of a number bucket, by id."""
    return sorted((_resolved(key, n) for n in number_nodes(wordings)), key=lambda r: r.id)


def resolve_own(key: str, wordings: Sequence[Wording]) -> list[Resolved]:
    """The instrument that a document without number is."""
    if not wordings:
        return []
    issued = favourite((w.said.issued, w) for w in wordings)
    return [Resolved(key[1:], key, "", False, issued, (), tuple(wordings))]


def resolve_names(
    key: str, wordings: Sequence[Wording], bearers: Sequence[Candidate]
) -> tuple[list[Resolved], dict[Order, str]]:
    """The instruments of a name bucket, by id, and which wordings mean instruments of the first pass."""
    nodes = name_nodes(wordings, bearers)
    joined = {w.order: n.known[0] for n in nodes if n.known for w in n.wordings}
    return sorted((_resolved(key, n) for n in nodes if not n.known), key=lambda r: r.id), joined


def candidates(resolved: Resolved) -> dict[str, Candidate]:
    """By name key: the instrument as one that bears that name. All titles given count, not the favourite alone."""
    named: dict[str, list[Wording]] = {}
    for one in resolved.wordings:
        name = name_key(one.said.type, one.said.title)
        if name:
            named.setdefault(name, []).append(one)
    if not named:
        return {}
    code = codes.parse(next((w.said.code for w in resolved.wordings if w.said.code), None) or "")
    date = resolved.issued or (code.year if code else None) or ""
    issuer = naming_issuer(favourite((w.said.issuer, w) for w in resolved.wordings)) or ""
    return {
        n: Candidate(resolved.id, date, issuer, supporters(w), any(one.loaded for one in w))
        for n, w in sorted(named.items())
    }


Spoken = tuple[str, str]  # (file, local id): a cluster


def gathered(clusters: Iterable[Cluster]) -> dict[str, dict[bytes, tuple[Wording, list[Spoken]]]]:
    """By bucket, by what is said: the wording and the clusters that say so."""
    found: dict[str, dict[bytes, list[Cluster]]] = {}
    for cluster in clusters:
        found.setdefault(bucket(cluster), {}).setdefault(mark(cluster), []).append(cluster)
    return {
        key: {
            m: (wording(common(c[0]), files := {one.file for one in c}, len(files)), [(o.file, o.local) for o in c])
            for m, c in by_mark.items()
        }
        for key, by_mark in found.items()
    }


def meanings(clusters: Iterable[Cluster]) -> tuple[list[Resolved], dict[Spoken, str]]:
    """All instruments, by id, and which one each cluster means: what the incremental way must agree with."""
    said = gathered(clusters)
    found, joined = resolve_all({key: [w for w, _ in by_mark.values()] for key, by_mark in said.items()})
    meant = {(r.bucket, w.order): r.id for r in found for w in r.wordings}
    meant |= joined
    spoken = {}
    for key, by_mark in said.items():
        for one, places in by_mark.values():
            spoken.update(dict.fromkeys(places, meant[key, one.order]))
    return found, spoken


def resolve_all(said: Mapping[str, Sequence[Wording]]) -> tuple[list[Resolved], dict[tuple[str, Order], str]]:
    """The instruments of all buckets, by id, and which wordings (bucket, order) mean one of another bucket."""
    found: list[Resolved] = []
    bearers: dict[str, list[Candidate]] = {}
    for key in sorted(k for k in said if k[0] != "="):
        for resolved in (resolve_numbers if key[0] == "#" else resolve_own)(key, said[key]):
            found.append(resolved)
            for name, candidate in candidates(resolved).items():
                bearers.setdefault(name, []).append(candidate)
    joined: dict[tuple[str, Order], str] = {}
    for key in sorted(k for k in said if k[0] == "="):
        new, known = resolve_names(key, said[key], bearers.get(key[1:], []))
        found += new
        joined |= {(key, order): i for order, i in known.items()}
    return sorted(found, key=lambda r: r.id), joined


def _resolved(key: str, node: Node) -> Resolved:
    wordings = node.wordings
    code = favourite((w.said.code, w) for w in wordings)
    title = favourite((w.said.title, w) for w in wordings)
    issuer = node.facts.issuer or None
    name = instrument_id(wordings[0].said.type, code, node.facts.date or None, issuer, title)
    dates = {d for w in wordings if (d := w.said.issued) and len(d) == 10} - {node.facts.date}
    return Resolved(
        "~".join(p for p in (name, node.suffix) if p),
        key,
        node.facts.issuer if key[0] == "#" and node.facts.known else "",
        node.open,
        node.facts.date or None,
        tuple(sorted(dates)) if len(node.facts.date) == 10 else (),
        wordings,
    )
