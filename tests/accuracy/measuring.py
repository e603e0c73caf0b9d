"""Reading of made documents measured against gold written before it was read, by the measure that stands outside."""

import json
from collections import Counter
from pathlib import Path
from types import ModuleType

from graph.record import to_json
from loaders.extraction import extract

HERE = Path(__file__).resolve().parent


def measure(
    scorer: ModuleType, folder: str, names: tuple[str, ...], fact: str | None = None
) -> tuple[dict[str, float], list[str]]:
    """F1 of each measure of `names` over the folder's documents, and every difference with its document.

    `fact`: only over those whose gold says that this kind of fact is annotated.
    """
    totals: dict[str, Counter[str]] = {name: Counter() for name in names}
    misses: list[str] = []
    golds = {path: json.loads(path.read_text("utf-8")) for path in sorted((HERE / folder).glob("*.json"))}
    golds = {path: gold for path, gold in golds.items() if fact is None or fact in gold["facts"]}
    assert golds, f"no gold in {folder}"
    for path, gold in golds.items():
        text = path.with_suffix(".txt")
        result, missed = scorer.score(gold, json.loads(to_json(extract(text, text.name))))
        misses += [f"{path.stem}: {line}" for line in missed]
        for name in names:
            totals[name].update({key: result[name][key] for key in ("tp", "fp", "fn")})
    return {name: scorer.prf(c["tp"], c["fp"], c["fn"])["f1"] for name, c in totals.items()}, misses
