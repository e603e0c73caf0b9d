"""Text in NFC, and what would make that slow: accents without end on one letter."""

import unicodedata

from graph.patterns import pattern
from loaders.text import NotRead

_MOST = 128  # Unicode's own bound for streams is 30 (UAX 15); sorting a run costs its square
# no letter, figure, blank or sign of ASCII: the marks of every script are such, and few other things are so many
_RUN = pattern("normal_form.run", rf"[^\w\s!-~]{{{_MOST},}}")


def nfc(text: str) -> str:
    """The text in NFC; raises `NotRead`.

    >>> nfc("Quye\u0302\u0301t")
    'Quyết'
    """
    for run in _RUN.finditer(text) if len(text) >= _MOST else ():
        if _marks(run[0]) > _MOST:
            raise NotRead("file.marks", most=_MOST)
    return unicodedata.normalize("NFC", text)


def _marks(run: str) -> int:
    """The most marks in a row."""
    longest = here = 0
    for char in run:
        here = here + 1 if unicodedata.combining(char) else 0
        longest = max(longest, here)
    return longest
