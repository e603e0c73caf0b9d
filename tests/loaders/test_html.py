"""Markup into lines: what a reader sees, in its order, with what it is."""

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from loaders.loading import load
from loaders.reading.blocks import build
from loaders.text import Loaded, NotRead
from tests.making_html import bare


def page(body: str) -> Loaded:
    return load(bare(body).encode(), "a.html")


def lines(body: str) -> list[str]:
    loaded = page(body)
    return [loaded.text[s.start : s.end] for s in loaded.segments]


def cells(body: str) -> list[tuple[str, int, int, int, int]]:
    loaded = page(body)
    return [
        (loaded.text[s.start : s.end], s.row, s.col, s.rowspan, s.colspan) for s in loaded.segments if s.kind == "cell"
    ]


def test_paragraphs_headings_and_blanks() -> None:
    """A block is a line, hard; blanks of the markup are one; entities are characters."""
    loaded = page("<h2>KẾ   HOẠCH</h2><p>Điều\n 1. <b>Sở</b> A &amp; B&nbsp;C &#7883;</p>x<div>y</div>")
    assert [(s.kind, s.level, s.hard, loaded.text[s.start : s.end]) for s in loaded.segments] == [
        ("heading", 2, True, "KẾ HOẠCH"),
        ("body", 0, True, "Điều 1. Sở A & B\u00a0C ị"),
        ("body", 0, True, "x"),
        ("body", 0, True, "y"),
    ]
    assert (loaded.format, loaded.encoding) == ("html", "utf-8")


def test_breaks_part_lines_or_only_wrap() -> None:
    """Behind a stop, before an item, in the middle of a page or where capitals end they part."""
    assert lines("<p>Căn cứ A;<br>Căn cứ B<br>của C</p>") == ["Căn cứ A;", "Căn cứ B\ncủa C"]
    assert lines("<p align=center>KẾ HOẠCH<br>Năm 2026<br>của tỉnh</p>") == ["KẾ HOẠCH", "Năm 2026", "của tỉnh"]
    assert lines("<p>TM. ỦY BAN<br>Nguyễn A<br><br>- b<br/>- c</p>") == ["TM. ỦY BAN", "Nguyễn A", "- b", "- c"]


def test_what_is_not_shown_is_not_read() -> None:
    """Scripts, styles, comments, controls, hidden elements, what Word hides."""
    assert lines(
        "<p>a<script>b()</script><!-- c --><span style='display: none'>d</span></p><select><option>e</select>"
        "<p hidden>f</p><textarea>g</textarea><p style='mso-hide:all'>h</p><noscript>i</noscript><p>z</p>"
    ) == ["a", "z"]


def test_a_page_that_hides_everything_is_read() -> None:
    """A page that a script would have shown when it was saved is its text."""
    assert lines(f"<div style='visibility:hidden'><p>{'Sở Tư pháp chủ trì. ' * 6}</p></div>")


def test_lists_have_the_numbers_that_are_seen() -> None:
    """Start, type, value, reversed; a number that was typed is not doubled; bullets are dashes."""
    assert lines("<ol start=3><li>a<li value=7>b<li><p>c</p><p>d</p></ol>") == ["3. a", "7. b", "8. c", "d"]
    assert lines("<ol type=a><li>x<li>y</ol><ol type=I reversed><li>x<li>y</ol>") == ["a. x", "b. y", "II. x", "I. y"]
    assert lines("<ul><li>x<ul><li>y</ul><li>1. z</ul><ul style='list-style:none'><li>w</ul>") == [
        "- x", "- y", "1. z", "w",
    ]  # fmt: skip


