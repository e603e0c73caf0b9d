"""Mentions: every naming of an instrument in the view, as the longest run of characters that names one.

Codes are found first (one scan), then what stands left of them (type, 'số') and right (date, issuer); laws by name
and Congress resolutions have scans of their own. A line of the text is one paragraph of the view.
"""

from bisect import bisect_right

from graph import codes
from graph.issuers import canonical_issuer
from graph.kinds import by_abbr, by_name
from loaders.reading import laws
from loaders.reading.context import Reading
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.mention_parts import behind, block_at, rule
from loaders.reading.model import Named
from loaders.reading.numbered import numbered_mentions

_PROVISIONS = tuple_of("mentions", "provision_words")


def find_mentions(reading: Reading) -> list[Named]:
    """All mentions of the view in order; `cluster` is still open."""
    found = numbered_mentions(reading)
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


def _share_issuers(text: str, found: list[Named]) -> None:
    """'Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW của X': X issued both."""
    numbered = [m for m in found if m.code and not m.code.isalnum()]
    for one, other in zip(numbered[-2::-1], numbered[:0:-1], strict=False):
        if one.issuer is None and other.issuer and one.type == other.type and one.block == other.block:
            a, b = codes.parse(one.code or ""), codes.parse(other.code or "")
            between = text[one.end : other.start]
            if a and b and a.symbol == b.symbol and len(a.symbol) > 1 and rule("shares_issuer").match(between):
                one.issuer = other.issuer


def _pointed(reading: Reading) -> list[Named]:
    """'Nghị quyết nêu trên': which one, the clusters decide."""
    found = []
    for word in rule("pointed").finditer(reading.text):
        left = rule("pointed_left").search(reading.text, max(0, word.start() - 30), word.start())
        if left:
            block = block_at(reading, left.start())
            found.append(Named(left.start(), word.end(), left["type"], None, None, None, None, block, points=True))
    return found


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
        if kind is None or (end is None and (kind.name != "Hiến pháp" or rule("all_law").match(text, match.end()))):
            continue
        stop = end or match.end()
        name = text[match.start() : stop]
        revised = rule("revised").match(text, stop)
        if revised:  # another law than the one of the bare name, in force or still a bill
            name += " (sửa đổi)"
            stop = revised.end() if rule("date").match(text, revised.end()) else stop
        inside = match.start() < outer
        issued, issuer, last = (None, None, stop) if inside else behind(text, stop)
        outer = max(outer, last)
        found.append(
            Named(match.start(), last, kind.name, None, issued, canonical_issuer(issuer, None) if issuer else None,
                  " ".join(name.split()), block_at(reading, match.start()))
        )  # fmt: skip
    return found


def _congresses(reading: Reading) -> list[Named]:
    """Resolutions of Party congresses: 'Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XV'."""
    text = reading.text
    found: list[Named] = []
    for name in ("congress", "congress_term", "congress_capitals"):
        for match in rule(name).finditer(text):
            issuer = match[0][len("Nghị quyết ") :].removeprefix("của ").strip()
            block = block_at(reading, match.start())
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
    for match in rule("short").finditer(text):
        words = match[0].split(" ")
        known = by_name(" ".join(words[:4])) or by_name(" ".join(words[:2])) or by_abbr(words[0])
        if known is None:
            continue
        issued, issuer, last = behind(text, match.end())
        block = block_at(reading, match.start())
        place = reading.doc_of(reading.blocks[block]).place if reading.docs else None
        said = canonical_issuer(issuer, place) if issuer else None
        found.append(Named(match.start(), last, known.name, words[-1], issued, said, None, block))
    return found


def _provision(text: str, start: int) -> str | None:
    """'khoản 2 Điều 5' right before a mention, as written."""
    window = text[max(0, start - 110) : start]
    window = window[window.rfind("\n") + 1 :]
    match = rule("provision").search(window) if has_any(window[-60:], _PROVISIONS) else None
    return (
        match[0].strip(" ,;").removesuffix(" của").removesuffix(" tại").removesuffix(" và").strip(" ,;")
        if match
        else None
    )
