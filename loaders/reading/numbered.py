"""Mentions with a number and symbol: the number first, then its type on the left, its date and issuer on the right."""

import re
from collections.abc import Iterator
from functools import lru_cache

from graph import codes
from graph.bodies import known_prefix
from graph.folding import fold
from graph.issuers import canonical_issuer, national_issuer
from graph.kinds import by_abbr, by_name
from loaders.reading import laws
from loaders.reading.context import Reading
from loaders.reading.issuers import body_end
from loaders.reading.lexicon import tuple_of
from loaders.reading.mention_parts import behind, block_at, rule, settled_issuer
from loaders.reading.model import Named

_LISTS_ON = tuple_of("mentions", "list_goes_on")
_DIGITS = frozenset("0123456789")
_TO_STROKE = 19  # characters from a code's first digit to its first stroke before a capital: '12345.123a / 2021 /'
_VERB = 40  # characters that a verb of issuing has at most, with what goes before it
Span = tuple[int, int]


def numbered_mentions(reading: Reading) -> list[Named]:
    """Mentions with a number and symbol."""
    found: list[Named] = []
    for start, end in code_places(reading.text):
        mention = _at_code(reading, start, end, found[-1] if found else None)
        if mention:
            found.append(mention)
    return found


def code_places(text: str) -> Iterator[Span]:
    """What the rule `code` finds; it is tried only at the digits before a stroke with a capital, which all codes hold.

    >>> list(code_places("số 76/NQ-CP ngày 15/7/2021"))
    [(3, 11)]
    """
    strokes = [m.start() for name in ("stroke", "dash") for m in rule(name).finditer(text)]
    code, stop = rule("code"), 0
    for stroke in sorted(strokes):
        first = max(stop, stroke - _TO_STROKE)
        for at, char in enumerate(text[first:stroke], first):
            found = code.match(text, at) if char in _DIGITS else None
            if found:
                stop = found.end()
                yield found.start(), stop
                break


def _at_code(reading: Reading, start: int, end: int, before: Named | None) -> Named | None:
    text = reading.text
    code = text[start:end].replace(" ", "") if "/" in text[start:end] or "-" in text[start:end] else text[start:end]
    parsed = codes.parse(code)
    if parsed is None or not parsed.symbol or not _is_symbol(parsed.symbol):
        return None
    block = block_at(reading, start)
    floor = reading.blocks[block].start
    kind, first = _type_left(text, start, floor, before, parsed)
    if kind is None:
        return None
    footnote = rule("footnote_digit").match(text, end)
    stop = footnote.end() if footnote else end
    if footnote and not rule("term_symbol").search(code + footnote[0]):
        end = stop
        if len(parsed.symbol) > 1 and by_abbr(parsed.symbol[0]) is None:  # a letter's division: '589/UBND-VP3'
            code += footnote[0]
    issued, issuer, last = behind(text, end)
    place = reading.doc_of(reading.blocks[block]).place if reading.docs else None
    title = None
    if kind in ("Luật", "Bộ luật", "Pháp lệnh") and first < start:
        title = laws.title_before_number(text[first:start]) or laws.named_before(text, first, start, floor)
    issuer = issuer or _between(text[first:start], kind)
    before_it = text[max(floor, first - 170) : first]
    settled = settled_issuer(issuer, kind, code, place) or _proposer(before_it, place) or _subject(before_it, place)
    if issuer and settled == national_issuer(code):
        _compare(reading, code, settled, issuer, first, last)
    return Named(first, last, kind, code.rstrip("."), issued, settled, title, block)


def _between(words: str, kind: str) -> str | None:
    """The issuer of 'Nghị quyết của HĐND tỉnh số 12/2023/NQ-HĐND'."""
    if " của " not in words or kind in ("Luật", "Bộ luật", "Pháp lệnh"):
        return None
    return words.partition(" của ")[2].rstrip(" :").removesuffix("số").strip() or None


def _proposer(before: str, place: str | None) -> str | None:
    """'Theo đề nghị của Trưởng phòng Nội vụ tại' right before a number: who issued it."""
    match = rule("proposer").search(before) if before.endswith(" tại ") else None
    said = canonical_issuer(match["body"], place) if match else None
    return said if said and all(map(known_prefix, said.split("; "))) else None


