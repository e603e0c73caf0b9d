"""One page of a PDF as a picture (PNG), as it was when the file was read: its hash says so."""

import hashlib
import struct
import zlib
from ctypes import string_at

import pypdfium2.raw as pdfium
from msgspec import Struct

from loaders.files import read_file
from loaders.formats.pdf_marks import Dots, places
from loaders.limits import Limits
from loaders.text import NotRead

WIDTH, HEIGHT = 1_000, 1_600  # pixels at most: small type is read, and one picture is some hundred kB
_WHITE = 0xFFFFFFFF
_MARKER = [bytes(value * most // 255 for value in range(256)) for most in (0xFF, 0xD8, 0x4D)]  # .here of phahe.css
_FLAGS = pdfium.FPDF_REVERSE_BYTE_ORDER | pdfium.FPDF_ANNOT  # red first, as PNG has it; stamps are annotations


class Sought(Struct, frozen=True, array_like=True):
    """Words of the page that are marked, and how many letters of the page stand before them."""

    words: str = ""
    before: int = 0


def page_picture(path: str, sha256: str, page: int, limits: Limits, sought: Sought = Sought()) -> bytes:  # noqa: B008 - frozen
    """The page, from 1, of the file at the path; raises `NotRead` where it is another one by now."""
    data = read_file(path, limits)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotRead("file.none")
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise NotRead("pdf.damaged")
    try:
        if not 1 <= page <= pdfium.FPDF_GetPageCount(document):
            raise NotRead("pdf.page", page=page)
        return _drawn(document, page, sought, limits)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _drawn(document: "pdfium.FPDF_DOCUMENT", number: int, sought: Sought, limits: Limits) -> bytes:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise NotRead("pdf.page", page=number)
    try:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = min(WIDTH / max(wide, 1), HEIGHT / max(high, 1))
        width, height = max(1, round(wide * scale)), max(1, round(high * scale))
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, None, 0)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, _FLAGS)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            dots = string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
            marks = places(page, sought.words, sought.before, (width, height), limits) if sought.words else []
            return png(_marked(dots, stride, marks) if marks else dots, width, height, stride)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(page)


def _marked(dots: bytes, stride: int, marks: list[Dots]) -> bytes:
    """As with a marker: what is white takes its colour, ink stays ink."""
    drawn = bytearray(dots)
    for left, top, right, bottom in marks:
        for y in range(top, bottom):
            for colour, paler in enumerate(_MARKER):
                run = slice(y * stride + 4 * left + colour, y * stride + 4 * right, 4)
                drawn[run] = dots[run].translate(paler)  # of what was drawn: marks that lap are not darker
    return bytes(drawn)


def png(dots: bytes, width: int, height: int, stride: int) -> bytes:
    """A picture of rows of `stride` bytes, four a dot (red, green, blue, nothing), without the fourth."""
    rows = bytearray()
    for top in range(0, stride * height, stride):
        row = dots[top : top + 4 * width]
        flat = bytearray(3 * width)
        flat[0::3], flat[1::3], flat[2::3] = row[0::4], row[1::4], row[2::4]
        rows += b"\0" + flat
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
