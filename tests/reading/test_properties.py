"""What a portal says of a document beside it, in the forms in which pages have it. All made up (MẪU)."""

import pytest

from graph.record import Document, Record
from loaders.extraction import extract
from loaders.reading.explain import explain
from tests.reading.making import PLAN, record

SAID = [
    ("Số hiệu", "12/QĐ-UBND"), ("Loại văn bản", "Quyết định"), ("Cơ quan ban hành", "UBND tỉnh Nghệ An"),
    ("Người ký", "Nguyễn Văn Mẫu"), ("Ngày ban hành", "15/03/2026"),
]  # fmt: skip
LINES = [
    "Điều 1. Phê duyệt danh mục thủ tục hành chính MẪU thuộc phạm vi quản lý của tỉnh.",
    "Điều 2. Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ tổ chức thực hiện trước ngày 30/6/2026.",
    "Điều 3. Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./.",
]
TEXT = "\n".join(LINES)
MARKUP = "".join(f"<p>{line}</p>" for line in LINES)


def page(said: str, text: str = MARKUP) -> Record:
    menu = "".join(f'<a href="/{n}">Mục {n}</a> ' for n in range(12))
    html = f"<html><body><nav>{menu}</nav><h1>Quyết định MẪU</h1><div>{said}</div><div>{text}</div></body></html>"
    return extract(html.encode(), "a.html")


def rows(*kinds: str) -> str:
    a, b = kinds
    return "".join(f"<tr><{a}>{label}</{a}><{b}>{value}</{b}></tr>" for label, value in SAID)


def facts(document: Document) -> tuple[str | None, ...]:
    return document.type, document.code, document.issued, document.issuer, document.signer, document.place


EXPECTED = ("Quyết định", "12/QĐ-UBND", "2026-03-15", "UBND tỉnh Nghệ An", "Nguyễn Văn Mẫu", "tỉnh Nghệ An")
FORMS = {
    "table": f"<table>{rows('td', 'td')}</table>",
    "headed table": f"<table>{rows('th', 'td')}</table>",
    "two in a row": "<table><tr>" + "</tr><tr>".join(
        "".join(f"<td>{a}:</td><td>{b}</td>" for a, b in SAID[n : n + 2]) for n in (0, 2)
    ) + "</tr><tr><td>Ngày ban hành:</td><td>15/03/2026</td><td>Lĩnh vực:</td><td>Tư pháp</td></tr></table>",
    "list of terms": "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in SAID) + "</dl>",
    "list": "<ul>" + "".join(f"<li><b>{a}:</b> {b}</li>" for a, b in SAID) + "</ul>",
    "boxes": "".join(f"<div><div>{a}:</div><div>{b}</div></div>" for a, b in SAID),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_head_that_a_page_has_beside_the_text(form: str) -> None:
    """Type, number, date, issuer, signer, place; its own number is not cited by it; bodies are those of the place."""
    read = page(FORMS[form])
    (document,) = read.documents
    assert facts(document) == EXPECTED
    assert [m.text for m in read.mentions] == []
    assert [a.organization for a in read.tasks[0].assignees] == ["Sở Nội vụ tỉnh Nghệ An", "Sở Tư pháp tỉnh Nghệ An"]


@pytest.mark.parametrize(
    "said",
    [
        "".join(f"{a}: {b}\n" for a, b in SAID),
        "".join(f"{a}\t{b}\n" for a, b in SAID),
        "".join(f"{a}\n{b}\n" for a, b in SAID),
        "Quyết định MẪU\nLượt xem: 120\n" + "".join(f"- {a}: {b}\n" for a, b in SAID),
    ],
)
def test_the_same_as_text(said: str) -> None:
    """A page saved as text: labelled lines, tabs, label and value in turn."""
    (document,) = record(f"{said}\n{TEXT}\n").documents
    assert facts(document) == EXPECTED


def test_one_label_for_several_values() -> None:
    """Issuer, office and signer in one row, as cells or in one cell; a date in words."""
    label = "Cơ quan ban hành/ Chức danh / Người ký"
    rest = (
        "<tr><td>Ngày ban hành</td><td>15 tháng 3 năm 2026</td></tr><tr><td>Loại văn bản</td><td>Quyết định</td></tr>"
    )
    first = "<tr><td>Số, ký hiệu</td><td>12/QĐ-UBND</td></tr>"
    one = f"<tr><td>{label}</td><td>UBND tỉnh Nghệ An / Chủ tịch / Nguyễn Văn Mẫu</td></tr>"
    three = f"<tr><td>{label}</td><td>UBND tỉnh Nghệ An</td><td>Chủ tịch</td><td>Nguyễn Văn Mẫu</td></tr>"
    for row in (one, three):
        (document,) = page(f"<table>{first}{row}{rest}</table>").documents
        assert facts(document) == EXPECTED


def test_the_document_in_the_same_table() -> None:
    """A cell longer than any property is the text."""
    text = MARKUP.replace(
        "</p>",
        " Việc này là MẪU, không có trong thực tế, chỉ để thử; mọi số, ngày và tên người là giả định, không dùng vào việc nào khác ngoài việc thử.</p>",
    )
    read = page(f"<table>{rows('td', 'td')}<tr><td colspan='2'>{text}</td></tr></table>", "")
    assert facts(read.documents[0]) == EXPECTED
    assert "Điều 2" in {t.where for t in read.tasks}


def test_words_of_the_text_are_no_properties() -> None:
    """Two of them, none of them a number or date, or far behind the beginning: the text's own."""
    for said in ("Trích yếu: việc A\nLĩnh vực: B\n", "Lĩnh vực: A\nTình trạng: B\nPhạm vi: C\n"):
        read = record(f"{PLAN}Kế hoạch này gồm:\n{said}\n{TEXT}")
        (first, *_) = said.split("\n")
        assert not [e for e in explain(read.text.encode(), "a.txt", read.text.index(first)) if e.reason == "property"]
    late = PLAN + "I. VIỆC\n" + "Việc MẪU thứ nhất.\n\n" * 45 + "".join(f"{a}: {b}\n" for a, b in SAID)
    (document,) = record(late).documents
    assert (document.code, document.signer) == ("77/KH-UBND", None)
