"""Relations that stand in no single clause: a decision and its plan in one file, lists, what is only named."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graph.folding import lowered
from loaders.reading.clusters import Cluster
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import all_places, tuple_of
from loaders.reading.relation_claims import Claim, code_end
from loaders.reading.relation_details import provisions
from loaders.reading.relation_rules import words
from loaders.reading.ruleset import ruleset

_BODY = tuple_of("relations", "consolidated_body")


def promulgated(reading: Reading, clusters: Sequence[Cluster]) -> Iterator[Claim]:
    """A decision and the plan that it issues, both in the file or the decision only named over the plan."""
    for doc in reading.docs:
        if doc.promulgated_by is not None:
            span = _issuing(reading, reading.docs[doc.promulgated_by], doc) or doc.attached_to
            if span:
                yield _issues(doc.promulgated_by, doc, "issued_in_file", 0.98, span)
        elif doc.attached_to:
            low, high = doc.attached_to
            first = bisect_left(reading.mentions, low, key=lambda m: m.start)
            note = next((m for m in reading.mentions[first : first + 1] if m.start < high), None)
            if note and clusters[note.cluster].own is None:
                yield _issues(note.cluster, doc, "issued_with", 0.95, (low, note.end))


def consolidated(reading: Reading) -> Iterator[Claim]:
    """What a consolidated text puts together: the acts named before its first ground."""
    for doc in reading.docs:
        if doc.type != "Văn bản hợp nhất":
            continue
        for block in reading.blocks[doc.body : min(doc.body + 12, doc.last) + 1]:
            if reading.text.startswith(_BODY, block.body) or block.path:
                break
            for mention in reading.mentions:
                if mention.block == block.index and block.kind != "footnote":
                    span = (mention.start, code_end(reading.text, mention))
                    yield Claim(
                        source=doc.index, relation="CONSOLIDATES", target=mention.cluster, rule="consolidated_head",
                        confidence=0.9, spans=[span], manner="hợp nhất",
                        provisions=[], source_provisions=[], exceptions=[],
                    )  # fmt: skip


def declared(reading: Reading) -> Iterator[Claim]:
    """Lists of what has lapsed, published by a decision: the first instrument of each row of its tables."""
    lists = [d for d in reading.docs if d.title and "hết hiệu lực" in lowered(d.title)]
    seen: set[tuple[int | None, int]] = set()
    for mention in reading.mentions if lists else ():
        block = reading.blocks[mention.block]
        row = (block.table, block.row)
        if block.kind != "cell" or row in seen or block.reprint or all(d.index != block.document for d in lists):
            continue
        seen.add(row)
        yield Claim(
            source=block.document, relation="REPEALS", target=mention.cluster, rule="declared_lapsed", confidence=0.75,
            spans=[(mention.start, code_end(reading.text, mention))], manner="công bố hết hiệu lực",
            provisions=provisions(reading, reading.low, mention), source_provisions=[], exceptions=[],
        )  # fmt: skip


def _issues(source: int, doc: Doc, rule: str, confidence: float, span: tuple[int, int]) -> Claim:
    return Claim(
        source=source, relation="PROMULGATES", target=doc.index, rule=rule, confidence=confidence, spans=[span],
        provisions=[], source_provisions=[], exceptions=[],
    )  # fmt: skip


def _issuing(reading: Reading, parent: Doc, doc: Doc) -> tuple[int, int] | None:
    """'Ban hành kèm theo Quyết định này Kế hoạch …' in the decision: best where it says so of itself."""
    found: list[tuple[bool, int, int]] = []
    low, kind = reading.low, doc.type.lower()
    if parent.body > parent.last:
        return None
    first, last = reading.blocks[parent.body].start, reading.blocks[parent.last].end
    rule = ruleset("relations")["promulgates"]
    for at in sorted(at for word in rule.data["has"] for at in all_places(low, word, first, last)):
        match = rule.regex.match(low, at, last)  # it begins with one of its words
        if match is None:
            continue
        block = reading.blocks[bisect_right(reading.starts, match.start()) - 1]
        if low.startswith("căn cứ", block.start) or kind not in low[match.end() : min(match.end() + 120, block.end)]:
            continue
        stop = words("sentence_end").search(low, match.end(), block.end)
        end = min(stop.start() if stop else block.end, match.start() + 260)
        own = match[0].endswith("này") or block.path.startswith("Điều")
        found.append((not own, match.start(), block.start + len(low[block.start : end].rstrip(" ./;"))))
    return min(found)[1:] if found else None


def cited(reading: Reading, claims: Iterable[Claim]) -> Iterator[Claim]:
    """CITES from each document to what it names and has done nothing else to."""
    drafts = {d.index for d in reading.docs if d.stage == "draft"}
    known = {(c.source, c.target) for c in claims if c.act == "done" or c.source in drafts}
    known |= {(c.target, c.source) for c in claims if c.relation == "PROMULGATES"}
    spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for mention in reading.mentions:
        block = reading.blocks[mention.block]
        pair = (block.document, mention.cluster)
        if block.reprint or pair in known or pair[0] == pair[1]:
            continue
        spans[pair].append((mention.start, code_end(reading.text, mention)))
    for (source, target), places in spans.items():
        yield Claim(
            source=source, relation="CITES", target=target, rule="cites", confidence=0.9, spans=places,
            act="done", provisions=[], source_provisions=[], exceptions=[],
        )  # fmt: skip
