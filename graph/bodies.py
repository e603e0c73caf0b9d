"""Bodies: kinds as data (`data/bodies.yaml`), and the canonical name of a body as a document of a place says it."""

import re
from functools import lru_cache
from typing import Any

from msgspec import Struct

from graph.datafiles import read_yaml
from graph.folding import lowered
from graph.patterns import pattern
from graph.places import COMMUNE, DISTRICT, PROVINCE, at_level, chain, parse, province
from graph.rulefiles import rules_of

# Two spellings of one open syllable (tone on the first or second vowel), all of one length, so that offsets stay.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
    "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# two patterns, for a literal at the beginning is found many times faster than an alternation
_TONE_O = pattern("bodies.tone_o", r"o[àáảãạèéẻẽẹ](?!\w)")
_TONE_U = pattern("bodies.tone_u", r"u[ỳýỷỹỵ](?<!qu.)(?!\w)")
_SPACES = pattern("bodies.spaces", r"\s+")
KINDS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
_TAIL = rules_of("graph.data", "wording")["bare_kind"].regex
_UBND = rules_of("graph.data", "wording")["ubnd"].regex
_HDND = rules_of("graph.data", "wording")["hdnd"].regex
_HEAD = 128  # characters of words at whose head a name or an office stands: no name is longer
_COLLECTIVE = tuple(read_yaml("graph.data", "wording.yaml")["collective"])
_OF_MANY = tuple(read_yaml("graph.data", "wording.yaml")["of_many"])
_DISTRICT_PARTY = tuple(read_yaml("graph.data", "wording.yaml")["district_committees"])


class Name(Struct, frozen=True):
    """A known body without its place."""

    canonical: str
    kind: str
    level: str
    tail: bool = False  # only a body where a place follows: 'Điện lực tỉnh'


class Bodies(Struct, frozen=True):
    """The data of `bodies.yaml`, keys in `plain` form."""

    names: dict[str, Name]
    fields: dict[str, dict[str, str]]  # head -> field -> canonical name: 'sở' -> 'tư pháp' -> 'Sở Tư pháp'
    offices: tuple[str, ...]  # longest first
    nouns: tuple[str, ...]
    tails: tuple[str, ...]


def plain(text: str) -> str:
    """Lower case with one spelling of each syllable; as long as the text, so that offsets stay.

    >>> plain("Uỷ ban nhân dân"), len(plain("Sở NỘI VỤ"))
    ('ủy ban nhân dân', 9)
    """
    return respelled(lowered(text).replace("–", "-").replace("\xa0", " "))


def respelled(low: str) -> str:
    """Lower-case text with plain dashes and blanks in one spelling of each syllable, of the same length."""
    low = low.replace("qúy", "quý") if "qúy" in low else low  # a common slip: the u belongs to the consonant
    return _TONE_U.sub(_one_tone, _TONE_O.sub(_one_tone, low))


def _one_tone(match: re.Match[str]) -> str:
    return _TONES[match[0]]


def _heads(raw: dict[str, Any]) -> tuple[dict[str, Name], dict[str, dict[str, str]]]:
    names: dict[str, Name] = {}
    fields: dict[str, dict[str, str]] = {}
    for kind in ("phong", "bo", "so"):
        group = raw[kind]
        head = group["head"]
        for row in group["fields"]:
            name = Name(f"{head} {row[0]}", kind, group["level"])
            for variant in row:
                names[plain(f"{head} {variant}")] = name
                fields.setdefault(plain(head), {})[plain(variant)] = name.canonical
    return names, fields


