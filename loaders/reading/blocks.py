"""Segments into blocks: torn lines joined, footnotes moved behind what they interrupt, cells and heads told apart.

One pass over the segments decides where a block begins; the view is built along the way.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from graph.bodies import bodies, plain
from graph.places import province
from loaders.formats.text_notes import SUPERSCRIPTS
from loaders.reading.layout import Wrapping, layout_of, wrapping
from loaders.reading.lexicon import tuple_of, words
from loaders.reading.markers import ARTICLE, DASH, HEADS, LETTER, ROMAN, Marker, marker_at
from loaders.reading.model import Block, BlockKind
from loaders.reading.ruleset import head_rule
from loaders.reading.titles import type_line
from loaders.text import Loaded, Segment
from loaders.view import Builder, View

_INDENT = frozenset(" \t\u00a0")
_TERMINAL = frozenset(".;:!?…")

_DECORATION = "*_\u200b" + SUPERSCRIPTS
_MARKED = 80  # characters of a line in which a marker would stand
_OFFICES = tuple_of("bodies", "listed_offices")
_BEFORE_DAY = (" NGÀY", " SỐ")
_MARKABLE = HEADS.union(_DECORATION, "–—")
_TRIMMED = frozenset(_DECORATION + " ")  # what the line's marker was not read with
_NO_MARKER = frozenset(("cell", "meta", "header", "signature"))


class _Line(Struct, gc=False):
    """A segment on its way into a block."""

    segment: Segment
    text: str
    kind: BlockKind
    blank: bool  # an empty line stands before it
    indent: bool  # it begins further in than a line that goes on would
    marker: Marker | None
    caps: bool


def build(loaded: Loaded, gaps: Sequence[int] = ()) -> tuple[View, list[Block]]:
    """The view of a text and its blocks in reading order, markers and kinds set, nothing yet about the tree.

    At `gaps` the text lacks a blank.
    """
    builder = Builder(loaded.text, gaps)
    blocks: list[Block] = []
    pending: list[tuple[_Line, list[Segment]]] = []  # footnotes that wait for the paragraph they interrupt to end
    wrapped = wrapping([s for s in loaded.segments if s.kind == "body"])
    unmarked: list[Block] = []  # whose marker is to be read in the view
    for line, parts in _groups(loaded, wrapped, pending):
        as_it_is = _write(builder, blocks, line, parts)
        if line.kind in ("para", "footnote") and as_it_is:
            _set_marker(blocks[-1], line.marker)
        elif as_it_is is not None and not (as_it_is and line.kind in _NO_MARKER):
            unmarked.append(blocks[-1])
    view = builder.view()
    for block in unmarked:
        _mark(view.text, block)
    return view, blocks


def _write(builder: Builder, blocks: list[Block], line: _Line, parts: list[Segment]) -> bool | None:
    """A block of the view; whether it is one line as it stands in the text. None where nothing is left of it."""
    start, segment = builder.length, parts[0]
    as_it_is = builder.add(segment.start, segment.end)
    if len(parts) > 1:
        as_it_is = False
        for last, part in pairwise(parts):
            if not _torn_word(builder, last, part):
                builder.join(max(part.start - 1, 0), "\n" if _new_line(builder, last, part) else " ")
            builder.add(part.start, part.end)
    if builder.length == start:
        return None
    block = Block(len(blocks), line.kind, start, builder.length, start, mark=segment.mark)
    if segment.table is not None:
        block.table = segment.table if line.kind == "cell" else None
        block.row, block.col, block.rowspan, block.colspan = segment.row, segment.col, segment.rowspan, segment.colspan
    blocks.append(block)
    builder.end_block(parts[-1].end)
    return as_it_is and line.text[0] not in _TRIMMED and line.text[-1] != " "


def _torn_word(builder: Builder, last: Segment, part: Segment) -> bool:
    """Whether a line known to go on begins in the middle of a word: 'QĐ-' and 'TTg', or a soft hyphen."""
    if not part.joined:
        return False
    tail = builder.source[last.end - 2 : last.end]
    return tail[1:] == "\u00ad" or (tail[1:] == "-" and tail[0].isalnum())


def _new_line(builder: Builder, last: Segment, part: Segment) -> bool:
    """Whether a paragraph of a cell stands for itself: it was begun on purpose, and the one before it has an end."""
    if part.kind != "cell" or not part.hard or part.joined:
        return False
    text, tail = builder.source[part.start : part.end], builder.source[last.start : last.end]
    if tail[-1] in ",(/-–" or tail.rpartition(" ")[2] in words("structure", "unfinished"):
        return False
    return text[0].isupper() or marker_at(text, 0, min(len(text), _MARKED)) is not None


def _mark(text: str, block: Block) -> None:
    """Marker, rank and body of a block that can carry one."""
    while block.end > block.start and text[block.end - 1] == " ":
        block.end -= 1
    while block.start < block.end and text[block.start] == " ":
        block.start += 1
    block.body = block.start
    if block.kind in _NO_MARKER:
        return
    marker = marker_at(text, block.start, block.end)
    if marker and marker.text == "*" and head_rule("date").match(text, marker.end, block.end):
        block.start = block.body = marker.end  # the star under a Party body's name, beside the day
        return
    if marker:
        _set(block, marker, marker.end)


def _set_marker(block: Block, marker: Marker | None) -> None:
    """The marker of a block that is one line as it stands in the text: it was read there."""
    if marker:
        _set(block, marker, block.start + marker.end)


def _set(block: Block, marker: Marker, end: int) -> None:
    block.marker, block.rank, block.body = marker.text, marker.rank, min(end, block.end)
    if block.kind == "para":
        block.kind = "item"


def _groups(
    loaded: Loaded, wrapped: Wrapping, pending: list[tuple[_Line, list[Segment]]]
) -> Iterator[tuple[_Line, list[Segment]]]:
    """(first line, its segments) of each block; footnotes come out behind the paragraph that they stand in."""
    above: _Line | None = None  # the last line of the block before
    first: _Line | None = None
    last: _Line | None = None
    parts: list[Segment] = []
    for line in _lines(loaded):
        if line.kind == "footnote":
            if pending and pending[-1][0].segment.mark == line.segment.mark and not line.marker:
                pending[-1][1].append(line.segment)
            else:
                pending.append((line, [line.segment]))
            continue
        if first and last and _continues(above, first, last, line, wrapped):
            parts.append(line.segment)
            last = line
            continue
        if first:
            yield first, parts
        yield from pending
        pending.clear()
        above, first, last, parts = last, line, line, [line.segment]
    if first:
        yield first, parts
    yield from pending


def _lines(loaded: Loaded) -> Iterator[_Line]:
    """The segments that are read, with what stands before each; page numbers and running heads only leave a blank."""
    text, blank, end, page = loaded.text, True, 0, False
    layout = layout_of(loaded)
    for segment in loaded.segments:
        if segment.kind in ("running", "stamp"):
            page, end = True, segment.end
            continue
        if not blank and not page and segment.start - end > 1:
            gap = text[end : segment.start]
            blank = gap.count("\n") > 1 and "\f" not in gap  # a page's end parts nothing
        kind, parts = layout.split(segment)
        for part in parts:
            words_ = text[part.start : part.end]
            readable = kind in ("para", "footnote") and words_[0] in _MARKABLE
            indent = text[part.start - 1 : part.start] in _INDENT
            yield _Line(part, words_, kind, blank, indent, _marker_of(words_) if readable else None, words_.isupper())
            blank = False
        end, page = segment.end, False


def _marker_of(words_: str) -> Marker | None:
    """The marker that a line begins with, whatever decorates it."""
    if words_[0] in HEADS and words_[0] != "*" and "–" not in words_ and "—" not in words_:
        return marker_at(words_, 0, min(len(words_), _MARKED))
    bare = words_[:_MARKED].lstrip(_DECORATION).replace("–", "-").replace("—", "-")
    return marker_at(bare, 0, len(bare))


def _continues(above: _Line | None, first: _Line, last: _Line, line: _Line, wrapped: Wrapping) -> bool:
    """Whether `line` goes on with the block that began with `first`, below `above`, and so far ends with `last`."""
    if line.kind == "cell" or first.kind == "cell":
        return line.kind == first.kind and _same_cell(first.segment, line.segment)
    if line.kind != "para" or first.kind != "para":
        return False
    if line.segment.joined:
        return True
    if line.segment.hard or last.segment.hard:
        return False
    if line.marker and line.text[0] in "-–" and _across_dash(last, line):
        return True
    if (line.marker and not _torn_marker(last, line)) or line.text.startswith(tuple_of("structure", "openings")):
        return False
    if line.text.startswith("Số ") and head_rule("party_number").match(line.text):
        return False
    if len(line.text) < 60 and ", ngày" in line.text and _is_dateline(line.text):
        return False
    return _runs_on(above, first, last, line, wrapped)


def _torn_marker(last: _Line, line: _Line) -> bool:
    """A line that only looks marked: '- 2030' behind 'giai đoạn 2026', '1. …' behind 'khoản'."""
    head = line.text[0]
    if head in "-–":
        return last.text[-1] != " " and last.text[-1].isdigit() and line.text[1:3].strip()[:1].isdigit()
    return head.isdigit() and last.text.rpartition(" ")[2] in words("structure", "before_number")


def _runs_on(above: _Line | None, first: _Line, last: _Line, line: _Line, wrapped: Wrapping) -> bool:
    """The decision where no marker decides: case, punctuation, the last word, the width of the page."""
    text = last.text
    tail, head = text[-1], line.text[0]
    if last.caps:
        marked = first.marker is not None and first.marker.rank <= ROMAN + 3
        dated = head.isdigit() and text.endswith(_BEFORE_DAY)  # a title: '… NGÀY | 22/01/2024 CỦA BỘ …'
        return not line.blank and line.caps and (marked or dated)
    if tail == ":" and head.isdigit() and text[-5:].rstrip(" :")[-2:] in ("số", "Số"):
        return True
    if tail in _TERMINAL:
        if tail == ";" and _lists_on(first, line):
            return True
        return _beyond_stop(first, last, line, wrapped, tail, head)
    if head.islower() or (head in '(“"%' and not line.blank and not _is_aside(line)) or _unfinished(first, last, line):
        return True
    if _inside_name(last, line, wrapped) or _across_name(last, line):
        return True
    if line.blank or tail == ")" or _is_caption(line) or _is_aside(line):
        return False
    if head.isdigit() or wrapped.full(last.segment, line.text) or _hangs(first, last, line, wrapped):
        return True
    long = len(text) >= 30 and not wrapped.narrow and not _governs(first, last)
    return long and not (line.text[-1] in _TERMINAL and _is_title(first, above))


def _is_title(first: _Line, above: _Line | None) -> bool:
    """A line that says what a document is about: 'Về việc đẩy mạnh …', or whatever stands below 'CHỈ THỊ'.

    What ends with a stop behind it is the first sentence of the text.
    """
    begins = first.text.startswith(tuple_of("structure", "title_begins"))
    return begins or (above is not None and above.caps and type_line(above.text) is not None)


def _beyond_stop(first: _Line, last: _Line, line: _Line, wrapped: Wrapping, tail: str, head: str) -> bool:
    """Whether a block goes on behind a line that ends with a stop: lines broken at a width, or anywhere."""
    if tail in ";:" and head.islower():
        return True
    if tail in ";:" and wrapped.narrow and not line.blank and last.text.rfind("(") > last.text.rfind(")"):
        return True
    if line.blank or tail == ":" or (line.indent and not last.indent):
        return False
    if tail == "." and (text_ends(last.text) or _governs(first, last)):
        return False
    return wrapped.full(last.segment, line.text, 0.01 if tail == "." else 0.08)


def _hangs(first: _Line, last: _Line, line: _Line, wrapped: Wrapping) -> bool:
    """Whether a paragraph's first line, set further in, goes on at the margin; a heading is shorter than that."""
    if not last.indent or line.indent or not wrapped.narrow:
        return False
    item = first.marker is not None and first.marker.rank >= LETTER
    return last.segment.end - last.segment.start > wrapped.width * (0.6 if item else 0.75)


