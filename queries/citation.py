"""Citations as people type them: 'NQ 76/NQ-CP ngày 15/7/2021', 'nghị quyết 76', 'ke hoach 316 lang son', 'Luật Đầu tư'.

Tolerant where `loaders.reading` is exact: no offsets, any order, with or without diacritics. Everything is read off
the marks-free lower-case text, part by part: dates first, then the number, the type, and what is left are words.
"""

import unicodedata
from functools import lru_cache

from msgspec import Struct

from graph import dates, kinds
from graph.folding import fold, slug, strip_marks
from graph.patterns import pattern
from graph.search import spelled

_DAY = r"(?<![\d/.-])(\d{1,2})"
_DATES = (
    pattern("citation.words", _DAY + r"\s{1,3}thang\s{1,3}(\d{1,2})[\s,]{1,3}nam\s{1,3}(\d{4})(?!\d)"),
    pattern("citation.figures", _DAY + r"\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?![\d/-])"),
    pattern("citation.month_words", r"thang\s{1,3}()(\d{1,2})[\s,]{1,3}nam\s{1,3}(\d{4})(?!\d)"),
    pattern("citation.month", r"(?<![\d/.-])()(\d{1,2})/((?:19|20)\d\d)(?![\d/-])"),
    pattern("citation.year", r"(?<![a-z])nam\s{1,3}()()((?:19|20)\d\d)(?!\d)"),
)
_ISO = pattern("citation.iso", r"(?<![\d/.-])((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?![\d/-])")
_LAST_YEAR = pattern("citation.last_year", r"(?<![\d/.\w-])((?:19|20)\d\d)\s{0,3}\Z")
_SYMBOL = r"[a-z]{1,10}\d{0,3}(?:[/-][a-z0-9]{1,10}){0,5}"
_CODE = pattern("citation.code", r"(?<![\w/.-])(\d{1,6}(?:\.\d{1,4})?[a-z]?(?:/(?:19|20)\d\d)?[/-]" + _SYMBOL + ")")
_LOOSE = pattern(
    "citation.loose",
    r"(?<![\w/.-])(\d{1,6}[a-z]?)\s(?:((?:19|20)\d\d)\s)?([a-z]{1,5})\s(cp|ttg|tw|tu|ubnd|hdnd|hd|qh\d\d)(?!\w)",
)
_NUMBER = pattern("citation.number", r"(?<![\w/.-])(\d{1,6}(?:\.\d{1,4})?[a-z]?)(?:\s?/\s?((?:19|20)\d\d))?(?![\w/-])")
_GLUED = pattern("citation.glued", r"(?<![\w/.-])([a-z]{1,5})(\d{1,6})(?![\w/])")
# Behind these words stands a title, which texts rarely give whole: it helps to choose, but excludes nothing.
_TITLE = pattern(
    "citation.title", r"(?<!\w)(?:ve|v/v|ban hanh|phe duyet|trien khai|thuc hien|quy dinh|huong dan|sua doi)\b"
)
_FILLERS = frozenset({"so", "ngay", "thang", "nam", "cua", "do", "ban", "hanh", "va", "ve"})


class Cited(Struct, frozen=True, kw_only=True):
    """A citation taken apart; every part may be missing. Words are folded."""

    types: tuple[str, ...] = ()  # canonical names: a symbol may stand for two
    code: str | None = None  # with a symbol: '76/nq-cp'
    number: str | None = None  # without one: '76'
    year: str | None = None  # inside a number without symbol: '42/2022'
    issued: str | None = None
    words: tuple[str, ...] = ()  # of issuer and place
    title: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing in it that names an instrument."""
        return not (self.code or self.number or self.words or self.title)


def plain(text: str) -> str:
    """Lower case without marks, separators kept, full-width figures as usual: 'NQ 76/NQ–CP' gives 'nq 76/nq-cp'."""
    stripped = strip_marks(unicodedata.normalize("NFKC", text)).lower()
    spaced = " ".join(stripped.replace("–", "-").replace("—", "-").split())
    return "/".join(part.strip() for part in spaced.split("/"))


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Folded names of types with the canonical one, longest first."""
    pairs = {(fold(n), t.name) for t in kinds.types() for n in t.names}
    return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p)))


