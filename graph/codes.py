"""Numbers of instruments: '316/KH-UBND', '60-NQ/TU', '107/2020/NĐ-CP', '66.17/2026/NQ-CP', '30a/2008/NQ-CP'."""

from functools import lru_cache

from msgspec import Struct

from graph.folding import latin, slug, strip_marks
from graph.patterns import pattern
from graph.rulefiles import rules_of

_PARTS = pattern("codes.parts", r"[\s/\-–—_]+")
_NUMBER = pattern("codes.number", r"(\d{1,6}(?:\.\d{1,4})?)([a-zđA-ZĐ]?)\Z")
# Symbols whose dash is lost, in print as in conversion: '22/2026/NĐCP'.
_GLUED = rules_of("graph.data", "wording")["glued"].regex
_YEAR = pattern("codes.year", r"(?:19|20)\d\d\Z")


class Code(Struct, frozen=True):
    """A number taken apart. `symbol` keeps the order as written; identity looks at the set."""

    number: str  # without leading zeros, with its letter: '66.17', '30a'
    symbol: tuple[str, ...]  # as written: ('NQ', 'TU')
    year: str | None  # the year inside the number, part of identity

    @property
    def key(self) -> str:
        """Equal for equal instruments, whatever the separators or the order of the symbol's parts.

        >>> parse("60-NQ/TU").key == parse("60/NQ-TU").key
        True
        """
        return f"{self.number}~{self.year or ''}~{_symbol_key(self.symbol)}"


@lru_cache(maxsize=16384)
def _symbol_key(symbol: tuple[str, ...]) -> str:
    return "-".join(sorted({strip_marks(p).lower() for p in symbol}))


@lru_cache(maxsize=65536)
def parse(text: str) -> Code | None:
    """The code that `text` is, or None. 'Số' and spaces around separators are the caller's to leave out.

    >>> parse("107/2020/NĐ-CP")
    Code(number='107', symbol=('NĐ', 'CP'), year='2020')
    >>> parse("không số") is None
    True
    """
    parts = [p for p in _PARTS.split(latin(text).strip()) if p]
    match = _NUMBER.match(parts[0]) if parts else None
    if not match:
        return None
    number = (match[1].lstrip("0") or "0") + match[2].lower()
    year = next((p for p in parts[1:] if _YEAR.match(p)), None)
    symbol = tuple(q for p in parts[1:] if p != year for q in _apart(p))
    return Code(number, symbol, year)


def _apart(part: str) -> tuple[str, ...]:
    """'NĐCP' as its two parts, any other part as it is."""
    glued = _GLUED.match(part) if 4 <= len(part) <= 12 else None
    return (glued[1], glued[2]) if glued else (part,)


def code_slug(text: str) -> str:
    """The code as a part of an id, the same for '60-NQ/TU' and '60/NQ-TU'.

    >>> code_slug("60/NQ-TU"), code_slug("76/NQ-CP"), code_slug("107/2020/NĐ-CP")
    ('60-nq-tu', '76-nq-cp', '107-2020-nd-cp')
    """
    code = parse(text)
    if code is None:
        return slug(text)
    return "-".join(p for p in (slug(code.number), code.year or "", *(slug(s) for s in code.symbol)) if p)
