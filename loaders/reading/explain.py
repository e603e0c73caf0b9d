"""Which rules fired at a place of a file, or nearly did: the inner loop of whoever writes rules."""

from bisect import bisect_right
from pathlib import Path

from graph.folding import lowered
from loaders.explanation import Explanation
from loaders.files import read_file
from loaders.limits import Limits
from loaders.loading import load
from loaders.reading.clusters import Cluster
from loaders.reading.context import Reading
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
_OTHERS = {"mentions": False, "tasks": True, "deadlines": True, "targets": True}
_NEARLY = 30  # so many explanations at most of what did not fire
_REASONS = {
    "reprint": "đứng trong bản in thừa: chỉ thêm dẫn chiếu, không có quan hệ",
    "no verb": "không có động từ nào chi phối: chỉ là dẫn chiếu (CITES)",
    "quoted": "đứng trong nội dung mới được trích dẫn, không phải lời của chính văn bản",
    "no claim": "có động từ nhưng không thành quan hệ: phủ định, không đúng chỗ, việc tương lai hoặc của nơi khác",
}


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
    start, end = _clause(reading, block, at)
    clause = reading.text[start:end].strip()
    found = _relations(reading, clusters, block, start, end, clause)
    found += _nearly(reading.low, reading, block, start, end, clause)
    found += _others(reading, start, end, clause)
    fired = [e for e in found if e.fired]
    return [*fired, *[e for e in found if not e.fired][:_NEARLY]]


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
) -> list[Explanation]:
    """What the clause's instruments were related by, and those that stayed only named."""
    refused: list[Refused] = []
    inside = [m for m in reading.mentions if m.block == block.index and start <= m.start < end]
    found = []
    for claim in claims_of(reading, refused):
        shown = [m for m in inside if m.cluster in (claim.source, claim.target)]
        if shown and any(s < end and start < e for s, e in claim.spans):
            names = clusters[claim.source].id, clusters[claim.target].id
            why = f"{names[0]} {claim.relation} {names[1]} ({claim.act}, {claim.confidence:.2f})"
            found.append(Explanation(f"relations.{claim.rule}", True, clause, why))
    kept = [r for r in refused if r.mention in inside]
    return found + [Explanation(f"relations.{r.rule or 'cites'}", False, clause, _reason(reading, r)) for r in kept]


def _reason(reading: Reading, refused: Refused) -> str:
    name = reading.text[refused.mention.start : refused.mention.end]
    return f"{name}: {_REASONS[refused.why]}"


def _nearly(low: str, reading: Reading, block: Block, start: int, end: int, clause: str) -> list[Explanation]:
    """Verbs whose word stands in the clause, and what kept them from governing an instrument."""
    found = []
    text = low[start:end]
    starts = [m.start - start for m in reading.mentions if m.block == block.index and start <= m.start < end]
    for verb in (*verbs(), *right_verbs()):
        if verb.has and not any(word in text for word in verb.has):
            continue
        why = _verb_reason(verb, text, starts)
        if why:
            found.append(Explanation(f"relations.{verb.id}", False, clause, why))
    return found


def _verb_reason(verb: Verb, text: str, starts: list[int]) -> str | None:
    match = verb.regex.search(text)
    if match is None:
        return "có từ khóa nhưng mẫu không khớp" if verb.has else None
    behind = [s for s in starts if s >= match.end()]
    if not behind:
        return f"khớp “{match[0]}” nhưng không có văn bản nào đứng sau"
    if not reaches(verb, text[: behind[0]], match.end()):
        between = text[match.end() : behind[0]].strip()
        stop = words("purpose").search(text, match.end(), behind[0])
        barrier = f" (vướng “{stop[0]}”)" if stop else ""
        return f"khớp “{match[0]}” nhưng không nối tới văn bản qua “{between[:60]}”{barrier}"
    return f"khớp “{match[0]}”; nếu không nêu ở trên là đã nhường cho động từ gần hơn"


def _others(reading: Reading, start: int, end: int, clause: str) -> list[Explanation]:
    """The instruments, tasks and targets read in the clause, then patterns of those files that match in it."""
    low, high = reading.source(start, end)
    found = [
        Explanation("mentions", True, clause, f"{m.type} {m.code or m.title or ''}: {reading.text[m.start : m.end]}")
        for m in reading.mentions
        if m.start < end and start < m.end
    ]
    for task in find_tasks(reading):
        if task.start < high and low < task.end:
            bodies = ", ".join(f"{a.organization} ({a.role})" for a in task.assignees)
            found.append(Explanation(f"tasks.{task.rule}", True, clause, f"{task.where} {task.kind}: {bodies}"))
    for target in find_targets(reading):
        if target.start < high and low < target.end:
            value = f"{target.comparator} {target.value} {target.unit or ''}".strip()
            found.append(Explanation(f"targets.{target.rule}", True, clause, f"{target.where}: {value}"))
    return found + _matching(clause)


def _matching(clause: str) -> list[Explanation]:
    found = []
    for name, lower in _OTHERS.items():
        text = lowered(clause) if lower else clause
        for rule in ruleset(name).values():
            match = rule.regex.search(text)
            if match and match[0].strip():
                found.append(Explanation(f"{name}.{rule.id}", False, clause, f"mẫu khớp “{match[0][:80]}”"))
    return found
