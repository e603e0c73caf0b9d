"""Words that a page ran together are read as two; offsets and quotes stay those of the text."""

import pytest

from loaders.reading.octets import octets
from loaders.reading.run_together import joints, may_hold
from tests.reading.making import record


def _cut(text):
    gaps = joints(text)
    parts = [text[a:b] for a, b in zip([0, *gaps], [*gaps, len(text)], strict=True)]
    return "|".join(parts)


@pytest.mark.parametrize(
    ("said", "cut"),
    [
        ("Bộ trưởngBộ Y tế", "Bộ trưởng|Bộ Y tế"),
        ("HĐNDtỉnh và UBNDngày", "HĐND|tỉnh và UBND|ngày"),
        ("BANHÀNH QUY CHẾ (ban hành kèm theo)", "BAN|HÀNH QUY CHẾ (ban hành kèm theo)"),
        ("(hướng dẫnthực hiện),", "(hướng dẫn|thực hiện),"),
        ("lĩnh vựcy tế; lĩnh vực y tế", "lĩnh vực|y tế; lĩnh vực y tế"),
    ],
)
def test_two_words_are_parted(said, cut):
    """Two syllables, or an abbreviation and a syllable, are parted where only one place can be."""
    assert _cut(said) == cut


@pytest.mark.parametrize(
    "said",
    ["nghiêng ngoằn quyết giếng khuya", "UBMTTQ TTgCP QĐ-TTg HĐND", "ngưòi phưong BANHÀNH", "YouTube Đắk Krông", ""],
)
def test_what_is_one_word_stays(said):
    """Syllables, abbreviations, misprints and names of other languages are left alone."""
    assert joints(said) == []


def test_the_cheap_look_misses_nothing_that_it_promises():
    """Where it says no, no word begins with a letter that only begins words; abbreviations in capitals do not count."""
    assert may_hold("tại khoảnđó", octets("tại khoảnđó"))
    assert not may_hold("Quyết định số 5/QĐ-UBND", octets("quyết định số 5/qđ-ubnd"))


def test_a_mention_across_the_gap_is_whole_and_quoted_as_printed():
    """The issuer behind a missing blank belongs to the mention; its quote is the text's own."""
    text = "KẾ HOẠCH\nThực hiện\n\nCăn cứ Quyết định số 205/QĐ-BYT ngày 02/3/2023 của Bộ trưởngBộ Y tế về y tế cơ sở;\n"
    read = record(text)
    mention = next(m for m in read.mentions if "205" in m.text)
    assert mention.text == "Quyết định số 205/QĐ-BYT ngày 02/3/2023 của Bộ trưởngBộ Y tế"
    assert read.text[mention.start : mention.end] == mention.text
