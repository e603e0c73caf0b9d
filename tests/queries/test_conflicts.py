"""`conflicts`: what contradicts, how bad it is, and the quotes of both sides."""

from graph.record import Record
from graph.store.memory import MemoryStore
from graph.store.port import written
from queries.answers import Conflict
from queries.conflicts import conflicts
from tests.graph.making import Made, cited

OLD = ("Nghị định", "47/2020/NĐ-CP", "2020-04-09", "Chính phủ")
NEW = ("Nghị định", "278/2025/NĐ-CP", "2025-10-22", "Chính phủ")


def say(key: str, **values: object) -> str:
    return f"{key} {' '.join(str(v) for _, v in sorted(values.items()))}"


def found(*records: Record, drafts: bool = False) -> list[Conflict]:
    return conflicts(written(MemoryStore(), [(r, r.source) for r in records]), say, drafts).rows


def kinds(*records: Record) -> list[tuple[str, str]]:
    return [(c.kind, c.severity) for c in found(*records)]


def plan(issued: str, name: str = "plan", relation: str = "BASED_ON", stage: str = "issued") -> Record:
    made = Made(name)
    own = made.document("Kế hoạch", f"{len(name)}/KH-UBND", issued, "UBND tỉnh Sơn La", "Dữ liệu", stage=stage)  # type: ignore[arg-type]
    return made.claims(own, relation, made.cites(*OLD)).record()


def decree(relation: str = "REPEALS", issued: str = "2025-10-22", old: tuple[str, ...] = OLD) -> Record:
    made = Made("decree")
    own = made.document("Nghị định", NEW[1], issued, "Chính phủ", "Kết nối, chia sẻ dữ liệu")
    return made.claims(own, relation, made.cites(*old)).record()


def test_nothing_contradicts() -> None:
    """Files that agree give no row; a basis cited before it was repealed is in order."""
    assert kinds(plan("2024-01-02"), decree()) == []


def test_two_dates_of_one_number() -> None:
    """A warning with a quote of each date."""
    other = (*OLD[:2], "2021-04-09", OLD[3])
    (one,) = found(cited("a", OLD), cited("b", OLD), cited("c", other))
    assert (one.kind, one.severity) == ("two_dates", "warning")
    assert "9/4/2020" in one.message
    assert "9/4/2021" in one.message
    assert {e.text for e in one.evidence} >= {"Nghị định 47/2020/NĐ-CP 2021-04-09 Chính phủ None"}


def test_one_number_used_twice_in_a_year() -> None:
    """Two days of one year under one number of one body: one of them is a misprint."""
    one, other = (("Quyết định", "4150/QĐ-UBND", d, "UBND tỉnh Nghệ An") for d in ("2021-11-12", "2021-11-21"))
    (row,) = found(cited("a", one), cited("b", other))
    assert (row.kind, len(row.instruments), len(row.evidence)) == ("two_dates", 2, 2)
    assert kinds(cited("a", one), cited("b", (*one[:2], "2022-11-21", one[3]))) == []


def test_communes_of_one_name_are_not_one_body() -> None:
    """'UBND xã Tân Lập' of two provinces may number alike."""
    one, other = (("Kế hoạch", "3/KH-UBND", d, "UBND xã Tân Lập") for d in ("2021-11-12", "2021-11-21"))
    assert kinds(cited("a", one), cited("b", other)) == []


def test_two_titles_of_one_instrument() -> None:
    """Only a note, for texts shorten and paraphrase titles."""
    one, other = (*OLD, "quản lý, kết nối và chia sẻ dữ liệu số"), (*OLD, "bảo vệ rừng phòng hộ ven biển")
    (row,) = found(cited("a", one), cited("b", other))
    assert (row.kind, row.severity, len(row.evidence)) == ("two_titles", "info", 2)
    assert kinds(cited("a", one), cited("b", (*OLD, "chia sẻ dữ liệu số của cơ quan nhà nước"))) == []


def test_what_is_replaced_is_never_newer() -> None:
    """An error, with the quote that says so."""
    (row,) = found(decree("REPLACES", "2019-01-02"))
    assert (row.kind, row.severity, bool(row.evidence)) == ("replaced_is_newer", "error", True)


def test_a_basis_that_was_gone() -> None:
    """An error where it is known from when on, with the quote of either side; a whole act only, and only as a basis."""
    (row,) = found(plan("2026-01-02"), decree())
    assert (row.kind, row.severity) == ("basis_gone", "error")
    assert len(row.instruments) == 3
    assert len({e.document for e in row.evidence}) == 2
    assert kinds(plan("2026-01-02", relation="IMPLEMENTS"), decree()) == []
    assert kinds(plan("2026-01-02"), decree("AMENDS")) == []


def test_from_when_on_is_not_known() -> None:
    """The act that ends it is only cited: its own date is all that is known, so it is a warning."""
    made = Made("teller")
    made.document("Báo cáo", "1/BC-UBND", "2026-02-02", "UBND tỉnh Sơn La", "Dữ liệu")
    made.claims(made.cites(*NEW), "REPEALS", made.cites(*OLD))
    assert kinds(plan("2026-01-02"), made.record()) == [("basis_gone", "warning")]


def test_drafts_contradict_nobody() -> None:
    """What a draft rests on counts only where drafts are asked for."""
    assert kinds(plan("2026-01-02", stage="draft"), decree()) == []
    assert [c.kind for c in found(plan("2026-01-02", stage="draft"), decree(), drafts=True)] == ["basis_gone"]


def test_no_more_than_so_many_of_each_check() -> None:
    """A store full of contradictions: the first of each check, and that there are more is said."""
    records = [plan("2025-12-01"), plan("2025-12-02", "another"), decree(), cited("a", OLD), cited("b", OLD)]
    store = written(MemoryStore(), [(r, r.source) for r in records])
    everything = conflicts(store, say)
    assert [c.kind for c in everything.rows] == ["basis_gone", "basis_gone"]
    assert not everything.truncated
    some = conflicts(store, say, most=1)
    assert some.rows == everything.rows[:1]
    assert some.truncated
