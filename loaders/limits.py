"""What a file may cost to read. Every limit is named in the message of the file that hits it."""

from msgspec import Struct

MB = 1024 * 1024
XML_DEPTH = 256  # libxml2's own bound without `huge_tree`; it is not ours to move


class Limits(Struct, frozen=True):
    """Counted while reading: the sizes that a file announces of itself may only refuse it, never let it in."""

    file_bytes: int = 50 * MB
    unpacked_bytes: int = 200 * MB  # of all parts of a zip that are read, and of all that it announces
    ratio: int = 200  # unpacked to packed, of one part
    ratio_floor: int = 10 * MB  # a part smaller than this may be packed as tightly as it likes
    entries: int = 10_000  # in a zip
    xml_nodes: int = 2_000_000  # tags and attributes held at once: at most about 430 MB of the parser's memory
    html_nodes: int = 300_000  # tags and attributes of a page: some 5,000 pages of paper, seconds of reading
    paragraphs: int = 500_000  # of one Word file, empty ones too; of a text its lines and cells: about 15,000 pages
    pdf_pages: int = 5_000
    pdf_page_characters: int = 100_000  # on one page: print as small as can be read fills it with 20,000
    pdf_page_objects: int = 200_000  # drawn things of one page and the points of their outlines
    characters: int = 10_000_000  # of one text, over 3,000 pages: reading may hold 100 bytes a character at once
    # of the process that reads it (`api.isolation`), whatever its parsers do
    cpu_seconds: int = 60
    wall_seconds: int = 180  # also where it computes nothing: a disk that does not answer
    memory_bytes: int = 1536 * MB  # address space, the interpreter's own 100 MB in it


def megabytes(size: int) -> str:
    """A size for people: '50 MB'."""
    return f"{size / MB:.0f} MB" if size >= MB else f"{size} byte"
