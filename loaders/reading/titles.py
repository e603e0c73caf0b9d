"""Where the documents of a file begin: lines that name a type ('QUYẾT ĐỊNH', 'KẾ HOẠCH') and the titles behind them."""

from bisect import bisect_left
from functools import lru_cache

from msgspec import Struct

from graph.kinds import types
from loaders.reading.lexicon import tuple_of
from loaders.reading.markers import ANNEX
from loaders.reading.model import Block
from loaders.reading.ruleset import head_rule

_GOES_ON = tuple_of("structure", "title_goes_on")  # the line of a title behind which a type's word belongs to it
_FOOT = ("Nơi nhận", "TM.", "T/M", "KT.", "TL.", "- Lưu")  # what recipients and signatures begin with
_NUMBER = tuple_of("structure", "number_begins")
_NATION = tuple_of("structure", "nation")
_YEARS = 15  # characters: two years in brackets
_CARRIES_OUT = ("Thực hiện ", "Triển khai ")  # a title begins so, and so does the text below it


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
    found = [
        (name.upper(), t.name)
        for t in types()
        for name in t.names
        if name not in ("Văn bản", "Công báo", "Lệnh", "Văn bản hợp nhất")
    ]
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
    said = _Said(text, blocks)
    annexed = False  # an annex of the last document has begun: what follows are its forms
    for block in blocks:
        if block.kind in ("cell", "meta", "footnote"):
            continue
        annexed = annexed or (bool(found) and block.rank == ANNEX)
        capital = text[block.start : min(block.start + 4, block.end)].isupper()  # else it names no type
        title = _title_at(text, blocks, block) if capital else None
        if title is None:
            continue
        if (
            not found
            or block.reprint != blocks[found[-1].block].reprint
            or _is_another(said, found[-1], title, annexed)
        ):
            found.append(title)
            annexed = False
    return found


class _Said:
    """Where the text says something that titles are judged by; looked for once, however many lines name a type."""

    def __init__(self, text: str, blocks: list[Block]) -> None:
        self.text, self.blocks = text, blocks
        self._places: dict[str, list[int]] = {}
        self._signed: list[int] | None = None

    def between(self, words: str, start: int, end: int) -> bool:
        """Whether the words stand in `text[start:end]`."""
        places = self._places.get(words)
        if places is None:
            places = self._places[words] = []
            at = self.text.find(words)
            while at >= 0:
                places.append(at)
                at = self.text.find(words, at + 1)
        n = bisect_left(places, start)
        return n < len(places) and places[n] + len(words) <= end

    def signed(self, first: int, last: int) -> bool:
        """Whether recipients or a signature stand in the blocks `first:last`: a document has come to its end."""
        if self._signed is None:
            self._signed = [b.index for b in self.blocks if self.text.startswith(_FOOT, b.start)]
        n = bisect_left(self._signed, first)
        return n < len(self._signed) and self._signed[n] < last


def _is_another(said: _Said, last: Title, title: Title, annexed: bool) -> bool:
    """Whether a second title line begins a second document: it says what it is attached to or has a head."""
    text, blocks = said.text, said.blocks
    if annexed or blocks[title.block].reprint or title.type in ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định"):
        return False
    if title.attached is not None:
        return True
    head = [text[b.start : b.end] for b in blocks[max(last.last + 1, title.block - 9) : title.block]]
    numbered = any(words.startswith(_NUMBER) for words in head)
    national = any(words.upper().startswith(_NATION) for words in head)
    if numbered and national:
        return True
    if title.type == last.type or not said.signed(last.last + 1, title.block):
        return False
    promises = (f"kèm theo {last.type} này", f"phê duyệt {title.type}", f"ban hành {title.type}")
    start, end = blocks[last.last].end, blocks[title.block].start
    return any(said.between(words, start, end) for words in promises)


def _title_at(text: str, blocks: list[Block], block: Block) -> Title | None:
    words = text[block.start : block.end]
    if block.kind not in ("para", "title", "header") or block.marker or words.rstrip().endswith(":"):
        return None
    line = type_line(words)
    if line is None or (line[2] and not _mostly_upper(words)) or line[2].startswith("- BỘ"):
        return None
    before = blocks[block.index - 1] if block.index else None
    if before and before.rank == ANNEX and not text[before.body : before.end].strip():
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
        if head_rule("attached").match(words):
            title.attached = block.index
            break
        first = title.last == title.block and not title.same_line
        if block.kind not in ("para", "title", "header") or block.marker or _begins_text(words, first):
            break
        if not first and type_line(words) and not text.endswith(_GOES_ON, 0, blocks[title.last].end):
            break
        title.last = block.index
    return title


def _begins_text(words: str, first: bool) -> bool:
    """Whether a block behind the type line begins the text proper; the first one may be a long title torn in lines."""
    if first and words.startswith(_CARRIES_OUT) and words[-1] not in ".:;,":
        return len(words) > 800 or head_rule("clause_behind").search(words) is not None
    if words.startswith("(") and words[-1] == ")" and words[1:5].isdigit() and words[-5:-1].isdigit():
        return len(words) > _YEARS  # 'GIAI ĐOẠN II | (2021 - 2025)'
    if words.startswith(("(", *tuple_of("structure", "openings"))):
        return True
    if words.isupper():
        return head_rule("authority").match(words) is not None
    if words[-1] in ":.;" or (head_rule("begins").match(words) is not None and (not first or len(words) > 160)):
        return True
    return len(words) > (800 if first else 250)