def text_ends(words: str) -> bool:
    """The mark of a document's end: './.'."""
    return words.endswith(("./.", "/."))


def _governs(first: _Line, last: _Line) -> bool:
    """Whether the block is a heading that ends with its line: marked, and no more than a line or two."""
    if first.marker is None or first.marker.rank >= DASH:
        return False
    return first.marker.rank < LETTER or last.segment.end - first.segment.start < 100


def _unfinished(first: _Line, last: _Line, line: _Line) -> bool:
    """Whether the last word of a line cannot end it before the next one."""
    text, head = last.text, line.text[0]
    if text[-1] in ",(/" or (text[-1] in "-–" and text[-2:-1].isalnum()):
        return True
    word = text.rpartition(" ")[2]
    if word[:1].isupper() and _is_caption(line):
        return False  # 'Phạm Đình Nghị | DANH MỤC'
    if word in words("structure", "unfinished") or (
        head.isupper() and text.endswith(tuple_of("structure", "torn_offices"))
    ):
        return True
    if head.isdigit():
        return word in words("structure", "before_number")
    short = first.marker is not None and first.marker.rank < DASH and last.segment.end - first.segment.start < 100
    if short or not head.isupper():
        return False
    if word in words("structure", "before_place"):  # 'trên địa bàn tỉnh' may end a title
        return not line.blank and line.text.partition(" ")[0] not in words("structure", "before_name")
    return word in words("structure", "before_name") and not (line.blank and _is_caption(line))


