"""The numbers of a paragraph that can be goals: value, unit, what compares, and which numbers never are one."""

import re
from itertools import pairwise

from msgspec import Struct

from graph.record import Comparator
from graph.rulefiles import fragments
from loaders.reading.ruleset import ruleset

COMPARATORS: dict[str, Comparator] = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<"}
_OF_PAST = frozenset({"past"})  # rules that say of the present that it is no goal
_LEFT = 90  # how far what governs a number stands before it


def _last_words(*names: str) -> frozenset[str]:
    """The last words of fragments of `targets.yaml` that are words alone."""
    said = fragments("loaders.reading.rules", "targets")
    return frozenset(word.rpartition(" ")[2] for name in names for word in said[name].split("|"))


# with one of these the rules `before` and `lead_in` end
_COMPARE = _last_words("at_least", "at_most", "more", "less", "filler")
_LEAD = _COMPARE | _last_words("verb") | {"gần"}


class Figure(Struct):
    """A number of a paragraph (offsets in it), with one entry a value: 'a% - b%' has two."""

    start: int
    end: int
    lead: int  # where the comparisons and verbs that belong to it begin
    entries: list[tuple[int | float, Comparator]]
    unit: str
    subject: bool  # what it counts follows: '95% hồ sơ …'; else it ends its clause: '… đạt 95%'
    verb: bool = False  # a verb that governs it stands in its lead


def figures(text: str, low: str, start: int, counts: str | None, strict: bool, tried: frozenset[str]) -> list[Figure]:
    """The figures of `text[start:]` in order; `low` is the same paragraph in lower case.

    `counts` names the rule that a count needs before it, None takes percentages only; `strict` leaves out what is
    said of the present (in a document that sets goals); `tried` are the rules that may find something here.
    """
    found = []
    for match in _candidates(low, start, counts, tried):
        left = low[max(start, match.start() - _LEFT) : match.start()]
        if not _noise(low, match, left, tried - _OF_PAST if not strict else tried, counts == "goal_count"):
            found.append(_figure(text, low, match, left))
    return _carried(low, found)


def _candidates(low: str, start: int, counts: str | None, tried: frozenset[str]) -> list[re.Match[str]]:
    rules = ruleset("targets")
    shares = "%" in low or "phần trăm" in low or "‰" in low
    found = list(rules["percent"].regex.finditer(low, start)) if shares else []
    if not counts:
        return found
    end = -1  # of the last count: '10 bác sĩ và 40 giường bệnh' are two
    for match in rules["count"].regex.finditer(low, start):
        if _counts(low, match, start, counts) or (end >= 0 and rules["glue"].regex.match(low[end : match.start()])):
            found.append(match)
            end = match.end()
    if "index_before" in tried:
        found += [m for m in rules["index"].regex.finditer(low, start) if _of_index(low, m, start)]
    if "before" not in tried:  # what compares
        return sorted(found, key=re.Match.start)
    taken = {m.start("other" if m["other"] else "one") for m in found}
    found += [
        m for m in rules["thing"].regex.finditer(low, start)
        if m.start() not in taken and _compared(low, m, start) and _counts(low, m, start, counts)
    ]  # fmt: skip
    return sorted(found, key=re.Match.start)


def _of_index(low: str, match: re.Match[str], start: int) -> bool:
    """'chỉ số giáo dục đạt 0,9': a number below one that its index tells, with no unit."""
    return bool(ruleset("targets")["index_before"].regex.search(low[max(start, match.start() - _LEFT) : match.start()]))


def _compared(low: str, match: re.Match[str], start: int) -> bool:
    return bool(ruleset("targets")["before"].regex.search(low[max(start, match.start() - _LEFT) : match.start()]))


def _counts(low: str, match: re.Match[str], start: int, counts: str) -> bool:
    """Whether a count is a goal by what stands before it in its clause."""
    rules = ruleset("targets")
    left = low[max(start, match.start() - _LEFT) : match.start()]
    clause = left[max(left.rfind(";"), left.rfind(". ")) + 1 :]
    if not rules[counts].regex.search(clause) and (
        counts == "firm_count" or not (clause.rstrip().endswith(":") or _becomes(low, match, clause))
    ):
        return False
    if match["unit"] == "lần" and not rules["multiple"].regex.search(clause):
        return False
    if match["unit"] == "tuổi" and "tuổi thọ" not in clause:
        return False
    return not rules["not_count"].regex.search(clause)


def _becomes(low: str, match: re.Match[str], clause: str) -> bool:
    """'03 xã đạt chuẩn nông thôn mới': a count that begins its clause, and what the counted become."""
    return clause.rstrip(" -+")[-1:] in ("", ",") and bool(ruleset("targets")["become"].regex.match(low, match.end()))


