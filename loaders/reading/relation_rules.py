"""The verbs that relate instruments and the words around them: `rules/relations.yaml`, typed."""

import re
from functools import cache, lru_cache
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, Implementation
from msgspec import Struct

from graph.rulefiles import Rule
from loaders.reading.lexicon import has_any
from loaders.reading.ruleset import ruleset

LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
REPORTING = frozenset({"Báo cáo", "Kết luận", "Thông báo", "Biên bản"})
LETTERS = frozenset({"Công văn", "Công điện", "Tờ trình", "Giấy mời"})
# Acts that can change the standing of another by their own articles.
FORMAL = LAWS | {
    "Nghị quyết", "Nghị quyết liên tịch", "Nghị định", "Quyết định", "Thông tư", "Thông tư liên tịch", "Chỉ thị",
    "Quy định", "Quy chế", "Lệnh", "Sắc lệnh", "Hướng dẫn", "Văn bản hợp nhất",
}  # fmt: skip


_LIST = 0.9
_SHORTEST, _LONGEST = 4, 320  # of what stands before a mention, and between a verb and it
_BRIEF = 40  # of 1,058 gaps so short in 158 documents 759 stood in one before: kept
_LISTED = frozenset({"IMPLEMENTS", "BASED_ON"})  # whose list may begin with what is no mention


class Verb(Struct, frozen=True):
    """A verb that governs the naming of an instrument; the keys are explained at the head of the file."""

    id: str
    regex: re.Pattern[str]
    relation: str | None
    has: tuple[str, ...]
    confidence: float
    reach: str = "near"
    limit: int = 100
    inner: bool = False
    reverse: bool = False
    status: bool = False
    numbered: bool = False
    intro: bool = False
    only: str | None = None
    basis: str | None = None
    manner: str | None = None
    target: frozenset[str] = frozenset()


class Hit(Struct, frozen=True):
    """A verb found: its place in the view, how much of the way to the mention is certain."""

    verb: Verb
    start: int
    end: int
    sure: float = 1.0
    listed: bool = False  # what follows the verb is a list whose first is no mention


def _verb(rule: Rule) -> Verb:
    data = rule.data
    return Verb(
        rule.id, rule.regex, data["relation"], tuple(data.get("has", ())), data["confidence"],
        data.get("reach", "near"), data.get("limit", 100), data.get("inner", False), data.get("reverse", False),
        data.get("status", False), data.get("numbered", False), data.get("intro", False), data.get("only"),
        data.get("basis"), data.get("manner"), frozenset(data.get("target", ())),
    )  # fmt: skip


@lru_cache(maxsize=1)
def verbs() -> tuple[Verb, ...]:
    """Verbs that stand left of what they govern."""
    rows = ruleset("relations").values()
    return tuple(_verb(r) for r in rows if "relation" in r.data and r.data.get("side") != "right")


@lru_cache(maxsize=1)
def right_verbs() -> tuple[Verb, ...]:
    """Verbs that stand behind what they are said of: 'A … hết hiệu lực'."""
    return tuple(_verb(r) for r in ruleset("relations").values() if r.data.get("side") == "right")


@cache
def words(name: str) -> re.Pattern[str]:
    """The pattern of a rule that is no verb: a path, a joint, a circumstance."""
    return ruleset("relations")[name].regex


@cache
def _with_words(name: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    rule = ruleset("relations")[name]
    return rule.regex, tuple(rule.data["has"])


def says(name: str, text: str, start: int = 0) -> re.Match[str] | None:
    """Where a rule that is no verb finds something, from `start` on; tried where the text has one of its words."""
    regex, has = _with_words(name)
    return regex.search(text, start) if has_any(text, has) else None


@lru_cache(maxsize=1)
def _by_word() -> tuple[AhoCorasick, list[list[int]]]:
    """The words of which one must stand before a verb is tried, all found in one pass; of each the verbs' numbers."""
    known: dict[str, list[int]] = {}
    for number, verb in enumerate(verbs()):
        for word in verb.has:
            known.setdefault(word, []).append(number)
    return AhoCorasick(known, implementation=Implementation.DFA), list(known.values())


def possible(text: str) -> list[Verb]:
    """The verbs of which a word stands in the text, in the order of the file."""
    finder, numbers = _by_word()
    found = {which for which, _, _ in finder.find_matches_as_indexes(text, overlapping=True)}
    known = verbs()
    return [known[n] for n in sorted({n for which in found for n in numbers[which]})]


_place = itemgetter(0, 1)


def best_verb(low: str, start: int, stop: int, numbered: bool, named: bool = False) -> Hit | None:
    """The verb in `start:stop` that governs what stands at `stop`: the nearest end, then the longest.

    `numbered`: the text stands under a heading; `named`: it is itself the name of an instrument.
    """
    if stop - start < _SHORTEST:
        return None
    found = (_best_brief if stop - start <= _BRIEF else _best)(low[start:stop], numbered, named)
    if found is None:
        return None
    verb, first, end, sure = found
    return Hit(verb, start + first, start + end, sure, sure == _LIST)


def _best(gap: str, numbered: bool, named: bool) -> tuple[Verb, int, int, float] | None:
    """The verb of a gap, where in it, and how surely it governs what follows the gap."""
    found = []
    for verb in possible(gap):
        if not (verb.numbered and not numbered) and not (named and not verb.relation):
            found += [(-m.end(), m.start(), verb) for m in verb.regex.finditer(gap)]
    if len(found) > 1:
        found.sort(key=_place)  # of equals the first of the file stays first
    for end, first, verb in found:
        sure = reaches(verb, gap, -end)
        if sure:
            return verb, first, -end, sure
    return None


_best_brief = lru_cache(maxsize=8192)(_best)


def reaches(verb: Verb, gap: str, end: int) -> float:
    """How surely a verb that ends at `end` governs what follows the gap; 0 where it does not."""
    way = gap[end:]
    if len(way) > _LONGEST:
        return 0.0
    if words("path_near").match(way):
        return 1.0
    if words("path_colon").match(way) or (verb.relation in _LISTED and words("path_paren").match(way)):
        return 0.95
    if verb.relation in _LISTED and words("path_list").match(way):
        return _LIST
    if verb.status and words("path_day").match(way):
        return 0.95
    if verb.reach != "far" or len(way) > verb.limit or words("purpose").search(way):
        return 0.0
    return 0.95 if words("path_far").match(way) else 0.0
