"""Headings that name bodies: '4. Sở Tư pháp', '9. Đề nghị …: Thực hiện …', 'Điều 15. Trách nhiệm của Bộ Tài chính'."""

from functools import lru_cache

from msgspec import Struct

from graph.bodies import plain
from graph.patterns import pattern
from graph.places import province
from graph.record import Modality, Role
from loaders.reading.bodies import free_list
from loaders.reading.body_items import Item, Scan
from loaders.reading.lexicon import tuple_of, words
from loaders.reading.markers import NONE
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset

_LONGEST = 420  # a list of bodies longer than this is a sentence
_SHORT, _FAR = 200, 300  # characters of a heading without a colon; within which its colon stands in a bare paragraph
_VERB_FIRST = ruleset("tasks")["verb_first"].regex
_ELIDED_HEAD = ruleset("tasks")["elided_head"].regex
_VERB_INSIDE = ruleset("tasks")["verb_inside"].regex
_ONE_PERSON = ruleset("tasks")["one_person"].regex
_PERSON_WORKS = ruleset("tasks")["person_works"].regex
_BRACKETS = pattern("tasks.brackets", r"\([^()\n]{0,200}\)?")

_PLACE = 5  # words: no place's name is longer
_GENERAL = words("duties", "general")


class Head(Struct, frozen=True):
    """The bodies that a heading names for what stands under it; `rest` is where a duty of its own begins, or None."""

    names: tuple[str, ...]
    modality: Modality
    rest: int | None = None
    duty: bool = False  # says 'Trách nhiệm của …'
    roles: tuple[tuple[str, Role], ...] = ()  # where the heading itself says who leads and who works along


def is_general(head: Head) -> bool:
    """Whether a heading only says that duties follow: 'Trách nhiệm của các cơ quan, đơn vị'."""
    return head.duty and all(_GENERAL.issuperset(plain(name).replace(",", "").split()) for name in head.names)


def may_head(block: Block, words: str) -> bool:
    """Whether a block may begin with the bodies whose duties it tells."""
    marked = block.rank < NONE
    return (marked and len(words) < _SHORT) or ":" in (words if marked else words[:_FAR])


def begins_with_verb(words: str) -> bool:
    """Whether a paragraph begins with a verb of duty, so that its subject is said before.

    >>> begins_with_verb("Định kỳ báo cáo kết quả."), begins_with_verb("Kinh phí do ngân sách bảo đảm.")
    (True, False)
    """
    return _VERB_FIRST.match(plain(words[:40])) is not None


@lru_cache(maxsize=4096)
def read_head(words: str, organising: bool) -> Head | None:
    """The bodies of a heading; `organising`: it stands where duties are shared out, so that unknown names count too.

    >>> read_head("Sở Tư pháp", False).names, read_head("Giải pháp về tài chính", True) is None
    (('Sở Tư pháp',), True)
    >>> head = read_head("Đề nghị Công an tỉnh: Chủ trì kiểm tra", False)
    >>> head.names, head.modality, head.rest
    (('Công an tỉnh',), 'request', 22)
    """
    low = plain(words)
    call = ruleset("tasks")["calling"].regex.match(low)
    begin = call.end() if call else 0
    modality: Modality = "request" if call and call["call"] in ("đề nghị", "kiến nghị") else "assign"
    for cut in _cuts(low, begin):
        part = words[begin:cut].strip(" .:;")
        called = call is not None and (call["call"] != "đối với" or part[:1].isupper())
        items = _all_bodies(part, organising, called)
        if items:
            rest = cut + 1 if cut < len(words) and words[cut + 1 :].strip() else None
            if rest is not None:
                rest += len(words[rest:]) - len(words[rest:].lstrip())
            duty = call is not None and call["call"].startswith(("trách nhiệm", "nhiệm vụ"))
            return Head(tuple(i.said for i in items), modality, rest, duty)
    return None