def _inside_name(last: _Line, line: _Line, wrapped: Wrapping) -> bool:
    """A long line that ends within a name: 'hoạt động của Khu | Công nghệ cao', 'doanh nghiệp | Việt Nam'.

    Lines of a justified page differ in characters by a quarter; a heading as long as that has no capital at its end, or
    a duty, which begins with a verb, below it.
    """
    if line.blank or not line.text[0].isupper() or not wrapped.long(last.segment):
        return False
    word = last.text.rpartition(" ")[2]
    named = word[:1].isupper() and word[1:].islower()
    rest = len(line.text) < 40 and line.text[-1] in ".;"  # a few words, nothing else: '… vận hành | Trung tâm dữ liệu.'
    if not named and not rest and not line.text.startswith("Việt Nam "):
        return False
    return not plain(line.text[:24]).startswith(tuple_of("duties", "verbs"))


def _across_name(last: _Line, line: _Line) -> bool:
    """A long line that ends within a known name: 'của Thủ tướng | Chính phủ', 'Ngân hàng | Nhà nước'."""
    if line.blank or len(last.text) < 40 or not line.text[0].isupper():
        return False
    left, right = plain(last.text[-50:]).split()[-5:], plain(line.text[:50]).split()[:5]
    if not right or not left:
        return False
    if province(f"{last.text.rpartition(' ')[2]} {line.text.partition(' ')[0].strip(',;.:')}"):
        return True
    right = [word.strip(",;.:") for word in right]
    names = bodies().names
    return any(" ".join([*left[a:], *right[:b]]) in names for a in range(len(left)) for b in range(1, len(right) + 1))


