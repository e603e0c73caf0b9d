"""Whether the text of a PDF says what its pages show: scans, unmapped glyphs and old encodings are not misread."""

from graph.patterns import pattern
from loaders.formats.pdf_page import Page
from loaders.text import NotRead

_VIETNAMESE = pattern("pdf_legible.vietnamese", r"[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
# what TCVN3 and VNI fonts use for Vietnamese letters, and Vietnamese itself hardly ever
_OLD = pattern(
    "pdf_legible.old",
    r"[\u00a1-\u00ac\u00ae-\u00b8\u00b9\u00bb-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db-\u00dc\u00de-\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb-\u00ff]",
)
_UNKNOWN = pattern("pdf_legible.unknown", r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_LETTER = pattern("pdf_legible.letter", r"[^\W\d_]")
_PAGE_WORDS = 12  # a page with a picture and fewer words is the picture, with a stamp or a running head on it
_FEW = 0.5  # of the pages: with more of them pictures, the document is a scan
_OLD_SHARE, _UNKNOWN_SHARE = 0.03, 0.05  # of all letters


def refuse_illegible(pages: list[Page]) -> list[int]:
    """Raises `NotRead` where most of the text cannot be trusted; else the numbers of pages that only show a picture."""
    pictured = [page.number for page in pages if page.pictured and _words(page) < _PAGE_WORDS]
    hidden = [page.number for page in pages if page.invisible]
    if not any(page.lines or page.tables for page in pages):
        raise NotRead("pdf.scan" if any(page.pictured for page in pages) else "pdf.no_text")
    if len(hidden) > _FEW * len(pages):
        raise NotRead("pdf.recognised")
    if len(pictured) + len(hidden) > _FEW * len(pages):
        raise NotRead("pdf.scan")
    if not _said(pages):
        raise NotRead("pdf.only_stamps")
    _judge("".join(page.text for page in pages), sum(page.mapless for page in pages))
    return sorted({*pictured, *hidden})


def _said(pages: list[Page]) -> bool:
    """Whether anything is left beside stamps and running heads."""
    return any(page.tables or any(line.kind not in ("stamp", "running") for line in page.lines) for page in pages)


def _words(page: Page) -> int:
    lines = sum(len(line.words) for line in page.lines if line.kind not in ("stamp", "running"))
    return lines + sum(len(line.words) for table in page.tables for cell in table.cells.values() for line in cell)


def _judge(text: str, mapless: int) -> None:
    letters = len(_LETTER.findall(text))
    unknown = len(_UNKNOWN.findall(text)) + mapless
    if unknown > _UNKNOWN_SHARE * (letters + unknown):
        raise NotRead("pdf.unmapped")
    old = len(_OLD.findall(text))
    if old > _OLD_SHARE * letters and old > len(_VIETNAMESE.findall(text)):
        raise NotRead("pdf.old_encoding")
