"""Which of several lists have a word in a text: one pass of an automaton, however many lists and words there are."""

from collections import defaultdict
from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation

from loaders.reading import octets


class Cues:
    """Lists of words; what is asked of a text is a number whose bit n says whether a word of list n stands in it.

    >>> cues = Cues([["trước", "đến"], ["quý", "0", "1", "2"], ["tết"]])
    >>> bin(cues.seen(octets.octets("trước quý ii"))), bin(cues.seen(octets.octets("12 lần")))
    ('0b11', '0b10')
    """

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        """Of lists of words in lower case, each with a bit of its own in their order."""
        bits: dict[str, int] = defaultdict(int)
        for n, words in enumerate(lists):
            for word in words:
                bits[word] |= 1 << n
        self._bits = list(bits.values())
        self._finder = BytesAhoCorasick([octets.word(w) for w in bits], implementation=Implementation.DFA)

    def seen(self, text: bytes) -> int:
        """The lists of which a word stands in a text, as `octets` gives it; words may stand inside others."""
        found = 0
        for which in {match[0] for match in self._finder.find_matches_as_indexes(text, overlapping=True)}:
            found |= self._bits[which]
        return found
