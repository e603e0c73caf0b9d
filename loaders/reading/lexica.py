"""Words of duty as data (`rules/duties.yaml`), and alternations made of them."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from re import escape
from typing import Any

import yaml

from graph.bodies import plain


def alternatives(words: Iterable[str]) -> str:
    """The words as one alternation, the longest first."""
    return "|".join(
        escape(w).replace("\\ ", " ") for w in sorted({plain(w) for w in words}, key=lambda w: (-len(w), w))
    )


@lru_cache(maxsize=1)
def duties() -> dict[str, Any]:
    """The lexicon: lists of words by name."""
    data = files("loaders.reading.rules").joinpath("duties.yaml").read_bytes()
    raw: dict[str, Any] = yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return raw


DUTY_VERBS: tuple[str, ...] = tuple(duties()["verbs"])
