"""What a document says at its end of itself: the day it was passed or signed, and when it enters into force."""

import re
from collections.abc import Sequence

from graph.dates import days_after, partial
from loaders.reading.context import Doc, Reading
from loaders.reading.lexicon import all_places
from loaders.reading.ruleset import head_rule, ruleset

_PASSED = ("Nghị quyết", "Luật", "Bộ luật", "Pháp lệnh")
_SELF = ("này đã được", "này được")  # 'Nghị quyết này đã được Hội đồng nhân dân … thông qua ngày …'


def _passed(reading: Reading, doc: Doc, low: int, high: int) -> re.Match[str] | None:
    """Where a law or a resolution says when it was passed; of a council's only where it speaks of itself."""
    if doc.type not in _PASSED and "QH" not in (doc.code or ""):
        return None
    found = list(head_rule("passed").finditer(reading.text, low, high))
    if "QH" in (doc.code or ""):
        return found[-1] if found else None
    before = (reading.text[max(low, match.start() - 160) : match.start()] for match in found)
    own = [match for match, words in zip(found, before, strict=True) if any(said in words for said in _SELF)]
    return own[-1] if own else None


def read_end(reading: Reading, doc: Doc) -> None:
    """What stands at the end: a law's day of passage, a consolidated text's number."""
    low, high = reading.blocks[doc.first].start, reading.blocks[doc.last].end
    if doc.issued is None and (passed := _passed(reading, doc, low, high)):
        doc.issued = partial(int(passed[3]), int(passed[2]), int(passed[1]))
    consolidated = (
        head_rule("consolidated").search(reading.text, low, high)
        if doc.code is None and "/VBHN" in reading.text
        else None
    )
    if consolidated:
        doc.code = consolidated[1]
        date = head_rule("date").search(reading.text, consolidated.end(), min(consolidated.end() + 120, high))
        if date and date["day"] and date["month"]:
            doc.issued = partial(int(date["year"]), int(date["month"]), int(date["day"]))


def read_effect(reading: Reading, doc: Doc) -> None:
    """The day of its entry into force."""
    low, high = reading.blocks[doc.first].start, reading.blocks[doc.last].end
    if doc.effective is not None or doc.type == "Văn bản hợp nhất":
        return  # a consolidated text has no effect of its own
    heads = ruleset("heads")["effective_day"].data["has"]  # what all three rules begin with
    places = [at for words in heads for at in all_places(reading.text, words, low, high)]
    day = _of_itself(reading, doc, "effective_day", places, low, high)
    if day:
        doc.effective = partial(int(day[3]), int(day[2]), int(day[1]))
    elif _of_itself(reading, doc, "effective_signed", places, low, high):
        doc.effective_signed, doc.effective = True, doc.issued
    elif after := _of_itself(reading, doc, "effective_after", places, low, high):
        doc.effective = days_after(doc.issued, int(after[1]))


def _of_itself(
    reading: Reading, doc: Doc, rule: str, places: Sequence[int], low: int, high: int
) -> re.Match[str] | None:
    """The words on entry into force that are said of the document: 'Nghị định này có hiệu lực …'."""
    for match in filter(None, (head_rule(rule).match(reading.text, at, high) for at in places)):
        before = reading.text[max(low, match.start() - 200) : match.start()].rpartition("\n")[2].rpartition(". ")[2]
        said = before.strip(" -.")
        passed = said.startswith(doc.type or "\0") and " thông qua " in said  # 'Nghị quyết đã được … thông qua ngày …'
        if " này" in before or said.endswith(doc.type or "\0") or passed:
            return match
    return None
