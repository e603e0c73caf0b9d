"""Clauses of goals: numbers with predicates of their own are cut apart, those that share one keep the sentence."""

from bisect import bisect_left
from collections import deque
from itertools import pairwise

from msgspec import Struct

from graph.patterns import pattern
from loaders.reading.lexicon import tuple_of
from loaders.reading.ruleset import ruleset
from loaders.reading.target_values import Figure

_BREAK = ruleset("targets")["sentence_break"].regex
_ASIDE = ruleset("targets")["aside"].regex
_BRACKET = pattern("targets.bracket", r"\([^()]{0,400}\)")
_OPEN = 2000  # characters: a list that shares one predicate is shorter
_TRAIL = ' ,;.:/+-…“”"'
_BEFORE_GOAL = tuple_of("targets", "before_goal")


class Clause(Struct):
    """What one or more figures are said in; offsets in the paragraph. `part` is where the sentence around it begins."""

    start: int
    end: int
    part: int
    figures: list[Figure]


def clauses(text: str, low: str, start: int, found: list[Figure], tried: frozenset[str]) -> list[Clause]:
    """The clauses of a paragraph that hold figures, in order; `tried` are the rules that may find something there."""
    made: list[Clause] = []
    for begin, end, inside in _whole(low, _parts(text, low, start, tried), found):
        made += [_clause(low, begin, a, b, group, tried) for a, b, group in _groups(low, begin, end, inside)]
    return [c for c in made if c.end > c.start]


def _parts(text: str, low: str, start: int, tried: frozenset[str]) -> list[tuple[int, int]]:
    """The paragraph cut at sentence ends, semicolons, colons, ', trong đó' and 'với tỷ lệ', but not inside brackets."""
    brackets = [m.span() for m in _BRACKET.finditer(low, start)] if "(" in low else []
    opened = [x for x, _ in brackets]
    cuts = [(m.start(), m.end()) for m in _BREAK.finditer(text, start) if not _is_value(low, m.start())]
    if "aside" in tried:
        cuts += [m.span() for m in _ASIDE.finditer(low, start)]
    parts, at = [], start
    for a, b in sorted(cuts):
        n = bisect_left(opened, a) - 1
        if a >= at and not (n >= 0 and a < brackets[n][1]):
            parts.append((at, a if low[a] in ", " else b))
            at = b
    return [*parts, (at, len(low))]


def _is_value(low: str, at: int) -> bool:
    """A colon that stands for 'là': 'Tỷ lệ che phủ rừng: 42%'."""
    return low[at] == ":" and bool(ruleset("targets")["colon_value"].regex.match(low, at))


def _whole(low: str, parts: list[tuple[int, int]], found: list[Figure]) -> list[tuple[int, int, list[Figure]]]:
    """Parts with figures; one without a predicate goes on behind its semicolon: 'trên 90% …; 80% … được xử lý'."""
    whole: list[tuple[int, int, list[Figure]]] = []
    open_part = False
    starts = [f.start for f in found]
    for begin, end in parts:
        inside = found[bisect_left(starts, begin) : bisect_left(starts, end)]
        if open_part and (not inside or inside[0].lead - begin <= 4):
            first, _, so_far = whole.pop()
            whole.append((first, end, so_far + inside))
        elif inside:
            whole.append((begin, end, inside))
        else:
            open_part = False
            continue
        first, _, figures = whole[-1]
        open_part = (
            end - first <= _OPEN and low[begin:end].rstrip().endswith(";") and not _complete(low, first, figures, end)
        )
    return whole


def _complete(low: str, begin: int, inside: list[Figure], end: int) -> bool:
    """Whether a part has its predicate: before its figures a verb that governs them, or one behind the last."""
    figure = inside[-1]
    while head := ruleset("targets")["head"].regex.match(low, begin, inside[0].start):
        begin = head.end()
    governing = low[begin : inside[0].lead].rstrip()
    if not figure.subject or figure.verb or (len(governing) > 1 and governing[-1] not in ",;:"):
        return True
    return any(ruleset("targets")[name].regex.search(low, figure.end, end) for name in ("predicate", "verbal"))


