"""Bodies and places of a record: as of the date of the document that says them."""

import pytest

from graph.record import Record
from tests.reading.making import PLAN, record

DUTIES = """I. TỔ CHỨC THỰC HIỆN
1. Sở Tư pháp
Chủ trì hướng dẫn công tác hòa giải ở cơ sở; phối hợp với Bộ Tư pháp tổ chức tập huấn.
2. Các sở, ban, ngành
Phổ biến pháp luật trong phạm vi quản lý.
"""
END = "\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n"


def made(province: str, dated: str) -> Record:
    """A plan of the province with that line of place and date."""
    head = PLAN.replace("TỈNH LẠNG SƠN", f"TỈNH {province.upper()}")
    return record(head.replace("Lạng Sơn, ngày 03 tháng 02 năm 2024", f"{province}, {dated}") + DUTIES + END)


@pytest.mark.parametrize(
    ("province", "dated", "code", "body"),
    [
        ("Lâm Đồng", "ngày 03 tháng 02 năm 2024", "68", "so-tu-phap-tinh-lam-dong~den-2025-06-30"),
        ("Lâm Đồng", "ngày 09 tháng 12 năm 2025", "68@2025-07-01", "so-tu-phap-tinh-lam-dong~2025-07-01"),
        ("Lâm Đồng", "ngày     tháng     năm ", None, "so-tu-phap-tinh-lam-dong"),
        ("Lạng Sơn", "ngày     tháng     năm ", "20", "so-tu-phap-tinh-lang-son"),
        ("Lạng Sơn", "ngày 09 tháng 12 năm 2025", "20", "so-tu-phap-tinh-lang-son"),
    ],
)
def test_the_version_is_that_of_the_documents_date(province: str, dated: str, code: str | None, body: str) -> None:
    """Document, bodies and assignees agree; without a date only what never changed is settled."""
    found = made(province, dated)
    assert found.documents[0].place_code == code
    bodies = {o.id: o for o in found.organizations}
    assert (bodies[body].kind, bodies[body].place) == ("so-tu-phap", code)
    assert body in {a.body for t in found.tasks for a in t.assignees}
    assert {a.body for t in found.tasks for a in t.assignees} == set(bodies)


def test_central_bodies_have_a_kind_and_collectives_have_none() -> None:
    """Neither has a place."""
    found = {o.id: (o.kind, o.place) for o in made("Lâm Đồng", "ngày 09 tháng 12 năm 2025").organizations}
    assert found["bo-tu-phap"] == ("bo-tu-phap", None)
    assert found["cac-so-ban-nganh"] == (None, None)


def test_two_documents_of_one_file_each_mean_their_own_version() -> None:
    """Two plans of two dates in one file: two bodies of one name, and each task has its own."""
    early = made("Lâm Đồng", "ngày 03 tháng 02 năm 2024").text
    late = made("Lâm Đồng", "ngày 09 tháng 12 năm 2025").text.replace("77/KH-UBND", "78/KH-UBND")
    found = record(early + "\n" + late)
    assert [d.place_code for d in found.documents] == ["68", "68@2025-07-01"]
    places = {d.id: {o.place for t in found.tasks if t.document == d.id for a in t.assignees
                     for o in found.organizations if o.id == a.body and o.kind == "so-tu-phap"}
              for d in found.documents}  # fmt: skip
    assert list(places.values()) == [{"68"}, {"68@2025-07-01"}]
