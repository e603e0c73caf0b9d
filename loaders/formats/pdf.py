"""PDF with a text layer: pages → lines, tables, notes → the same segments as from any other format.

pdfium names characters and lines with their places; everything else follows from the places. It is native code and
not safe in threads: whoever reads many files reads them in processes of their own (`api.workers`).
"""

import pypdfium2.raw as pdfium

from loaders.formats.pdf_flow import flow_of
from loaders.formats.pdf_legible import refuse_illegible
from loaders.formats.pdf_notes import body_size, mark_notes
from loaders.formats.pdf_page import Page, page_of
from loaders.formats.pdf_running import mark_running
from loaders.formats.pdf_writing import written
from loaders.limits import Limits
from loaders.text import Loaded, NotRead

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "pdf.encrypted",
    pdfium.FPDF_ERR_SECURITY: "pdf.encrypted",
}


def load(data: bytes, name: str, limits: Limits) -> Loaded:
    """The text of a PDF file; raises `NotRead` where it has none, or none that can be trusted."""
    del name  # its content says it all
    pages = _pages(data, limits)
    mark_running(pages)
    pictures = refuse_illegible(pages)
    mark_notes(pages, body_size(pages))
    return written(pages, flow_of(pages), pictures, data)


def _pages(data: bytes, limits: Limits) -> list[Page]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise NotRead(_REASONS.get(pdfium.FPDF_GetLastError(), "pdf.damaged"))
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise NotRead("pdf.damaged")
        if count > limits.pdf_pages:
            raise NotRead("pdf.pages", "pdf_pages", most=limits.pdf_pages)
        return _bounded(document, count, limits)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _bounded(document: "pdfium.FPDF_DOCUMENT", count: int, limits: Limits) -> list[Page]:
    """All pages, as long as their text is not too long."""
    pages: list[Page] = []
    left = limits.characters
    for index in range(count):
        pages.append(page_of(document, index, limits))
        left -= len(pages[-1].text)
        if left < 0:
            raise NotRead("file.characters", "characters", most=limits.characters)
    return pages
