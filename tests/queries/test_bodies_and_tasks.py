"""Bodies by name, and what they must do."""

from typing import Any

import pytest

from graph.store.port import Store
from queries.answers import TaskAnswer
from queries.bodies import fits, matching
from queries.tasks import Asked, NoSuchBody
from queries.tasks import tasks as ask
from tests.queries.family import PLAN_X, family_store

__all__ = ["family_store"]
LS = "Sở Tư pháp tỉnh Lạng Sơn"


def tasks(store: Store, organization: str | None = None, drafts: bool = False, **narrowed: Any) -> list[TaskAnswer]:
    return ask(store, Asked(organization=organization, **narrowed), drafts).rows


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        (LS, "Sở Tư pháp"),
        (LS, "so tu phap"),
        (LS, "Sở TP"),
        (LS, "SỞ TƯ PHÁP TỈNH LẠNG SƠN"),
        (LS, "Sở Tư pháp Lạng Sơn"),
        (LS, "Sở Tư pháp của tỉnh Lạng Sơn"),
        ("UBND tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh"),
        ("UBND tỉnh Lạng Sơn", "uy ban nhan dan tinh lang son"),
        ("UBND tỉnh Lạng Sơn", "UBND"),
        ("UBND thành phố Huế", "UBND TP Huế"),
        ("Bộ Tư pháp", "bo tu phap"),
        ("Trung tâm Đổi mới tỉnh Lạng Sơn", "Trung tâm Đổi mới"),
    ],
)
def test_a_body_by_its_name(name: str, asked: str) -> None:
    """With or without place, marks, abbreviations."""
    assert fits(name, asked)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Trung tâm Trợ giúp pháp lý, Sở Tư pháp tỉnh Lạng Sơn", "Sở Tư pháp"),
        (LS, "Sở Tư pháp tỉnh Sơn La"),
        (LS, "Sở Tài chính"),
        (LS, "Bộ Tư pháp"),
        (LS, "Sở"),
        ("Sở Tài chính tỉnh Lạng Sơn", "Sở Tư pháp tỉnh Lạng Sơn"),
        ("Văn phòng UBND tỉnh Lạng Sơn", "UBND tỉnh"),
        ("UBND huyện Văn Quan", "UBND tỉnh"),
        ("Phòng Tư pháp huyện Văn Quan", "Sở Tư pháp"),
    ],
)
def test_another_body(name: str, asked: str) -> None:
    """A body within another, of another place or kind, is another."""
    assert not fits(name, asked)


def test_tasks_of_every_province(store: Store) -> None:
    """The name without place gives the bodies of all places, offices with `via`, no collective, no body inside."""
    rows = tasks(store, "Sở Tư pháp")
    assert {r.text for r in rows} == {"Chủ trì tham mưu", "Chỉ đạo kiểm tra", "Rà soát văn bản"}
    office = next(r for r in rows if r.text == "Chỉ đạo kiểm tra").assignees[0]
    assert (office.organization, office.via) == (LS, "Giám đốc Sở Tư pháp tỉnh Lạng Sơn")
    assert next(r for r in rows if r.text == "Chủ trì tham mưu").assignees[0].via is None


def test_the_quote_is_the_text(store: Store) -> None:
    """A task's evidence is the run of text it stands in."""
    for row in tasks(store, "Sở Tư pháp"):
        (quote,) = row.evidence
        assert store.text(quote.file, quote.start, quote.end) == row.text == quote.text


def test_role_and_document(store: Store) -> None:
    """Tasks of one document, of one role."""
    from queries.finding import one

    assert {r.document for r in tasks(store, "Sở Tư pháp", documents=(one(store, PLAN_X).id,))} == {PLAN_X}
    assert tasks(store, "Sở Tư pháp", roles=("coordinate",)) == []


def test_a_collective_by_its_own_name(store: Store) -> None:
    """A collective is found by its own words only."""
    assert [b.via for b in matching(store, "các sở, ban, ngành")] == [None]
    assert len(tasks(store, "Các sở, ban, ngành")) == 1


def test_drafts_lay_no_duties(store: Store) -> None:
    """A draft's tasks count where asked for."""
    assert not any(r.text == "Góp ý" for r in tasks(store, LS))
    assert any(r.text == "Góp ý" for r in tasks(store, LS, drafts=True))


def test_nobody_of_that_name(store: Store) -> None:
    """A body that nothing names is an error, with names that share its words."""
    with pytest.raises(NoSuchBody):
        tasks(store, "Sở Ngoại vụ")
    with pytest.raises(NoSuchBody) as error:
        tasks(store, "pháp lý")
    assert error.value.near
