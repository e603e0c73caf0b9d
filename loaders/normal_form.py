"""Text in NFC, and what would make that slow: accents without end on one letter."""

from unicodedata import combining, normalize

from loaders.text import NotRead

_MOST = 128  # Unicode's own bound for streams is 30 (UAX 15); sorting a run costs its square


def nfc(text: str) -> str:
    """The text in NFC; raises `NotRead`.

    >>> nfc("Quye\u0302\u0301t")
    'Quyết'
    """
    for at in range(0, len(text), _MOST):  # a run that is longer covers one of these places
        if combining(text[at]) and _marks(text, at) > _MOST:
            raise NotRead("file.marks", most=_MOST)
    return normalize("NFC", text)


def _marks(text: str, at: int) -> int:
    """How many marks stand in a row around a place, as far as it matters."""
    low, high = max(at - _MOST, 0), min(at + _MOST + 1, len(text))
    start = end = at
    while start > low and combining(text[start - 1]):
        start -= 1
    while end < high and combining(text[end]):
        end += 1
    return end - start
