"""Where bodies may begin in a text: one pass of an automaton over known names and the words that others begin with."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from msgspec import Struct

from graph.bodies import KINDS, Name, bodies, plain
from graph.patterns import alternatives, pattern
from loaders.reading import octets
from loaders.reading.lexicon import rules, tuple_of
from loaders.reading.ruleset import ruleset

_WORD = pattern("bodies.first_word", r"\w+")
_DET = ruleset("bodies")["det"].regex
_NOUN = ruleset("bodies")["noun"].regex
_OFFICE = ruleset("bodies")["office"].regex
_OPEN = ruleset("bodies")["open"].regex
_ELIDED = ruleset("bodies")["elided"].regex
_HEADED = ruleset("bodies")["headed"].regex
_VERB_TO = ruleset("bodies")["to_chuc"].regex
_NO_NOUNS = ("ban hành", "báo cáo")  # verbs that begin like a general noun
_DET_HEADS = tuple_of("bodies", "det_heads")
_LOWER_OFFICES = tuple_of("bodies", "lower_offices")
_ELIDERS = tuple_of("bodies", "eliders")
_PLACED = tuple_of("bodies", "placed")
_WITH = tuple_of("bodies", "worked_with")
_DEPARTMENTS = ("so", "phong")
_HEAD = 14  # characters in which the first word of a head ends
_NEAR = 8  # letters: the first syllable of a word of two, and the blank behind it, are no longer


def _first_words(said: Iterable[str]) -> str:
    """A pattern of the first words of all."""
    return alternatives({first[0] for words in said if (first := _WORD.match(words))}) + r"(?!\w)"


# where no word of the automaton stands, a body in lower case begins with one of these
_LOWER = pattern(
    "bodies.in_lower_case",
    _first_words((*_DET_HEADS, *_LOWER_OFFICES, *bodies().nouns, *_ELIDERS, *_PLACED)),
)
# 'các', 'những' and a word that a body may begin with: of 'các nhiệm vụ' there is no list to read
_DETERMINED = pattern(
    "bodies.determined",
    _DET.pattern
    + _first_words(
        (*bodies().nouns, *bodies().offices, *bodies().names, *KINDS, *(e.partition(" ")[2] for e in _ELIDERS))
    ),
)
# a field without its head, inside a list whose head is said once: 'các Sở: Tài chính; Tư pháp'
_FIELD = pattern("bodies.field", alternatives(f for fields in bodies().fields.values() for f in fields) + r"(?!\w)")


class Start(Struct, frozen=True):
    """A word with which a body may begin, and what of it that may be."""

    name: Name | None  # a known name, whole
    determiner: bool = False  # 'các', 'những': nothing but a collective, or several whose head is said once
    office: bool = False
    noun: bool = False
    open: bool = False
    elided: bool = False  # the head of several


def _start(word: str, name: Name | None) -> Start:
    def may(words: tuple[str, ...]) -> bool:
        return any(w.startswith(word) or word.startswith(w) for w in words)

    kinds = {"office": may(bodies().offices), "noun": may(bodies().nouns), "open": bool(_OPEN.match(f"{word} x"))}
    alone = not (name or any(kinds.values()))
    return Start(name, alone and f"{word} ".startswith(_DET_HEADS), elided=may((*_ELIDERS, *_PLACED)), **kinds)


@lru_cache(maxsize=1)
def _automaton() -> tuple[BytesAhoCorasick, list[Start], list[tuple[bytes, ...]]]:
    """The words with what each can be, and with the words of two syllables that each may only be the second of."""
    names, compounds = bodies().names, tuple_of("bodies", "compounds")
    words = sorted({*names, *bodies().offices, *rules("duties")["starts"]})
    finder = BytesAhoCorasick(
        [octets.word(w) for w in words], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )
    parts = [tuple(octets.word(f" {c}") for c in compounds if c.endswith(f" {w}") and w not in names) for w in words]
    return finder, [_start(word, names.get(word)) for word in words], parts


def noun_at(low: str, at: int, end: int) -> int | None:
    """Where the general noun ends that begins at the position of `low[:end]`; None where none does."""
    noun = _NOUN.match(low, at, end)
    if noun is None or low.startswith(_NO_NOUNS, at, end):
        return None
    return None if noun[0] == "tổ chức" and _VERB_TO.match(low, at, end) else noun.end()


class Hits:
    """All places of a text where a body may begin, found in one pass; scans of its parts share them."""

    def __init__(self, text: str, low: str | None = None, narrow: bytes | None = None) -> None:
        """Search once; `low` is the text as `plain` has it and `narrow` that as `octets`, where they are at hand."""
        self.text, self.low = text, plain(text) if low is None else low
        narrow = (octets.octets(self.low) if narrow is None else narrow) + b" "
        border = octets.borders(narrow)  # of the character before the first one, too: that is the blank behind the last
        finder, self.words, parts = _automaton()
        self.at: dict[int, tuple[int, int, int]] = {  # by place: which word, where it begins and ends
            hit[1]: hit
            for hit in finder.find_matches_as_indexes(narrow)
            if border[hit[2]] and border[hit[1] - 1] and not (parts[hit[0]] and _is_part(narrow, hit, parts))
        }
        self.starts = list(self.at)

    def between(self, start: int, end: int) -> list[int]:
        """Where bodies may begin in a part of the text."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def begins(self, at: int, end: int) -> bool:
        """Whether an item of a list may begin at the position of `text[:end]`; False only where none can."""
        hit = self.at.get(at)
        if hit is None:
            return (
                self.text[at].isupper() or _LOWER.match(self.low, at, end) is not None or self.capital_second(at, end)
            )
        start, low = self.words[hit[0]], self.low
        if start.determiner:
            return _DETERMINED.match(low, at, end) is not None
        capital = self.text[at].isupper() or self.named_low(at, end)
        return (
            (start.name is not None and (capital or start.name.kind == "ubnd"))
            or (start.noun and noun_at(low, at, end) is not None)
            or (start.office and _OFFICE.match(low, at, end) is not None)
            or (start.open and capital and _OPEN.match(low, at, end) is not None)
            or (start.elided and self.heads_several(at, end))
        )

    def heads_several(self, at: int, end: int) -> bool:
        """Whether the head of several bodies may begin at the position, said once: 'các Sở: …', 'UBND các huyện: …'."""
        low = self.low
        if low.startswith(_PLACED, at, end):
            return True
        several = _ELIDED.match(low, at, end) or _HEADED.match(low, at, end) if low.startswith(_ELIDERS, at) else None
        return several is not None

    def capital_second(self, at: int, end: int) -> bool:
        """'phòng Văn hóa - Xã hội', 'ban Tổ chức': the head in lower case, its name in a capital."""
        space = self.text.find(" ", at, min(at + _HEAD, end))
        behind = self.text[space + 1 : min(space + 3, end)] if space >= 0 else ""
        return behind[:1].isupper() and not behind.isupper()

    def named_low(self, at: int, end: int) -> bool:
        """Whether lower case may name a body: its name has a capital, or it is who is worked with."""
        return self.low.endswith(_WITH, 0, at) or self.capital_second(at, end)

    def department(self, at: int, end: int) -> bool:
        """Whether what begins at a place of `at` may be a department, or the head of several."""
        start = self.words[self.at[at][0]]
        named = start.name is not None and start.name.kind in _DEPARTMENTS
        return named or (start.elided and self.heads_several(at, end))

    def listed(self, at: int, end: int) -> bool:
        """Whether an item of a list may begin at the position, behind others of which it may take its head."""
        if at >= end:
            return False
        if at in self.at:
            return self.begins(at, end)
        return _LOWER.match(self.low, at, end) is not None or _FIELD.match(self.low, at, end) is not None


def _is_part(text: bytes, hit: tuple[int, int, int], parts: list[tuple[bytes, ...]]) -> bool:
    """Whether a word is the second syllable of one that names no body: 'cơ sở', 'nhiệm vụ'."""
    which, start, end = hit
    return text.endswith(parts[which], 0, end) or (start < _NEAR and b" " + text[:end] in parts[which])
