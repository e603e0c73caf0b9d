"""Which instrument a citation means in a store."""

import pytest

from graph.store.port import Store
from queries.finding import NotNamed, Several, one, resolve
from tests.queries.family import DIRECTIVE, PLAN_X, PLAN_Y, ROOT, SUB_PLAN, family_store

__all__ = ["family_store"]


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("NQ 76/NQ-CP ngày 15/7/2021", ROOT),
        ("nghị quyết 76", ROOT),
        ("76/NQ-CP", ROOT),
        ("nghi quyet 76 nam 2021 cua chinh phu", ROOT),
        (ROOT, ROOT),
        ("nghi-quyet~76-nq-cp", ROOT),
        ("nghi-quyet~76-nq-cp~2021", ROOT),
        ("kế hoạch 316 Lạng Sơn", PLAN_X),
        ("KH 57/KH-UBND", PLAN_Y),
        ("35/KH-UBND thành phố Huế", SUB_PLAN),
        ("35/KH-UBND ngày 1/2/2023", SUB_PLAN),
        ("chỉ thị 9/CT-TTg của Thủ tướng", DIRECTIVE),
        ("luật tổ chức chính quyền địa phương", "luat~to-chuc-chinh-quyen-dia-phuong~2025"),
        ("luat to chuc chinh quyen", "luat~to-chuc-chinh-quyen-dia-phuong~2025"),
    ],
)
def test_a_citation_finds_its_instrument(store: Store, text: str, instrument: str) -> None:
    """Numbers, bare numbers, ids whole and short, titles whole and in part."""
    found = resolve(store, text)
    assert [m.id for m in found.matches] == [instrument]
    assert not found.open
    assert one(store, text).id == instrument


def test_a_title_asks_for_what_it_may_find(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """No question goes through all instruments."""
    monkeypatch.setattr(store, "all_instruments", None)
    assert one(store, "luat to chuc chinh quyen").id == "luat~to-chuc-chinh-quyen-dia-phuong~2025"
    assert [m.id for m in resolve(store, "kế hoạch cải cách Lạng Sơn").matches] == [PLAN_X]
    with pytest.raises(NotNamed):
        resolve(store, "kế hoạch hành chín Lạng Sơn")


def test_several_are_an_answer_to_resolve_alone(store: Store) -> None:
    """A number that two provinces used is open for `resolve`, an error with candidates for the others."""
    found = resolve(store, "35/KH-UBND")
    assert found.open
    assert len(found.matches) == 2
    with pytest.raises(Several) as several:
        one(store, "35/KH-UBND năm 2023")
    assert len(several.value.candidates) == 2


@pytest.mark.parametrize("text", ["77/NQ-CP", "Luật Nhà ở", "", "???", "nghi-dinh~1-nd-cp", "NQ 76/2026/NQ-CP"])
def test_nothing_names_it(store: Store, text: str) -> None:
    """What no loaded text names is refused; the year inside a number is identity."""
    with pytest.raises(NotNamed):
        resolve(store, text)


def test_another_date_or_issuer_is_another_instrument(store: Store) -> None:
    """The number alone does not make a match, but it is shown as near."""
    for text in ("NQ 76/NQ-CP ngày 1/1/2019", "35/KH-UBND tỉnh Cà Mau"):
        with pytest.raises(NotNamed) as error:
            resolve(store, text)
        assert error.value.near


def test_cited_and_loaded_never_look_alike(store: Store) -> None:
    """A resolution that is only cited says so."""
    (match,) = resolve(store, "NQ 76").matches
    assert not match.loaded
    assert one(store, "KH 316").loaded


def test_drafts_only_where_asked_for(store: Store) -> None:
    """A draft is named as near, and found with drafts."""
    with pytest.raises(NotNamed) as error:
        resolve(store, "99/KH-UBND")
    assert [m.why for m in error.value.near] == ["draft"]
    assert resolve(store, "99/KH-UBND", drafts=True).matches
