"""`tasks` by place, document and deadline, through collectives, and duties to issue."""

from typing import Any

import pytest
from msgspec import UNSET

from graph.record import Due, Record
from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries.answers import TaskAnswer
from queries.coverage import NoSuchPlace
from queries.tasks import Asked, NoSuchBody
from queries.tasks import tasks as ask
from tests.graph.making import Made

PROGRAMME = ("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")
NGHE_AN, LANG_SON = "UBND tỉnh Nghệ An", "UBND tỉnh Lạng Sơn"


def monthly(words: str = "hằng tháng") -> dict[str, Any]:
    return {"deadline": words, "due": [Due(kind="recurring", start=None, end=None, recurrence="monthly", event=None)]}


def fixed(end: str) -> dict[str, Any]:
    return {"deadline": end, "due": [Due(kind="fixed", start=None, end=end, recurrence=None, event=None)]}


def province_plan() -> Record:
    made = Made("province")
    own = made.document(
        "Kế hoạch", "9/KH-UBND", "2026-01-05", NGHE_AN, "Cải cách hành chính", place="tỉnh Nghệ An", period=(2026, 2026)
    )
    made.claims(own, "IMPLEMENTS", made.cites(*PROGRAMME))
    made.task(
        own,
        "Xây dựng kế hoạch của cơ quan, địa phương",
        "Các sở, ban, ngành",
        "UBND các xã, phường",
        role="responsible",
    )
    made.task(own, "Báo cáo UBND tỉnh", "UBND cấp xã", role="responsible", **monthly("trước ngày 20 hằng tháng"))
    made.task(own, "Chủ trì rà soát", "Sở Tư pháp tỉnh Nghệ An", **fixed("2026-06-30"))
    made.task(own, "Phối hợp", "Các sở, ngành có liên quan", role="coordinate", **fixed("2026-03-31"))
    made.task(own, "Theo dõi thường xuyên", "Sở Tư pháp tỉnh Nghệ An")
    made.task(own, "Tham mưu UBND tỉnh ban hành Quyết định phân cấp quản lý rừng", "Sở Nội vụ tỉnh Nghệ An")
    return made.record()


def others() -> list[Record]:
    commune = Made("commune")
    own = commune.document(
        "Kế hoạch", "12/KH-UBND", "2026-01-20", "UBND xã Kim Liên", "Cải cách hành chính năm 2026",
        place="xã Kim Liên, tỉnh Nghệ An",
    )  # fmt: skip
    commune.claims(own, "IMPLEMENTS", commune.cites("Kế hoạch", "9/KH-UBND", "2026-01-05", NGHE_AN))
    other = Made("other")
    own = other.document("Kế hoạch", "3/KH-UBND", "2026-02-02", LANG_SON, "Cải cách", place="tỉnh Lạng Sơn")
    other.claims(own, "IMPLEMENTS", other.cites(*PROGRAMME))
    other.task(own, "Rà soát thủ tục", "Các sở, ban, ngành", role="responsible")
    central = Made("central")
    own = central.document("Chỉ thị", "5/CT-TTg", "2025-05-05", "Thủ tướng Chính phủ", "Đẩy mạnh cải cách")
    central.task(own, "Đôn đốc", "Các bộ, ngành, địa phương", role="responsible")
    central.task(own, "Bố trí kinh phí", "UBND tỉnh Lạng Sơn")
    decision = Made("decision")
    own = decision.document(
        "Quyết định", "44/QĐ-UBND", "2026-05-05", NGHE_AN, "Phân cấp quản lý rừng phòng hộ", place="tỉnh Nghệ An"
    )
    decision.claims(own, "BASED_ON", decision.cites("Kế hoạch", "9/KH-UBND", "2026-01-05", NGHE_AN))
    return [made.record() for made in (commune, other, central, decision)]


@pytest.fixture(scope="module")
def store() -> Store:
    return written(MemoryStore(), [(r, r.source) for r in (province_plan(), *others())])


def tasks(store: Store, organization: str | None = None, **narrowed: Any) -> list[TaskAnswer]:
    return ask(store, Asked(organization=organization, **narrowed)).rows


def texts(rows: list[TaskAnswer]) -> set[str]:
    return {r.text for r in rows}


def test_all_of_them(store: Store) -> None:
    """Without a body every task is an answer; roles and documents narrow."""
    assert len(tasks(store)) == 9
    assert texts(tasks(store, roles=("coordinate",))) == {"Phối hợp"}
    assert len(tasks(store, documents=("ke-hoach~9-kh-ubnd~2026-01-05~ubnd-tinh-nghe-an",))) == 6
    assert tasks(store, documents=()) == []


def test_by_place(store: Store) -> None:
    """Documents of the place and of what lies in it, and what others lay on bodies of the place."""
    assert len(tasks(store, place="Nghệ An")) == 6
    assert texts(tasks(store, place="tỉnh Lạng Sơn")) == {"Rà soát thủ tục", "Bố trí kinh phí"}
    assert tasks(store, place="tỉnh Sơn La") == []
    with pytest.raises(NoSuchPlace):
        tasks(store, place="nơi nào")


def test_a_department_is_a_member(store: Store) -> None:
    """Of 'Các sở, ban, ngành' of its own province, with `via`; not of those 'có liên quan', nor of another province's."""
    rows = tasks(store, "Sở Tư pháp tỉnh Nghệ An", include="collectives")
    assert texts(rows) == {"Xây dựng kế hoạch của cơ quan, địa phương", "Chủ trì rà soát", "Theo dõi thường xuyên"}
    (mine,) = [a for r in rows for a in r.assignees if a.via]
    assert (mine.organization, mine.via, mine.role) == ("Sở Tư pháp tỉnh Nghệ An", "Các sở, ban, ngành", "responsible")
    assert texts(tasks(store, "Sở Tư pháp tỉnh Nghệ An")) == {"Chủ trì rà soát", "Theo dõi thường xuyên"}


