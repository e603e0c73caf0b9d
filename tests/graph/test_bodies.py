"""Canonical names of bodies, and issuers from symbols and words."""

import pytest

from graph.bodies import canonical, kind_of, plain
from graph.issuers import canonical_issuer, issuer_of

PROVINCE, CITY, COMMUNE = "tỉnh Lạng Sơn", "thành phố Đà Nẵng", "xã Tân Lập, huyện Bắc Sơn, tỉnh Lạng Sơn"


@pytest.mark.parametrize(
    ("said", "place", "name"),
    [
        ("Sở GD&ĐT", PROVINCE, "Sở Giáo dục và Đào tạo tỉnh Lạng Sơn"),
        ("Sở LĐTBXH", CITY, "Sở Lao động - Thương binh và Xã hội thành phố Đà Nẵng"),
        ("Sở Văn hoá, Thể thao và Du lịch", PROVINCE, "Sở Văn hóa, Thể thao và Du lịch tỉnh Lạng Sơn"),
        ("Sở Tư pháp", COMMUNE, "Sở Tư pháp tỉnh Lạng Sơn"),
        ("Sở Tư pháp tỉnh Cao Bằng", PROVINCE, "Sở Tư pháp tỉnh Cao Bằng"),
        ("Sở Tư pháp", None, "Sở Tư pháp"),
        ("Uỷ ban nhân dân tỉnh", PROVINCE, "UBND tỉnh Lạng Sơn"),
        ("UBND xã", COMMUNE, "UBND xã Tân Lập"),
        ("UBND huyện", PROVINCE, "UBND huyện"),
        ("UBND thành phố", CITY, "UBND thành phố Đà Nẵng"),
        ("CA tỉnh", PROVINCE, "Công an tỉnh Lạng Sơn"),
        ("Văn phòng UBND tỉnh", PROVINCE, "Văn phòng UBND tỉnh Lạng Sơn"),
        ("Tỉnh ủy", PROVINCE, "Tỉnh ủy Lạng Sơn"),
        ("Thành ủy", CITY, "Thành ủy Đà Nẵng"),
        ("Phòng TC-KH", COMMUNE, "Phòng Tài chính - Kế hoạch huyện Bắc Sơn"),
        ("UBMTTQ tỉnh", PROVINCE, "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lạng Sơn"),
        ("Điện lực tỉnh", PROVINCE, "Điện lực tỉnh Lạng Sơn"),
        ("Cổng Thông tin điện tử của tỉnh", PROVINCE, "Cổng Thông tin điện tử tỉnh Lạng Sơn"),
        ("Bộ KH&CN", PROVINCE, "Bộ Khoa học và Công nghệ"),
        ("các sở, ban, ngành", PROVINCE, "Các sở, ban, ngành"),
        ("Ủy ban nhân dân các xã, phường", PROVINCE, "UBND các xã, phường"),
        ("Giám đốc Sở Y tế", PROVINCE, "Giám đốc Sở Y tế tỉnh Lạng Sơn"),
        ("Thủ trưởng các cơ quan, đơn vị", PROVINCE, "Thủ trưởng các cơ quan, đơn vị"),
        ("Đảng ủy Văn phòng UBND tỉnh", PROVINCE, "Đảng ủy Văn phòng UBND tỉnh Lạng Sơn"),
    ],
)
def test_a_body_is_named_as_a_document_of_the_place_means_it(said: str, place: str | None, name: str) -> None:
    """Short forms are written out, the document's place is settled, collectives and offices stay as said."""
    assert canonical(said, place) == name


def test_a_canonical_name_stays_what_it_is() -> None:
    """Naming twice changes nothing."""
    for said in ("Sở Tư pháp", "UBND tỉnh", "Tỉnh ủy", "Chủ tịch UBND tỉnh", "Các sở, ban, ngành", "Phòng Nội vụ"):
        once = canonical(said, COMMUNE)
        assert canonical(once, COMMUNE) == once


def test_plain_text_is_as_long_as_the_text() -> None:
    """Folding one spelling into another never moves an offset, and leaves closed syllables alone."""
    text = "Uỷ ban – hoàn thành HOÁ chất, quý I, quỹ, khuỷu; thuỷ lợi\xa0toàn tỉnh"
    assert len(plain(text)) == len(text)
    assert plain(text) == "ủy ban - hoàn thành hóa chất, quý i, quỹ, khuỷu; thủy lợi toàn tỉnh"


def test_kinds_of_bodies_are_told_apart() -> None:
    """A collective, an office, a sở and an unknown name are four things."""
    said = ("các sở, ban, ngành", "Giám đốc Sở Y tế", "Sở Y tế", "Quỹ Bảo vệ rừng")
    assert [kind_of(s) for s in said] == ["collective", "office", "so", "other"]


@pytest.mark.parametrize(
    ("kind", "code", "place", "issuer"),
    [
        ("Nghị định", "30/2020/NĐ-CP", PROVINCE, "Chính phủ"),
        ("Công điện", "12/CĐ-TTg", None, "Thủ tướng Chính phủ"),
        ("Luật", "64/2025/QH15", None, "Quốc hội"),
        ("Nghị quyết", "1210/2016/UBTVQH13", None, "Ủy ban Thường vụ Quốc hội"),
        ("Thông tư", "01/2024/TT-BNV", None, "Bộ Nội vụ"),
        ("Công văn", "512/VPCP-TTg", None, "Văn phòng Chính phủ"),
        ("Thông tư liên tịch", "01/2020/TTLT-BTC-BNV", None, None),
        ("Nghị quyết", "18-NQ/TW", PROVINCE, None),
        ("Kế hoạch", "35/KH-UBND", COMMUNE, "UBND xã Tân Lập"),
        ("Kế hoạch", "35/KH-UBND", None, None),
        ("Nghị quyết", "05/NQ-HĐND", PROVINCE, "HĐND tỉnh Lạng Sơn"),
        ("Nghị quyết", "05-NQ/TU", CITY, "Thành ủy Đà Nẵng"),
        ("Kế hoạch", "07-KH/ĐU", PROVINCE, None),
        ("Tờ trình", "44/TTr-STP", PROVINCE, "Sở Tư pháp tỉnh Lạng Sơn"),
    ],
)
def test_the_issuer_follows_from_the_symbol(kind: str, code: str, place: str | None, issuer: str | None) -> None:
    """Identity of the vocabulary: national symbols anywhere, local ones only where the place is known."""
    assert issuer_of(kind, code, place) == issuer


@pytest.mark.parametrize(
    ("words", "place", "code", "issuer"),
    [
        ("Ban Thường vụ Tỉnh ủy", COMMUNE, "60-NQ/TU", "Ban Thường vụ Tỉnh ủy Lạng Sơn"),
        ("UBND huyện", PROVINCE, "9/KH-UBND", None),
        ("Thủ tướng Chính phủ", None, "42/2022/NĐ-CP", "Chính phủ"),
        ("Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khoá XII", None, "18-NQ/TW",
         "Ban Chấp hành Trung ương Đảng khóa XII"),
        ("ỦY BAN NHÂN DÂN TỈNH SƠN LA", None, None, "UBND tỉnh Sơn La"),
        ("Giám đốc Sở Nội vụ", PROVINCE, "12/TTr-SNV", "Sở Nội vụ tỉnh Lạng Sơn"),
    ],
)  # fmt: skip
def test_the_issuer_that_words_name(words: str, place: str | None, code: str | None, issuer: str | None) -> None:
    """The symbol wins over the words, an occasion is no issuer, an unknown place leaves the body open."""
    assert canonical_issuer(words, place, code) == issuer
