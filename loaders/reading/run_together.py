"""Words that a page ran together: 'Bộ trưởngBộ Tài chính', 'UBNDngày', 'hướng dẫnthực hiện'.

A page of the web loses the blank at the end of a line. A word of Vietnamese is a syllable, so what is none and falls
into two in one way only was two words. Abbreviations and foreign words are left alone.
"""

import unicodedata
from functools import lru_cache

from graph.folding import lowered
from graph.patterns import pattern
from graph.rulefiles import rules_of
from loaders.reading.octets import ALPHABET, LETTERS, octets

_SYLLABLE = rules_of("loaders.formats", "printed")["syllable"].regex
_TOKEN = pattern("run_together.token", r"[^\s]+")
_TONES = {"\u0300": "", "\u0301": "", "\u0303": "", "\u0309": "", "\u0323": ""}
_TONELESS = str.maketrans(
    {
        letter: unicodedata.normalize("NFC", "".join(_TONES.get(c, c) for c in unicodedata.normalize("NFD", letter)))
        for letter in LETTERS
    }
)
_EDGES = ".,;:!?()[]\"“”'‘’*_|…"
_LONGEST = 15  # characters: two syllables have no more
_SHORTEST = 4
_VOWELS = frozenset("aăâeêioôơuưy")


def _classes(groups: dict[str, int]) -> bytes:
    """A table over `octets`: 0 for what is no letter, 1 for a letter, the number of its group for one of a group."""
    found = bytearray(c.isalpha() for c in ALPHABET)
    for letters, number in groups.items():
        for letter in letters:
            found[octets(letter)[0]] = number
    return bytes(found)


# Letters that only begin a syllable, and 'th', 'tr', 'ph': behind another letter one of them shows where words met.
_BEGINS = _classes({"bdđklqsvx": 2})
_BEGINS_TWO = _classes({"tp": 2, "hr": 3})


def may_hold(text: str, narrow: bytes) -> bool:
    """Whether a text surely holds words run together; few such letters are looked at. `narrow` is it as `octets`.

    >>> [may_hold(t, octets(t.lower())) for t in ("Bộ trưởngBộ Tài chính", "UBND tỉnh", "thực hiệntheo")]
    [True, False, True]
    """
    single, double = narrow.translate(_BEGINS), narrow.translate(_BEGINS_TWO)
    for classes, needle, last in ((single, b"\1\1\2", 1), (single, b"\0\2\1\2", 2), (double, b"\1\1\2\3", 1)):
        at = classes.find(needle)
        while at >= 0:
            if text[at + last].islower() and _cuts(_token_at(text, at + last)):
                return True
            at = classes.find(needle, at + 1)
    return False


def _token_at(text: str, at: int) -> str:
    """What stands between blanks around a character, as far as two syllables reach."""
    left = text[max(0, at - _LONGEST) : at].rsplit(" ", maxsplit=1)[-1].rsplit("\n", maxsplit=1)[-1]
    right = text[at : at + _LONGEST].split(" ", maxsplit=1)[0].split("\n", maxsplit=1)[0]
    return left + right


def joints(text: str) -> list[int]:
    """Where a blank is missing: offsets of the first character of each second word, in order.

    >>> joints("của Bộ trưởngBộ Tài chính hướng dẫnthực hiện tại UBND, TTg"), joints("Luật Đất đai")
    ([13, 35], [])
    """
    tokens = set(text.split())
    torn = {token: cuts for token in tokens if (cuts := _cuts(token))}
    if not torn:
        return []
    known = {lowered(token.strip(_EDGES)) for token in tokens}
    chosen = {token: cut for token, cuts in torn.items() if (cut := _best(token, cuts, known))}
    return [m.start() + cut for m in _TOKEN.finditer(text) if (cut := chosen.get(m[0]))]


def _best(token: str, cuts: tuple[int, ...], known: set[str]) -> int | None:
    """The cut of several whose two words the text has elsewhere too."""
    if len(cuts) == 1:
        return cuts[0]
    said = [cut for cut in cuts if {lowered(token[:cut]).strip(_EDGES), lowered(token[cut:]).strip(_EDGES)} <= known]
    return said[0] if len(said) == 1 else None


@lru_cache(maxsize=65536)
def _cuts(token: str) -> tuple[int, ...]:
    """The places at which a token may fall into two words; none where it is one."""
    word = token.strip(_EDGES)
    if not _SHORTEST <= len(word) <= _LONGEST or word.isascii() or not word.isalpha():
        return ()
    low = lowered(word).translate(_TONELESS)
    if _SYLLABLE.match(low):
        return ()
    start = token.index(word)
    return tuple(start + cut for cut in range(1, len(word)) if _falls(word, low, cut))


def _falls(word: str, low: str, cut: int) -> bool:
    """Whether two words meet at the place: two syllables, or an abbreviation and a syllable in lower case."""
    left, right = word[:cut], word[cut:]
    if low[cut] in _VOWELS and low[cut:] != "y" and right[0].islower():
        return False  # a misprint: 'ngư òi'
    if not _SYLLABLE.match(low[cut:]):
        return False
    if right.islower() and left.isupper() and len(left) > 1:  # 'UBNDngày'
        return len(right) > 1 and not right.isascii()
    whole = right.isupper() if word.isupper() else right[1:].islower() or (len(right) == 1 and right.islower())
    return whole and (left.isupper() or left[1:].islower() or len(left) == 1) and bool(_SYLLABLE.match(low[:cut]))
