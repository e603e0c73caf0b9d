"""Which rules of a file are worth a try on a text: `has` and `and` say without which words a rule finds nothing."""

from collections.abc import Iterable

from loaders.reading.cues import Cues
from loaders.reading.octets import DIGITS
from loaders.reading.ruleset import ruleset

_DIGIT = "*"  # among the words of a rule: any digit
_KEPT = 4096  # answers, which differ by the words seen alone


class Trials:
    """The rules of one file that name their words, and lists of words that no rule has."""

    def __init__(self, file: str, **lists: Iterable[str]) -> None:
        """Of `rules/<file>.yaml`; each of `lists` counts as a rule of its name that needs one of the words."""
        needs = {name: [words] for name, words in lists.items()}
        for name, rule in ruleset(file).items():
            needs[name] = [rule.data[key] for key in ("has", "and") if key in rule.data]
        words: list[Iterable[str]] = []
        self._needed: list[tuple[str, int]] = []
        for name, own in needs.items():
            self._needed.append((name, (1 << len(words) + len(own)) - (1 << len(words))))
            words += [DIGITS.union(said) - {_DIGIT} if _DIGIT in said else said for said in own]
        self._cues = Cues(words)
        self._known: dict[int, frozenset[str]] = {}

    def of(self, narrow: bytes) -> frozenset[str]:
        """The rules that may find something in a text, given as `octets`: a word of each of their lists is in it."""
        seen = self._cues.seen(narrow)
        tried = self._known.get(seen)
        if tried is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            tried = frozenset(name for name, bits in self._needed if bits & seen == bits)
            self._known[seen] = tried
        return tried
