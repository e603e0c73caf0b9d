"""Who speaks: answers to letters, quoted new wording, what the items of an amending article change."""

from loaders.limits import Limits
from loaders.loading import load
from loaders.reading.read import read

LETTER = """UBND TỈNH HÀ GIANG
SỞ TƯ PHÁP

Số: 55/STP-VB
V/v {about}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Giang, ngày 10 tháng 3 năm 2025

Kính gửi: Bộ Tư pháp

{body}
"""


def letter(about: str, body: str) -> set[tuple[str, str | None]]:
    """(relation, number) of what a letter does."""
    record = read(load(LETTER.format(about=about, body=body).encode(), "x.txt", Limits()), "x.txt")
    codes = {i.id: i.code for i in record.instruments}
    return {(r.relation, codes[r.target]) for r in record.relations if r.source == record.documents[0].id}


def test_a_letter_that_carries_out_a_request_answers_it() -> None:
    """'Thực hiện Công văn … về việc báo cáo …; ý kiến chỉ đạo của X tại Văn bản …': both are answered."""
    found = letter(
        "báo cáo kết quả rà soát",
        "Thực hiện Công văn số 12/BTP-PBGDPL ngày 01/3/2025 của Bộ Tư pháp về việc báo cáo kết quả rà soát; ý kiến chỉ "
        "đạo của Chủ tịch UBND tỉnh tại Văn bản số 3321/UBND-NC ngày 02/3/2025, Sở Tư pháp báo cáo như sau:",
    )
    assert found == {("RESPONDS_TO", "12/BTP-PBGDPL"), ("RESPONDS_TO", "3321/UBND-NC")}


def test_a_letter_answers_where_its_own_body_reports() -> None:
    """What the sender does counts, not what it asks of others."""
    said = "Thực hiện ý kiến chỉ đạo của Chủ tịch UBND tỉnh tại Văn bản số 3321/UBND-NC, Sở Tư pháp "
    assert letter("kết quả rà soát", said + "báo cáo kết quả như sau.") == {("RESPONDS_TO", "3321/UBND-NC")}
    assert letter("rà soát", said + "đề nghị các đơn vị báo cáo kết quả.") == {("IMPLEMENTS", "3321/UBND-NC")}
