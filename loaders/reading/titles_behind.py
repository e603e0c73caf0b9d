"""The title of an instrument as the text gives it: 'về …', 'ban hành …' right behind its naming."""

from loaders.reading.clusters import Cluster
from loaders.reading.context import Reading
from loaders.reading.lexicon import tuple_of
from loaders.reading.ruleset import head_rule

_STOPS = tuple_of("structure", "title_stops")


def set_titles(reading: Reading, clusters: list[Cluster]) -> None:
    """Give each cluster without a title the longest run of words behind one of its mentions that reads as one."""
    for found in clusters:
        if found.title is not None or found.own is not None:
            continue
        titles = [_behind(reading.text, m.end) for m in found.members]
        said = [t for t in titles if t]
        found.title = said[0] if said else None


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
