"""Abbreviations written out, so that 'Luật Ban hành VBQPPL' is 'Luật Ban hành văn bản quy phạm pháp luật'."""

import re
from functools import lru_cache

from graph.patterns import pattern
from loaders.reading.lexicon import rules


@lru_cache(maxsize=1)
def _abbreviations() -> re.Pattern[str]:
    known = sorted(rules("laws")["abbreviations"], key=lambda w: (-len(w), w))
    return pattern("short_names.abbreviation", rf"(?<!\w)(?:{'|'.join(known)})(?!\w)")


def expand(words: str) -> str:
    """The words with known abbreviations written out.

    >>> expand("Luật Ban hành VBQPPL")
    'Luật Ban hành văn bản quy phạm pháp luật'
    """
    written: dict[str, str] = rules("laws")["abbreviations"]
    return _abbreviations().sub(lambda m: written[m[0]], words)
