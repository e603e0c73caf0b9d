"""Where words of a text stand on the page of the PDF that they were read from, to be marked on its picture.

Reading mends hyphens, order and spaces, so letters alone are compared, without their marks.
"""

import ctypes
import unicodedata
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from loaders.limits import Limits

Dots = tuple[int, int, int, int]  # left, top, right, bottom, in the picture's pixels
_LEAST = 8  # letters of a line that is looked for by itself
MOST = 5_000  # characters that are looked for


def letters(text: str) -> str:
    """What two readings of the same words agree in.

    >>> letters("Ủy ban – nhân dân"), letters("ỦY BAN")
    ('uybannhandan', 'uyban')
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower() if c.isalnum())


def places(page: "pdfium.FPDF_PAGE", words: str, before: int, size: tuple[int, int], limits: Limits) -> list[Dots]:
    """A rectangle a line, on a picture of that size.

    Of words that stand there twice those are meant that are nearest behind `before` letters. What is not found as a
    whole is looked for line by line; what is not there at all marks nothing.
    """
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        if pdfium.FPDFText_CountChars(text) > limits.pdf_page_characters:
            return []
        said, chars = _letters_of(text)
        found = list(_runs(said, words[:MOST], before))
        boxes = [_box(text, page, n, size) for first, end in found for n in dict.fromkeys(chars[first:end])]
        return _lines(boxes)
    finally:
        pdfium.FPDFText_ClosePage(text)


def _letters_of(text: "pdfium.FPDF_TEXTPAGE") -> tuple[str, list[int]]:
    """The letters of the page, and of each the character that it is of."""
    said, chars = [], []
    for n in range(max(int(pdfium.FPDFText_CountChars(text)), 0)):
        point = pdfium.FPDFText_GetUnicode(text, n)
        if not 0xD800 <= point <= 0xDFFF and point <= 0x10FFFF:
            for letter in letters(chr(point)):
                said.append(letter)
                chars.append(n)
    return "".join(said), chars


def _runs(said: str, words: str, before: int) -> Iterator[tuple[int, int]]:
    whole = letters(words)
    if whole and (at := _nearest(said, whole, before)) >= 0:
        yield at, at + len(whole)
        return
    for line in words.split("\n"):
        own = letters(line)
        if len(own) >= _LEAST and (at := _nearest(said, own, before)) >= 0:
            yield at, at + len(own)
        before += len(own)


def _nearest(said: str, sought: str, before: int) -> int:
    found, at = [], said.find(sought)
    while at >= 0:
        found.append(at)
        at = said.find(sought, at + len(sought))
    return min(found, key=lambda a: (abs(a - before), a), default=-1)


def _box(text: "pdfium.FPDF_TEXTPAGE", page: "pdfium.FPDF_PAGE", n: int, size: tuple[int, int]) -> Dots:
    box, x, y = pdfium.FS_RECTF(), ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFText_GetLooseCharBox(text, n, box)
    corners = []
    for across, up in ((box.left, box.top), (box.right, box.bottom)):
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, across, up, x, y)
        corners.append((min(max(x.value, 0), size[0]), min(max(y.value, 0), size[1])))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _lines(boxes: list[Dots]) -> list[Dots]:
    """What stands on one line, together: a line ends where the next character is not beside the last."""
    found: list[Dots] = []
    for x0, y0, x1, y1 in boxes:
        if found:
            left, top, right, bottom = found[-1]
            if min(bottom, y1) - max(top, y0) > (y1 - y0) // 2 and x0 - left >= -2 and x0 - right < 3 * (y1 - y0):
                found[-1] = left, min(top, y0), max(right, x1), max(bottom, y1)
                continue
        found.append((x0, y0, x1, y1))
    return found
