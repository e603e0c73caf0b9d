"""The sentence around a passage, cut out of a text whose lines may be broken anywhere."""

from graph.patterns import pattern
from graph.store.port import Store

REACH = 500  # code points looked at on each side; a longer sentence is cut there
# A sentence ends with its mark before a capital, at a blank line, or where a line begins with a bullet, letter, number.
_BORDER = pattern(
    "sentences.border",
    r"(?<=[.;!?…:])\s{1,3}(?=[^\W\d_a-zà-ỹ]|[-+•*–])|\n[ \t]{0,20}\n\s{0,20}"
    r"|\n\s{0,20}(?=[-+•*–]\s|\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s|[a-zđ][.)]\s|[IVX]{1,6}\.\s|Điều \d|Căn cứ )",
)


def around(store: Store, file: str, start: int, end: int) -> str:
    """The sentence, or the clause between its marks, that holds `start:end` of a file's text."""
    first = max(0, start - REACH)
    text = store.text(file, first, end + REACH)
    begin, stop = 0, len(text)
    for border in _BORDER.finditer(text):
        if border.end() <= start - first:
            begin = border.end()
        elif border.start() >= end - first:
            stop = border.start()
            break
    return text[begin:stop].strip()
