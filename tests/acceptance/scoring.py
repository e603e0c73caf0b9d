"""The scorer of `../shared/score` made quick for records that mostly agree; the figures stay the same."""

import importlib.util
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

Rows = list[dict[str, Any]]
FLOOR = 0.95  # of another reading of the same document


def load_scorer(shared: Path) -> ModuleType:
    """`../shared/score/score.py` as a module, made quick."""
    spec = importlib.util.spec_from_file_location("score", shared / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return quickened(module)


def quickened(scorer: ModuleType) -> ModuleType:
    """Texts fold once; equal texts are paired before the rest are compared, which gives the same pairs.

    The scorer compares every task with every task, and takes the most alike first: equal ones come first anyway.
    """
    compare = scorer.pair_by_text
    scorer.fold = lru_cache(maxsize=None)(scorer.fold)
    scorer.similar = lru_cache(maxsize=None)(scorer.similar)

    def pair_by_text(gold: Rows, pred: Rows, threshold: float = 0.75) -> list[tuple[int, int]]:
        pairs = _equal(scorer, gold, pred)
        firsts, seconds = ({pair[side] for pair in pairs} for side in (0, 1))
        left = [i for i in range(len(gold)) if i not in firsts]
        right = [j for j in range(len(pred)) if j not in seconds]
        rest = compare([gold[i] for i in left], [pred[j] for j in right], threshold)
        return pairs + [(left[i], right[j]) for i, j in rest]

    scorer.pair_by_text = pair_by_text  # type: ignore[attr-defined]
    return scorer


def _equal(scorer: ModuleType, gold: Rows, pred: Rows) -> list[tuple[int, int]]:
    """Pairs of equal texts, those of the same place first."""
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    used: set[int] = set()
    for keys in (("text", "where"), ("text",)):
        waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for j in reversed(range(len(pred))):
            if j not in used:
                waiting[tuple(scorer.fold(pred[j].get(key)) for key in keys)].append(j)
        for i, row in enumerate(gold):
            same = waiting[tuple(scorer.fold(row.get(key)) for key in keys)]
            if i not in taken and same and scorer.fold(row["text"]):
                pairs.append((i, same.pop()))
                taken.add(i)
                used.add(pairs[-1][1])
    return pairs


def below(figures: dict[str, dict[str, Any]], floor: float = FLOOR) -> dict[str, float]:
    """The measures that are under the floor."""
    return {name: round(found["f1"], 3) for name, found in figures.items() if found["f1"] < floor}
