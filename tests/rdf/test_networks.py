"""The graph for networkx, GraphML and JSON lines, and what `analyse` finds in it."""

import json
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from graph.canonical import graph_json, lines
from graph.networks import LINK_TYPES, NODE_TYPES, links, nodes, to_networkx
from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries.analysis import Finding, Wanted, analyse
from queries.answers import Reach
from queries.lineage import lineage
from tests.cli.making import family_store, phahe
from tests.graph.making import Made
from tests.queries.family import ROOT as NQ76
from tests.rdf.making import NAMES, store_of
from viz.graphml import graphml

PYTHON = {"string": str, "boolean": bool, "int": int, "double": float}
UBND = "UBND tỉnh Sơn La"


@pytest.mark.parametrize("name", NAMES)
def test_all_of_the_graph_is_in_the_network(name: str) -> None:
    """Instruments, bodies, tasks, targets and their links, as many as in graph.json; values of the documented types."""
    store = store_of(name)
    graph, whole = to_networkx(store), graph_json(store)
    kinds = [values["kind"] for _, values in graph.nodes(data=True)]
    counted = {k: kinds.count(k) for k in ("Instrument", "Organization", "Task", "Target")}
    assert counted == {
        "Instrument": len(whole["instruments"]), "Organization": len(whole["organizations"]),
        "Task": len(whole["tasks"]), "Target": len(whole["targets"]),
    }  # fmt: skip
    between = [
        (a, v["relation"], b, v["act"], v.get("valid_from"), v.get("valid_until"))
        for a, b, v in graph.edges(data=True)
        if "act" in v
    ]
    wanted = [
        (e["source"], e["relation"], e["target"], e["act"], e.get("from"), e.get("until")) for e in whole["edges"]
    ]
    assert sorted(between, key=str) == sorted(wanted, key=str)
    relations = [v["relation"] for *_, v in graph.edges(data=True)]
    assert relations.count("ASSIGNS") == len(whole["tasks"])
    assert relations.count("ASSIGNED_TO") == sum(len(t["assignees"]) for t in whole["tasks"])
    for types, values in (
        (NODE_TYPES, graph.nodes(data=True)),
        (LINK_TYPES, [(0, v) for *_, v in graph.edges(data=True)]),
    ):
        assert all(type(v) is PYTHON[types[k]] for _, some in values for k, v in some.items())


def test_a_network_of_instruments_alone() -> None:
    """For algorithms that know one kind of nodes; drafts only where asked for."""
    alone = to_networkx(store_of("family"), only_instruments=True)
    assert {v["kind"] for _, v in alone.nodes(data=True)} == {"Instrument"}
    assert alone.has_edge("ke-hoach~316-kh-ubnd~2025-12-09~ubnd-tinh-lang-son", NQ76, key="IMPLEMENTS")
    more = to_networkx(store_of("family"), drafts=True, only_instruments=True)
    assert more.number_of_edges() > alone.number_of_edges()


@pytest.mark.parametrize("name", NAMES)
def test_graphml_comes_back_with_its_types(name: str, tmp_path: Path) -> None:
    """Read by networkx it is the network again: strings, numbers and yes or no as they were."""
    store = store_of(name)
    content = b"".join(graphml(nodes(store), links(store)))
    (tmp_path / "g.graphml").write_bytes(content)
    back = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    graph = to_networkx(store)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    told = sorted((a, b, sorted(v.items())) for a, b, v in back.edges(data=True))
    assert told == sorted((a, b, sorted(v.items())) for a, b, v in graph.edges(data=True))
    assert back.is_directed()
    root = etree.fromstring(content)
    keys = [(k.get("for"), k.get("attr.name")) for k in root.iter("{*}key")]
    assert len(keys) == len(set(keys)) == len(NODE_TYPES) + len(LINK_TYPES)


