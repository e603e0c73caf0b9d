"""`path`, `missing` and `search` over a made-up family."""

import pytest

from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries.finding import one
from queries.missing import NoSuchType, missing
from queries.path import path
from queries.search import search
from tests.graph.making import Made
from tests.queries.family import DECISION_Y, DIRECTIVE, PLAN_X, PLAN_Y, ROOT, SUB_PLAN, family_store

__all__ = ["family_store"]


def between(store: Store, a: str, b: str, **given: object) -> tuple[list[tuple[str, int]], list[str], bool]:
    found = path(store, (one(store, a), one(store, b)), **given)  # type: ignore[arg-type]
    return [(n.id, n.hop) for n in found.nodes], [e.relation for e in found.edges], found.truncated


def test_the_shortest_chain_whichever_way_relations_point(store: Store) -> None:
    """Two plans of one resolution meet there; every step has its quote."""
    nodes, relations, _ = between(store, PLAN_X, SUB_PLAN)
    assert nodes == [(PLAN_X, 0), (ROOT, 1), (DIRECTIVE, 2), (SUB_PLAN, 3)]
    assert relations == ["IMPLEMENTS"] * 3
    found = path(store, (one(store, PLAN_X), one(store, SUB_PLAN)))
    assert (found.start, found.end) == (PLAN_X, SUB_PLAN)
    assert all(e.evidence for e in found.edges)


def test_turned_round_it_is_the_same_chain(store: Store) -> None:
    """From B to A the same instruments and relations, counted from B."""
    there, back = between(store, PLAN_X, SUB_PLAN), between(store, SUB_PLAN, PLAN_X)
    assert back[0] == [(i, 3 - hop) for i, hop in reversed(there[0])]
    assert back[1] == there[1]


def test_no_chain(store: Store) -> None:
    """Within too few hops, along other relations, or to what stands alone: the ends, and no relation."""
    assert between(store, PLAN_X, SUB_PLAN, depth=2)[1] == []
    assert between(store, PLAN_X, DIRECTIVE, relations=("REPLACES",))[1] == []
    assert between(store, PLAN_X, "35/KH-UBND Sơn La")[:2] == ([(PLAN_X, 0)], [])
    assert between(store, ROOT, ROOT) == ([(ROOT, 0)], [], False)
    assert between(store, PLAN_Y, DECISION_Y)[1] == ["PROMULGATES"]


def test_all_chains_of_the_shortest_length() -> None:
    """Two ways of the same length are both shown, a longer one is not."""
    made = Made("two")
    own = made.document("Kế hoạch", "1/KH-UBND", "2022-01-02", "UBND tỉnh Sơn La", "A", place="tỉnh Sơn La")
    ends = [made.cites("Nghị định", f"{n}/2020/NĐ-CP", "2020-01-02", "Chính phủ") for n in (1, 2, 3)]
    last = made.cites("Luật", "5/2019/QH14", "2019-01-02", "Quốc hội")
    for end in ends[:2]:
        made.claims(own, "BASED_ON", end).claims(end, "GUIDES", last)
    made.claims(own, "BASED_ON", ends[2]).claims(ends[2], "GUIDES", ends[0])
    store = written(MemoryStore(), [(made.record(), "a")])
    nodes, relations, cut = between(store, "1/KH-UBND", "5/2019/QH14")
    assert [hop for _, hop in nodes] == [0, 1, 1, 2]
    assert (sorted(relations), cut) == (["BASED_ON", "BASED_ON", "GUIDES", "GUIDES"], False)


def test_what_is_named_and_not_loaded(store: Store) -> None:
    """The most named first, with the documents that name it; drafts only where asked for."""
    found = missing(store)
    assert (found.rows[0].id, found.rows[0].cited_by, found.truncated) == (ROOT, 3, False)
    assert found.rows[0].documents == sorted([PLAN_X, PLAN_Y, DIRECTIVE]) or DECISION_Y in found.rows[0].documents
    assert all(not r.loaded and r.cited_by == len(r.documents) for r in found.rows)
    assert missing(store, drafts=True).rows[0].cited_by == 4
    assert (
        [r.type for r in missing(store, ["luat"]).rows] == ["Luật"] == [r.type for r in missing(store, ["Luật"]).rows]
    )
    assert {r.type for r in missing(store, ["NQ"]).rows} == {"Nghị quyết"}
    assert len(missing(store, most=1).rows) == 1
    assert missing(store, most=1).truncated
    with pytest.raises(NoSuchType):
        missing(store, ["không có"])


def kinds_of(store: Store, words: str, **given: object) -> list[tuple[str, str]]:
    return [(h.kind, h.id) for h in search(store, words, **given).rows]  # type: ignore[arg-type]


def test_search_with_and_without_marks(store: Store) -> None:
    """The same hits whatever the marks and case; instruments, bodies, tasks."""
    assert kinds_of(store, "Cải cách") == kinds_of(store, "cai cach") == kinds_of(store, "CAI CACH")
    assert kinds_of(store, "sở tư pháp")[0][0] == "organization"
    (task,) = [h for h in search(store, "tham muu").rows if h.kind == "task"]
    assert (task.snippet, task.document, task.evidence and task.evidence[0].text) == (
        "Chủ trì tham mưu",
        PLAN_X,
        "Chủ trì tham mưu",
    )
    assert kinds_of(store, "không có gì") == []


def test_search_ranks_the_exact_number_first(store: Store) -> None:
    """A number with its symbol goes before words; a whole citation is understood."""
    assert kinds_of(store, "76/NQ-CP")[0] == ("instrument", ROOT)
    assert kinds_of(store, "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ")[0] == ("instrument", ROOT)
    assert kinds_of(store, "35/KH-UBND", kinds=["instrument"])[0][1] == SUB_PLAN.replace(
        "2023-02-01~ubnd-thanh-pho-hue", "2023-02-01~ubnd-thanh-pho-hue"
    )


def test_search_cuts_and_counts(store: Store) -> None:
    """A limit cuts after the order, and what was found is counted; drafts are found only where asked for."""
    found = search(store, "ke hoach", most=2)
    assert (len(found.rows), found.truncated, found.counts["instrument"] > 2) == (2, True, True)
    assert kinds_of(store, "du thao") == []
    assert kinds_of(store, "gop y", drafts=True)[0][0] == "task"
    assert kinds_of(store, "tu phap", kinds=["organization"]) == [
        k for k in kinds_of(store, "tu phap") if k[0] == "organization"
    ]