def _cuts(low: str, begin: int) -> list[int]:
    """Where the list of bodies may end: the first colons outside brackets, else the end of the line."""
    outside = _BRACKETS.sub(lambda m: "_" * len(m[0]), low)
    found: list[int] = []
    at = outside.find(":", begin, begin + _LONGEST)
    while at >= 0 and len(found) < 2:
        if not _ELIDED_HEAD.search(outside[max(begin, at - 40) : at].strip()) and not _lists_provinces(outside, at):
            found.append(at)
            break
        at = outside.find(":", at + 1, begin + _LONGEST)
    if not found and len(low) - begin <= _LONGEST:
        found.append(len(low))
    return found


def _lists_provinces(low: str, at: int) -> bool:
    """'UBND các tỉnh, thành phố: Hà Nội, …': the colon is no end of the heading where a province stands behind it."""
    if not low.endswith("tỉnh, thành phố", 0, at):
        return False
    behind = low[at + 1 : at + 30].split()[:2]
    return any(province(" ".join(behind[:n]).strip(",;.")) is not None for n in (1, 2))


def _all_bodies(part: str, organising: bool, called: bool) -> tuple[Item, ...] | None:
    """The items of a text that is nothing but bodies."""
    if not _may_be_bodies(part, organising, called):
        return None
    if organising and _ONE_PERSON.match(plain(part)) and not _PERSON_WORKS.search(part.partition(" phụ trách ")[0]):
        return (Item(0, len(part), part, "office"),)
    items = free_list(part)
    if not items or (items[0].start > 3 and part[items[0].start : items[0].end] == items[0].said):
        return None
    known = any(i.kind != "other" for i in items)
    return items if all(_is_body(i, organising, called, known) for i in items) else None


def _may_be_bodies(part: str, organising: bool, called: bool) -> bool:
    """Whether the first words can begin a list of bodies, and no verb in lower case stands inside."""
    low = plain(part)
    if len(part) < 3 or low.startswith(tuple_of("duties", "not_bodies")):
        return False
    if _VERB_FIRST.match(low) and not part[:2].isupper() and not (organising and _ONE_PERSON.match(low)):
        return False
    if not low.startswith(tuple_of("duties", "body_heads")) and not (
        organising and part[0].isupper() and len(part) < 120
    ):
        return False
    if called and low.startswith(tuple_of("duties", "named_for_work")) and "," not in low:
        return True  # 'Trách nhiệm của Tổ công tác triển khai Đề án'
    return not _VERB_INSIDE.search(part.replace("đồng phối hợp", "đồng").replace("được giao chủ trì", ""))


def _is_body(item: Item, organising: bool, called: bool, known: bool) -> bool:
    """Whether an item of a heading is a body: known ones as they stand, others where bodies are called."""
    words = item.said.split()
    if len(words) > 32:
        return False
    if item.kind == "other":
        rest = item.said[_strict_end(item.said) :].strip() if _strict_end(item.said) < len(item.said) else ""
        if _VERB_FIRST.match(rest) and len(rest.split()) > 3:  # 'Hiệp hội Chăn nuôi vận động hội viên ký cam kết'
            return False
        begins = plain(item.said).startswith(tuple_of("duties", "body_heads"))
        fits = len(words) <= 16 and (organising or called) and (known or begins or called)
        return fits and not (_VERB_FIRST.match(item.said) and len(words) > 5)
    if item.kind == "ubnd" and len(words) > _PLACE and not Scan(item.said).known(0):
        return False  # 'Bình Khê rà soát mặt bằng' behind 'UBND các phường'
    rest = item.said[_strict_end(item.said) :].strip()
    if _VERB_FIRST.match(rest) and len(rest.split()) > 3:  # 'các đại biểu giám sát việc thực hiện Nghị quyết'
        return False
    return not _grew_beyond(item, organising)


def _grew_beyond(item: Item, organising: bool) -> bool:
    """Whether a known name was stretched over words that make something else of it ('Chính phủ điện tử')."""
    if item.kind in ("other", "collective", "office") and organising:
        return False
    known = _strict_end(item.said)
    rest = item.said[known:].strip()
    return bool(rest) and not (rest[0].isupper() or rest[0].isdigit() or rest.startswith(("(", "- Chi nhánh")))


@lru_cache(maxsize=4096)
def _strict_end(said: str) -> int:
    scan = Scan(said)
    item = scan.item(0) or scan.bare_nouns(0)
    return item.end if item else len(said)
