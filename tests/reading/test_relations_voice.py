"""Who speaks: answers to letters, quoted new wording, what the items of an amending article change."""

from loaders.limits import Limits
from loaders.loading import load
from loaders.reading.read import read
from tests.reading.test_relations import articles

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


AMENDING = (
    "Điều 1. Sửa đổi, bổ sung một số điều của Quy định ban hành kèm theo Quyết định số 41/2020/QĐ-UBND ngày 01/4/2020",
    "1. Sửa đổi, bổ sung khoản 2 Điều 3 như sau:",
    "“2. Mức chi thực hiện theo Nghị quyết số 31/2017/NQ-HĐND.”",
    "2. Bãi bỏ Điều 6.",
    "3. Bổ sung Điều 5a như sau:",
    "“Điều 5a. Mức chi",
    "1. Chi theo quy định tại Nghị quyết số 32/2017/NQ-HĐND.”",
    "4. Sửa đổi Điều 8 như sau:",
    "a) Khoản 1 được sửa đổi như sau: “1. Chi theo Nghị quyết số 33/2017/NQ-HĐND.”;",
    "b) Bãi bỏ khoản 4.",
    "5. Thay thế cụm từ “Sở Nội vụ” bằng cụm từ “Sở Tư pháp” tại Điều 10.",
    "Điều 2. Chi theo quy định tại Nghị quyết số 34/2017/NQ-HĐND.",
    "Điều 3. Quyết định này có hiệu lực từ ngày 12/5/2025.",
)


def test_quoted_new_wording_is_not_the_documents_own_voice() -> None:
    """What the amended provisions will say is cited only; the document's own articles stay its ground."""
    names = articles(*AMENDING).names
    assert {n for _, relation, n in names if relation == "BASED_ON"} == {"Luật Lưu trữ", "34/2017/NQ-HĐND"}
    assert ("self", "CITES", "32/2017/NQ-HĐND") in names


def test_items_of_an_amending_article_say_what_is_changed_and_gone() -> None:
    """AMENDS collects the provisions, with the article that a letter stands under; what goes is REPEALS of that part."""
    edges = articles(*AMENDING).edges
    changed = edges["self", "AMENDS", "41/2020/QĐ-UBND"]
    assert changed.provisions == ["khoản 2 Điều 3", "Điều 5a", "Điều 8", "Khoản 1 Điều 8", "Điều 10"]
    gone = edges["self", "REPEALS", "41/2020/QĐ-UBND"]
    assert (gone.scope, gone.provisions, gone.manner) == ("part", ["Điều 6", "khoản 4 Điều 8"], "bãi bỏ")
    assert "Bãi bỏ Điều 6" in [e.text for e in gone.evidence]


def test_a_repeal_begins_with_the_effect_of_its_document() -> None:
    """'bãi bỏ' and 'thay thế' from the day the document takes effect, a day of their own first; 'hủy bỏ' from none."""
    edges = articles(
        "Điều 1. Bãi bỏ Quyết định số 61/2015/QĐ-UBND.",
        "Điều 2. Thay thế Quyết định số 62/2015/QĐ-UBND kể từ ngày 01/7/2025.",
        "Điều 3. Hủy bỏ Quyết định số 63/QĐ-UBND.",
        "Điều 4. Quyết định này có hiệu lực từ ngày 12/5/2025.",
    ).edges
    assert edges["self", "REPEALS", "61/2015/QĐ-UBND"].valid_from == "2025-05-12"
    assert edges["self", "REPLACES", "62/2015/QĐ-UBND"].valid_from == "2025-07-01"
    assert edges["self", "REPEALS", "63/QĐ-UBND"].valid_from is None