def test_members_that_no_document_names(store: Store) -> None:
    """Sở Tài chính is named nowhere, and yet one of 'Các sở, ban, ngành'; without collectives nobody knows it."""
    assert texts(tasks(store, "so tai chinh lang son", include="collectives")) == {"Rà soát thủ tục"}
    assert len(tasks(store, "Sở Tài chính", include="collectives")) == 2
    with pytest.raises(NoSuchBody):
        tasks(store, "Sở Tài chính")
    with pytest.raises(NoSuchBody):
        tasks(store, "Hội Người mù", include="collectives")


def test_communes_provinces_and_ministries(store: Store) -> None:
    """A commune is one of 'UBND cấp xã' and 'UBND các xã, phường'; a province is a 'địa phương' of the Government's."""
    commune = tasks(store, "UBND xã Kim Liên, tỉnh Nghệ An", include="collectives")
    assert texts(commune) == {"Xây dựng kế hoạch của cơ quan, địa phương", "Báo cáo UBND tỉnh"}
    assert texts(tasks(store, "Bộ Tư pháp", include="collectives")) == {"Đôn đốc"}
    assert texts(tasks(store, "UBND tỉnh Sơn La", include="collectives")) == {"Đôn đốc"}
    assert texts(tasks(store, LANG_SON, include="collectives")) == {"Đôn đốc", "Bố trí kinh phí"}


def test_recurring_deadlines_are_expanded(store: Store) -> None:
    """Up to the day asked for, it included, within the document's period, in the order of the first day."""
    rows = tasks(store, due_before="2026-06-30")
    assert [(r.text, r.deadlines) for r in rows] == [
        ("Báo cáo UBND tỉnh", [f"2026-0{m}-20" for m in range(1, 7)]),
        ("Phối hợp", ["2026-03-31"]),
        ("Chủ trì rà soát", ["2026-06-30"]),
    ]
    later = tasks(store, due_before="2030")
    assert len(later[0].deadlines or []) == 12


def test_from_a_day_on(store: Store) -> None:
    """What is due before it is left out; without a last day what recurs is expanded for a year, what is fixed is not cut."""
    rows = tasks(store, due_after="2026-05", due_before="2026-06-30")
    assert [(r.text, r.deadlines) for r in rows] == [
        ("Báo cáo UBND tỉnh", ["2026-05-20", "2026-06-20"]),
        ("Chủ trì rà soát", ["2026-06-30"]),
    ]
    assert [len(r.deadlines or []) for r in tasks(store, due_after="2026-10-21")] == [2]
    assert texts(tasks(store, due_after="1999")) == {"Chủ trì rà soát", "Phối hợp"}


def test_what_presses_stands_first(store: Store) -> None:
    """By the real day; what recurs apart from it, and what says no day last, each in the order of their documents."""
    rows = tasks(store, NGHE_AN.replace("UBND", "Sở Tư pháp"), include="collectives", order="deadline")
    assert [r.text for r in rows] == [
        "Chủ trì rà soát", "Xây dựng kế hoạch của cơ quan, địa phương", "Theo dõi thường xuyên",
    ]  # fmt: skip
    everything = [r.text for r in tasks(store, order="deadline")]
    assert everything[:3] == ["Phối hợp", "Chủ trì rà soát", "Báo cáo UBND tỉnh"]
    assert sorted(everything) == sorted(r.text for r in tasks(store))
    assert [r.text for r in tasks(store, due_before="2026-02")] == ["Báo cáo UBND tỉnh"]
    assert ask(store, Asked(due_before="2026-06-30")).undated == 6


def test_a_duty_to_issue_and_what_fulfils_it(store: Store) -> None:
    """The commune's plan fulfils the province's order to plan, the province's decision what Sở Nội vụ drafts."""
    rows = {r.text: r.duty for r in tasks(store, duty_to_issue=True)}
    plan = rows["Xây dựng kế hoạch của cơ quan, địa phương"]
    assert plan
    assert (plan.types, plan.words) == (["Kế hoạch"], ["Xây dựng kế hoạch"])
    assert [f.issuer for f in plan.fulfilled_by] == ["UBND xã Kim Liên"]
    assert plan.fulfilled_by[0].evidence[0].text
    decision = rows["Tham mưu UBND tỉnh ban hành Quyết định phân cấp quản lý rừng"]
    assert decision
    assert [f.code for f in decision.fulfilled_by] == ["44/QĐ-UBND"]
    assert set(rows) == {
        "Xây dựng kế hoạch của cơ quan, địa phương",
        "Tham mưu UBND tỉnh ban hành Quyết định phân cấp quản lý rừng",
    }


def test_a_duty_that_nothing_fulfils() -> None:
    """Without the other documents the list is empty, which is not the same as no duty; nor does an older plan fulfil it."""
    store = written(MemoryStore(), [(province_plan(), "a"), (_older(), "b")])
    duties = [r.duty for r in tasks(store, duty_to_issue=True)]
    assert [d.fulfilled_by for d in duties if d] == [[], []]
    assert all(r.duty is UNSET for r in tasks(store))


def _older() -> Record:
    made = Made("older")
    own = made.document(
        "Kế hoạch", "2/KH-UBND", "2024-01-20", "UBND xã Kim Liên", "Cải cách", place="xã Kim Liên, tỉnh Nghệ An"
    )
    return made.claims(own, "IMPLEMENTS", made.cites(*PROGRAMME)).record()
