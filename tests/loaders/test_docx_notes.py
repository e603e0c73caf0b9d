"""Footnotes and endnotes: a superscript mark in the text, the note's words behind it all."""

from loaders.loading import load
from loaders.text import Loaded
from tests.making_docx import note_xml, with_body


def reference(kind: str, number: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}" {more}/></w:r>'


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def notes(loaded: Loaded) -> list[tuple[str | None, str]]:
    return [(s.mark, loaded.text[s.start : s.end]) for s in loaded.segments if s.kind == "footnote"]


def test_notes_stand_at_the_end_with_their_marks() -> None:
    """Marks count in the order of the text, whatever the ids; only notes that are referred to are read."""
    first, second = reference("footnote", 7), reference("footnote", 2)
    body = f"<w:p>{text('quy định')}{first}{text('; kế hoạch')}{second}{text('.')}</w:p>"
    loaded = load(
        with_body(
            body,
            footnotes='<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
            + note_xml("footnote", 2, ["Kế hoạch số 226/KH-UBND."])
            + note_xml("footnote", 7, ["- Nghị định một;", "- Nghị định hai."])
            + note_xml("footnote", 9, ["không ai nhắc"]),
        ),
        "a.docx",
    )
    assert loaded.text.split("\n")[0] == "quy định¹; kế hoạch²."
    assert notes(loaded) == [("1", "- Nghị định một;"), ("1", "- Nghị định hai."), ("2", "Kế hoạch số 226/KH-UBND.")]
    assert "\n¹ - Nghị định một;\n- Nghị định hai.\n² Kế hoạch" in loaded.text


def test_endnotes_count_with_footnotes() -> None:
    """A mark names one note of the file."""
    body = f"<w:p>{text('a')}{reference('endnote', 1)}{text('b')}{reference('footnote', 1)}</w:p>"
    data = with_body(body, footnotes=note_xml("footnote", 1, ["chân"]), endnotes=note_xml("endnote", 1, ["cuối"]))
    loaded = load(data, "a.docx")
    assert loaded.text.startswith("a¹b²\n")
    assert notes(loaded) == [("1", "cuối"), ("2", "chân")]


def test_a_mark_of_the_author_is_kept() -> None:
    """'*' typed as the mark stands in the text and at the note, not a number."""
    typed = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    note = f'<w:footnote w:id="1"><w:p>{text("* theo báo cáo")}</w:p></w:footnote>'
    loaded = load(with_body(f"<w:p>{text('số liệu')}{typed}</w:p>", footnotes=note), "a.docx")
    assert loaded.text.startswith("số liệu*\n")
    assert notes(loaded) == [("*", "theo báo cáo")]


def test_a_deleted_reference_takes_its_note_away() -> None:
    """A note whose reference is a tracked deletion is not in the document any more."""
    body = f"<w:p>{text('a')}<w:del w:id='5' w:author='x'>{reference('footnote', 1)}</w:del></w:p>"
    loaded = load(with_body(body, footnotes=note_xml("footnote", 1, ["bỏ"])), "a.docx")
    assert (loaded.text, notes(loaded)) == ("a\n", [])


def test_a_missing_note_is_no_fault() -> None:
    """A reference to a note that the file lacks keeps its mark."""
    assert load(with_body(f"<w:p>{text('a')}{reference('footnote', 4)}</w:p>"), "a.docx").text == "a¹\n"
