"""Automatic numbers stand in the text as Word shows them."""

import pytest
from docx import Document

from loaders.formats.numbering import letters, roman
from loaders.loading import load
from tests.making_docx import saved, with_body


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    counted = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{at}">{counted}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def listed(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(number: int, at: int = 0, text: str = "x") -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def shown(body: str, numbering: str, **parts: str) -> list[str]:
    loaded = load(with_body(body, numbering=numbering, **parts), "a.docx")
    return [loaded.text[s.start : s.end] for s in loaded.segments]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", "2. x"),
        ("upperRoman", "%1.", "II. x"),
        ("lowerRoman", "(%1)", "(ii) x"),
        ("upperLetter", "%1.", "B. x"),
        ("lowerLetter", "%1)", "b) x"),
        ("decimalZero", "%1", "02 x"),
        ("decimal", "Điều %1.", "Điều 2. x"),
        ("bullet", "\uf0b7", "- x"),
        ("bullet", "+", "+ x"),
        ("bullet", "", "x"),
        ("none", "", "x"),
        ("none", "Phụ lục", "Phụ lục x"),
        ("ordinalText", "%1.", "2. x"),
    ],
)
def test_forms(form: str, text: str, expected: str) -> None:
    """Each form of number is written; a bullet is a dash unless it is a plus; an unknown form counts in figures."""
    numbering = abstract(0, level(0, form, text)) + listed(1, 0)
    assert shown(item(1) + item(1), numbering)[1] == expected


def test_letters_and_roman_figures() -> None:
    """After z come aa, bb; Word skips no letter and knows no đ."""
    assert [letters(n) for n in (1, 4, 5, 26, 27, 28)] == ["a", "d", "e", "z", "aa", "bb"]
    assert [roman(n) for n in (4, 9, 19, 40)] == ["iv", "ix", "xix", "xl"]
    assert (roman(0), letters(0), letters(10**9)) == ("0", "0", "1000000000")


def test_lower_levels_begin_again_and_show_the_upper_ones() -> None:
    """'1.1.' goes back to '2.1.' below the next '2.'; figures only where the level asks for them."""
    numbering = abstract(
        0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    ) + listed(1, 0)
    body = item(1) + item(1, 1) + item(1, 1) + item(1) + item(1, 1) + item(1, 2)
    assert shown(body, numbering) == ["I. x", "I.1. x", "I.2. x", "II. x", "II.1. x", "2.1.1 x"]


def test_a_level_that_never_restarts_counts_on() -> None:
    """Articles count through chapters: lvlRestart 0."""
    numbering = abstract(
        0, level(0, "upperRoman", "Chương %1"), level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
    ) + listed(1, 0)
    body = item(1) + item(1, 1) + item(1) + item(1, 1)
    assert shown(body, numbering) == ["Chương I x", "Điều 1. x", "Chương II x", "Điều 2. x"]


def test_lists_of_one_abstract_share_its_count_unless_they_override_it() -> None:
    """Two lists over one abstract list go on counting; a start override begins anew, once."""
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1.")) + listed(1, 0) + listed(2, 0) + listed(3, 0, override)
    body = item(1) + item(2) + item(3) + item(3) + item(1)
    assert shown(body, numbering) == ["1. x", "2. x", "5. x", "6. x", "7. x"]


def test_start_and_suffix() -> None:
    """A level may begin at another number, and stand directly before the text."""
    numbering = abstract(0, level(0, "decimal", "%1/", '<w:suff w:val="nothing"/>', start=3)) + listed(1, 0)
    assert shown(item(1), numbering) == ["3/x"]


def test_numbers_come_from_styles() -> None:
    """A style's list, its level told by the list itself; list 0 takes the number away."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="dieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="con"><w:basedOn w:val="dieu"/></w:style>'
    )
    numbering = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "Điều %2.", '<w:pStyle w:val="dieu"/>')
    ) + listed(1, 0)
    styled = "<w:p><w:pPr><w:pStyle w:val='dieu'/>{}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
    body = styled.format("") + styled.format("<w:numPr><w:numId w:val='0'/></w:numPr>") + styled.format("")
    assert shown(body, numbering, styles=styles) == ["Điều 1. x", "x", "Điều 2. x"]


def test_an_empty_numbered_paragraph_shows_its_number() -> None:
    """A column 'STT' is often filled by automatic numbers alone."""
    assert shown(item(1, text="") + item(1, text=""), abstract(0, level(0, "decimal", "%1")) + listed(1, 0)) == [
        "1",
        "2",
    ]


def test_the_lists_of_a_new_document() -> None:
    """python-docx's own list styles."""
    document = Document()
    for text in ("một", "hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("ba", style="List Bullet")
    assert load(saved(document), "a.docx").text == "1. một\n2. hai\n- ba\n"
