"""Amending articles: the items below them say which provisions of the instrument are changed, and which are gone."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec import structs

from loaders.reading.context import Reading
from loaders.reading.model import Block
from loaders.reading.relation_claims import Claim
from loaders.reading.relation_details import apart
from loaders.reading.relation_rules import words
from loaders.reading.relation_wording import Span, inside, quoted

_AT_ONCE = 5  # changes in one item: 'sửa đổi khoản 1, bãi bỏ khoản 2 Điều 3'


class Change:
    """What one item does: the provisions as written, whether they are gone, and its words."""

    def __init__(self, provisions: list[str], gone: str | None, span: Span) -> None:
        """`gone` is the verb ('bãi bỏ'), or None where the provisions are only amended."""
        self.provisions, self.gone, self.span = provisions, gone, span


def changes_below(
    reading: Reading, low: str, article: Block, wording: Sequence[Span], named: Set[int]
) -> Iterator[Change]:
    """The changes that the items under an amending article state; not those of items in `named`: they name an act."""
    above: list[tuple[int, str]] = []  # (rank, 'Điều 3') of the items that hold this one
    skipped = 99
    for index in range(article.index + 1, len(reading.blocks)):  # no copy: there may be thousands of articles
        block = reading.blocks[index]
        if block.document != article.document:
            return
        if not block.marker or block.kind in ("footnote", "cell") or block.reprint or inside(wording, block.start):
            continue
        if block.rank <= article.rank:
            return
        skipped = 99 if block.rank <= skipped else skipped
        if block.index in named:
            skipped = block.rank
        if skipped != 99:
            continue
        above = [a for a in above if a[0] < block.rank]
        for change in _changes(reading, low, block):
            whose = above[-1][1] if above and not any("điều" in p.lower() for p in change.provisions) else ""
            change.provisions = [f"{p} {whose}".strip() for p in change.provisions]
            article_named = words("article").search(change.provisions[-1])
            if article_named:
                above.append((block.rank, article_named[0]))
            yield change


def _changes(reading: Reading, low: str, block: Block) -> Iterator[Change]:
    """Item by item: 'Sửa đổi, bổ sung khoản 2 Điều 3', 'Khoản 1 Điều 7 được sửa đổi', 'Bãi bỏ Điều 6'."""
    at = block.body
    for _ in range(_AT_ONCE):
        text = words("quoted_words").sub(lambda m: " " * len(m[0]), low[at : block.end])
        match = words("item_changes").match(text) or words("item_changed").match(text)
        if match is None:
            return
        start, end = at + match.start("what"), at + match.end("what")
        said = reading.text[start:end]
        yield Change(apart(said), match["gone"], (at, start + len(said.rstrip(" ,;"))))
        at += match.end()


def amended(reading: Reading, low: str, claims: Iterable[Claim]) -> Iterator[Claim]:
    """What the items below an amending article do: provisions for its AMENDS, REPEALS of a part where they go."""
    by_block: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        block = reading.blocks[max(bisect_right(reading.starts, claim.spans[0][0]) - 1, 0)]
        if claim.relation == "AMENDS" and claim.source == block.document and block.path.startswith("Điều"):
            by_block[block.index].append(claim)
    if not by_block:
        return
    wording = quoted(low)
    named = {m.block for m in reading.mentions if not inside(wording, m.start)}
    for index, found in by_block.items():
        if len({c.target for c in found}) != 1:
            continue
        first, doc = found[0], reading.doc_of(reading.blocks[index])
        for change in changes_below(reading, low, reading.blocks[index], wording, named):
            if change.gone is None:
                first.provisions += change.provisions
                first.scope = "part"
                continue
            yield structs.replace(
                first, relation="REPEALS", rule="repeals", scope="part", provisions=change.provisions,
                spans=[change.span, first.spans[-1]], manner=change.gone.replace("huỷ", "hủy"),
                valid_from=first.valid_from or (doc.effective if change.gone == "bãi bỏ" else None),
            )  # fmt: skip
