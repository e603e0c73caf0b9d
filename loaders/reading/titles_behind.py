"""The title of an instrument as the text gives it: 'về …', 'ban hành …' right behind its naming."""

from loaders.reading.clusters import Cluster
from loaders.reading.context import Reading
from loaders.reading.lexicon import tuple_of
from loaders.reading.ruleset import head_rule

_STOPS = tuple_of("structure", "title_stops")


def set_titles(reading: Reading, clusters: list[Cluster]) -> None:
    """Give each cluster without a title the words behind the first of its mentions that read as one."""
    for found in clusters:
        if found.title is not None or found.own is not None:
            continue
        for member in found.members:
            found.title = _behind(reading.text, member.end) or None
            if found.title:
                break


def _behind(text: str, at: int) -> str | None:
    match = head_rule("title_behind").match(text, at)
    if not match:
        return None
    words = match[0].lstrip(" ,")
    for stop in _STOPS:
        words = words.partition(stop)[0]
    clause = head_rule("clause_behind").search(words)
    if clause:
        words = words[: clause.start()]
    return words.rstrip(" ,-") if not words.endswith(":") else None
