"""Words marked on the picture of a page: the right one of several, over lines; or none."""

import ctypes
import hashlib
from pathlib import Path

import pypdfium2.raw as pdfium
import pytest

from loaders.formats.pdf_marks import places
from loaders.formats.pdf_picture import Sought, page_picture
from loaders.limits import Limits
from tests.making_pdf import LEFT, PITCH, Sheet

SIZE = (1_000, 1_414)


def marks(sheet: Sheet, words: str, before: int = 0) -> list[tuple[int, int, int, int]]:
    """On the first page."""
    data = sheet.bytes()
    document = pdfium.FPDF_LoadMemDocument64(ctypes.c_char_p(data), len(data), None)
    page = pdfium.FPDF_LoadPage(document, 0)
    found = places(page, words, before, SIZE, Limits())
    pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return found


def lines(*said: str) -> Sheet:
    """One below the other."""
    sheet = Sheet()
    for n, words in enumerate(said):
        sheet.at(LEFT, 100 + n * PITCH, words)
    return sheet


def test_a_mark_a_line() -> None:
    """A quote over a broken line, with the hyphen that reading mended; each mark is on its line."""
    sheet = lines(
        "Sở Tư pháp chủ trì, phối hợp rà soát văn", "bản quy phạm pháp luật trước 30/6.", "Không phải dòng này."
    )
    found = marks(sheet, "rà soát văn bản quy phạm")
    assert len(found) == 2
    scale = SIZE[0] / sheet.w
    for (left, top, right, bottom), line in zip(found, (100, 100 + PITCH), strict=True):
        assert top < line * scale <= bottom + 2
        assert bottom - top < 2 * PITCH * scale
        assert left < right <= SIZE[0]
    assert found[0][0] > found[1][0]


def test_the_nearest_of_the_same_words() -> None:
    """Of words that stand there three times those behind as many letters as the text has before them."""
    sheet = lines(*["Báo cáo kết quả thực hiện"] * 3)
    tops = [marks(sheet, "kết quả thực hiện", n * 20 + 6)[0][1] for n in range(3)]
    assert tops == sorted(set(tops))


def test_what_stands_otherwise_on_the_page() -> None:
    """Lines in another order are found one by one; what is not there marks nothing; nor does a page of no text."""
    sheet = lines("Dòng thứ nhất của bảng", "Dòng thứ hai của bảng")
    assert len(marks(sheet, "Dòng thứ hai của bảng\nDòng thứ nhất của bảng")) == 2
    assert marks(sheet, "Không có ở đây đâu cả") == []
    assert marks(sheet, "– … –") == []
    assert marks(Sheet(), "Dòng thứ nhất") == []


@pytest.mark.parametrize("words", ["", "Không có ở đây đâu", "x" * 10_000, "Báo cáo"])
def test_a_picture_is_made_whatever_is_sought(tmp_path: Path, words: str) -> None:
    """Only words that are there change it."""
    data = lines("Báo cáo kết quả").bytes()
    (tmp_path / "a.pdf").write_bytes(data)
    asked = (str(tmp_path / "a.pdf"), hashlib.sha256(data).hexdigest(), 1, Limits())
    plain, drawn = page_picture(*asked), page_picture(*asked, Sought(words, 10**9))
    assert (plain == drawn) == (words != "Báo cáo")
