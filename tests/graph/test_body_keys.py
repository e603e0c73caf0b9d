"""Which body a name means: a kind and a place in the version of the document's date."""

import doctest

import pytest

from graph import body_keys, dated_places
from graph.body_keys import body_key
from graph.dated_places import dated


def test_the_examples_in_the_docstrings_hold() -> None:
    """What the docstrings show is so."""
    assert doctest.testmod(body_keys).failed == 0
    assert doctest.testmod(dated_places).failed == 0


@pytest.mark.parametrize(
    ("words", "day", "around", "code"),
    [
        ("tỉnh Lâm Đồng", "2025-06-30", None, "68"),
        ("tỉnh Lâm Đồng", "2025-07-01", None, "68@2025-07-01"),
        ("tỉnh Lâm Đồng", "2025-09", None, "68@2025-07-01"),
        ("tỉnh Lâm Đồng", "2025", None, None),  # the year holds both
        ("tỉnh Lâm Đồng", None, None, None),
        ("tỉnh Lạng Sơn", None, None, "20"),  # there was never another
        ("tỉnh Đắk Nông", "2024-05-06", None, "67"),
        ("tỉnh Đắk Nông", "2026-05-06", None, "67"),  # past, and the only one
        ("tỉnh Thừa Thiên Huế", "2024-12-31", None, "46"),
        ("thành phố Huế", "2025-01-01", None, "46@2025-01-01"),
        ("thành phố Huế", "2024-12-31", None, None),  # a city within the province
        ("thành phố Huế", None, "thành phố Huế, tỉnh Thừa Thiên Huế", None),
        ("thành phố Cao Bằng", "2024-03", None, None),
        ("tỉnh Bắc Ninh", "2026-10-01", None, "24@2026-09-20"),  # a city by now
        ("phường Hà Đông", "2025-07-01", "thành phố Hà Nội", "09556@2025-07-01"),
        ("phường Hà Đông, thành phố Hà Nội", "2025-07-01", None, "09556@2025-07-01"),
        ("phường Hà Đông", "2026", "tỉnh Lạng Sơn", None),  # Lạng Sơn has none of that name
        ("phường Hà Đông", "2025-06-30", "thành phố Hà Nội", None),  # of the old communes nothing is known
        ("phường Hà Đông", None, "thành phố Hà Nội", None),
        ("xã Tân Tiến", "2026", None, None),  # several provinces have one
        ("xã Tân Tiến", "2026", "tỉnh Lạng Sơn", "06019@2025-07-01"),
        ("xã Tân Tiến", "2026", "huyện Tràng Định, tỉnh Lạng Sơn", None),  # there are no districts by then
        ("huyện Văn Quan, tỉnh Lạng Sơn", "2024", None, None),
    ],
)
def test_a_place_is_a_code_with_the_day_from_which_it_is_valid(
    words: str, day: str | None, around: str | None, code: str | None
) -> None:
    """The version of the document's date; none where the date fits several, or the gazetteer knows none."""
    found = dated(words, day, around)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("name", "day", "around", "key"),
    [
        ("Sở Tư pháp tỉnh Lâm Đồng", "2024-01-05", None, ("so-tu-phap-tinh-lam-dong~den-2025-06-30", "so-tu-phap", "68")),
        ("Sở Tư pháp tỉnh Lâm Đồng", "2025-12-09", None,
         ("so-tu-phap-tinh-lam-dong~2025-07-01", "so-tu-phap", "68@2025-07-01")),
        ("Sở Tư pháp tỉnh Lâm Đồng", None, None, ("so-tu-phap-tinh-lam-dong", "so-tu-phap", None)),
        ("Sở Tư pháp tỉnh Sơn La", None, None, ("so-tu-phap-tinh-son-la", "so-tu-phap", "14")),
        ("Tỉnh ủy Lâm Đồng", "2026", None, ("tinh-uy-lam-dong~2025-07-01", "tinh-uy", "68@2025-07-01")),
        ("Thành ủy Cao Bằng", "2024", None, ("thanh-uy-cao-bang", "thanh-uy", None)),
        ("Sở Y tế tỉnh Thừa Thiên Huế", "2024", None, ("so-y-te-tinh-thua-thien-hue", "so-y-te", "46")),
        ("Sở Y tế thành phố Huế", "2025", None, ("so-y-te-thanh-pho-hue~2025-01-01", "so-y-te", "46@2025-01-01")),
        ("UBND thành phố Huế", "2023", None, ("ubnd-thanh-pho-hue", "ubnd", None)),
        ("UBND phường Hà Đông", "2025-08-01", "thành phố Hà Nội",
         ("ubnd-phuong-ha-dong~09556~2025-07-01", "ubnd", "09556@2025-07-01")),
        ("UBND xã Tân Lập", "2024", "xã Tân Lập, huyện Bắc Sơn, tỉnh Lạng Sơn", ("ubnd-xa-tan-lap", "ubnd", None)),
        ("Bộ Tài chính", "2026", "tỉnh Lâm Đồng", ("bo-tai-chinh", "bo-tai-chinh", None)),
        ("Các sở, ban, ngành", "2026", "tỉnh Lâm Đồng", ("cac-so-ban-nganh", None, None)),
        ("Chủ tịch UBND cấp xã", "2026", "tỉnh Lâm Đồng", ("chu-tich-ubnd-cap-xa", None, None)),
        ("Giám đốc Sở Y tế tỉnh Lâm Đồng", "2026", None,
         ("giam-doc-so-y-te-tinh-lam-dong~2025-07-01", "giam-doc-so-y-te", "68@2025-07-01")),
        ("Trung tâm Xúc tiến đầu tư tỉnh Lâm Đồng", "2026", None,
         ("trung-tam-xuc-tien-dau-tu-tinh-lam-dong~2025-07-01", "trung-tam-xuc-tien-dau-tu", "68@2025-07-01")),
        ("Đại học Quốc gia Thành phố Hồ Chí Minh", "2026", None,
         ("dai-hoc-quoc-gia-thanh-pho-ho-chi-minh", "dai-hoc-quoc-gia-thanh-pho-ho-chi-minh", None)),
    ],
)  # fmt: skip
def test_a_body_is_a_kind_and_a_dated_place(
    name: str, day: str | None, around: str | None, key: tuple[str, str | None, str | None]
) -> None:
    """Two versions of a place have two bodies; central bodies and collectives have no place."""
    found = body_key(name, day, around)
    assert (found.id, found.kind, found.place) == key


def test_a_province_that_became_a_city_keeps_one_body_whatever_it_is_called_by_habit() -> None:
    """In one document's time 'tỉnh Quảng Ninh' and 'thành phố Quảng Ninh' have one and the same Sở."""
    assert body_key("Sở Y tế tỉnh Quảng Ninh", "2026-10-01") == body_key("Sở Y tế thành phố Quảng Ninh", "2026-10-01")
    assert body_key("Sở Y tế tỉnh Quảng Ninh", "2026-08-31") != body_key("Sở Y tế tỉnh Quảng Ninh", "2026-09-01")