# what Gephi's importer takes for itself (its page on GraphML and its source); 'label' is meant
_GEPHIS = {"x", "y", "z", "xpos", "ypos", "size", "r", "g", "b", "color", "weight", "edge weight", "id", "edgeid", "edgelabel"}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_graphml_is_what_gephi_and_yed_read(name: str) -> None:
    """Keys before the graph, of types that both know, under names that Gephi gives no meaning of its own; flat; nodes first."""
    store = store_of(name)
    root = etree.fromstring(b"".join(graphml(nodes(store), links(store))))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert [child.tag for child in root][-1] == f"{space}graph"
    keys = root.findall(f"{space}key")
    assert len(root) == len(keys) + 1
    assert {k.get("attr.type") for k in keys} <= {"boolean", "int", "long", "float", "double", "string"}
    for what in ("node", "edge"):
        named = [k.get("attr.name", "").lower() for k in keys if k.get("for") == what]
        assert len(set(named)) == len(named)
        assert not set(named) & _GEPHIS
        assert {k.get("id") for k in keys if k.get("for") == what} == {f"{what}_{n}" for n in named}
    graph = root[-1]
    assert graph.get("edgedefault") == "directed"
    known: set[str | None] = set()
    for part in graph:
        assert part.tag in {f"{space}node", f"{space}edge"}
        assert {child.tag for child in part} <= {f"{space}data"}
        if part.tag.endswith("node"):
            assert part.get("id") not in known
            known.add(part.get("id"))
        else:
            assert {part.get("source"), part.get("target")} <= known


def test_graphml_of_hostile_text() -> None:
    """Markup is text; what XML cannot hold is replaced."""
    made = Made("hostile")
    own = made.document("Kế hoạch", "5/KH-UBND", "2025-12-09", UBND, '<b>&"]]>\x07\x1b')
    made.task(own, "<task>&\x00", 'Sở "Tư pháp" <tỉnh> Sơn La')
    store = written(MemoryStore(), [(made.record(), "a")])
    root = etree.fromstring(b"".join(graphml(nodes(store), links(store))))
    texts = {d.text for d in root.iter("{*}data")}
    assert {'<b>&"]]>\ufffd\ufffd', "<task>&\ufffd"} <= texts


@pytest.mark.parametrize("name", NAMES)
def test_lines_hold_what_graph_json_holds(name: str) -> None:
    """One thing a line, with what it is; nothing else differs."""
    store = store_of(name)
    told = [json.loads(line) for line in lines(store)]
    whole = graph_json(store)
    for kind, key in (("instrument", "instruments"), ("edge", "edges"), ("target", "targets")):
        assert [{k: v for k, v in one.items() if k != "kind"} for one in told if one["kind"] == kind] == json.loads(
            json.dumps(whole[key])
        )
    assert [one["id"] for one in told if one["kind"] == "task"] == [t["id"] for t in whole["tasks"]]
    assert sum(1 for one in told if one["kind"] == "organization") == len(whole["organizations"])


def test_exports_by_the_command(tmp_path: Path) -> None:
    """`.graphml` and `.jsonl`; equal bytes twice."""
    family_store(tmp_path)
    for name in ("a.graphml", "a.jsonl"):
        written_once = []
        for _ in range(2):
            assert phahe("export", name, cwd=tmp_path).returncode == 0
            written_once.append((tmp_path / name).read_bytes())
        assert written_once[0] == written_once[1] != b""


# --- analyse


def say(key: str, **values: object) -> str:
    return f"{key} {values}"


def found(store: Store, *kinds: str, **wanted: object) -> list[Finding]:
    return analyse(store, say, Wanted(kinds, **wanted))  # type: ignore[arg-type]


def act(name: str, number: int, *claims: tuple[str, int], kind: str = "Quyết định", day: str = "2024-01-01") -> Made:
    """A decision of one body that claims relations to others by their numbers."""
    made = Made(name)
    own = made.document(kind, f"{number}/QĐ-UBND", day, UBND, f"Việc {number}")
    for relation, other in claims:
        made.claims(own, relation, made.cites("Quyết định", f"{other}/QĐ-UBND", "2024-01-01", UBND))
    return made


def of(number: int) -> str:
    return f"quyet-dinh~{number}-qd-ubnd~2024-01-01~ubnd-tinh-son-la"


def test_circles_are_errors() -> None:
    """What replaces itself, or rests on itself, through others: the shortest way round, with the quotes of each step."""
    made = [
        act("a", 1, ("REPLACES", 2)), act("b", 2, ("REPLACES", 1), ("REPLACES", 9)),
        act("c", 3, ("BASED_ON", 4)), act("d", 4, ("BASED_ON", 5)), act("e", 5, ("BASED_ON", 3), ("BASED_ON", 9)),
        act("f", 6, ("AMENDS", 7)), act("g", 7, ("AMENDS", 6)),
    ]  # fmt: skip
    records = [(m.record(), m.name) for m in made]
    for some in (records, records[::-1]):
        rows = found(written(MemoryStore(), some), "cycle")
        assert [(r.severity, r.count, r.instruments) for r in rows] == [
            ("error", 2, [of(1), of(2)]),
            ("error", 3, [of(3), of(4), of(5)]),
        ]
        assert [[e.document for e in r.evidence] for r in rows] == [r.instruments for r in rows]
        assert "analysis.REPLACES" in rows[0].message
    assert not found(store_of("samples"), "cycle")


