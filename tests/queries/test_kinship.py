"""Implementers and lineage: chains, both halves of a decision and its plan, drafts, limits."""

import pytest

from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries import lineage as walking
from queries.answers import Reach
from queries.finding import one
from queries.implementers import implementers
from queries.lineage import lineage
from tests.graph.making import Made
from tests.queries.family import (
    DECISION_Y,
    DIRECTIVE,
    PLAN_X,
    PLAN_Y,
    RESOLUTION,
    ROOT,
    SUB_PLAN,
    family_store,
)

__all__ = ["family_store"]


def chains(store: Store, drafts: bool = False) -> dict[str, list[str]]:
    return {r.id: r.chain for r in implementers(store, one(store, ROOT), drafts).rows}


def test_who_carries_it_out(store: Store) -> None:
    """Plans directly, the decision through its plan, a plan through a directive; the directive is not listed."""
    assert chains(store) == {
        PLAN_X: [PLAN_X, ROOT],
        PLAN_Y: [PLAN_Y, ROOT],
        SUB_PLAN: [SUB_PLAN, DIRECTIVE, ROOT],
        DECISION_Y: [DECISION_Y, PLAN_Y, ROOT],
    }


def test_each_step_has_its_quote(store: Store) -> None:
    """Evidence stands in the order of the chain, and is the text's own."""
    for row in implementers(store, one(store, ROOT)).rows:
        assert len(row.evidence) == len(row.chain) - 1
        assert row.direct == (len(row.chain) == 2)
        assert all(store.text(e.file, e.start, e.end) == e.text for e in row.evidence)


def test_the_root_s_own_decision_is_not_listed(store: Store) -> None:
    """A decision does not carry out the plan that it issues; who carries out the one carries out the other."""
    assert implementers(store, one(store, PLAN_Y)).rows == []
    made = Made("below")
    own = made.document("Kế hoạch", "8/KH-UBND", "2024-05-05", "UBND huyện Mộc Châu")
    cited = made.cites("Quyết định", "2407/QĐ-UBND", "2022-10-21", "UBND tỉnh Sơn La")
    plan = Made("y2")
    decision = plan.document("Quyết định", "2407/QĐ-UBND", "2022-10-21", "UBND tỉnh Sơn La")
    issued = plan.document("Kế hoạch", "57/KH-UBND", "2022-10-21", "UBND tỉnh Sơn La")
    records = [made.claims(own, "IMPLEMENTS", cited).record(), plan.claims(decision, "PROMULGATES", issued).record()]
    mine = written(MemoryStore(), [(r, r.source) for r in records])
    found = implementers(mine, one(mine, "57/KH-UBND")).rows
    assert [len(r.chain) for r in found] == [3]
    assert found[0].code == "8/KH-UBND"


def test_only_the_first_of_them(store: Store) -> None:
    """Asked for a few it gives the first of all, and says that there are more; asked for as many as there are, all."""
    whole = implementers(store, one(store, ROOT))
    assert not whole.truncated
    for most in range(1, len(whole.rows)):
        some = implementers(store, one(store, ROOT), most=most)
        assert some.rows == whole.rows[:most]
        assert some.truncated
    assert implementers(store, one(store, ROOT), most=20) == whole


def test_drafts_and_plans_for_later_do_not_count(store: Store) -> None:
    """A draft counts where asked for; an act that is only planned never does."""
    assert not any("99-kh" in i for i in chains(store))
    assert any("99-kh" in i for i in chains(store, drafts=True))
    assert implementers(store, one(store, "9/KH-BNV")).rows == []


def test_circles_end() -> None:
    """Two plans that carry each other out do not hold anybody up."""
    a, b = Made("a"), Made("b")
    codes = (
        ("Kế hoạch", "1/KH-UBND", "2024-01-01", "UBND tỉnh A"),
        ("Kế hoạch", "2/KH-UBND", "2024-01-02", "UBND tỉnh B"),
    )
    a.claims(a.document(*codes[0]), "IMPLEMENTS", a.cites(*codes[1]))
    b.claims(b.document(*codes[1]), "IMPLEMENTS", b.cites(*codes[0]))
    mine = written(MemoryStore(), [(r, r.source) for r in (a.record(), b.record())])
    assert [r.code for r in implementers(mine, one(mine, "1/KH-UBND")).rows] == ["2/KH-UBND"]
    assert len(lineage(mine, one(mine, "1/KH-UBND")).nodes) == 2


