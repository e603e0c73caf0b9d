"""Which rules fired at a place of a file, or nearly did: the inner loop of whoever writes rules."""

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from graph.folding import lowered
from loaders.explanation import Explanation
from loaders.files import read_file
from loaders.limits import Limits
from loaders.loading import load
from loaders.reading.clusters import Cluster
from loaders.reading.context import Reading
from loaders.reading.explain_bodies import lists_of_bodies
from loaders.reading.explain_heads import of_head
from loaders.reading.explain_structure import of_block
from loaders.reading.model import Block
from loaders.reading.read import understand
from loaders.reading.relation_claims import Refused, claims_of
from loaders.reading.relation_clauses import sentences
from loaders.reading.relation_rules import Verb, reaches, right_verbs, verbs, words
from loaders.reading.ruleset import ruleset
from loaders.reading.targets import find_targets
from loaders.reading.tasks import find_tasks
from loaders.text import NotRead

# Rules of these files run on running text as it is written (True: in lower case).
_OTHERS = {"mentions": False, "tasks": True, "deadlines": True, "targets": True, "bodies": True}
_HEADS = {"heads": False}
_TELLING = 3  # letters and figures: what matches fewer says nothing
_NEARLY = 40  # so many explanations at most of what did not fire
_REFUSALS = {"reprint": "reprint", "no verb": "no_verb", "quoted": "quoted", "no claim": "no_claim"}


class NoSuchPlace(NotRead):
    """The text ends before the offset."""


