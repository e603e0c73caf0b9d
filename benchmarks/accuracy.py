"""How well each kind of document is read, fact by fact, with all that differs: `make accuracy` writes docs/accuracy.md.

The part of the page above `MARK` is written by people and kept; below it stand F1 by kind of document for the made
documents of `tests/accuracy` (by the measure of ../shared/score) and for `samples/` (by `tools.samples_report`), and
what differs, so that a change to a rule shows what it moved. Of others' documents only figures are given, no text.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from benchmarks.shared import ROOT, need_shared, records
from graph.record import Record
from loaders.extraction import extract
from tests.acceptance.scoring import load_scorer
from tools.samples_report import KINDS, SAMPLES, Score, compare, expectations

PAGE = ROOT / "docs" / "accuracy.md"
MARK = "<!-- written by `make accuracy` from here on -->"
MADE = ROOT / "tests" / "accuracy"
FACTS = (
    "identity", "header", "instruments", "mentions", "issuers", "relations", "evidence", "tasks", "inline_tasks",
    "assignees", "task_columns", "prose_deadlines", "targets", "target_details",
)  # fmt: skip
# what a folder's gold speaks of; the rest of it is not annotated
ANNOTATED = {"heads": FACTS[:7], "documents": FACTS[7:]}
DUTIES = ("task", "assignee", "target", "deadline", "column", "due", "deliverable", "budget")
Tables = dict[str, dict[str, Counter[str]]]  # kind of document -> fact -> tp, fp, fn


def made(scorer: ModuleType, tables: Tables) -> Iterator[str]:
    """Count the made documents into `tables`; what differs, a line each."""
    for folder, facts in ANNOTATED.items():
        for path in sorted((MADE / folder).glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            text = next(p for p in path.parent.glob(f"{path.stem}.*") if p.suffix != ".json")
            lines = records([text])
            record = json.loads(lines[0]) if lines else {}
            result, misses = scorer.score(gold, record)
            kind = next((d["type"] for d in record.get("documents", ())), "không rõ loại")
            for fact in facts:
                add(tables, kind, fact, {k: result[fact][k] for k in ("tp", "fp", "fn")})
            yield from (f"{folder}/{path.stem}: {one_line(m)}" for m in misses if spoken_of(m, facts))


def spoken_of(miss: str, facts: tuple[str, ...]) -> bool:
    """Whether the scorer's line is about something that the folder's gold annotates."""
    about = miss.strip(" -+").split(" ", 2)
    word = " ".join(about[:2])
    duties = any(
        w in word for w in ("task", "assignee", "target", "deadline", "column", "due", "deliverable", "budget")
    )
    return duties == ("tasks" in facts)


def samples(tables: Tables) -> Iterator[str]:
    """Count the samples into `tables`; what differs, a line each."""
    for name, expected in sorted(expectations().items()):
        record: Record = extract(SAMPLES / name, name)
        scores: dict[str, Score] = compare(expected, record)
        kind = record.documents[0].type if record.documents else "không rõ loại"
        for fact in KINDS:
            s = scores[fact]
            add(tables, kind, fact, {"tp": s.right, "fp": s.wrong, "fn": s.missed})
            yield from (f"{name}: {one_line(m)}" for m in s.misses)


def add(tables: Tables, kind: str, fact: str, counts: dict[str, int]) -> None:
    """Add to the row of a kind of document and to that of all."""
    for row in (kind, "tất cả"):
        tables.setdefault(row, {}).setdefault(fact, Counter()).update(counts)


def one_line(text: str) -> str:
    """A miss for a list of Markdown."""
    return " ".join(text.split()).replace("|", "\\|")[:200]


def f1(counts: Counter[str]) -> str:
    """Three digits; '–' where nothing is to be found and nothing was."""
    tp, wrong = counts["tp"], counts["fp"] + counts["fn"]
    return f"{2 * tp / (2 * tp + wrong):.3f}" if tp or wrong else "–"


def table(tables: Tables, facts: Iterable[str], head: str) -> list[str]:
    """Rows are kinds of document, columns facts."""
    facts = [f for f in facts if any(f in t for t in tables.values())]
    rows = [f"| {head} | {' | '.join(f.replace('_', ' ') for f in facts)} |", "| --- |" + " --- |" * len(facts)]
    kinds = sorted(tables, key=lambda k: (k == "tất cả", k))
    return rows + [f"| {k} | {' | '.join(f1(tables[k].get(f, Counter())) for f in facts)} |" for k in kinds]


def written(shared: Path) -> list[str]:
    """The part of the page that this command writes."""
    ours: Tables = {}
    misses = [*made(load_scorer(shared), ours)]
    shown: Tables = {}
    wrong = [*samples(shown)]
    return [
        MARK, "",
        "## Made documents of `tests/accuracy`, as they are read now (F1)", "", *table(ours, FACTS, "kind"), "",
        f"What differs ({len(misses)}):", "", *(f"- {m}" for m in misses), "",
        "## Samples, as they are read now (F1)", "", *table(shown, KINDS, "kind"), "",
        f"What differs ({len(wrong)}):", "", *(f"- {m}" for m in wrong), "",
    ]  # fmt: skip


def main() -> int:
    """Write the page, and say where."""
    shared = need_shared()
    kept = PAGE.read_text("utf-8").split(MARK)[0].rstrip()
    PAGE.write_text(kept + "\n\n" + "\n".join(written(shared)), "utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}; `git diff` shows what moved")
    return 0


if __name__ == "__main__":
    sys.exit(main())