def _groups(low: str, begin: int, end: int, inside: list[Figure]) -> list[tuple[int, int, list[Figure]]]:
    """A part cut where a figure has a predicate of its own."""
    groups: list[tuple[int, int, list[Figure]]] = []
    at, group = begin, [inside[0]]
    for one, other in pairwise(inside):
        cut = _cut(low, one, other)
        if cut is None:
            group.append(other)
            continue
        groups.append((at, cut, group))
        at, group = cut, [other]
    return [*groups, (at, end, group)]


def _cut(low: str, one: Figure, other: Figure) -> int | None:
    """Where the clause of `one` ends and that of `other` begins; None where they share a predicate."""
    rules = ruleset("targets")
    between = low[one.end : other.lead]
    if not (other.subject or other.verb) and between.endswith((" và ", ", ")) and one.subject:
        return None  # '90% xã … vào năm 2027 và 100% vào năm 2030'
    if not other.verb and (rules["glue"].regex.match(low[one.end : other.start]) or not _over(between, one)):
        return None
    bracket = low.rfind("(", one.end, other.start)
    if bracket >= 0 and rules["no_subject"].regex.match(low[bracket : other.start]):
        return None
    if (at := low.rfind("; ", one.end, other.start)) >= 0:
        return at
    if other.subject:
        return max(low.rfind(mark, one.end, other.lead + 1) for mark in (", ", " và ", " (")) % (len(low) + 1) or None
    seen = rules["predicate"].regex.search(low, one.end, other.start) if one.subject else None
    places = [low.find(mark, seen.end() if seen else one.end, other.start) for mark in (", ", " và ", " (")]
    cut = min((p for p in places if p >= 0), default=None)
    # ', tăng 12% so với …' says nothing of what it measures: it stays with the sentence
    return cut if cut is not None and low[cut : other.lead].strip(" ,(và") else None


def _over(between: str, one: Figure) -> bool:
    """Whether what stands behind a figure ends its clause."""
    if not one.subject:
        return True
    if one.verb:
        return "," in between or " và " in between or "(" in between
    return bool(ruleset("targets")["predicate"].regex.search(between))


def _clause(low: str, part: int, start: int, end: int, group: list[Figure], tried: frozenset[str]) -> Clause:
    first, last = group[0], group[-1]
    start, bracketed = _inner(low, start, first, tried)
    while start < first.start and low[start] in ' ,;:+-“"':
        start += 1
    while head := ruleset("targets")["head"].regex.match(low, start, first.start):
        start = head.end()
    end = _closed(low, start, last.end, end, ";" if bracketed else "")
    while end > last.end and low[end - 1] in _TRAIL:
        end -= 1
    if low[start:end].endswith(" và"):
        end -= 3
    return Clause(start, end, part, group)


def _closed(low: str, start: int, at: int, end: int, marks: str) -> int:
    """`end`, or before it the first of `marks` or a bracket behind `at` that closes what the clause did not open."""
    for mark in marks:
        place = low.find(mark, at, end)
        end = place if place >= 0 else end
    close, depth = low.find(")", at, end), 0
    while close >= 0:
        depth += low.count("(", start, close) - low.count(")", start, close)
        if depth <= 0:
            return close
        start = close
        close = low.find(")", close + 1, end)
    return end


def _inner(low: str, start: int, first: Figure, tried: frozenset[str]) -> tuple[int, bool]:
    """Where the goal's own words begin: behind 'bảo đảm', at ', giảm 30% …', at ', tỷ lệ … đạt'; and if in brackets."""
    rules = ruleset("targets")
    bracket = low.rfind("(", start, first.start)
    bracketed = bracket > low.rfind(")", start, first.start) and not rules["no_subject"].regex.match(
        low[bracket : first.start]
    )
    if bracketed:
        start = bracket + 1
    if first.subject and low[start : first.lead].rstrip().endswith((",", ";")):
        return first.lead, bracketed
    heads = rules["inner_head"].regex.finditer(low, start, first.start) if "inner_head" in tried else ()
    inner = deque(heads, maxlen=1)
    if first.subject:
        return (inner[0].end() if inner and first.lead - inner[0].end() <= 40 else start), bracketed
    if inner and (inner[0].start() == start or low.endswith(_BEFORE_GOAL, 0, inner[0].start())):
        start = inner[0].end()
    measured = rules["measured"].regex.search(low, start, first.start)
    return (measured.end() if measured else start), bracketed
