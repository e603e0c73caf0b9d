"""Bodies of one name in two times: apart in the graph, together in the answer, which names each."""

from itertools import permutations
from pathlib import Path

from graph.canonical import export, graph_json
from graph.record import Record
from graph.store.memory import MemoryStore
from graph.store.opening import open_store
from graph.store.port import written
from queries import tasks as asked
from queries.stats import stats
from tests.graph.making import Made
from viz.entries import Frame
from viz.labels import labels
from viz.tables import tasks as shown

NAME, PLACE = "Sở Tư pháp tỉnh Lâm Đồng", "tỉnh Lâm Đồng"
BEFORE, SINCE, UNKNOWN = (
    "so-tu-phap-tinh-lam-dong~den-2025-06-30", "so-tu-phap-tinh-lam-dong~2025-07-01", "so-tu-phap-tinh-lam-dong",
)  # fmt: skip


def plan(code: str, issued: str | None) -> Record:
    made = Made(code.replace("/", "-"))
    own = made.document("Kế hoạch", code, issued, f"UBND {PLACE}", "Kế hoạch công tác", place=PLACE)
    return made.task(own, f"Rà soát theo {code}", NAME).record()


PLANS = [plan("11/KH-UBND", "2024-02-03"), plan("12/KH-UBND", "2025-12-09"), plan("13/KH-UBND", None)]


def loaded(records: list[Record]) -> MemoryStore:
    store = MemoryStore()
    written(store, [(r, f"/made/{r.source}") for r in records])
    return store


def test_the_body_before_and_after_are_two_in_the_graph() -> None:
    """Export and counts have a body for each version, and one where the document's date is not known."""
    store = loaded(PLANS)
    found = {b["id"]: (b["name"], b.get("kind"), b.get("place")) for b in graph_json(store)["organizations"]}
    assert found == {
        BEFORE: (NAME, "so-tu-phap", "68"),
        SINCE: (NAME, "so-tu-phap", "68@2025-07-01"),
        UNKNOWN: (NAME, "so-tu-phap", None),
    }
    assert stats(store).organizations == 3


def test_a_name_finds_all_versions_and_the_answer_names_each() -> None:
    """`tasks --organization` gives the tasks of every version; id and table say which is meant."""
    answer = asked.tasks(loaded(PLANS), asked.Asked(organization="Sở Tư pháp Lâm Đồng")).rows
    assert sorted(a.id for t in answer for a in t.assignees) == [UNKNOWN, SINCE, BEFORE]
    assert {a.organization for t in answer for a in t.assignees} == {NAME}
    lines = [dict(e.facts)["cơ quan"] for e in shown(answer, Frame(labels("vi")))]
    assert sum("từ 1/7/2025" in line for line in lines) == 1
    assert sum("đến 30/6/2025" in line for line in lines) == 1


def test_neither_order_nor_removal_shows(tmp_path: Path) -> None:
    """Any order gives the same bytes in both stores, and what is forgotten leaves nothing."""
    whole = export(loaded(PLANS))
    for number, order in enumerate(permutations(PLANS)):
        assert export(loaded(list(order))) == whole
        store = open_store(str(tmp_path / f"{number}.db"))
        written(store, [(r, f"/made/{r.source}") for r in order])
        assert export(store) == whole
        with store.write() as writer:
            writer.drop(f"/made/{order[0].source}")
        assert export(store) == export(loaded(list(order[1:])))
        store.rebuild()
        assert export(store) == export(loaded(list(order[1:])))
        store.close()