def _subject(before: str, place: str | None) -> str | None:
    """The body right before a number that its words say it issued: 'Bộ Y tế đã ban hành', 'Cục Thuế tỉnh X ('."""
    verb = rule("issued_before").search(before, max(0, len(before) - _VERB))
    words = before[: verb.start()] if verb else ""
    for start in rule("name_begins").finditer(words):
        name = words[start.start() :]
        if body_end(name, 0) == len(name):
            return canonical_issuer(name, place)
    return None


def _compare(reading: Reading, code: str, settled: str | None, words: str, first: int, last: int) -> None:
    """Warn where the words name another body than the symbol: the symbol wins."""
    said, known = fold(canonical_issuer(words, None) or ""), fold(settled or "")
    if said and known_prefix(words) and not (said.startswith(known) or known.startswith(said)):
        reading.warn("issuer_disagrees", f"Số {code} là của {settled}, câu chữ ghi của {words}", first, last)


@lru_cache(maxsize=4096)
def _is_symbol(symbol: tuple[str, ...]) -> bool:
    """Letters of a symbol, not of a standard, a unit or a date range."""
    first = symbol[0]
    if rule("plain_symbol").match(first) and len(symbol) == 1:
        return False
    return any(sum(c.isupper() for c in part) >= 2 for part in symbol) or by_abbr(first) is not None


def _type_left(text: str, start: int, floor: int, before: Named | None, parsed: codes.Code) -> tuple[str | None, int]:
    """Type and first character of the mention whose code begins at `start`."""
    left = rule("left").search(text, max(floor, start - 50), start) or _issuer_between(text, start, floor)
    if left:
        known = by_name(left["type"]) or by_abbr(left["type"])
        if left["type"].lower() == "văn bản":  # says nothing of the type where the symbol does
            known = by_abbr(parsed.symbol[0]) or known
        return (known.name if known else None), left.start()
    low = max(floor, start - 200)
    if any(part.startswith(("QH", "UBTVQH", "CTN")) for part in parsed.symbol):
        near = laws.law_before(text, low, start)
        if near:
            kind = by_name(near[0])
            return (kind.name if kind else "Luật"), near.start()
        law = rule("law_left").search(text, low, start)
        if law and laws.name_end(text, law.start("name")) is not None:
            known = by_name(
                law[0].split(" ", 2)[0]
                if not law[0].startswith("Bộ") and not law[0].startswith("Pháp")
                else " ".join(law[0].split(" ")[:2])
            )
            return (known.name if known else "Luật"), law.start()
    bare = rule("so_left").search(text, max(floor, start - 8), start)
    first = bare.start() if bare else start
    own = by_abbr(parsed.symbol[0]) or (by_abbr(parsed.symbol[1]) if len(parsed.symbol) > 1 else None)
    listed = (before is not None and before.block == 0) or (
        before is not None and text.find("\n", before.end, start) < 0
    )
    if before and listed and start - before.end < 400 and _in_list(text, before, first):
        general = text[before.start : before.start + 7].lower() == "văn bản"  # 'các văn bản số 3/TTr-A, số 4/B-C'
        listed_type = "Công văn" if general else before.type
        return (
            own.name if own and own.name != before.type and not _same_family(before, parsed) else listed_type
        ), first
    if own:
        return own.name, first
    if bare and len(parsed.symbol) >= 2 and not rule("form_left").search(text, max(floor, first - 30), first):
        return "Công văn", first
    return None, first


def _issuer_between(text: str, start: int, floor: int) -> re.Match[str] | None:
    """'Nghị quyết của Bộ Chính trị số 57-NQ/TW': the type stands before the issuer."""
    for of in rule("of_left").finditer(text, max(floor, start - 90), start):
        end = body_end(text, of.end())
        if end and rule("so_left").fullmatch(text, end + 1, start):
            return rule("left").search(text + " ", max(floor, of.start() - 40), of.start() + 1)
    return None


def _in_list(text: str, before: Named, first: int) -> bool:
    """Whether the number follows the last mention in one list: 'Công văn số 1/A-B; số 2/A-B và số 3/A-B'."""
    between = text[before.end : first]
    return len(between) <= 300 and between.rstrip().endswith(_LISTS_ON) and "." not in between.replace("TP.", "")


def _same_family(before: Named, parsed: codes.Code) -> bool:
    known = codes.parse(before.code) if before.code else None
    return known is not None and known.symbol == parsed.symbol
