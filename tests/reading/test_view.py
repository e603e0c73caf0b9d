from hypothesis import given
from hypothesis import strategies as st

from loaders.view import Builder


def _view(text):
    builder = Builder(text)
    builder.add(0, len(text))
    return builder.view()


def test_a_view_reads_plain_and_maps_back():
    """Look-alike characters, blanks and dashes are plain in the view; the span in the text is that of the original."""
    text = "số\u00a076/\u041d\u041a\u2013CP  ngày 15"
    view = _view(text)
    assert view.text == "số 76/HK-CP ngày 15"
    at = view.text.index("ngày")
    start, end = view.span(at, at + 4)
    assert text[start:end] == "ngày"


def test_zero_width_characters_and_marks_of_notes_are_left_out():
    """A footnote's reference torn into a number is known as a mark and does not part the number."""
    view = _view("số\u200b 76/NQ-CP³ ngày")
    assert view.text == "số 76/NQ-CP ngày"
    assert [(m.at, m.mark) for m in view.marks] == [(len("số 76/NQ-CP"), "³")]


def test_units_keep_their_powers():
    """'m²' is a unit, not a reference to a note."""
    assert _view("120 m² đất, 5 km² rừng").text == "120 m² đất, 5 km² rừng"


def test_a_span_over_something_moved_has_parts():
    """Where a note stands inside a sentence the span keeps its outer ends and tells the runs that belong."""
    text = "Chỉ thị số 43/CT-TTg của Thủ\n¹ Xem trang sau đây.\ntướng Chính phủ"
    builder = Builder(text)
    first, last = text.index("\n"), text.rindex("\n")
    builder.add(0, first)
    builder.join(first)
    builder.add(last + 1, len(text))
    view = builder.view()
    assert view.text == "Chỉ thị số 43/CT-TTg của Thủ tướng Chính phủ"
    assert view.span(0, len(view.text)) == (0, len(text))
    assert [text[s:e] for s, e in view.parts(0, len(view.text))] == [
        "Chỉ thị số 43/CT-TTg của Thủ\n",
        "tướng Chính phủ",
    ]


@given(st.text(alphabet="aăđ N\u00a0\u200b–-*[]()¹²/9.\n\t", max_size=60))
def test_every_character_of_a_view_maps_to_its_own(text):
    """Whatever is cleaned, a character of the view stands for the character of the text at its offset."""
    view = _view(text)
    for offset, char in enumerate(view.text):
        source = text[view.at(offset)]
        assert char == source or char in " -/" or ord(source) > 127
