"""Markdown into segments: headings, notes, quotes, fences; tables, lists and lines are those of plain text.

The marks stay in the text, which is never edited: a segment begins behind them ('## ', '> ', '[^1]: '). What marks
words inside a line ('**', '[…](…)', '[^1]') is left out of the view that reading works on, as in any text.
"""

from collections.abc import Iterator
from hashlib import sha256

from msgspec.structs import replace

from graph.patterns import pattern
from loaders.formats.txt import segments_of
from loaders.formats.txt_decoding import text_of
from loaders.limits import Limits
from loaders.text import Loaded, Segment

_HEADING = pattern("md.heading", r"(#{1,6})[ \t]{1,20}(?=\S)")
_NOTE = pattern("md.note", r"\[\^([^\]\s]{1,20})\]:[ \t]{0,20}(?=\S)")
_QUOTE = pattern("md.quote", r"(?:>[ \t]{0,4}){1,9}(?=\S)")
_UNDERLINE = pattern("md.underline", r"[ \t]{0,9}\n(?:(=)=|-)[=-]{1,200}[ \t]{0,9}(?=\n|\Z)")
_BREAK = pattern("md.break", r"(?i)[ \t]{0,9}<br[ \t]{0,2}/?>[ \t]{0,9}")
_FENCES = ("```", "~~~")
_INDENT = (" ", "\t")


def load(data: bytes, name: str, limits: Limits) -> Loaded:
    """The text of a Markdown file; raises `NotRead`."""
    text, encoding = text_of(data, name, limits)
    return Loaded(text, list(_marked(text, segments_of(text))), "md", encoding, sha256(data).hexdigest())


def _marked(text: str, segments: list[Segment]) -> Iterator[Segment]:
    """The segments of the plain text, as Markdown means them."""
    note, end = "", 0  # the note that is open, where the line before ended
    front = _front_matter(text, segments)
    for segment in segments:
        words = text[segment.start : segment.end]
        if segment.kind == "cell":
            yield from _broken(segment, words)
        elif segment.kind != "body":
            yield segment
        elif segment.end <= front or words.startswith(_FENCES):
            yield replace(segment, kind="running")
        elif found := _NOTE.match(words):
            note = found[1]
            yield replace(segment, start=segment.start + found.end(), kind="footnote", mark=note)
        elif note and _goes_on(text, end, segment):
            yield replace(segment, kind="footnote", mark=note)
        else:
            note = ""
            yield _line(text, segment, words)
        end = segment.end


def _line(text: str, segment: Segment, words: str) -> Segment:
    """A heading, a quoted line, a line."""
    if heading := _HEADING.match(words):
        bare = words.rstrip("#")
        end = segment.start + len(bare.rstrip() if bare[-1] in " \t" else words)
        return replace(
            segment, start=segment.start + heading.end(), end=end, kind="heading", hard=True, level=len(heading[1])
        )
    if rule := _UNDERLINE.match(text, segment.end):
        return replace(segment, kind="heading", hard=True, level=1 if rule[1] == "=" else 2)
    if quote := _QUOTE.match(words):
        segment = replace(segment, start=segment.start + quote.end())
    broken = text.startswith("  ", segment.end) or words.endswith("\\")
    return replace(segment, hard=True, end=segment.end - words.endswith("\\")) if broken and len(words) > 1 else segment


def _broken(segment: Segment, words: str) -> Iterator[Segment]:
    """A cell as its lines."""
    at = 0
    for found in _BREAK.finditer(words):
        if found.start() > at:
            yield replace(segment, start=segment.start + at, end=segment.start + found.start())
        at = found.end()
    if at < len(words):
        yield replace(segment, start=segment.start + at)


def _goes_on(text: str, end: int, segment: Segment) -> bool:
    """Whether a line still belongs to the note above it: no blank line between, or further in."""
    gap = text[end : segment.start]
    return gap.count("\n") == 1 or gap.endswith(_INDENT)


def _front_matter(text: str, segments: list[Segment]) -> int:
    """Where a page's properties end ('---', 'title: …', '---'); 0 where there are none."""
    if not text.startswith("---\n") or len(segments) < 3:
        return 0
    end = text.find("\n---\n", 3, 4000)
    return end + 4 if end > 0 and ":" in text[4:end] else 0