def _across_dash(last: _Line, line: _Line) -> bool:
    """A line that ends before the dash of a known name: 'Sở Lao động | - Thương binh và Xã hội'."""
    if line.blank or not line.text[2:3].isupper() or not last.text[-1].isalpha():
        return False
    left = plain(last.text[-40:]).split()[-4:]
    right = [word.strip(",;.:") for word in plain(line.text[1:50]).split()[:5]]
    joined = {" ".join([*left[a:], "-", *right[:b]]) for a in range(len(left)) for b in range(1, len(right) + 1)}
    return not joined.isdisjoint(bodies().names) or any(not joined.isdisjoint(f) for f in bodies().fields.values())


def _lists_on(first: _Line, line: _Line) -> bool:
    """Whether an article's list of who carries it out goes on in a line of its own: '…; | Giám đốc các Sở …'."""
    article = first.marker is not None and first.marker.rank == ARTICLE
    return article and not line.blank and plain(line.text[:40]).startswith(_OFFICES)


def _is_dateline(words: str) -> bool:
    """A line that is a place and a day, as heads have it: 'Khánh Hòa, ngày 18 tháng 9 năm 2025'."""
    date = head_rule("date").match(words.lstrip("*_ "))
    return date is not None and date["place"] is not None and len(words) - date.end() < 4


def _is_aside(line: _Line) -> bool:
    """A whole line in brackets, under a title: '(Kèm theo …)', '(Dự thảo lần 2)'."""
    return line.text[0] == "(" and line.text.rstrip(".;").endswith(")")


def _is_caption(line: _Line) -> bool:
    """A line in capitals that stands for itself: 'KẾ HOẠCH', 'QUYẾT ĐỊNH'; not an abbreviation in running text."""
    return (
        line.caps
        and len(line.text) > 3
        and not line.text[0].isdigit()
        and not line.text.startswith(("UBND", "HĐND", "TTHC"))
    )


def _same_cell(a: Segment, b: Segment) -> bool:
    return (a.table, a.row, a.col) == (b.table, b.row, b.col)