@lru_cache(maxsize=1)
def _symbols() -> dict[str, tuple[str, ...]]:
    """Types by folded symbol: 'qd' is Quyết định or, of the Party, Quy định."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in kinds.types():
        for abbr in kind.abbr:
            found[slug(abbr)] = (*found.get(slug(abbr), ()), kind.name)
    return found


def _take_date(text: str) -> tuple[str, str | None]:
    iso = _ISO.search(text)
    if iso:
        found = dates.partial(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None)
        return text[: iso.start()] + " " + text[iso.end() :], found
    for form in _DATES:
        match = form.search(text)
        if match:
            day, month, year = (int(g) if g else None for g in match.groups())
            found = dates.partial(year or 0, month, day)
            if found:
                return text[: match.start()] + " " + text[match.end() :], found
    return text, None


def _take_type(text: str, coded: bool) -> tuple[str, tuple[str, ...]]:
    """The type at the head: in words, or by its symbol where a number or nothing stands beside it."""
    text = text.removeprefix("so ")
    for name, canonical in _names():
        if f"{text} ".startswith(f"{name} "):
            return text[len(name) :], (canonical,)
    head, _, rest = text.partition(" ")
    if head in _symbols() and (coded or not rest or rest.removeprefix("so ")[:1].isdigit()):
        return rest, _symbols()[head]
    return text, ()


def _take_code(text: str) -> tuple[str, str | None]:
    match = _CODE.search(text)
    if match:
        return text[: match.start()] + " " + text[match.end() :], match[1]
    loose = _LOOSE.search(text)
    if loose and loose[3] in _symbols():
        parts = (loose[1], loose[2], f"{loose[3]}-{loose[4]}")
        return text[: loose.start()] + " " + text[loose.end() :], "/".join(p for p in parts if p)
    return text, None


def _of_symbol(code: str) -> tuple[str, ...]:
    parts = slug(code).split("-")[1:]
    return next((_symbols()[p] for p in parts if p in _symbols()), ())


def _words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of issuer and place, and words of the title, which is behind 'về' and the like."""
    title = _TITLE.search(text)
    head, tail = (text[: title.start()], text[title.start() :]) if title else (text, "")
    kept = tuple(w for w in spelled(fold(head)).split() if w not in _FILLERS)
    return kept, tuple(w for w in fold(tail).split() if w not in _FILLERS)


@lru_cache(maxsize=1024)
def parse(text: str) -> Cited:
    """The citation that a person typed.

    >>> parse("NQ 76/NQ-CP ngày 15/7/2021").code, parse("NQ 76/NQ-CP ngày 15/7/2021").issued
    ('76/nq-cp', '2021-07-15')
    >>> parse("kế hoạch 316 của Lạng Sơn").number, parse("kế hoạch 316 của Lạng Sơn").words
    ('316', ('lang', 'son'))
    """
    rest = _GLUED.sub(lambda m: f"{m[1]} {m[2]}" if m[1] in _symbols() else m[0], plain(text))
    rest, code = _take_code(rest)
    rest, issued = _take_date(rest)
    rest, types = _take_type(" ".join(rest.split()), bool(code))
    law = _LAST_YEAR.search(rest) if (code or bare(types)) and not issued else None
    if law:  # 'Luật Đất đai 2024'
        rest, issued = rest[: law.start()], law[1]
    number = None if code else _NUMBER.search(rest)
    if number:
        rest = rest[: number.start()] + " " + rest[number.end() :]
    words, title = _words(rest)
    if bare(types) and not code and not number:
        words, title = (), tuple(w for w in fold(rest).split() if w not in {"ngay", "nam"})
    return Cited(
        types=types or (_of_symbol(code) if code else ()),
        code=code,
        number=number[1] if number else None,
        year=number[2] if number else None,
        issued=issued,
        words=words,
        title=title,
    )


def bare(types: tuple[str, ...]) -> bool:
    """Whether the type is one that is named without a number: 'Luật'."""
    return any(kind.bare for name in types if (kind := kinds.by_name(name)))
