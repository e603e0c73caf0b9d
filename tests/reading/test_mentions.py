import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reading.mention_parts import read_date
from loaders.reading.numbered import code_places
from loaders.reading.ruleset import ruleset
from tests.reading.making import PLAN, named, record, understood


def _one(sentence):
    found = named(PLAN + sentence)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "words", "kind", "code", "date", "issuer"),
    [
        ("Thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng khóa XII về tổ chức.",
         "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng khóa XII", "Nghị quyết", "18-NQ/TW", "2017-10-25",
         "Ban Chấp hành Trung ương Đảng khóa XII"),
        ("Theo NĐ 34/2016/NĐ-CP.", "NĐ 34/2016/NĐ-CP", "Nghị định", "34/2016/NĐ-CP", None, "Chính phủ"),
        ("Căn cứ Chương trình hành động số 12-CTr/TU, ngày 03 tháng 4 năm 2023 của Tỉnh ủy về chuyển đổi số.",
         "Chương trình hành động số 12-CTr/TU, ngày 03 tháng 4 năm 2023 của Tỉnh ủy", "Chương trình", "12-CTr/TU", "2023-04-03", "Tỉnh ủy Lạng Sơn"),
        ("Nghị quyết số 66.7/2025/NQ-CP ngày 15/11/2025 của Chính phủ quy định cắt giảm.",
         "Nghị quyết số 66.7/2025/NQ-CP ngày 15/11/2025 của Chính phủ", "Nghị quyết", "66.7/2025/NQ-CP", "2025-11-15", "Chính phủ"),
        ("Theo Luật Hộ tịch ngày 20 tháng 11 năm 2014.", "Luật Hộ tịch ngày 20 tháng 11 năm 2014", "Luật", None, "2014-11-20", None),
        ("Thi hành Bộ luật Dân sự năm 2015.", "Bộ luật Dân sự năm 2015", "Bộ luật", None, "2015", None),
        ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng.", "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
         "Nghị quyết", None, None, "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng"),
        ("Tại Công văn số 1234/STP-VBPQ ngày 02/3/2024 của Sở Tư pháp.", "Công văn số 1234/STP-VBPQ ngày 02/3/2024 của Sở Tư pháp",
         "Công văn", "1234/STP-VBPQ", "2024-03-02", "Sở Tư pháp tỉnh Lạng Sơn"),
        ("Theo Thông tư số 01/2020/TT-BTP ngày 03 tháng 3 năm 2020 của Bộ trưởng Bộ Tư pháp.",
         "Thông tư số 01/2020/TT-BTP ngày 03 tháng 3 năm 2020 của Bộ trưởng Bộ Tư pháp", "Thông tư", "01/2020/TT-BTP", "2020-03-03", "Bộ Tư pháp"),
        ("Theo Kế hoạch số 12/KH-BCĐ389 ngày 03/01/2025 của Ban Chỉ đạo 389 quốc gia về chống buôn lậu.",
         "Kế hoạch số 12/KH-BCĐ389 ngày 03/01/2025 của Ban Chỉ đạo 389 quốc gia", "Kế hoạch", "12/KH-BCĐ389", "2025-01-03",
         "Ban Chỉ đạo 389 quốc gia"),
        ("Nghị quyết của Quốc hội số 51/2017/QH14.", "Nghị quyết của Quốc hội số 51/2017/QH14", "Nghị quyết", "51/2017/QH14", None, "Quốc hội"),
    ],
)  # fmt: skip
def test_a_mention_is_the_longest_run_that_names_one(sentence, words, kind, code, date, issuer):
    """Type, number, date and issuer as far as they stand together."""
    assert _one(sentence) == (words, kind, code, date, issuer)


def test_a_list_says_its_type_once():
    """'Công văn số 1/…; số 2/… và số 3/…' are three letters."""
    found = named(
        PLAN
        + "Theo Công văn số 4643/BTP-PL ngày 01/8/2023; số 4975/BTP-PL ngày 12/9/2023 và số 6138/BTP-PL ngày 30/11/2023."
    )
    assert [(kind, code) for _, kind, code, _, _ in found] == [
        ("Công văn", "4643/BTP-PL"),
        ("Công văn", "4975/BTP-PL"),
        ("Công văn", "6138/BTP-PL"),
    ]


def test_torn_numbers_are_read():
    """A line break, a note's digit, a Cyrillic letter or a dash of another kind inside a number."""
    assert _one("Nghị quyết số 76/NQ-\nCP ngày 15/7/2021.")[2] == "76/NQ-CP"
    assert _one("Nghị định số 45/2020/NĐ-CP1 ngày 08/4/2020.")[2:4] == ("45/2020/NĐ-CP", "2020-04-08")
    assert _one("Kế hoạch số 12/\u041a\u041d-UBND.")[2] == "12/KH-UBND"
    assert _one("Nghị quyết số 60–NQ/TU.")[2] == "60-NQ/TU"


def test_what_names_no_instrument():
    """'này' is the document itself; ranges, dates, ratios and general names name nothing."""
    text = "Kế hoạch này thực hiện giai đoạn 2021-2025 theo Nghị quyết của Chính phủ; đạt 32/35 chỉ tiêu ngày 15/7/2021; Tổ công tác Đề án 06."
    assert named(PLAN + text) == []


def test_provisions_stand_beside_the_mention():
    """'khoản 2 Điều 5' before a mention is its provision, not part of it."""
    found, _ = understood(PLAN + "Theo quy định tại khoản 2, khoản 3 Điều 5 Luật Hộ tịch.")
    assert found.mentions[0].provision == "khoản 2, khoản 3 Điều 5"


