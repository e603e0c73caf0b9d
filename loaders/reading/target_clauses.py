"""Clauses of goals: numbers with predicates of their own are cut apart, numbers that share one keep the whole sentence."""

from msgspec import Struct

from graph.patterns import pattern
from loaders.reading.ruleset import ruleset
from loaders.reading.target_values import Figure

_BREAK = pattern("targets.break", r"[;?!]\s|(?<=[^\s.][^\s.])[.]\s(?=[\"“(+-]?\s?[A-ZÀ-ỸĐ\d])|:\s")
_ASIDE = pattern("targets.aside", r", (?=trong đó|trong số đó|đồng thời)")
_BRACKET = pattern("targets.bracket", r"\([^()]{0,400}\)")
_TRAIL = " ,;.:/+-…“”\""


class Clause(Struct):
    """What one or more figures are said in; offsets in the paragraph. `part` is where the sentence around it begins."""

    start: int
    end: int
    part: int
    figures: list[Figure]


def clauses(text: str, low: str, start: int, found: list[Figure]) -> list[Clause]:
    """The clauses of a paragraph that hold figures, in order."""
    made: list[Clause] = []
    for begin, end, inside in _whole(low, _parts(text, low, start, found), found):
        made += [_clause(low, begin, a, b, group) for a, b, group in _groups(low, begin, end, inside)]
    return [c for c in made if c.end > c.start]


def _parts(text: str, low: str, start: int, found: list[Figure]) -> list[tuple[int, int]]:
    """The paragraph cut at sentence ends, semicolons, colons and ', trong đó', but not inside brackets."""
    brackets = [m.span() for m in _BRACKET.finditer(low, start)]
    cuts = [(m.start(), m.end()) for m in _BREAK.finditer(text, start) if not _is_value(low, m.start())]
    cuts += [(m.start(), m.end()) for m in _ASIDE.finditer(low, start)]
    parts, at = [], start
    for a, b in sorted(cuts):
        if a >= at and not any(x < a < y for x, y in brackets):
            parts.append((at, b if low[a] != "," else a))
            at = b
    return [*parts, (at, len(low))]


def _is_value(low: str, at: int) -> bool:
    """A colon that stands for 'là': 'Tỷ lệ che phủ rừng: 42%'."""
    return low[at] == ":" and bool(ruleset("targets")["colon_value"].regex.match(low, at))


def _whole(low: str, parts: list[tuple[int, int]], found: list[Figure]) -> list[tuple[int, int, list[Figure]]]:
    """Parts with figures; one without a predicate goes on behind its semicolon: 'trên 90% …; 80% … được xử lý'."""
    whole: list[tuple[int, int, list[Figure]]] = []
    open_part = False
    for begin, end in parts:
        inside = [f for f in found if begin <= f.start < end]
        if open_part and (not inside or inside[0].lead - begin <= 4):
            first, _, so_far = whole.pop()
            begin, inside = first, so_far + inside
        if inside:
            whole.append((begin, end, inside))
        open_part = bool(inside) and low[begin:end].rstrip().endswith(";") and not _complete(low, inside[-1], end)
    return whole


def _complete(low: str, figure: Figure, end: int) -> bool:
    """Whether the clause of a figure has its predicate before `end`."""
    return not figure.subject or figure.verb or bool(ruleset("targets")["predicate"].regex.search(low, figure.end, end))


def _groups(low: str, begin: int, end: int, inside: list[Figure]) -> list[tuple[int, int, list[Figure]]]:
    """A part cut where a figure has a predicate of its own."""
    groups: list[tuple[int, int, list[Figure]]] = []
    at, group = begin, [inside[0]]
    for one, other in zip(inside, inside[1:], strict=False):
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
    between = low[one.end : other.start]
    if rules["glue"].regex.match(between) and not other.verb:
        return None
    if one.subject and not one.verb and not rules["predicate"].regex.search(between[: max(other.lead - one.end, 0)]):
        return None
    if one.verb and one.subject and other.subject and not other.verb and " và " not in between and "," not in between:
        return None
    if other.subject:
        return max(_last(low, one.end, other.lead, ", "), _last(low, one.end, other.lead, " và "), _last(low, one.end, other.lead, "(")) or None
    seen = rules["predicate"].regex.search(low, one.end, other.start) if one.subject else None
    after = seen.end() if seen else one.end
    places = [p for mark in (", ", " và ", "(") if (p := low.find(mark, after, other.start)) >= 0]
    return min(places) if places else None


def _last(low: str, start: int, end: int, mark: str) -> int:
    """The last `mark` in `low[start:end]` (one that ends at `end` too), 0 where there is none."""
    return max(low.rfind(mark, start, end + 1), 0)


def _clause(low: str, part: int, start: int, end: int, group: list[Figure]) -> Clause:
    first = group[0]
    start = _inner(low, start, first)
    while start < first.start and low[start] in " ,;:(+-":
        start += 1
    while head := ruleset("targets")["head"].regex.match(low, start, first.start):
        start = head.end()
    while end > group[-1].end and low[end - 1] in _TRAIL:
        end -= 1
    text = low[start:end]
    if text.count("(") < text.count(")") and text.endswith(")"):
        end -= 1
    if low[start:end].endswith(" và"):
        end -= 3
    return Clause(start, end, part, group)


def _inner(low: str, start: int, first: Figure) -> int:
    """Where the goal's own words begin in `low[start:]`: behind 'bảo đảm', at ', giảm 30% …', at ', tỷ lệ … đạt'."""
    rules = ruleset("targets")
    bracket = low.rfind("(", start, first.start)
    if bracket > low.rfind(")", start, first.start) and not rules["no_subject"].regex.match(low[bracket : first.start]):
        start = bracket + 1
    if first.subject:
        if low[start : first.lead].rstrip().endswith((",", ";")):
            return first.lead
        inner = None
        for inner in rules["inner_head"].regex.finditer(low, start, first.start):
            pass
        return inner.end() if inner and (first.lead - inner.end() <= 40) else start
    inner = None
    for inner in rules["inner_head"].regex.finditer(low, start, first.start):
        pass
    if inner and (inner.start() == start or low[:inner.start()].endswith((", ", "và ", "nhằm ", "để "))):
        start = inner.end()
    measured = rules["measured"].regex.search(low[: first.start], start)
    return measured.end() if measured else start
