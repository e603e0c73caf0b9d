"""Mentions: every naming of an instrument in the view, as the longest run of characters that names one.

Codes are found first (one scan), then what stands left of them (type, 'số') and right (date, issuer); laws by name
and Congress resolutions have scans of their own. A line of the text is one paragraph of the view.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

from graph import codes
from graph.bodies import known_prefix
from graph.dates import partial
from graph.folding import fold
from graph.issuers import canonical_issuer, issuer_of, national_issuer
from graph.kinds import by_abbr, by_name
from loaders.reading import laws
from loaders.reading.context import Reading
from loaders.reading.issuers import body_end, issuer_behind
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.model import Named
from loaders.reading.numerals import spoken_date
from loaders.reading.ruleset import ruleset

_LISTS_ON = tuple_of("mentions", "list_goes_on")
_PROVISIONS = tuple_of("mentions", "provision_words")
_DIGITS = frozenset("0123456789")
_TO_STROKE = 19  # characters from a code's first digit to its first stroke before a capital: '12345.123a / 2021 /'
Span = tuple[int, int]


@cache
def _rule(name: str) -> re.Pattern[str]:
    return ruleset("mentions")[name].regex


def find_mentions(reading: Reading) -> list[Named]:
    """All mentions of the view in order; `cluster` is still open."""
    found = _numbered(reading)
    taken = sorted((m.start, m.end) for m in found)
    found += [m for m in _by_name(reading) if not _overlaps(taken, m.start, m.end) or _amended(reading, found, m)]
    taken = sorted((m.start, m.end) for m in found)
    found += [m for m in _congresses(reading) if not _overlaps(taken, m.start, m.end)]
    taken = sorted((m.start, m.end) for m in found)
    found += [m for m in _short(reading) if not _overlaps(taken, m.start, m.end)]
    found += _pointed(reading)
    blocks = reading.blocks
    found = [m for m in found if blocks[m.block].kind not in ("header", "meta") or _is_note(reading, m)]
    found.sort(key=lambda m: (m.start, -m.end))
    _share_issuers(reading.text, found)
    for mention in found:
        mention.provision = _provision(reading.text, mention.start)
    return found


def _is_note(reading: Reading, mention: Named) -> bool:
    """A mention in the head counts only in the note '(Kèm theo Quyết định số …)'."""
    document = reading.blocks[mention.block].document  # or the one before, over whose note the next head reached
    near = reading.docs[max(document - 1, 0) : document + 1]
    return any(d.attached_to and d.attached_to[0] <= mention.start < d.attached_to[1] for d in near)


def _amended(reading: Reading, numbered: list[Named], law: Named) -> bool:
    """Whether a law is named inside the name of a numbered one that amends it: 'Luật sửa đổi … của Luật Giá số 6/…'."""
    at = bisect_right(numbered, law.start, key=lambda m: m.start) - 1
    outer = numbered[at] if at >= 0 else None
    return (
        outer is not None
        and outer.start < law.start
        and law.end < outer.end
        and outer.type in ("Luật", "Bộ luật", "Pháp lệnh")
        and laws.amends(reading.text, outer.start)
    )


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (start, 1 << 60)) - 1
    return any(s < end and start < e for s, e in spans[max(at, 0) : at + 2])


def _block_at(reading: Reading, offset: int) -> int:
    starts = reading.starts
    return max(bisect_right(starts, offset) - 1, 0)


def _numbered(reading: Reading) -> list[Named]:
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
    strokes = [m.start() for name in ("stroke", "dash") for m in _rule(name).finditer(text)]
    code, stop = _rule("code"), 0
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
    block = _block_at(reading, start)
    floor = reading.blocks[block].start
    kind, first = _type_left(text, start, floor, before, parsed)
    if kind is None:
        return None
    footnote = _rule("footnote_digit").match(text, end)
    stop = footnote.end() if footnote else end
    if footnote and not _rule("term_symbol").search(code + footnote[0]):
        end = stop
        if len(parsed.symbol) > 1 and by_abbr(parsed.symbol[0]) is None:  # a letter's division: '589/UBND-VP3'
            code += footnote[0]
    issued, issuer, last = _behind(text, end)
    place = reading.doc_of(reading.blocks[block]).place if reading.docs else None
    title = None
    if kind in ("Luật", "Bộ luật", "Pháp lệnh") and first < start:
        title = laws.title_before_number(text[first:start]) or laws.named_before(text, first, start, floor)
    issuer = issuer or _between(text[first:start], kind)
    settled = _issuer(issuer, kind, code, place) or _proposer(text[max(floor, first - 170) : first], place)
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
    match = _rule("proposer").search(before) if before.endswith(" tại ") else None
    said = canonical_issuer(match["body"], place) if match else None
    return said if said and all(map(known_prefix, said.split("; "))) else None


def _compare(reading: Reading, code: str, settled: str | None, words: str, first: int, last: int) -> None:
    """Warn where the words name another body than the symbol: the symbol wins."""
    said, known = fold(canonical_issuer(words, None) or ""), fold(settled or "")
    if said and known_prefix(words) and not (said.startswith(known) or known.startswith(said)):
        reading.warn("issuer_disagrees", f"Số {code} là của {settled}, câu chữ ghi của {words}", first, last)


def _share_issuers(text: str, found: list[Named]) -> None:
    """'Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW của X': X issued both."""
    numbered = [m for m in found if m.code and not m.code.isalnum()]
    for one, other in zip(numbered[-2::-1], numbered[:0:-1], strict=False):
        if one.issuer is None and other.issuer and one.type == other.type and one.block == other.block:
            a, b = codes.parse(one.code or ""), codes.parse(other.code or "")
            between = text[one.end : other.start]
            if a and b and a.symbol == b.symbol and len(a.symbol) > 1 and _rule("shares_issuer").match(between):
                one.issuer = other.issuer


def _pointed(reading: Reading) -> list[Named]:
    """'Nghị quyết nêu trên': which one, the clusters decide."""
    found = []
    for word in _rule("pointed").finditer(reading.text):
        left = _rule("pointed_left").search(reading.text, max(0, word.start() - 30), word.start())
        if left:
            block = _block_at(reading, left.start())
            found.append(Named(left.start(), word.end(), left["type"], None, None, None, None, block, points=True))
    return found


@lru_cache(maxsize=4096)
def _is_symbol(symbol: tuple[str, ...]) -> bool:
    """Letters of a symbol, not of a standard, a unit or a date range."""
    first = symbol[0]
    if _rule("plain_symbol").match(first) and len(symbol) == 1:
        return False
    return any(sum(c.isupper() for c in part) >= 2 for part in symbol) or by_abbr(first) is not None


def _type_left(text: str, start: int, floor: int, before: Named | None, parsed: codes.Code) -> tuple[str | None, int]:
    """Type and first character of the mention whose code begins at `start`."""
    left = _rule("left").search(text, max(floor, start - 50), start) or _issuer_between(text, start, floor)
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
        law = _rule("law_left").search(text, low, start)
        if law and laws.name_end(text, law.start("name")) is not None:
            known = by_name(
                law[0].split(" ", 2)[0]
                if not law[0].startswith("Bộ") and not law[0].startswith("Pháp")
                else " ".join(law[0].split(" ")[:2])
            )
            return (known.name if known else "Luật"), law.start()
    bare = _rule("so_left").search(text, max(floor, start - 8), start)
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
    if bare and len(parsed.symbol) >= 2 and not _rule("form_left").search(text, max(floor, first - 30), first):
        return "Công văn", first
    return None, first


def _issuer_between(text: str, start: int, floor: int) -> re.Match[str] | None:
    """'Nghị quyết của Bộ Chính trị số 57-NQ/TW': the type stands before the issuer."""
    for of in _rule("of_left").finditer(text, max(floor, start - 90), start):
        end = body_end(text, of.end())
        if end and _rule("so_left").fullmatch(text, end + 1, start):
            return _rule("left").search(text + " ", max(floor, of.start() - 40), of.start() + 1)
    return None


def _in_list(text: str, before: Named, first: int) -> bool:
    """Whether the number follows the last mention in one list: 'Công văn số 1/A-B; số 2/A-B và số 3/A-B'."""
    between = text[before.end : first]
    return len(between) <= 300 and between.rstrip().endswith(_LISTS_ON) and "." not in between.replace("TP.", "")


def _same_family(before: Named, parsed: codes.Code) -> bool:
    known = codes.parse(before.code) if before.code else None
    return known is not None and known.symbol == parsed.symbol


def _behind(text: str, end: int) -> tuple[str | None, str | None, int]:
    """Date, issuer's words and the end of the mention whose number ends at `end`."""
    issued: str | None = None
    issuer: str | None = None
    date = _rule("date")
    for _ in range(3):
        match = date.match(text, end) if issued is None else None
        if match:
            issued = read_date(match[0])
            end = match.end()
            if text[end : end + 1] == ")" and "(" in match[0]:
                end += 1
            continue
        span = issuer_behind(text, end) if issuer is None else None
        if span:
            issuer, end = text[span[0] : span[1]], span[1]
            continue
        break
    return issued, issuer, end


