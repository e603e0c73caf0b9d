"""PDF bombs: streams, page trees, cross references."""

import zlib
from collections.abc import Sequence

from loaders.limits import MB
from tests.hostile.registry import bomb

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: Sequence[bytes], root: int = 1, table: bool = True) -> bytes:
    """A file of these objects, numbered from one."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    at = len(out)
    if table:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, at)
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>stream\n" % (len(content), more) + content + b"\nendstream"


def one_page(content: bytes, page: bytes = b"", font: bytes = _FONT, others: Sequence[bytes] = ()) -> bytes:
    """A file of one page; `content` is its stream object, the first of `others` has number 6."""
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R%s>>" % page,
        content,
        font,
        *others,
    ])  # fmt: skip


def shown(text: bytes) -> bytes:
    """Text shown on a page."""
    return b"BT /F 12 Tf 72 700 Td (" + text + b") Tj ET\n"


_GOOD = shown(b"Ke hoach MAU")


def _packed(content: bytes, times: int = 1) -> bytes:
    filters = b"/FlateDecode" * times
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[%s]" % filters)


@bomb("pdf", "read")
def a_page_that_unpacks_a_thousandfold() -> bytes:
    """A content stream with a hundred megabytes of blanks."""
    return one_page(_packed(_GOOD + b" " * (100 * MB)))


@bomb("pdf", "file.memory", "file.cpu_seconds")
def a_page_that_unpacks_to_a_gigabyte() -> bytes:
    """The same with ten times as many."""
    packer = zlib.compressobj(9)
    head = packer.compress(_GOOD) + packer.flush(zlib.Z_FULL_FLUSH)
    blanks = packer.compress(b" " * MB) + packer.flush(zlib.Z_FULL_FLUSH)  # the same bytes each time, packed once
    return one_page(stream(head + blanks * 1000 + packer.flush(), b"/Filter/FlateDecode"))


@bomb("pdf", "read")
def filters_in_filters() -> bytes:
    """A hundred megabytes, packed three times."""
    return one_page(_packed(_GOOD + b" " * (100 * MB), 3))


@bomb("pdf", "pdf.pages")
def a_page_tree_that_is_its_own_child() -> bytes:
    """Kids that are their own grandparents."""
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 1000>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 2 0 R]/Count 1000>>",
    ])  # fmt: skip


@bomb("pdf", "pdf.pages")
def a_hundred_thousand_pages() -> bytes:
    """One page, listed a hundred thousand times."""
    kids = b"3 0 R " * 100_000
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + kids + b"]/Count 100000>>", page])


@bomb("pdf", "pdf.no_text")
def a_count_that_lies() -> bytes:
    """Two billion pages by its own word."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", page])


@bomb("pdf", "read")
def a_cross_reference_that_points_to_itself() -> bytes:
    """The table before this one is this one."""
    good = one_page(stream(_GOOD))
    at = good[good.rindex(b"startxref\n") + 10 :].split(b"\n")[0]
    return good.replace(b"trailer<<", b"trailer<</Prev %s" % at)


@bomb("pdf", "read")
def no_cross_reference() -> bytes:
    """A hundred thousand objects and no table: the reader must look for each."""
    good = one_page(stream(_GOOD), others=[b"<<>>"] * 50_000)
    return good[: good.rindex(b"xref\n0")] + b"trailer<</Root 1 0 R>>"


@bomb("pdf", "read")
def a_page_as_large_as_a_country() -> bytes:
    """A media box of 10^9 points."""
    return one_page(stream(_GOOD), page=b"/MediaBox[0 0 1000000000 1000000000]/UserUnit 1000000")


@bomb("pdf", "file.memory", "file.cpu_seconds")
def forms_that_draw_each_other() -> bytes:
    """A form that draws itself, twice."""
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    content = stream(_GOOD + b"/X Do")
    return one_page(content, page=b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>", others=[form])


@bomb("pdf", "file.memory", "file.cpu_seconds")
def forms_that_double() -> bytes:
    """Thirty forms, each of which draws the next one twice: a billion drawings."""
    last = 6 + 30
    forms = [
        stream(b"/X Do /X Do" if n < last else _GOOD,
               b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>" % (n + 1))
        for n in range(6, last + 1)
    ]  # fmt: skip
    return one_page(stream(_GOOD + b"/X Do"), b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>", others=forms)


@bomb("pdf", "read")
def letters_without_end() -> bytes:
    """A million letters on one place of one page."""
    return one_page(_packed(shown(b"MAU " * 100) * 2500))


@bomb("pdf", "pdf.objects", "file.cpu_seconds")
def lines_without_end() -> bytes:
    """A million strokes on one page."""
    return one_page(_packed(_GOOD + b"0 0 m 9 9 l S\n" * 1_000_000))


@bomb("pdf", "pdf.objects")
def an_outline_without_end() -> bytes:
    """One stroke of a million points."""
    return one_page(_packed(_GOOD + b"0 0 m " + b"9 9 l 1 1 l\n" * 500_000 + b"S"))


@bomb("pdf", "read")
def a_map_of_letters_without_end() -> bytes:
    """A font whose map to Unicode claims every code, again and again."""
    ranges = b"<0000> <FFFF> <0000>\n" * 100
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap\n" + (b"100 beginbfrange\n" + ranges + b"endbfrange\n") * 500
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return one_page(stream(_GOOD), font=font, others=[_packed(cmap)])


@bomb("pdf", "pdf.no_text")
def an_object_stream_that_holds_itself() -> bytes:
    """The catalogue lies in a stream whose place lies in that stream."""
    body = b"%PDF-1.7\n2 0 obj\n" + stream(
        b"1 0 <</Type/Catalog/Pages 1 0 R>>", b"/Type/ObjStm/N 1/First 4/Extends 2 0 R"
    )
    body += b"\nendobj\n"
    at = len(body)
    index = b"\1\2\0" + b"\2\0\0"[:3] + b"\2\2\0"
    xref = stream(b"\0\0\0" + index, b"/Type/XRef/Size 4/W[1 1 1]/Root 1 0 R/Prev %d" % at)
    return body + b"3 0 obj\n" + xref + b"\nendobj\nstartxref\n%d\n%%%%EOF" % at


@bomb("pdf", "pdf.damaged")
def arrays_in_arrays() -> bytes:
    """The catalogue lies under 200,000 brackets."""
    return pdf([b"[" * 200_000 + b"]" * 200_000, b"<<>>"])