def test_dates_in_words_and_figures():
    """Days, months, years, in figures and in words."""
    assert read_date("ngày 05 tháng 01 năm 2024") == "2024-01-05"
    assert read_date("tháng 9/2025") == "2025-09"
    assert read_date("ngày ba mươi tháng tư năm hai nghìn không trăm hai mươi lăm") == "2025-04-30"
    assert read_date("ngày 31/02/2024") is None


def test_an_amending_law_holds_the_laws_it_amends():
    """The amending law is one mention, each law in its name another; the day belongs to the amending law."""
    found = named(
        PLAN + "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Xây dựng và Luật Nhà ở ngày 17 tháng 6 năm 2020;"
    )
    assert [(words, date) for words, _, _, date, _ in found] == [
        ("Luật sửa đổi, bổ sung một số điều của Luật Xây dựng và Luật Nhà ở ngày 17 tháng 6 năm 2020", "2020-06-17"),
        ("Luật Xây dựng", None),
        ("Luật Nhà ở", None),
    ]


_PIECES = (
    "12",
    "3",
    "12345",
    ".123",
    "a",
    "/",
    " / ",
    "-",
    " - ",
    "2021",
    "/009",
    "NQ",
    "Đ",
    "CP",
    "QH15",
    " TC",
    "TTr",
    "số ",
    " ",
    ",",
    "x",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join))
def test_codes_are_found_where_the_rule_finds_them(text):
    """Looking only left of strokes gives what a pass of the rule over all of the text gives."""
    assert list(code_places(text)) == [m.span() for m in ruleset("mentions")["code"].regex.finditer(text)]


def test_an_amending_law_with_a_number_names_the_law_that_it_amends():
    """The law inside the name is a mention of its own, and is amended."""
    made = record(
        "Căn cứ Luật Giá ngày 20 tháng 6 năm 2012 và Luật sửa đổi, bổ sung một số điều của Luật Giá số 61/2020/QH14"
        " ngày 17/6/2020;\n"
    )
    said = [m.text for m in made.mentions]
    assert said[1].endswith("số 61/2020/QH14 ngày 17/6/2020")
    assert said[2] == "Luật Giá"
    assert [(r.source, r.target) for r in made.relations if r.relation == "AMENDS"] == [
        (made.mentions[1].instrument, made.mentions[0].instrument)
    ]


def test_a_mention_in_capitals_holds_its_day_and_issuer():
    """A plan's title in capitals names the decision that it carries out as fully as the text."""
    (mention,) = named(
        "KẾ HOẠCH\nTHỰC HIỆN QUYẾT ĐỊNH SỐ 1237/QĐ-TTG NGÀY 27 THÁNG 7 NĂM 2013 CỦA THỦ TƯỚNG CHÍNH PHỦ\n\nI. MỤC TIÊU\n"
    )
    assert mention[0].endswith("CỦA THỦ TƯỚNG CHÍNH PHỦ")
    assert mention[3:] == ("2013-07-27", "Thủ tướng Chính phủ")


def test_issuers_of_one_act_are_named_apart():
    """'của Bộ A và Bộ B' are two; 'của Ban … của HĐND tỉnh' is one, 'của Bộ trưởng' that of the symbol."""
    found = named(
        "Căn cứ Thông tư liên tịch số 11/2004/TTLT-BNN-BNV ngày 02/4/2004 của Bộ Nông nghiệp và Phát triển nông thôn và Bộ Nội vụ;\n"
        "Căn cứ Chỉ thị số 6/CT-BNNMT ngày 14/7/2025 của Bộ trưởng;\n"
    )
    assert [m[4] for m in found] == [
        "Bộ Nông nghiệp và Phát triển nông thôn; Bộ Nội vụ",
        "Bộ Nông nghiệp và Môi trường",
    ]
    assert found[1][0].endswith("của Bộ trưởng")


def test_ministries_behind_their_common_word() -> None:
    """'của Liên Bộ: A, B' is the issuer whole, and what its title says to replace is not replaced by the reader's act."""
    made = record(
        "Căn cứ Thông tư liên tịch số 25/2010/TTLT-BLĐTBXH-BTC-BYT ngày 11/9/2010 của Liên Bộ: Lao động Thương binh và Xã hội,"
        " Tài chính, Y tế về việc sửa đổi Thông tư liên tịch số 17/2006/TTLT-BLĐTBXH-BTC-BYT ngày 21/11/2006 và thay thế"
        " Thông tư liên tịch số 06/2007/TTLT-BLĐTBXH-BTC-BYT ngày 12/4/2007;\n"
    )
    one, two, three = made.mentions
    assert one.text.endswith("Tài chính, Y tế")
    issuer = next(i.issuer for i in made.instruments if i.id == one.instrument)
    assert issuer == "Bộ Lao động - Thương binh và Xã hội; Bộ Tài chính; Bộ Y tế"
    acting = {(r.source, r.relation, r.target) for r in made.relations if r.relation in {"AMENDS", "REPLACES"}}
    assert acting == {(one.instrument, "AMENDS", two.instrument), (one.instrument, "REPLACES", three.instrument)}


def test_a_congress_in_capitals_and_ministers_who_propose_together() -> None:
    """A title in capitals names a congress' resolution; two ministers make one submission."""
    found = named(
        "KẾ HOẠCH\nTHỰC HIỆN NGHỊ QUYẾT ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIII CỦA ĐẢNG\n\n"
        "Theo đề nghị của Bộ trưởng Bộ Y tế và Bộ trưởng Bộ Tài chính tại Tờ trình số 04/TTr-BYT-BTC ngày 02 tháng 01 năm 2025;\n"
    )
    assert found[0][0] == "NGHỊ QUYẾT ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIII CỦA ĐẢNG"
    assert found[1][4] == "Bộ Y tế; Bộ Tài chính"
