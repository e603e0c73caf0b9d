"""Heads of Party documents and heads that a conversion has run together."""

import pytest

from tests.reading.making import reading, record, understood

PARTY = (
    "{head}\n*\nSố {code}\nĐẢNG CỘNG SẢN VIỆT NAM\n{place}, ngày 12 tháng 9 năm 2023\n\n"
    "{type}\n{title}\n-----\n1. Nội dung.\n\n{sign}\nNguyễn Văn Mẫu\n"
)


@pytest.mark.parametrize(
    ("head", "code", "kind", "title", "sign", "issuer", "said"),
    [
        ("BAN CHẤP HÀNH TRUNG ƯƠNG", "40-CT/TW", "CHỈ THỊ", "CỦA BAN BÍ THƯ\nvề tín dụng chính sách xã hội", "T/M BAN BÍ THƯ",
         "Ban Bí thư", "về tín dụng chính sách xã hội"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG", "12-KL/TW", "KẾT LUẬN", "về công tác cán bộ", "T/M BỘ CHÍNH TRỊ", "Bộ Chính trị", "về công tác cán bộ"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG", "18-NQ/TW", "NGHỊ QUYẾT", "HỘI NGHỊ LẦN THỨ SÁU BAN CHẤP HÀNH TRUNG ƯƠNG KHÓA XII\nmột số vấn đề về tổ chức",
         "T/M BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Chấp hành Trung ương Đảng", "một số vấn đề về tổ chức"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN TỔ CHỨC", "11-HD/BTCTW", "HƯỚNG DẪN", "về hồ sơ nhân sự", "TRƯỞNG BAN", "Ban Tổ chức Trung ương", "về hồ sơ nhân sự"),
        ("TỈNH ỦY QUẢNG NAM\nBAN TỔ CHỨC", "15-HD/BTCTU", "HƯỚNG DẪN", "về hồ sơ nhân sự", "TRƯỞNG BAN", "Ban Tổ chức Tỉnh ủy Quảng Nam", "về hồ sơ nhân sự"),
    ],
)  # fmt: skip
def test_who_speaks_in_a_party_document(
    head: str, code: str, kind: str, title: str, sign: str, issuer: str, said: str
) -> None:
    """The body under the type, in the signature or by the symbol; a session is none; neither stands in the title."""
    place = "Quảng Nam" if "QUẢNG NAM" in head else "Hà Nội"
    doc = reading(PARTY.format(head=head, code=code, type=kind, title=title, place=place, sign=sign)).docs[0]
    assert (doc.issuer, doc.title, doc.nature) == (issuer, said, "dang")


def test_two_columns_kept_apart_by_blanks() -> None:
    """Number, day, place and signer of a page laid out with blanks."""
    doc = reading(
        "UBND TỈNH YÊN BÁI            CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO            Độc lập - Tự do - Hạnh phúc\n\n"
        "Số: 34/KH-SGDĐT            Yên Bái, ngày 20 tháng 12 năm 2022\n\n"
        "            KẾ HOẠCH\n       Kiểm tra năm 2023\n\n"
        "1. Các trường tự kiểm tra.\n\n"
        "Nơi nhận:                 GIÁM ĐỐC\n- Như trên;\n- Lưu: VT.\n\n                 Vũ Văn Mẫu\n"
    ).docs[0]
    assert (doc.code, doc.issued, doc.issuer) == ("34/KH-SGDĐT", "2022-12-20", "Sở Giáo dục và Đào tạo tỉnh Yên Bái")
    assert (doc.signer, doc.signed_as) == ("Vũ Văn Mẫu", "GIÁM ĐỐC")


def test_a_ground_is_no_head() -> None:
    """Where the head is lost the day of a law that is named first is not the document's."""
    doc = reading("Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;\n\nĐiều 1. Thông tư này quy định.\n").docs[0]
    assert doc.issued is None


def test_the_issuer_may_stand_before_the_number() -> None:
    """'Nghị quyết của HĐND tỉnh số …' of a district's plan is the province's."""
    found, _ = understood(
        "UBND HUYỆN VĂN QUAN\n\nSố: 5/KH-UBND\nVăn Quan, ngày 05 tháng 3 năm 2024\n\nKẾ HOẠCH\nHỗ trợ học sinh tỉnh Lạng Sơn\n\n"
        "Theo Nghị quyết của HĐND tỉnh Lạng Sơn số 12/2023/NQ-HĐND, các xã thực hiện.\n"
    )
    assert [m.issuer for m in found.mentions] == ["HĐND tỉnh Lạng Sơn"]


def test_a_committee_in_a_town_of_another_name() -> None:
    """The province is that of the committee's name, not of the town where it was signed."""
    made = record(
        "TỈNH ỦY ĐẮK LẮK\n*\nSố 15-KL/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nBuôn Ma Thuột, ngày 22 tháng 7 năm 2025\n\n"
        "KẾT LUẬN\nvề phát triển du lịch\n\n1. Thực hiện Nghị quyết số 8-NQ/TU, ngày 12/10/2021 của Tỉnh ủy.\n"
    )
    assert made.documents[0].place == "tỉnh Đắk Lắk"
    assert [i.issuer for i in made.instruments if i.code == "8-NQ/TU"] == ["Tỉnh ủy Đắk Lắk"]
