"""Where the documents of a file begin: lines that name a type ('QUYẾT ĐỊNH', 'KẾ HOẠCH') and the titles behind them."""

from functools import lru_cache

from msgspec import Struct

from graph.kinds import types
from graph.patterns import pattern
from loaders.reading.lexicon import tuple_of
from loaders.reading.markers import ANNEX
from loaders.reading.model import Block

_ATTACHED = pattern(
    "titles.attached",
    r"\(?\s?(?:Ban hành )?(?:[Kk]èm theo|[Đđ]ính kèm|[Bb]an hành kèm theo|Phê duyệt kèm theo)\s(?:theo )?"
    r"(?=(?:Quyết định|Nghị quyết|Thông tư|Công văn|Tờ trình|Văn bản|Nghị định|Kế hoạch|Chỉ thị)\b)",
)
_ENDED = pattern("titles.ended", r"\./\.?[\s\"”]{0,3}\Z")
_OPENING = pattern(
    "titles.opening",
    r"(?:Căn cứ|Thực hiện|Triển khai|Theo đề nghị|Xét|Kính gửi|Nhằm|Để|Tiếp tục|Trên cơ sở|Tại|Ngày|Trong|Sau|Hiện nay|Năm|Quốc hội|Chính phủ"
    r"|Ban Chấp hành|Bộ Chính trị|Thời gian qua|Vừa qua|Điều|UBND|Ủy ban|Uỷ ban|Phần|Hiến pháp|Pháp lệnh|Luật)\b",
)
_ISSUER = pattern(
    "titles.issuer",
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CHÁNH|TỔNG|THỐNG ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|BAN (?!HÀNH)|TRƯỞNG|HIỆU TRƯỞNG|CỤC TRƯỞNG)",
)


class Title(Struct):
    """A title found: the block of the type, the blocks of the words, where it says what it is attached to."""

    block: int
    type: str
    same_line: int  # view offset where the title's words begin in the type's own block, 0 when they do not
    last: int  # last block of the title
    attached: int | None = None  # block of '(Kèm theo …)'


@lru_cache(maxsize=1)
def _names() -> list[tuple[str, str]]:
    """(type as a title line prints it, canonical type), longest first."""
    found = [(name.upper(), t.name) for t in types() for name in t.names if name not in ("Văn bản", "Công báo", "Lệnh")]
    return sorted(found, key=lambda pair: (-len(pair[0]), pair))


def type_line(words: str) -> tuple[str, str, str] | None:
    """(type as printed, canonical type, words behind it) of a line in capitals that begins with a type.

    >>> type_line("KẾ HOẠCH")
    ('KẾ HOẠCH', 'Kế hoạch', '')
    """
    if len(words) > 400 or not words[:4].isupper():
        return None
    plain = words.replace("UỶ", "ỦY").strip()
    for printed, name in _names():
        if plain.startswith(printed):
            rest = plain[len(printed) :]
            if not rest or rest[0] in " (*" or rest[:2] == " -":
                return printed, name, rest.strip(" *")
    return None


def find_titles(text: str, blocks: list[Block]) -> list[Title]:
    """The title of each document of the file, in order; the lesser printing's title counts only for its own reading."""
    found: list[Title] = []
    closed, opened = True, False  # the last document has ended; its text proper has begun
    for block in blocks:
        if block.kind in ("cell", "meta", "footnote"):
            continue
        words = text[block.start : block.end]
        if _closes(words):
            closed = True
        title = _title_at(text, blocks, block, words)
        if title and (not found or title.attached is not None or (closed and opened) or block.reprint != blocks[found[-1].block].reprint):
            if not _is_enacting(found, title, text, blocks, closed):
                found.append(title)
                closed = opened = False
        elif block.rank < ANNEX + 90 and found:
            opened = True
    return found


def _closes(words: str) -> bool:
    return words.startswith(("Nơi nhận", "TM.", "T/M", "KT.", "TL.", "- Lưu")) or _ENDED.search(words, max(0, len(words) - 8)) is not None


def _is_enacting(found: list[Title], title: Title, text: str, blocks: list[Block], closed: bool) -> bool:
    """'QUYẾT ĐỊNH' behind the Căn cứ lines is the enacting formula, not a second document."""
    if not found or title.attached is not None:
        return False
    last = found[-1]
    between = blocks[last.last + 1 : title.block]
    grounds = [b for b in between if text.startswith(("Căn cứ", "Xét", "Theo đề nghị"), b.start)]
    return title.type == last.type and bool(grounds) and len(between) <= len(grounds) + 6 and not closed


def _title_at(text: str, blocks: list[Block], block: Block, words: str) -> Title | None:
    if block.kind not in ("para", "title", "header", "item") or block.marker or words.rstrip().endswith(":"):
        return None
    line = type_line(words)
    if line is None or (line[2] and not (words.isupper() or _mostly_upper(words))):
        return None
    if block.index and blocks[block.index - 1].rank == ANNEX and not text[blocks[block.index - 1].body : blocks[block.index - 1].end]:
        return None
    same_line = block.start + words.find(line[2]) if line[2] else 0
    return _with_words(text, blocks, Title(block.index, line[1], same_line, block.index))


def _mostly_upper(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def _with_words(text: str, blocks: list[Block], title: Title) -> Title:
    """Take in the lines of the title and the note '(Kèm theo …)'."""
    for block in blocks[title.block + 1 : title.block + 7]:
        words = text[block.start : block.end]
        if _ATTACHED.match(words):
            title.attached = block.index
            break
        if block.kind not in ("para", "title", "header") or block.marker or _begins_text(words):
            break
        if type_line(words) and not words.startswith(("KẾ HOẠCH HÀNH ĐỘNG",)) and title.last > title.block:
            break
        title.last = block.index
    return title


def _begins_text(words: str) -> bool:
    if words.startswith("(") or words.startswith(tuple_of("structure", "openings")):
        return True
    if words.isupper():
        return _ISSUER.match(words) is not None
    return len(words) > 320 or words[-1] in ":.;" or (_OPENING.match(words) is not None and len(words) > 60)
