"""What reading gets right: the gold seeds and the marked mentions, against the last committed run.

`python -m benchmarks.score` prints precision, recall and F1 a fact, with the difference to `benchmarks/score.json`;
`--write` makes this run the one to compare with. The file holds numbers only, no text of the gold.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.shared import ROOT, need_shared, records

LAST = ROOT / "benchmarks" / "score.json"
COUNTS = ("tp", "fp", "fn")
Facts = dict[str, dict[str, float]]  # fact -> tp, fp, fn, f1


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"shared_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_gold(shared: Path) -> dict[str, Facts]:
    """Facts of each gold document, and of all of them together under 'ALL'."""
    scorer = _module(shared / "score" / "score.py")
    report: dict[str, Facts] = {}
    totals: dict[str, Counter[str]] = {}
    for path in sorted((shared / "gold").glob("*.json")):
        lines = records([shared / "seeds" / f"{path.stem}.txt"])
        record = json.loads(lines[0]) if lines else {}
        facts, _ = scorer.score(json.loads(path.read_text("utf-8")), record)
        report[path.stem] = {name: _numbers(r) for name, r in facts.items()}
        for name, r in facts.items():
            totals.setdefault(name, Counter()).update({k: r[k] for k in COUNTS})
    report["ALL"] = {name: _numbers(scorer.prf(*(c[k] for k in COUNTS))) for name, c in totals.items()}
    return report


def _numbers(result: dict[str, Any]) -> dict[str, float]:
    kept = {k: round(float(result[k]), 4) for k in (*COUNTS, "precision", "recall", "f1")}
    return {k: int(v) if k in COUNTS and v == int(v) else v for k, v in kept.items()}


def score_mentions(shared: Path) -> dict[str, dict[str, float]]:
    """Marks and recall by type of instrument on the marked sentences, with what lies outside every mark."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "records.jsonl"
        found.write_bytes(b"\n".join(records(sorted((shared / "corpus" / "mentions").glob("*.txt")))) + b"\n")
        command = [
            sys.executable,
            "mentions.py",
            str(shared / "corpus" / "mentions" / "index.jsonl"),
            str(found),
            "--json",
        ]
        done = subprocess.run(
            command, cwd=shared / "score", env={"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, check=True
        )
    counts = json.loads(done.stdout)
    extras = {k: counts.pop(k) for k in ("outside", "partial", "lost sentences")}
    by_type = {
        kind: {"marks": c["marks"], "recall": round(c.get("hits", 0) / c["marks"], 4)}
        for kind, c in sorted(counts.items(), key=lambda item: (item[0] == "ALL", -item[1]["marks"]))
    }
    by_type["ALL"] |= {"outside": extras["outside"], "partial": extras["partial"]}
    return by_type


def print_gold(report: dict[str, Facts], last: dict[str, Facts]) -> None:
    """A table a document; the last column is the difference of F1 to the last committed run."""
    for stem, facts in report.items():
        print(f"\n{stem}")
        for name, r in facts.items():
            before = last.get(stem, {}).get(name, {}).get("f1")
            counts = " ".join(f"{k} {r[k]:g}" for k in COUNTS)
            print(
                f"  {name:<16} P {r['precision']:.3f}  R {r['recall']:.3f}  F1 {r['f1']:.3f}"
                f"  {_difference(r['f1'], before):>7}   ({counts})"
            )


def print_mentions(by_type: dict[str, dict[str, float]], last: dict[str, dict[str, float]]) -> None:
    """Recall by type, with the difference to the last committed run."""
    print("\nmentions marked by people")
    for kind, r in by_type.items():
        before = last.get(kind, {}).get("recall")
        print(f"  {kind:<12} marks {r['marks']:>5g}  recall {r['recall']:.3f}  {_difference(r['recall'], before):>7}")
    every = by_type["ALL"]
    print(f"  outside every mark {every['outside']:g} ({every['outside'] / every['marks']:.2f} a mark)")


def _difference(now: float, before: float | None) -> str:
    if before is None:
        return "new"
    return "=" if abs(now - before) < 0.00005 else f"{now - before:+.4f}"


def _commit() -> str:
    """The commit measured; with '+' where the tree had changes of its own."""
    git = ["git", "-C", str(ROOT)]
    head = subprocess.run([*git, "rev-parse", "--short=10", "HEAD"], capture_output=True, check=True, text=True).stdout
    paths = ["graph", "loaders"]
    changed = subprocess.run([*git, "status", "--porcelain", "--", *paths], capture_output=True, check=True).stdout
    return head.strip() + ("+" if changed else "")


def main() -> int:
    """Measure, print, and with --write keep."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--write", action="store_true", help="make this run the one to compare with")
    ap.add_argument("--no-mentions", action="store_true", help="the gold seeds only")
    args = ap.parse_args()
    shared = need_shared()
    last = json.loads(LAST.read_text("utf-8")) if LAST.is_file() else {}
    gold = score_gold(shared)
    print(f"compared with {last.get('commit', 'nothing: no run is committed')}")
    print_gold(gold, last.get("gold", {}))
    mentions = last.get("mentions", {})
    if not args.no_mentions:
        mentions = score_mentions(shared)
        print_mentions(mentions, last.get("mentions", {}))
    if args.write:
        kept = {"commit": _commit(), "gold": gold, "mentions": mentions}
        LAST.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
        print(f"\nwritten: {LAST.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
