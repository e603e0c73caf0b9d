"""Laws, codes and ordinances named without (or before) their number: 'Luật Đầu tư công', 'Luật đất đai năm 2013'."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from loaders.reading.lexicon import rules, tuple_of, words
from loaders.reading.ruleset import ruleset

_THIS = words("laws", "no_name")


@cache
def _rule(name: str) -> re.Pattern[str]:
    return ruleset("laws")[name].regex


def law_words(text: str) -> Iterator[re.Match[str]]:
    """Every 'Luật', 'Bộ luật', 'Pháp lệnh', 'Hiến pháp' of a text."""
    return _rule("type").finditer(text)


def law_end(text: str, at: int) -> int | None:
    """Where the name behind the word that ends at `at` ends; an amending law's holds what it amends."""
    amending = _rule("amending").match(text, at)
    if not amending:
        return _nation(text, at) or (name_end(text, at + 1) if text[at : at + 1] == " " else None)
    end = amending.end()
    many = _rule("many").match(text, end)
    if many:
        return many.end()
    while True:
        inner = _rule("type").search(text, end, min(end + 60, len(text)))
        if not inner or (inner.start() > end + 1 and not _rule("joins").fullmatch(text, end, inner.start())):
            break
        stop = name_end(text, inner.end() + 1)
        if stop is None:
            break
        end = stop
        if not _rule("joins").match(text, end):
            break
    return end if end > amending.end() else None


def amends(text: str, at: int) -> bool:
    """Whether the law whose type stands at the position amends another."""
    word = _rule("type").match(text, at)
    return word is not None and _rule("amending").match(text, word.end()) is not None


def law_before(text: str, low: int, at: int) -> re.Match[str] | None:
    """The word of the law whose name ends right before the number at `at`: the outermost, if it amends another."""
    for word in _rule("type").finditer(text, low, at):
        end = law_end(text, word.end())
        if end is not None and _rule("to_number").fullmatch(text, end, at):
            return word
    return None


def _nation(text: str, at: int) -> int | None:
    """'Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam'."""
    return next((at + len(n) for n in tuple_of("laws", "nation") if text.startswith(n, at)), None)


def _plain(words: str) -> str:
    """Lower case with one spelling of tone marks, of the same length."""
    return (
        words.lower()
        .replace("uỷ", "ủy")
        .replace("oà", "òa")
        .replace("hoá", "hóa")
        .replace("khoẻ", "khỏe")
        .replace("thuỷ", "thủy")
        .replace("tuý", "túy")
    )


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], int]:
    """Known names by their plain words, and the most words that one has."""
    names = {_plain(name).replace(",", " ,").replace("-", " - "): len(name) for name in rules("laws")["names"]}
    return names, max(len(name.split()) for name in names)


def is_known(name: str) -> bool:
    """Whether a whole name (without 'Luật ') is one that the list has.

    >>> is_known("Đất đai"), is_known("Bầu cử")
    (True, False)
    """
    return _plain(name).replace(",", " ,").replace("-", " - ") in _names()[0]


def name_end(text: str, at: int) -> int | None:
    """Where the name that begins at `at` (behind 'Luật ') ends; None where no name stands there."""
    first = _rule("word").match(text, at)
    if first is None or first[0] in _THIS:
        return None
    about = at + 3 if text.startswith("về ", at) else at  # 'Pháp lệnh về phí và lệ phí'
    end = _known(text, about) or _unknown(text, at)
    short = _rule("short_form").match(text, end) if end else None
    return short.end() if short else end


def _known(text: str, at: int) -> int | None:
    """The longest known name at `at`."""
    names, most = _names()
    low = _plain(text[at : at + 160])
    best, built, end, words = None, "", 0, 0
    for match in _rule("token").finditer(low):
        if match.start() > end + 1 or words >= most:
            break
        built = f"{built} {match[0]}" if built else match[0]
        end, words = match.end(), words + 1
        if built in names:
            best = at + end
    return best


def _unknown(text: str, at: int) -> int | None:
    """A name that begins with a capital: its words up to punctuation or a word that no name holds."""
    first = _rule("word").match(text, at)
    if first is None or not first[0][0].isupper() or first[0] in tuple_of("laws", "not_names"):
        return None
    end, count = first.end(), 1
    for match in _rule("word").finditer(text, end, min(len(text), at + 120)):
        if match.start() > end + 1 or (match[0].lower() in tuple_of("laws", "stops") and not _lower_joint(text, match)):
            break
        if match[0][0].isdigit():
            break
        end, count = match.end(), count + 1
    return end if count >= 2 else None


def _lower_joint(text: str, match: re.Match[str]) -> bool:
    """'và' inside a name: 'Phòng bệnh và chữa bệnh'; a new instrument behind it begins with a capital."""
    return (
        match[0] == "và"
        and text[match.end() + 1 : match.end() + 2].islower()
        and not text.startswith(tuple_of("laws", "after_and"), match.end() + 1)
    )


def title_before_number(words: str) -> str | None:
    """'Luật Khiếu nại số ' gives 'Luật Khiếu nại'."""
    name = words.strip(" ,(").removesuffix("số").removesuffix("Luật").removesuffix("luật").strip(" ,(:")
    return (
        name if " " in name and not name.endswith(("số", "lệnh số")) and name not in ("Bộ luật", "Pháp lệnh") else None
    )


def named_before(text: str, first: int, start: int, floor: int) -> str | None:
    """The name of 'Luật Khiếu nại (Luật số 02/2011/QH13)': the number in brackets is that law's."""
    if text[first - 1 : first] != "(":
        return None
    law = ruleset("mentions")["law_left"].regex.search(text, max(floor, first - 200), start)
    return text[law.start() : law.end("name")].strip() if law and law.end("name") < first else None
