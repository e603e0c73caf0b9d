"""Markers at the beginning of a block: 'V.', '2.1.', 'a)', '-', 'Điều 2.', 'PHỤ LỤC I', and what they govern.

The order of depth follows the drafting rules of Nghị định số 30/2020/NĐ-CP (phần, chương, mục, điều, khoản, điểm) and
the habits of plans (I, 1, 1.1, a, -, +).
"""

from msgspec import Struct

from loaders.reading.ruleset import ruleset

# depth of each kind of marker: smaller governs larger
ANNEX, PART, CHAPTER, SECTION, UPPER, ROMAN, ARTICLE, NUMBER, LETTER, PAREN, DASH, PLUS, NONE = (
    0, 2, 3, 4, 8, 10, 12, 20, 30, 35, 40, 50, 99,
)  # fmt: skip

_MARKER = ruleset("structure")["marker"].regex
_RANKS = {
    "upper": UPPER, "roman": ROMAN, "article": ARTICLE, "letter": LETTER, "paren": PAREN,
    "chapter": CHAPTER, "section": SECTION, "part": PART, "annex": ANNEX,
}  # fmt: skip
# what a marker may begin with
HEADS = frozenset("-+•*▪●·◦○✓➢❖(0123456789IVXLABCDEFGHĐDMPTabcdeghiklmnopqrstuvxyđêô")


class Marker(Struct, frozen=True, gc=False):
    """What a block begins with: `text` without closing punctuation, `rank` its depth, `end` where it ends."""

    text: str
    rank: int
    end: int


def marker_at(text: str, start: int, end: int) -> Marker | None:
    """The marker that `text[start:end]` begins with.

    >>> marker_at("2.1. Cải cách thể chế", 0, 21)
    Marker(text='2.1', rank=21, end=5)
    """
    if start >= end or text[start] not in HEADS:
        return None
    match = _MARKER.match(text, start, end)
    if match is None:
        return None
    kind = match.lastgroup or ""
    written = match[kind]
    if kind == "bullet":
        return _bullet(match[0], written, match.end())
    if kind in ("number", "dotted", "dashed"):
        return Marker(written, NUMBER + written.count("."), match.end())
    rank = _RANKS[kind] + written.count(".") if kind == "roman" else _RANKS[kind]
    return Marker(written, rank, match.end())


def _bullet(run: str, written: str, end: int) -> Marker:
    """'- +' is a plus; what is neither dash nor plus stands deeper."""
    if "+" in run:
        return Marker("+", PLUS, end)
    return Marker(written, DASH if run[0] in "-–•" else DASH + 5, end)