def test_up_and_down(store: Store) -> None:
    """Up is what it rests on, down what rests on it; siblings are not kin; a bare citation is no descent."""
    up = lineage(store, one(store, PLAN_X), Reach(direction="up"))
    assert {n.id: n.hop for n in up.nodes} == {PLAN_X: 0, ROOT: 1, "luat~to-chuc-chinh-quyen-dia-phuong~2025": 1}
    down = lineage(store, one(store, ROOT), Reach(direction="down", depth=2))
    assert {n.id: n.hop for n in down.nodes} == {
        ROOT: 0,
        PLAN_X: 1,
        PLAN_Y: 1,
        DIRECTIVE: 1,
        DECISION_Y: 2,
        SUB_PLAN: 2,
    }
    assert not down.truncated
    assert all(e.evidence for e in down.edges)
    both = lineage(store, one(store, PLAN_X), Reach(direction="both"))
    assert {n.id for n in both.nodes} == {n.id for n in up.nodes}


def test_a_decision_s_plan_leads_up(store: Store) -> None:
    """A decision and its plan are one act: the decision comes from what its plan carries out."""
    up = lineage(store, one(store, DECISION_Y), Reach(direction="up", relations=("IMPLEMENTS", "PROMULGATES")))
    assert {n.id: n.hop for n in up.nodes} == {DECISION_Y: 0, PLAN_Y: 1, ROOT: 2}


def test_what_a_decision_issues_is_not_above_it(store: Store) -> None:
    """The root's other half is a bridge: it stands above, or below, only where it leads to something else."""
    near = lineage(store, one(store, DECISION_Y), Reach(direction="up", depth=1))
    assert [n.id for n in near.nodes] == [DECISION_Y]
    assert not near.edges
    below = lineage(store, one(store, DECISION_Y), Reach(direction="both", depth=1))
    assert [(e.source, e.relation, e.target) for e in below.edges] == [(DECISION_Y, "PROMULGATES", PLAN_Y)]
    down = lineage(store, one(store, PLAN_Y), Reach(direction="down", depth=3))
    assert [n.id for n in down.nodes] == [PLAN_Y]
    made = Made("r")
    decision = made.document("Quyết định", "5/QĐ-UBND", "2024-05-05", "UBND tỉnh Sơn La")
    rules = made.document("Quy chế", None, "2024-05-05", "UBND tỉnh Sơn La", "Làm việc")
    law = made.cites("Luật", "1/2024/QH15", "2024-01-01", "Quốc hội")
    record = (
        made.claims(decision, "PROMULGATES", rules).claims(decision, "BASED_ON", law).claims(rules, "BASED_ON", law)
    )
    mine = written(MemoryStore(), [(record.record(), "r")])
    up = lineage(mine, one(mine, "5/QĐ-UBND"), Reach(direction="up"))
    assert [n.code for n in up.nodes] == ["5/QĐ-UBND", "1/2024/QH15"]


def test_depth_and_relations_limit(store: Store) -> None:
    """One hop is one hop, and only along the relations asked for."""
    near = lineage(store, one(store, ROOT), Reach(direction="down", depth=1))
    assert max(n.hop for n in near.nodes) == 1
    assert len(lineage(store, one(store, ROOT), Reach(relations=("REPEALS",))).nodes) == 1


def test_a_cut_is_stated(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    """More edges or nodes than the limit: the answer is cut and says so."""
    monkeypatch.setattr(walking, "MOST_NODES", 3)
    cut = lineage(store, one(store, ROOT), Reach(direction="down"))
    assert cut.truncated
    assert len(cut.nodes) == 3
    assert {e.source for e in cut.edges} <= {n.id for n in cut.nodes}


def test_a_hub_is_cut(store: Store) -> None:
    """More than 50 edges at one node are cut, and said."""
    records = []
    for n in range(60):
        made = Made(f"p{n}")
        made.claims(
            made.document("Kế hoạch", f"{n + 1}/KH-UBND", "2024-01-01", "UBND tỉnh X"),
            "IMPLEMENTS",
            made.cites(*RESOLUTION),
        )
        records.append((made.record(), f"p{n}"))
    hub = written(MemoryStore(), records)
    found = lineage(hub, one(hub, ROOT), Reach(direction="down"))
    assert found.truncated
    assert len(found.nodes) == 51
    assert len(implementers(hub, one(hub, ROOT)).rows) == 60