@lru_cache(maxsize=4096)
def read_date(words: str) -> str | None:
    """The partial date that words say.

    >>> read_date("ngày 15 tháng 7 năm 2021"), read_date("tháng 5/2026"), read_date("năm 2013")
    ('2021-07-15', '2026-05', '2013')
    """
    full = _rule("figures").search(words)
    if full:
        return partial(int(full["y"]), int(full["m"]), int(full["d"]))
    month = _rule("month_figures").search(words)
    if month:
        return partial(int(month["y"]), int(month["m"]))
    year = _rule("year_figures").search(words)
    return partial(int(year["y"])) if year else spoken_date(words)


def _issuer(words: str | None, kind: str, code: str | None, place: str | None) -> str | None:
    if words == "Bộ trưởng":  # of which ministry, the symbol says
        words = None
    said = canonical_issuer(words, place, code) if words else None
    return said or (issuer_of(kind, code, place) if not words else None)


def _by_name(reading: Reading) -> list[Named]:
    """Laws, codes, ordinances and the Constitution by their names."""
    text = reading.text
    found: list[Named] = []
    outer = 0  # where the last amending law's name ends
    for match in laws.law_words(text):
        if match[0] == "LUẬT" and text.endswith("PHÁP", 0, match.start() - 1):  # a title broken inside 'PHÁP LUẬT'
            continue
        kind = by_name(match[0])
        end = laws.law_end(text, match.end())
        if kind is None or (end is None and kind.name != "Hiến pháp"):
            continue
        stop = end or match.end()
        name = text[match.start() : stop]
        revised = _rule("revised").match(text, stop)
        if revised:  # another law than the one of the bare name, in force or still a bill
            name += " (sửa đổi)"
            stop = revised.end() if _rule("date").match(text, revised.end()) else stop
        inside = match.start() < outer
        issued, issuer, last = (None, None, stop) if inside else _behind(text, stop)
        outer = max(outer, last)
        found.append(
            Named(match.start(), last, kind.name, None, issued, canonical_issuer(issuer, None) if issuer else None,
                  " ".join(name.split()), _block_at(reading, match.start()))
        )  # fmt: skip
    return found


