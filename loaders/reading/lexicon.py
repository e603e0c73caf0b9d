"""Rule files that are no rules but lists of words and small tables (`rules/<name>.yaml`), loaded once."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from graph.datafiles import read_yaml


def rules(name: str) -> Any:
    """The parsed rule file `rules/<name>.yaml`."""
    return read_yaml("loaders.reading.rules", f"{name}.yaml")


def has_any(text: str, said: Iterable[str]) -> bool:
    """Whether one of the words stands in the text."""
    return any(map(text.__contains__, said))


def all_places(text: str, word: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where a word stands in the text."""
    found: list[int] = []
    at = text.find(word, start, end)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1, end)
    return found


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The list `key` of a rule file as a set."""
    return frozenset(rules(name)[key])


@cache
def tuple_of(name: str, key: str) -> tuple[str, ...]:
    """The list `key` of a rule file as a tuple, for `startswith` and `endswith`."""
    return tuple(rules(name)[key])
