"""Whether a stretch of text can have a subject at all, by what stands before the bodies in it: asked before it is read.

Most sentences that name a body lay no duty on it, and to read one costs ten times what this does.
"""

from bisect import bisect_left, bisect_right

from graph.patterns import pattern
from loaders.reading.body_hits import Hits
from loaders.reading.ruleset import ruleset

_CUTS = pattern("tasks.cuts", r"[;.:\n]")
_SIGNS = frozenset(";.:\n")
_JOINT = ruleset("bodies")["joint"].regex
_OPENS = ruleset("tasks")["opens"].regex
_OPENER = ruleset("tasks")["opener"].regex
_TELLS = ruleset("tasks")["tells"].regex
_BINDS = ruleset("tasks")["binds"].regex
_ADDRESS = 14  # characters: 'các đồng chí ' between a word that asks and whom it asks
_NAMED = 50  # characters: the same with a person's name
_COMRADE = "đồng chí "
_NEAR = 4  # characters: a clause's end and what may stand before its first word


def may_have_subject(hits: Hits, start: int, end: int) -> bool:
    """Whether a clause of the stretch may have a subject; False only where none can.

    A subject begins its clause, is told something, or stands behind a comma and is bound or behind what sets the
    scene; so does a list's second part.

    >>> said = ["Giao Sở Y tế rà soát.", "Rà soát quy định của Sở Y tế.", "Căn cứ đề án, Sở Y tế rà soát."]
    >>> [may_have_subject(Hits(text), 0, len(text)) for text in said]
    [True, False, True]
    """
    low, places = hits.low, hits.between(start, end)
    for at in places:
        before = low[at - _NEAR : at]
        if at - start < _NEAR or before[-1] != " " or not _SIGNS.isdisjoint(before):
            if hits.begins(at, end):
                return True
        elif before[-2] == "," and hits.begins(at, end) and (hits.department(at, end) or _BINDS.search(low, at, end)):
            return True
    if not places or not (_told(hits, start, end, places) or _opens(hits, start, end, places)):
        return False
    return any(hits.begins(at, end) for at in places)


def _told(hits: Hits, start: int, end: int, places: list[int]) -> bool:
    """Whether a body stands behind a word that gives or asks."""
    for word in _TELLS.finditer(hits.low, start, end):
        first = bisect_left(places, word.end())
        reach = _NAMED if hits.low.startswith(_COMRADE, word.end()) else _ADDRESS
        for at in places[first : bisect_right(places, word.end() + reach, first)]:
            if hits.begins(at, end):
                return True
    return False


def _opens(hits: Hits, start: int, end: int, places: list[int]) -> bool:
    """Whether a clause begins with what its subject may stand behind, or with an item of a list."""
    low = hits.low
    for at in (start, *(cut.end() for cut in _CUTS.finditer(low, start, end))):
        opens = _OPENS.match(low, at, end)
        if opens and (opens["opening"] is None or any(_OPENER.match(low[at:p]) for p in places if p > at)):
            return True
        if at > places[0] and low[at - 1] in ";\n" and (joint := _JOINT.match(low, at - 1, end)):
            item = joint.end()
            if hits.listed(item, end):
                return True
            if hits.text[item : item + 1].isupper() and any(hits.heads_several(p, end) for p in places):
                return True
    return False
