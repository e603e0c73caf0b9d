"""PDFs that are not read, each with its reason: nothing is misread and nothing is silently empty."""

from collections.abc import Callable

import pytest

from loaders.limits import Limits
from loaders.loading import load
from loaders.text import NotRead
from tests.making_pdf import LEFT, Sheet, read, said

WORDS = "Kế hoạch MẪU này giao các sở, ban, ngành của tỉnh tổ chức thực hiện nghiêm túc trong năm 2026."


def written(words: str = WORDS, lines: int = 3) -> Sheet:
    sheet = Sheet()
    for n in range(lines):
        sheet.at(LEFT, 100 + 18 * n, words, 11)
    return sheet


def locked() -> bytes:
    sheet = written()
    sheet.set_encryption(owner_password="chu", user_password="mo")  # noqa: S106 - a made-up file
    return sheet.bytes()


def scanned() -> bytes:
    sheet = Sheet()
    sheet.picture()
    return sheet.bytes()


def scanned_with_gazette_line() -> bytes:
    sheet = Sheet()
    sheet.picture()
    sheet.at(LEFT, 40, "CÔNG BÁO/Số 361 + 362/Ngày 28-02-2025")
    return sheet.bytes()


def recognised() -> bytes:
    sheet = Sheet()
    sheet.picture()
    with sheet.local_context(text_mode=3):
        for n in range(10):
            sheet.at(LEFT, 100 + 18 * n, WORDS, 11)
    return sheet.bytes()


def stamped() -> bytes:
    sheet = Sheet()
    sheet.at(400, 60, "Ký bởi: Văn phòng MẪU", 8)
    sheet.at(400, 70, "Thời gian ký: 02.03.2025 08:15:00 +07:00", 8)
    return sheet.bytes()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "password": (locked, "pdf.encrypted"),
    "cut": (lambda: written().bytes()[:300], "pdf.damaged"),
    "picture": (scanned, "pdf.scan"),
    "picture with the gazette's line": (scanned_with_gazette_line, "pdf.scan"),
    "recognised": (recognised, "pdf.recognised"),
    "stamp only": (stamped, "pdf.only_stamps"),
    "blank": (lambda: Sheet().bytes(), "pdf.no_text"),
    "TCVN3": (lambda: written("KÕ ho¹ch nµy giao c¸c së, ban, ngµnh cña tØnh thùc hiÖn").bytes(), "pdf.old_encoding"),
    "VNI": (
        lambda: written("Keá hoaïch naøy giao caùc sôû, ban, ngaønh cuûa tænh thöïc hieän").bytes(),
        "pdf.old_encoding",
    ),
    "no map": (lambda: written().bytes().replace(b"/ToUnicode", b"/NoUnicode"), "pdf.unmapped"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_not_read_with_its_reason(name: str) -> None:
    """Each such file has a code of its own, and a sentence in Vietnamese."""
    make, code = REFUSED[name]
    with pytest.raises(NotRead) as caught:
        load(make(), "thu.pdf")
    assert caught.value.code == code
    assert str(caught.value)


@pytest.mark.parametrize(
    ("limits", "code", "limit"),
    [
        (Limits(pdf_pages=1), "pdf.pages", "pdf_pages"),
        (Limits(pdf_page_characters=20), "pdf.page_characters", "pdf_page_characters"),
        (Limits(pdf_page_objects=2), "pdf.objects", "pdf_page_objects"),
        (Limits(characters=100), "file.characters", "characters"),
    ],
)
def test_limits_are_named(limits: Limits, code: str, limit: str) -> None:
    """Pages, characters of a page and of all, things drawn on a page."""
    sheet = written()
    sheet.add_page()
    sheet.at(LEFT, 100, WORDS, 11)
    with pytest.raises(NotRead) as caught:
        load(sheet.bytes(), "thu.pdf", limits)
    assert (caught.value.code, caught.value.limit) == (code, limit)


def test_a_page_that_is_a_picture_is_told() -> None:
    """Most pages are text: they are read, and a warning names the one that could not be."""
    sheet = written(lines=20)
    sheet.add_page()
    for n in range(20):
        sheet.at(LEFT, 100 + 18 * n, WORDS, 11)
    sheet.add_page()
    sheet.picture()
    loaded = read(sheet)
    assert said(loaded)
    assert [w.code for w in loaded.warnings] == ["pdf_pictures"]
    assert "3" in loaded.warnings[0].message
