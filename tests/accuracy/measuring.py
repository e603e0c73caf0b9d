"""Reading of made documents measured against gold written before it was read, by the measure that stands outside."""

import json
from collections import Counter
from pathlib import Path
from types import ModuleType

from graph.record import to_json
from loaders.extraction import extract

HERE = Path(__file__).resolve().parent


def measure(scorer: ModuleType, folder: str, names: tuple[str, ...]) -> tuple[dict[str, float], list[str]]:
    """F1 of each measure of `names` over the folder's documents, and every difference with its document."""
    totals: dict[str, Counter[str]] = {name: Counter() for name in names}
    misses: list[str] = []
    golds = sorted((HERE / folder).glob("*.json"))
    assert golds, f"no gold in {folder}"
    for path in golds:
        text = path.with_suffix(".txt")
        result, missed = scorer.score(
            json.loads(path.read_text("utf-8")), json.loads(to_json(extract(text, text.name)))
        )
        misses += [f"{path.stem}: {line}" for line in missed]
        for name in names:
            totals[name].update({key: result[name][key] for key in ("tp", "fp", "fn")})
    return {name: scorer.prf(c["tp"], c["fp"], c["fn"])["f1"] for name, c in totals.items()}, misses