def _noise(low: str, match: re.Match[str], left: str, tried: frozenset[str], goals: bool) -> bool:
    """Whether a number is no goal by what stands around it; in a section of `goals` shares of money may be one."""
    rules = ruleset("targets")
    clause = left[max(left.rfind(";"), left.rfind(". ")) + 1 :]
    if clause.rstrip().endswith(("từ", "từ mức")) and rules["from_value"].regex.match(low, match.end()):
        return True
    if any(name in tried and rules[name].regex.search(clause) for name in ("past", "limit")):
        return True
    if not _is_percent(match["unit"]) or ("gained" in tried and rules["gained"].regex.search(clause)):
        return False
    noise = "noise_before" in tried and rules["noise_before"].regex.search(clause)
    if noise or rules["noise_behind"].regex.match(low, match.end()):
        return True
    return not goals and bool(rules["money_behind"].regex.match(low, match.end())) and not _governs(_lead_in(clause))


def _lead_in(left: str) -> re.Match[str] | None:
    """The comparisons and verbs that end the words before a number."""
    return ruleset("targets")["lead_in"].regex.search(left) if _ends(left, _LEAD) else None


def _ends(left: str, words: frozenset[str]) -> bool:
    """Whether words that end with one of these may stand at the end, by the last one there; signs are not told."""
    last = left.rsplit(None, 1)[-1:]
    return not last or last[0] in words or not last[0].isalpha()


def _governs(lead: re.Match[str] | None) -> bool:
    """Whether a verb such as 'giảm' is among the words that lead to a number."""
    return lead is not None and ruleset("targets")["own_verb"].regex.search(lead[0]) is not None


def _is_percent(unit: str) -> bool:
    return "%" in unit or "‰" in unit or "phần trăm" in unit


def _figure(text: str, low: str, match: re.Match[str], left: str) -> Figure:
    rules = ruleset("targets")
    before = rules["before"].regex.search(left) if _ends(left, _COMPARE) else None
    behind = rules["behind"].regex.match(low, match.end())
    apart = rules["behind_noun"].regex.match(low, match.end()) if left.endswith("từ ") and not behind else None
    lead = _lead_in(left)
    unit = " ".join(text[match.start("unit") : match.end("per" if match["per"] else "unit")].split())
    percent = _is_percent(low[match.start("unit") : match.end("unit")])
    if percent:
        unit = unit.lower().replace("phần trăm", "%").replace(" /", "/").replace("/ ", "/")
    value = number(match["other"] or match["one"], percent)
    entries: list[tuple[int | float, Comparator]] = [(value, _comparator(before, behind or apart))]
    if match["other"] and (low_value := number(match["one"], percent)) < value:
        entries = [(low_value, ">="), (value, "<=")]
    return Figure(
        match.start(), behind.end() if behind else match.end(),
        match.start() - len(left) + lead.start() if lead else match.start(), entries, unit,
        not behind and bool(rules["noun_follows"].regex.match(low, match.end())), _governs(lead),
    )  # fmt: skip


def _carried(low: str, found: list[Figure]) -> list[Figure]:
    """'tối thiểu tương ứng là 30%, 20%, 15%': what compares the first compares those that only follow it."""
    glue = ruleset("targets")["glue"].regex
    for one, other in pairwise(found):
        between = low[one.end : other.start]
        alone = len(one.entries) == len(other.entries) == 1 and other.entries[0][1] == "="
        same = one.verb and other.lead == other.start and other.subject and not _says(low, other.end)
        if alone and same and one.unit == other.unit and ruleset("targets")["same_verb"].regex.match(between):
            other.entries = [(other.entries[0][0], one.entries[0][1])]
        if alone and one.unit == other.unit and len(between) <= 5 and ";" not in between and glue.match(between):
            other.entries = [(other.entries[0][0], one.entries[0][1])]
    return found


def _says(low: str, at: int) -> bool:
    """Whether a predicate of its own follows in the same clause: '… 50% hồ sơ được số hóa'."""
    ends = [n for mark in ",;." if (n := low.find(mark, at, at + 120)) >= 0]
    return ruleset("targets")["predicate"].regex.search(low, at, min(ends, default=at + 120)) is not None


def _comparator(before: re.Match[str] | None, behind: re.Match[str] | None) -> Comparator:
    for match in (behind, before):
        name = match.lastgroup if match else None
        if name:
            return COMPARATORS[name]
    return "="


def number(text: str, percent: bool) -> int | float:
    """'91,43' is 91.43, '79.918' is 79918; a point in a percentage is one of decimals."""
    if percent and "." in text and "," not in text:
        text = text.replace(".", ",")
    whole, _, decimals = text.replace(".", "").partition(",")
    return float(f"{whole}.{decimals}") if decimals.strip("0") else int(whole)
