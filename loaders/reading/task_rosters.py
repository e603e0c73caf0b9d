"""Rosters: members of a committee, a name or an office each, are no duties."""

from graph.patterns import pattern
from loaders.reading.body_items import Scan
from loaders.reading.lexicon import tuple_of
from loaders.reading.ruleset import ruleset
from loaders.reading.task_roles import spans_of

_COUNTED = 24  # characters in which a count stands
_LONGEST = 240  # characters of a line with one member or a few
_WORD = pattern("rosters.word", r"[^\W\d_]+")
_COUNT = ruleset("tasks")["members_counted"].regex


def count_before(low: str, at: int = 0) -> int:
    """Length of the number that says how many members a line names that begins at the position.

    >>> count_before("01 thứ trưởng bộ nội vụ"), count_before("thứ trưởng")
    (3, 0)
    """
    count = _COUNT.match(low, at, at + _COUNTED) if low[at : at + 1].isdigit() else None
    return count.end() - at if count else 0


def may_be_roster(low: str, start: int, end: int, hit: bool) -> bool:
    """Whether `low[start:end]` can be a line of a roster by its beginning; `hit`: a body's word begins it."""
    return end - start < _LONGEST and (hit or low.startswith(tuple_of("duties", "members"), start, end))


def is_roster(scan: Scan) -> bool:
    """Whether a paragraph holds only bodies, offices, people's names and what they are in a committee.

    >>> is_roster(Scan("Ông Trần Văn Mẫu, Giám đốc Sở Y tế - Phó Trưởng ban;")), is_roster(Scan("Sở Y tế báo cáo."))
    (True, False)
    """
    at, left = 0, []
    for span in spans_of(scan):
        left.append(scan.text[at : span.start])
        at = span.end
    left.append(scan.text[at:])
    if not left[0] and len(left) == 2 and not scan.text[at:].strip(" .;,"):
        return True
    words = [word for part in left for word in _WORD.findall(part)]
    allowed = tuple_of("duties", "member_words")
    if words and left[0] and words[0].lower() not in allowed:
        return False
    return all(word[0].isupper() or word in allowed for word in words)
