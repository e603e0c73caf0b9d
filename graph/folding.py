"""Folding: how words are compared, searched and turned into ids, whatever their marks, case or keyboard."""

import unicodedata
from functools import lru_cache

from graph.patterns import pattern

# Cyrillic and Greek capitals and the Icelandic eth, seen in real numbers typed on the wrong keyboard; one for one,
# so that offsets stay.
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЅЈаеорсухіΑΒΕΗΙΚΜΝΟΡΤΥΧÐð",
    "ABEKMHOPCTYXISJaeopcyxiABEHIKMNOPTYXĐđ",
)
_WORDS = pattern("folding.words", r"[a-z0-9]+")
_STROKE = str.maketrans("đĐ", "dD")


def strip_marks(text: str) -> str:
    """Text without diacritics, in its case: 'Quyết định' gives 'Quyet dinh'."""
    decomposed = unicodedata.normalize("NFD", text.translate(LOOKALIKES).translate(_STROKE))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no marks, words one space apart: 'Nghị quyết 76/NQ-CP' gives 'nghi quyet 76 nq cp'."""
    return " ".join(_WORDS.findall(strip_marks(text).lower()))


def slug(text: str) -> str:
    """The folded text as one part of an id: 'Chính phủ' gives 'chinh-phu'."""
    return fold(text).replace(" ", "-")