def test_cells_stand_where_their_spans_put_them() -> None:
    """Rows and columns spanned, tags left open, lines of a cell, a caption before."""
    assert cells(
        "<table><caption>Biểu</caption><tr><th rowspan=2>TT<th colspan=2>Việc"
        "<tr><td>a<br>b;<td>c<tr><td>1<td>d<td>e</table>"
    ) == [
        ("TT", 0, 0, 2, 1), ("Việc", 0, 1, 1, 2), ("a\nb;", 1, 1, 1, 1), ("c", 1, 2, 1, 1), ("1", 2, 0, 1, 1),
        ("d", 2, 1, 1, 1), ("e", 2, 2, 1, 1),
    ]  # fmt: skip
    assert lines("<table><caption>Biểu</caption><tr><td>a<td>b<tr><td>c<td>d</table>")[0] == "Biểu"


def test_frames_are_no_tables() -> None:
    """One column, or a cell that holds the page with its tables: their text is the page's, the inner table stays."""
    inner = "<table><tr><td>a<td>b<td>c<tr><td>d<td>e<td>f</table>"
    assert cells(f"<table><tr><td><p>Đoạn văn</p>{inner}</td></tr></table>")[0] == ("a", 0, 0, 1, 1)
    found = cells(f"<table><tr><td>x<td><p>{'Nội dung của văn bản. ' * 9}</p>{inner}</td></tr></table>")
    assert [c[0] for c in found] == list("abcdef")


def test_a_table_in_a_cell_is_text_of_the_cell() -> None:
    """As in Word."""
    found = cells("<table><tr><td>một việc dài<td><table><tr><td>a<td>b</table><tr><td>c<td>d</table>")
    assert found[:3] == [("một việc dài", 0, 0, 1, 1), ("a", 0, 1, 1, 1), ("b", 0, 1, 1, 1)]


def test_a_head_in_two_columns() -> None:
    """The same segments as from Word."""
    loaded = page(
        "<table><tr><td>UBND TỈNH MẪU<br>Số: 1/KH-UBND<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</table>"
    )
    assert {(s.kind, s.table) for s in loaded.segments} == {("header", 0)}


@pytest.mark.parametrize(
    ("reference", "note"),
    [
        ('<sup><a href="#n1" id="r1">1</a></sup>', '<p id="n1"><a href="#r1">1</a> Ghi chú</p>'),
        ('<a href="#n1" name="r1">[1]</a>', '<div><p><a name="n1" href="#r1">[1]</a> Ghi chú</p></div>'),
        (
            "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>",
            "<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p><a style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1'><span>[1]</span></a> Ghi chú</p></div></div>",
        ),
        ('<sup><a href="#n1">1</a></sup>', '<ol><li id="n1">Ghi chú <a href="#r1">↩</a></li></ol>'),
        ("<sup>1</sup>", "<p><sup>1</sup> Ghi chú</p>"),
    ],
)  # fmt: skip
def test_notes(reference: str, note: str) -> None:
    """Linked forth and back, saved by Word, or only raised marks: a reference, and a note with its mark."""
    loaded = page(f"<p>Nghị quyết 76/NQ-CP{reference} của Chính phủ</p><p>Hết.</p>{note}")
    found = [(s.kind, s.mark, loaded.text[s.start : s.end].rstrip(" ↩")) for s in loaded.segments]
    assert found == [
        ("body", None, "Nghị quyết 76/NQ-CP¹ của Chính phủ"), ("body", None, "Hết."), ("footnote", "1", "Ghi chú"),
    ]  # fmt: skip
    assert [m.mark for m in build(loaded)[0].marks] == ["¹"]


def test_word_saved_as_a_page() -> None:
    """Numbers of lists, Office's own tags, conditional comments."""
    assert lines(
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><div class=WordSection1>"
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Sở Tư pháp<o:p></o:p></p>"
        "<p class=MsoListParagraph><span style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Việc</p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p></div>"
    ) == ["1. Sở Tư pháp", "· Việc"]


