"""Rosters: members of a committee, a name or an office each, are no duties."""

from graph.patterns import pattern
from loaders.reading.bodies import strict_list
from loaders.reading.body_items import Scan
from loaders.reading.lexicon import tuple_of
from loaders.reading.ruleset import ruleset

_COUNTED = 24  # characters in which a count stands
_LONGEST = 240  # characters of a line with one member or a few
_BINDS = "trách nhiệm:"  # 'Giám đốc các sở có trách nhiệm:' opens a list of duties
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
    if end - start >= _LONGEST or low.endswith(_BINDS, start, end):
        return False
    return hit or low.startswith(tuple_of("duties", "members"), start, end)


def is_roster(scan: Scan) -> bool:
    """Whether a paragraph holds only bodies, offices, people's names and what they are in a committee.

    >>> is_roster(Scan("Ông Trần Văn Mẫu, Giám đốc Sở Y tế - Phó Trưởng ban;")), is_roster(Scan("Sở Y tế báo cáo."))
    (True, False)
    """
    allowed = tuple_of("duties", "member_words")
    words: list[str] = []
    end, first = 0, -1  # of the last list, and where the first begins
    for at in (*scan.starts, len(scan.text)):
        if at < end:
            continue
        for word in _WORD.findall(scan.text, end, at):
            if not (word[0].isupper() or word in allowed):
                return False
            words.append(word)
        items = strict_list(scan, at)
        end = items[-1].end if items else at
        first = at if items and first < 0 else first
    return first == 0 or not words or words[0].lower() in allowed
