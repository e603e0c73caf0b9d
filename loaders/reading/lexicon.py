"""Rule files that are no rules but lists of words and small tables (`rules/<name>.yaml`), loaded once."""

from collections.abc import Iterable
from functools import lru_cache
from re import escape
from typing import Any

from graph.bodies import plain
from graph.datafiles import read_yaml


def rules(name: str) -> Any:
    """The parsed rule file `rules/<name>.yaml`."""
    return read_yaml("loaders.reading.rules", f"{name}.yaml")


@lru_cache(maxsize=64)
def words(name: str, key: str) -> frozenset[str]:
    """The list `key` of a rule file as a set."""
    return frozenset(rules(name)[key])


@lru_cache(maxsize=64)
def tuple_of(name: str, key: str) -> tuple[str, ...]:
    """The list `key` of a rule file as a tuple, for `startswith` and `endswith`."""
    return tuple(rules(name)[key])


def alternatives(said: Iterable[str]) -> str:
    """The words as one alternation, the longest first."""
    return "|".join(escape(w).replace("\\ ", " ") for w in sorted({plain(w) for w in said}, key=lambda w: (-len(w), w)))
