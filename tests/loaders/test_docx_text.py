"""What the text of a Word file is: tracked changes, fields, boxes, breaks, hidden words."""

import unicodedata

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from loaders.loading import load
from loaders.text import Loaded
from tests.making_docx import saved, with_body


def lines(loaded: Loaded) -> list[str]:
    return [loaded.text[s.start : s.end] for s in loaded.segments]


def body(xml: str, **parts: str) -> Loaded:
    return load(with_body(xml, **parts), "a.docx")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_are_hard_segments_in_order() -> None:
    """A paragraph is one hard segment on a line of its own; blank ones leave nothing."""
    document = Document()
    document.add_heading("I. MỤC TIÊU", 1)
    document.add_paragraph("  Nâng cao chất lượng phục vụ. ")
    document.add_paragraph("\u00a0")
    document.add_heading("Chi tiết", 2)
    loaded = load(saved(document), "a.docx")
    assert loaded.text == "I. MỤC TIÊU\nNâng cao chất lượng phục vụ.\nChi tiết\n"
    assert [(s.kind, s.level, s.hard) for s in loaded.segments] == [
        ("heading", 1, True),
        ("body", 0, True),
        ("heading", 2, True),
    ]
    assert loaded.format == "docx"


def test_text_is_nfc_and_offsets_follow() -> None:
    """Decomposed letters are composed, and the segments count the composed ones."""
    loaded = body(f"<w:p>{run(unicodedata.normalize('NFD', 'Kế hoạch'))}</w:p><w:p>{run('sau')}</w:p>")
    assert loaded.text == "Kế hoạch\nsau\n"
    assert lines(loaded) == ["Kế hoạch", "sau"]


def test_insertions_are_kept_and_deletions_left_out() -> None:
    """Of tracked changes the new text is read, with a warning that they are not yet accepted."""
    loaded = body(
        f"<w:p>{run('Thực hiện ')}<w:ins w:id='1' w:author='a'>{run('Nghị quyết số 76/NQ-CP')}</w:ins>"
        f"<w:del w:id='2' w:author='a'><w:r><w:delText>Quyết định</w:delText></w:r></w:del>{run(' của Chính phủ')}"
        f"<w:moveFrom w:id='3' w:author='a'>{run('cũ')}</w:moveFrom>"
        f"<w:moveTo w:id='4' w:author='a'>{run('.')}</w:moveTo></w:p>"
    )
    assert lines(loaded) == ["Thực hiện Nghị quyết số 76/NQ-CP của Chính phủ."]
    assert [(w.code, "4 chỗ" in w.message) for w in loaded.warnings] == [("tracked_changes", True)]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    """Where the end of a paragraph was deleted, its text goes on in the next."""
    gone = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    loaded = body(f"<w:p>{gone}{run('Giao Sở ')}</w:p><w:p>{run('Tư pháp')}</w:p><w:p>{gone}{run('cuối')}</w:p>")
    assert lines(loaded) == ["Giao Sở Tư pháp", "cuối"]