def test_preformatted_text_is_plain_text() -> None:
    """A browser's page of a text file: torn lines stay soft, tabs make cells."""
    loaded = page("<pre>KẾ HOẠCH\n\nĐiều 1. Việc\ncủa sở\n\nTT\tViệc\tNơi\n1\ta\tb\n2\tc\td\n</pre><p>sau</p>")
    assert [s.kind for s in loaded.segments] == ["body", "body", "body", *["cell"] * 9, "body"]
    assert [s.hard for s in loaded.segments][:3] == [False, False, False]
    assert loaded.text[loaded.segments[4].start : loaded.segments[4].end] == "Việc"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_encodings(encoding: str) -> None:
    """By their mark, by being valid, by what the page says: the same text."""
    text = "Quyết định của Ủy ban"
    said = "windows-1258" if encoding == "cp1258" else encoding
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={said}"></head><body><p>'
    written = text
    if encoding == "cp1258":
        for whole, parts in (("ế", "ê\u0301"), ("ị", "i\u0323"), ("Ủ", "U\u0309"), ("ủ", "u\u0309")):
            written = written.replace(whole, parts)
    loaded = load((head + written).encode(encoding), "a.htm")
    assert loaded.text == f"{text}\n"


def test_encodings_that_the_page_gets_wrong() -> None:
    """Valid UTF-8 is UTF-8 whatever the page says; entities of a page in windows-1252; one torn byte is a slip."""
    assert load('<html><meta charset="windows-1252"><p>Điều 1'.encode(), "a").text == "Điều 1\n"
    assert load(b'<html><meta charset="windows-1252"><p>Qu\xe1n &#273;&#7883;nh', "a").text == "Quán định\n"
    assert load(b"<html><p>" + "Điều 1. ".encode() * 400 + b"\xff", "a").encoding == "utf-8"


def test_letters_of_old_fonts_are_refused() -> None:
    """TCVN3 taken for Latin 1 would be misread."""
    words = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp, Tù do; QuyÕt ®Þnh cña Uû ban nh©n d©n "
    for data in (f"<html><meta charset=windows-1252><p>{words}".encode("cp1252"), f"<html><p>{words}".encode()):
        with pytest.raises(NotRead, match="TCVN3"):
            load(data, "a.html")


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_a_page_saved_as_one_file(coding: str) -> None:
    """The page inside, in the encoding that its envelope names; pictures and frames are left."""
    envelope = MIMEMultipart("related", type="text/html")
    part = MIMEText("<html><body><p>Điều 1. Kế hoạch</p></body></html>", "html", "utf-8")
    if coding == "quoted-printable":
        part = MIMEText("", "html", "utf-8")
        part.replace_header("Content-Transfer-Encoding", coding)
        part.set_payload("<html><body><p>=C4=90i=E1=BB=81u 1. K=E1=BA=BF ho=E1=BA=A1ch</p></body></html>")
    envelope.attach(part)
    envelope.attach(MIMEText("body { }", "css"))
    loaded = load(b"From: <Saved by Blink>\r\n" + envelope.as_bytes(), "a.mhtml")
    assert (loaded.text, loaded.format) == ("Điều 1. Kế hoạch\n", "html")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><html>", "a"), (b"\xef\xbb\xbf<html>", "a.docx"),
        (b"<?xml version='1.0'?><html>", "a.txt"), ("<html>".encode("utf-16"), "a"), (b"<!-- saved from url -->", "a"),
        (b"<div class=x>", "a.txt"), (b"<table><tr><td>", "-"), (b"<b>", "a.htm"), (b"<!-- c --><b>", "a.html"),
    ],
)  # fmt: skip
def test_pages_are_known_by_their_content(data: bytes, name: str) -> None:
    """Whatever the ending says; a piece of a page too; the ending helps where the first tag could be anybody's."""
    text = "<p>Điều 1".encode("utf-16-le" if data[:2] == b"\xff\xfe" else "utf-8")
    assert load(data + text, name).format == "html"


def test_a_page_with_nothing_to_read() -> None:
    """Only pictures and controls."""
    for body in ("", "<img src=a><button>b</button>"):
        with pytest.raises(NotRead, match="không có chữ"):
            page(body)