def _congresses(reading: Reading) -> list[Named]:
    """Resolutions of Party congresses: 'Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XV'."""
    text = reading.text
    found: list[Named] = []
    for name in ("congress", "congress_term", "congress_capitals"):
        for match in _rule(name).finditer(text):
            issuer = match[0][len("Nghị quyết ") :].removeprefix("của ").strip()
            block = _block_at(reading, match.start())
            named = Named(
                match.start(), match.end(), "Nghị quyết", None, None, _congress(issuer, reading, block), None, block
            )
            if not _overlaps([(m.start, m.end) for m in found[-1:]], named.start, named.end):
                found.append(named)
    return found


def _congress(words: str, reading: Reading, block: int) -> str:
    """The congress with its place: 'Đại hội đại biểu Đảng bộ tỉnh Sơn La lần thứ XV'."""
    place = reading.doc_of(reading.blocks[block]).place if reading.docs else None
    for kind in ("tỉnh", "thành phố", "huyện", "xã", "phường"):
        bare = f"Đảng bộ {kind} "
        if (
            (place and bare + "lần" in words)
            or (place and bare + "nhiệm" in words)
            or (place and bare + "khóa" in words)
        ):
            at = next((p.strip() for p in place.split(",") if p.strip().startswith(kind)), None)
            return words.replace(bare, f"Đảng bộ {at} ") if at else words
    return words


def _short(reading: Reading) -> list[Named]:
    """Numbers without a symbol: 'Nghị định 136', 'Nghị quyết số 30a năm 2010'."""
    text = reading.text
    found: list[Named] = []
    for match in _rule("short").finditer(text):
        words = match[0].split(" ")
        known = by_name(" ".join(words[:4])) or by_name(" ".join(words[:2])) or by_abbr(words[0])
        if known is None:
            continue
        issued, issuer, last = _behind(text, match.end())
        block = _block_at(reading, match.start())
        place = reading.doc_of(reading.blocks[block]).place if reading.docs else None
        said = canonical_issuer(issuer, place) if issuer else None
        found.append(Named(match.start(), last, known.name, words[-1], issued, said, None, block))
    return found


def _provision(text: str, start: int) -> str | None:
    """'khoản 2 Điều 5' right before a mention, as written."""
    window = text[max(0, start - 110) : start]
    window = window[window.rfind("\n") + 1 :]
    match = _rule("provision").search(window) if has_any(window[-60:], _PROVISIONS) else None
    return (
        match[0].strip(" ,;").removesuffix(" của").removesuffix(" tại").removesuffix(" và").strip(" ,;")
        if match
        else None
    )


__all__ = ["body_end", "find_mentions", "read_date"]