def explain(
    content: Path | bytes,
    name: str,
    offset: int,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> list[Explanation]:
    """The rules at the clause that stands at a text offset; those that fired first; raises `NotRead`."""
    loaded = load(content if isinstance(content, bytes) else read_file(content, limits), name, limits)
    if offset >= len(loaded.text):
        raise NoSuchPlace("explain.behind", offset=offset, characters=len(loaded.text))
    reading, clusters = understand(loaded)
    at = _view_offset(reading, offset)
    if at is None:
        return []
    block = reading.blocks[max(bisect_right(reading.starts, at) - 1, 0)]
    found = [*_of_clause(reading, clusters, block, at)]
    fired = [e for e in found if e.fired]
    known = {e.rule for e in found if e.reason != "matches"}
    rest = [e for e in found if not e.fired and not (e.reason == "matches" and e.rule in known)]
    return [*fired, *rest[:_NEARLY]]


def _of_clause(reading: Reading, clusters: list[Cluster], block: Block, at: int) -> Iterator[Explanation]:
    """All that is known of the clause, what it says before how it stands."""
    start, end = _clause(reading, block, at)
    clause = reading.text[start:end].strip()
    head = list(of_head(reading, block))
    yield from _relations(reading, clusters, block, start, end, clause)
    yield from _read(reading, start, end, clause)
    yield from head
    yield from of_block(reading, block)
    yield from lists_of_bodies(reading, block, clause)
    yield from _nearly(reading.low, reading, block, start, end, clause)
    yield from _matching(clause, {**(_HEADS if head else {}), **_OTHERS})


def _view_offset(reading: Reading, offset: int) -> int | None:
    """The view offset of a text offset (or of what stands next behind it); None behind the last block."""
    for block in reading.blocks:
        low, high = reading.source(block.start, block.end) if block.end > block.start else (0, 0)
        if low <= offset < high:
            inside = [v for v in range(block.start, block.end) if reading.view.at(v) >= offset]
            return inside[0] if inside else block.start
    later = [b.start for b in reading.blocks if b.end > b.start and reading.view.at(b.start) > offset]
    return min(later, default=None)


def _clause(reading: Reading, block: Block, at: int) -> tuple[int, int]:
    """The sentence of a block that holds a view offset; a block without an instrument is one clause."""
    named = sorted((m for m in reading.mentions if m.block == block.index), key=lambda m: (m.start, -m.end))
    for sentence in sentences(reading, reading.low, block, named):
        if sentence.start <= at < sentence.end:
            return sentence.start, sentence.end
    return block.start, block.end


def _relations(
    reading: Reading, clusters: list[Cluster], block: Block, start: int, end: int, clause: str
) -> Iterator[Explanation]:
    """What the clause's instruments were related by, and those that stayed only named."""
    refused: list[Refused] = []
    inside = [m for m in reading.mentions if m.block == block.index and start <= m.start < end]
    for claim in claims_of(reading, refused):
        shown = [m for m in inside if m.cluster in (claim.source, claim.target)]
        if shown and any(s < end and start < e for s, e in claim.spans):
            said = {
                "source": clusters[claim.source].id, "relation": claim.relation, "target": clusters[claim.target].id,
                "act": claim.act, "confidence": f"{claim.confidence:.2f}",
            }  # fmt: skip
            yield Explanation(f"relations.{claim.rule}", True, clause, "claim", {**said})
    for r in refused:
        if r.mention in inside:
            name = reading.text[r.mention.start : r.mention.end]
            yield Explanation(f"relations.{r.rule or 'cites'}", False, clause, _REFUSALS[r.why], {"name": name})


def _nearly(low: str, reading: Reading, block: Block, start: int, end: int, clause: str) -> Iterator[Explanation]:
    """Verbs whose word stands in the clause, and what kept them from governing an instrument."""
    text = low[start:end]
    starts = [m.start - start for m in reading.mentions if m.block == block.index and start <= m.start < end]
    for verb in (*verbs(), *right_verbs()):
        if verb.has and not any(word in text for word in verb.has):
            continue
        why = _verb_reason(verb, text, starts)
        if why:
            yield Explanation(f"relations.{verb.id}", False, clause, why[0], {**why[1]})


def _verb_reason(verb: Verb, text: str, starts: list[int]) -> tuple[str, dict[str, str]] | None:
    match = verb.regex.search(text)
    if match is None:
        return ("word_only", {}) if verb.has else None
    behind = [s for s in starts if s >= match.end()]
    if not behind:
        return "none_behind", {"match": match[0]}
    if not reaches(verb, text[: behind[0]], match.end()):
        between = text[match.end() : behind[0]].strip()[:60]
        stop = words("purpose").search(text, match.end(), behind[0])
        if stop:
            return "barred", {"match": match[0], "between": between, "stop": stop[0]}
        return "not_reached", {"match": match[0], "between": between}
    return "gave_way", {"match": match[0]}


def _read(reading: Reading, start: int, end: int, clause: str) -> Iterator[Explanation]:
    """The instruments, tasks and targets read in the clause."""
    low, high = reading.source(start, end)
    for m in reading.mentions:
        if m.start < end and start < m.end:
            named = {"type": m.type, "code": m.code or m.title or "", "name": reading.text[m.start : m.end]}
            yield Explanation("mentions", True, clause, "mention", {**named})
    for task in find_tasks(reading):
        if task.start < high and low < task.end:
            bodies = ", ".join(f"{a.organization} ({a.role})" for a in task.assignees)
            said = {"where": task.where, "kind": task.kind, "bodies": bodies}
            yield Explanation(f"tasks.{task.rule}", True, clause, "task", {**said})
    for target in find_targets(reading):
        if target.start < high and low < target.end:
            value = f"{target.comparator} {target.value} {target.unit or ''}".strip()
            said = {"where": target.where, "value": value}
            yield Explanation(f"targets.{target.rule}", True, clause, "target", {**said})


def _matching(clause: str, files: dict[str, bool]) -> Iterator[Explanation]:
    """Patterns of rule files that match in the clause, whatever became of that; anchored ones at its beginning."""
    for name, lower in files.items():
        text = lowered(clause) if lower else clause
        for rule in ruleset(name).values():
            match = rule.regex.match(text) if rule.data.get("anchored") else rule.regex.search(text)
            if match and sum(map(str.isalnum, match[0])) >= _TELLING:
                yield Explanation(f"{name}.{rule.id}", False, clause, "matches", {"match": match[0][:80]})
