"""A text without a head that gives an act all the same: a headline that names it, news that retell an order."""

from graph.dates import partial
from graph.kinds import by_name
from loaders.reading.context import Doc, Reading
from loaders.reading.ruleset import head_rule

_OPENING = 4  # blocks in which such a text says what it gives


def retold(reading: Reading, doc: Doc) -> bool:
    """Take type, number, day, issuer and subject from what the text says of its act; whether it says so."""
    blocks = reading.blocks[doc.first : doc.first + _OPENING]
    for rule in ("headline", "news_of_act", "order_retold"):
        read = (head_rule(rule).match(reading.whole(b)) for b in blocks if b.kind in ("para", "item"))
        said = [{name: words for name, words in found.groupdict().items() if words} for found in read if found]
        if said:
            _take(doc, max(said, key=len))  # a page prints its headline in short and in full
            return True
    return False


def issued_below(reading: Reading, doc: Doc) -> bool:
    """'UBND tỉnh ban hành Kế hoạch …, với các nội dung như sau:' names the type of a text whose title is lost."""
    for block in reading.blocks[doc.first : doc.first + 14]:
        found = head_rule("issues_below").search(reading.whole(block)) if block.kind == "para" else None
        if found:
            _take(doc, {"type": found["type"], "title": found["title"]})
            return True
    return False


def _take(doc: Doc, said: dict[str, str]) -> None:
    kind = by_name(said["type"])
    doc.type = kind.name if kind and kind.name != "Văn bản" else "Công văn"
    doc.code = doc.code or (said["code"].replace(" ", "") if "code" in said else None)
    doc.issued = doc.issued or _day(said.get("day") or said.get("dated") or "")
    doc.issuer = doc.issuer or said.get("body")
    doc.title = doc.title or said.get("title", "").strip(" .,:;") or None


def _day(words: str) -> str | None:
    """The day of '28/1/2031' or '28 tháng 1 năm 2031'; of one without a year nothing is known."""
    found = head_rule("figures").search(words)
    return partial(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