def test_most_cited_counts_instruments_not_quotes() -> None:
    """One that names twice counts once; of equals the smaller id first."""
    made = [
        act("a", 1, ("CITES", 8), ("AMENDS", 8)),
        act("b", 2, ("CITES", 8), ("CITES", 7)),
        act("c", 3, ("CITES", 7)),
    ]
    made.append(act("d", 4, ("CITES", 7)))
    rows = found(written(MemoryStore(), [(m.record(), m.name) for m in made]), "most_cited", most=2)
    assert [(r.count, r.instruments) for r in rows] == [(3, [of(7)]), (2, [of(8)])]
    assert all(e.text for r in rows for e in r.evidence)


def test_what_joins_party_and_state() -> None:
    """By the text's nature where it is loaded, by its issuer else; what nobody is known to have issued joins nothing."""
    made = act("a", 1)
    own = made.documents[0].id
    made.claims(own, "IMPLEMENTS", made.cites("Nghị quyết", "57-NQ/TW", "2024-12-22", "Bộ Chính trị"))
    made.claims(own, "CITES", made.cites("Nghị quyết", "9/NQ-X", "2024-12-22", "Hội Người yêu thơ"))
    rows = found(written(MemoryStore(), [(made.record(), "a")]), "party_and_state")
    assert [(r.count, r.instruments) for r in rows] == [(1, ["nghi-quyet~57-nq-tw~2024-12-22~bo-chinh-tri", of(1)])]
    assert [e.document for e in rows[0].evidence] == [of(1)]
    joined = {r.instruments[0]: set(r.instruments[1:]) for r in found(store_of("samples"), "party_and_state")}
    assert (
        "quyet-dinh~4150-qd-ubnd~2021-11-12~ubnd-tinh-nghe-an"
        in joined["nghi-quyet~12-nq-tu~2021-09-28~tinh-uy-nghe-an"]
    )


def test_plans_whose_basis_is_not_loaded() -> None:
    """Of loaded plans and decisions only, with the words that name the basis; a loaded basis is none of them."""
    made = [act("a", 1, ("BASED_ON", 2), ("IMPLEMENTS", 3)), act("b", 2), act("c", 5, ("BASED_ON", 9), kind="Báo cáo")]
    (row,) = found(written(MemoryStore(), [(m.record(), m.name) for m in made]), "basis_not_loaded")
    assert (row.count, row.instruments) == (1, [of(1), of(3)])
    assert [e.text for e in row.evidence] == [f"d1 IMPLEMENTS {of(3)}"]


def test_levels_of_descent_are_those_of_lineage() -> None:
    """Level by level what `lineage --direction down` has at that hop; by default from the most cited one."""
    store = store_of("samples")
    rows = found(store, "descent", root=store.instruments([NQ76])[NQ76])
    assert [r.instruments[0] for r in rows] == [NQ76] * len(rows)
    hops = lineage(store, store.instruments([NQ76])[NQ76], Reach(direction="down")).nodes
    for level, row in enumerate(rows, 1):
        assert sorted(row.instruments[1:]) == sorted(n.id for n in hops if n.hop == level)
        assert row.count == len(row.instruments) - 1
    assert len(rows) > 2
    assert found(store, "descent") == rows


def test_the_command(tmp_path: Path) -> None:
    """In words under headings, in both languages, as rows; of kinds and roots that are asked for; findings are no errors."""
    family_store(tmp_path)
    vi = phahe("analyse", cwd=tmp_path).stdout.decode()
    assert "== Được dẫn nhiều nhất ==" in vi
    assert "văn bản dẫn đến" in vi
    en = phahe("analyse", "--lang", "en", "--kind", "most_cited", cwd=tmp_path)
    assert en.returncode == 0
    assert "instruments lead to it" in en.stdout.decode()
    rows = json.loads(
        phahe("analyse", "--root", "9/CT-TTg", "--kind", "descent", "--format", "json", cwd=tmp_path).stdout
    )
    assert [(r["kind"], r["count"]) for r in rows] == [("descent", 1)]
    assert phahe("analyse", "--root", "1/XX", cwd=tmp_path).returncode == 1
    assert phahe("analyse", "--kind", "x", cwd=tmp_path).returncode == 2
