"""Folding: how words are compared, searched and turned into ids, whatever their marks, case or keyboard."""

import unicodedata
from functools import lru_cache

from graph.patterns import pattern

# Cyrillic and Greek capitals and the Icelandic eth, seen in real numbers typed on the wrong keyboard; one for one,
# so that offsets stay.
LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЅЈаеорсухіΑΒΕΗΙΚΜΝΟΡΤΥΧÐð",
        "ABEKMHOPCTYXISJaeopcyxiABEHIKMNOPTYXĐđ",
        strict=True,
    )
)
_LOOKALIKE = pattern("folding.lookalike", f"[{''.join(LOOKALIKES)}]")
_MARKS = pattern("folding.marks", r"[\u0300-\u034e\u0350-\u036f]+")
_WORDS = pattern("folding.words", r"[a-z0-9]+")


def latin(text: str) -> str:
    """The text with look-alike letters of other alphabets as those they look like, of the same length."""
    return _LOOKALIKE.sub(lambda found: LOOKALIKES[found[0]], text)  # `str.translate` looks every character up


def strip_marks(text: str) -> str:
    """Text without diacritics, in its case: 'Quyết định' gives 'Quyet dinh'."""
    decomposed = unicodedata.normalize("NFD", latin(text).replace("đ", "d").replace("Đ", "D"))
    bare = _MARKS.sub("", decomposed)
    return bare if bare.isascii() else "".join(c for c in bare if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no marks, words one space apart: 'Nghị quyết 76/NQ-CP' gives 'nghi quyet 76 nq cp'."""
    return " ".join(_WORDS.findall(strip_marks(text).lower()))


def lowered(text: str) -> str:
    """The text in lower case, character for character, so that offsets stay."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # İ


def slug(text: str) -> str:
    """The folded text as one part of an id: 'Chính phủ' gives 'chinh-phu'."""
    return fold(text).replace(" ", "-")