def _spellings(name: str) -> set[str]:
    """The name with its common short forms written out or in: 'đảng đoàn hđnd', 'đảng đoàn hội đồng nhân dân'."""
    found = {name}
    for short, full in (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"), ("mttq", "mặt trận tổ quốc")):
        found |= {n.replace(short, full) for n in found} | {n.replace(full, short) for n in found}
    return found | {n.replace(" và ", " & ") for n in found}


@lru_cache(maxsize=1)
def bodies() -> Bodies:
    """The data, read once."""
    raw = read_yaml("graph.data", "bodies.yaml")
    names, fields = _heads(raw)
    for group in raw["known"]:
        for row in group["names"]:
            name = Name(row[0], group["kind"], group["level"], group.get("tail", False))
            for variant in row:
                for spelling in _spellings(plain(variant)):
                    names.setdefault(spelling, name)

    def longest(words: list[str]) -> tuple[str, ...]:
        return tuple(sorted({plain(w) for w in words}, key=lambda w: (-len(w), w)))

    return Bodies(names, fields, longest(raw["offices"]), longest(raw["nouns"]), longest(raw["tails"]))


@lru_cache(maxsize=1)
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the known names that begin with a word are, the longest first."""
    found: dict[str, set[int]] = {}
    for name in bodies().names:
        found.setdefault(name.partition(" ")[0], set()).add(len(name))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


@lru_cache(maxsize=16384)
def known_prefix(said: str) -> tuple[Name, str] | None:
    """The longest known name at the head of the words, and the words behind it."""
    low, size = plain(said[:_HEAD]), len(said)
    for end in _lengths().get(low.partition(" ")[0], ()):
        if end == size or (end < size and said[end] == " "):
            name = bodies().names.get(low[:end])
            if name:
                return name, said[end + 1 :]
    return None


@lru_cache(maxsize=1)
def _offices() -> tuple[str, ...]:
    """Each with the blank behind it, the longest first."""
    return tuple(office + " " for office in bodies().offices)


@lru_cache(maxsize=16384)
def office_prefix(said: str) -> tuple[str, str] | None:
    """'Giám đốc' and 'Sở Tư pháp' of 'Giám đốc Sở Tư pháp'."""
    low = plain(said[:_HEAD])
    if not low.startswith(_offices()):
        return None
    end = next(len(office) for office in _offices() if low.startswith(office))
    return said[: end - 1], said[end:]


def is_collective(said: str) -> bool:
    """Whether the words name a kind of bodies: 'các sở, ban, ngành', 'UBND cấp xã', 'Sở, ban, ngành'."""
    low = plain(said)
    if low.startswith(_COLLECTIVE):
        return True
    known = known_prefix(said)
    rest = plain(known[1]) if known else low
    if known:
        return rest.startswith(_OF_MANY) or ("," in rest and rest.startswith(KINDS))
    return (any(low == n or low.startswith((n + ",", n + " ")) for n in bodies().nouns) and said[:1].islower()) or (
        "," in low and any(low.startswith(n + ",") for n in bodies().nouns)
    )


def _placed(name: Name, place: str | None) -> str:
    """The canonical name with the place that its level gives."""
    if name.level == "bare":
        word = plain(name.canonical)
        level = DISTRICT if word.endswith(_DISTRICT_PARTY) else PROVINCE
        at = at_level(place, level)
        return f"{name.canonical} {at.name}" if at else name.canonical
    at = None
    if name.level == "province":
        at = at_level(place, PROVINCE)
        if plain(name.canonical).endswith((" tỉnh", " thành phố")):
            return f"{name.canonical} {at.name}" if at else name.canonical
    elif name.level == "district":
        at = at_level(place, DISTRICT) or at_level(place, COMMUNE)
    elif name.level == "local":
        at = next(iter(chain(place)), None)
    return f"{name.canonical} {at.said}" if at else name.canonical


def _with_tail(head: str, tail: str, place: str | None, name: Name | None) -> str:
    """The name with the place that its own tail says, settled by the document's place."""
    low = plain(tail)
    bare = _TAIL.match(low)
    if bare:
        kind = "thành phố" if bare[1] == "tp" else bare[1]
        around = next((p for p in chain(place) if p.kind == kind), None)
        if around is None and kind == "tỉnh":  # 'tỉnh' said of what is a city by now, and the other way round
            around = at_level(place, PROVINCE)
        if around is None:
            return f"{head} {kind}"
        return f"{head} {around.name if name and name.level == 'bare' else around.said}"
    named = parse(tail)
    if named is None:
        return f"{head} {canonical(tail, place) if known_prefix(tail) else tail}"
    if name and name.level in ("bare", "own"):
        return f"{head} {tail}"
    return f"{head} {named.said}"


@lru_cache(maxsize=16384)
def canonical(said: str, place: str | None) -> str:
    """The name of a body as a document of `place` means it; collectives and offices as said.

    >>> canonical("Sở TP", "tỉnh Lạng Sơn"), canonical("Ủy ban nhân dân tỉnh", "tỉnh Lạng Sơn")
    ('Sở Tư pháp tỉnh Lạng Sơn', 'UBND tỉnh Lạng Sơn')
    >>> canonical("các sở, ban, ngành", "tỉnh Lạng Sơn"), canonical("UBND huyện", "tỉnh Lạng Sơn")
    ('Các sở, ban, ngành', 'UBND huyện')
    >>> canonical("Bộ TC", None), canonical("Giám đốc Sở Nội vụ", "thành phố Huế")
    ('Bộ Tài chính', 'Giám đốc Sở Nội vụ thành phố Huế')
    """
    said = _SPACES.sub(" ", said).strip(" .,;:-")
    if not said:
        return said
    if is_collective(said):
        short = _HDND.sub("HĐND", _UBND.sub("UBND", said))
        return short[0].upper() + short[1:]
    known = known_prefix(said)
    if known is None:
        office = office_prefix(said)
        if office:
            inner = canonical(office[1], place)
            return f"{office[0]} {inner[0].lower() + inner[1:] if office[1][:1].islower() else inner}"
        return _unknown(said, place)
    name, tail = known
    return _with_tail(name.canonical, tail, place, name) if tail else _placed(name, place)


def _unknown(said: str, place: str | None) -> str:
    """A body of no known name: its place where its last word asks for it ('Trung tâm Xúc tiến đầu tư tỉnh')."""
    for kind in KINDS:
        if plain(said).endswith(" " + kind):
            head = said[: -len(kind) - 1].removesuffix(" của")
            return _with_tail(head, kind, place, None)
    if said.startswith("Sở ") and not any(province(" ".join(said.split()[-n:])) for n in (2, 3)):
        at = at_level(place, PROVINCE)
        return f"{said} {at.said}" if at else said
    return said


def kind_of(said: str) -> str:
    """'collective', 'office', the kind of a known name ('so', 'ubnd', …), or 'other'."""
    if is_collective(said):
        return "collective"
    known = known_prefix(said)
    if known:
        return known[0].kind
    return "office" if office_prefix(said) else "other"
