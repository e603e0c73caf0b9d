"""The numbers of a paragraph that can be goals: value, unit, what compares, and which numbers never are one."""

import re

from msgspec import Struct

from graph.record import Comparator
from loaders.reading.ruleset import ruleset

_COMPARATORS: dict[str, Comparator] = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<"}
_LEFT = 90  # how far what governs a number stands before it


class Figure(Struct):
    """A number of a paragraph (offsets in it), with one entry a value: 'a% - b%' has two."""

    start: int
    end: int
    lead: int  # where the comparisons and verbs that belong to it begin
    entries: list[tuple[int | float, Comparator]]
    unit: str
    subject: bool  # what it counts follows: '95% hồ sơ …'; else it ends its clause: '… đạt 95%'
    verb: bool = False  # a verb that governs it stands in its lead


def figures(low: str, start: int, counts: str | None, strict: bool) -> list[Figure]:
    """The figures of `low[start:]` in order; `low` is a paragraph in lower case.

    `counts` names the rule that a count needs before it, None takes percentages only; `strict` leaves out what is
    said of the present (in a document that sets goals).
    """
    found = []
    for match in _candidates(low, start, counts):
        left = low[max(start, match.start() - _LEFT) : match.start()]
        if not _noise(low, match, left, strict):
            found.append(_figure(low, match, left))
    return found


def _candidates(low: str, start: int, counts: str | None) -> list[re.Match[str]]:
    rules = ruleset("targets")
    found = list(rules["percent"].regex.finditer(low, start))
    if counts:
        found += [m for m in rules["count"].regex.finditer(low, start) if _counts(low, m, start, counts)]
        found.sort(key=lambda m: m.start())
    return found


def _counts(low: str, match: re.Match[str], start: int, counts: str) -> bool:
    """Whether a count is a goal by what stands before it in its clause."""
    rules = ruleset("targets")
    left = low[max(start, match.start() - _LEFT) : match.start()]
    clause = left[max(left.rfind(";"), left.rfind(". ")) + 1 :]
    if not rules[counts].regex.search(clause):
        if counts == "firm_count" or not clause.rstrip().endswith(":"):
            return False
    if match["unit"] == "lần" and not rules["multiple"].regex.search(clause):
        return False
    return not rules["not_count"].regex.search(clause)


def _noise(low: str, match: re.Match[str], left: str, strict: bool) -> bool:
    rules = ruleset("targets")
    clause = left[max(left.rfind(";"), left.rfind(". ")) + 1 :]
    if rules["from_value"].regex.match(low, match.end()) and clause.rstrip().endswith(("từ", "từ mức")):
        return True
    if strict and rules["past"].regex.search(clause):
        return True
    if rules["limit"].regex.search(clause):
        return True
    if rules["gained"].regex.search(clause):
        return False
    percent = "%" in match["unit"] or "phần" in match["unit"]
    return percent and bool(rules["noise_before"].regex.search(clause) or rules["noise_behind"].regex.match(low, match.end()))


def _figure(low: str, match: re.Match[str], left: str) -> Figure:
    rules = ruleset("targets")
    before, behind = rules["before"].regex.search(left), rules["behind"].regex.match(low, match.end())
    lead = rules["lead_in"].regex.search(left)
    lead_start = match.start() - len(left) + lead.start() if lead else match.start()
    unit = " ".join(match["unit"].split()) + ("" if not match["per"] else match["per"].replace(" ", ""))
    percent = unit[0] in "%‰đp" and ("%" in unit or "phần" in unit or "‰" in unit)
    value = _number(match["num"], percent)
    entries: list[tuple[int | float, Comparator]]
    if match["low"] and (low_value := _number(match["low"], percent)) < value:
        entries = [(low_value, ">="), (value, "<=")]
    else:
        entries = [(value, _comparator(before, behind))]
    return Figure(
        match.start(), behind.end() if behind else match.end(), lead_start, entries, unit.replace("phần trăm", "%"),
        not behind and bool(rules["noun_follows"].regex.match(low, match.end())) if percent else True,
        bool(lead and rules["own_verb"].regex.search(lead[0])),
    )  # fmt: skip


def _comparator(before: re.Match[str] | None, behind: re.Match[str] | None) -> Comparator:
    for match in (behind, before):
        name = match.lastgroup if match else None
        if name:
            return _COMPARATORS[name]
    return "="


def _number(text: str, percent: bool) -> int | float:
    """'91,43' is 91.43, '79.918' is 79918; a point in a percentage is one of decimals."""
    if percent and "." in text and "," not in text:
        text = text.replace(".", ",")
    whole, _, decimals = text.replace(".", "").partition(",")
    return float(f"{whole}.{decimals}") if decimals.strip("0") else int(whole)