def test_links_tags_controls_and_fields_give_their_visible_text() -> None:
    """Hyperlinks, smart tags and content controls are passed through; a field gives its result, not its instruction."""
    field = "".join(
        f"<w:r>{x}</w:r>"
        for x in (
            '<w:fldChar w:fldCharType="begin"/>', "<w:instrText>DATE</w:instrText>", "<w:t>mã trường</w:t>",
            '<w:fldChar w:fldCharType="separate"/>', "<w:t>2025</w:t>", '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip
    loaded = body(
        f"<w:p><w:hyperlink r:id='x'>{run('A')}</w:hyperlink><w:smartTag>{run('B')}</w:smartTag>"
        f"<w:sdt><w:sdtContent>{run('C')}</w:sdtContent></w:sdt><w:fldSimple w:instr='X'>{run('D')}</w:fldSimple>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Bấm để nhập')}</w:sdtContent></w:sdt>"
        f"{run(' năm ')}{field}</w:p><w:sdt><w:sdtContent><w:p>{run('trong khung')}</w:p></w:sdtContent></w:sdt>"
    )
    assert lines(loaded) == ["ABCD năm 2025", "trong khung"]


def test_special_characters_are_written_as_seen() -> None:
    """Tabs, no-break hyphens, symbols; a soft hyphen is not seen; superscript digits become Unicode's."""
    raised = '<w:vertAlign w:val="superscript"/>'
    loaded = body(
        "<w:p><w:r><w:t>12/KH</w:t><w:noBreakHyphen/><w:t>UB</w:t><w:softHyphen/><w:t>ND</w:t><w:tab/>"
        '<w:sym w:font="Symbol" w:char="F0B3"/><w:t>95% m</w:t></w:r>'
        f"{run('2', raised)}{run(' hoa', '<w:caps/>')}"
        "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>"
    )
    assert lines(loaded) == ["12/KH-UBND\t≥95% m² HOAx+1"]


def test_hidden_text_is_left_out_with_a_warning() -> None:
    """Hidden by the run or by its style: not read, said so."""
    style = '<w:style w:type="character" w:styleId="an"><w:rPr><w:vanish/></w:rPr></w:style>'
    styled, shown = '<w:rStyle w:val="an"/>', '<w:vanish w:val="0"/>'
    loaded = body(
        f"<w:p>{run('thấy')}{run('ẩn', '<w:vanish/>')}{run('ẩn', styled)}{run(' nữa', shown)}</w:p>",
        styles=style,
    )
    assert lines(loaded) == ["thấy nữa"]
    assert [(w.code, "2 đoạn" in w.message) for w in loaded.warnings] == [("hidden_text", True)]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    """A box is drawn twice in the file (for new and old programs) and read once, as lines of its own."""
    box = f"<w:txbxContent><w:p>{run('DỰ THẢO')}</w:p></w:txbxContent>"
    loaded = body(
        f"<w:p>{run('Số: ')}<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{run('12/KH-UBND')}</w:p><w:p><w:r><w:pict><v:shape><v:textpath string='MẪU'/></v:shape></w:pict></w:r></w:p>"
    )
    assert lines(loaded) == ["Số: 12/KH-UBND", "DỰ THẢO", "MẪU"]


def test_soft_breaks_wrap_running_text_and_part_heads_and_items() -> None:
    """A break inside running text stays inside the segment; centred lines and items are segments of their own."""
    document = Document()
    document.add_paragraph("một dòng\nvà dòng sau")
    document.add_paragraph("Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n1. Mục\na) Điểm")
    title = document.add_paragraph("KẾ HOẠCH\nCải cách hành chính")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    assert lines(load(saved(document), "a.docx")) == [
        "một dòng\nvà dòng sau", "Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.", "1. Mục", "a) Điểm",
        "KẾ HOẠCH", "Cải cách hành chính",
    ]  # fmt: skip


def test_contents_are_running_and_page_headers_are_not_read() -> None:
    """A table of contents repeats the headings: its lines are known as such; page headers are not in the text."""
    document = Document()
    document.add_paragraph("I. MỤC TIÊU")
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    data = with_body(
        f"<w:p><w:pPr><w:pStyle w:val='TOC1'/></w:pPr>{run('I. MỤC TIÊU 3')}</w:p><w:p>{run('I. MỤC TIÊU')}</w:p>",
        styles='<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>',
    )
    assert [s.kind for s in load(data, "a.docx").segments] == ["running", "body"]
    assert lines(load(saved(document), "a.docx")) == ["I. MỤC TIÊU"]


def test_strict_files_are_read_alike() -> None:
    """A file saved as 'Strict Open XML' uses other names for the same elements."""
    from tests.making_docx import members_of, zipped

    members = members_of(with_body(f"<w:p>{run('Điều 1.')}</w:p>"))
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    members["word/document.xml"] = members["word/document.xml"].replace(usual, strict)
    assert lines(load(zipped(members), "a.docx")) == ["Điều 1."]


def test_the_same_bytes_give_the_same_text() -> None:
    """Loading has no state."""
    data = with_body(f"<w:p>{run('Điều 1.')}</w:p>")
    assert load(data, "a.docx") == load(data, "b.docx")
