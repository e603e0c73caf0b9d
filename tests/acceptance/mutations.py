"""The same document as other hands would have saved it: nothing here changes what it says."""

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator

Mutation = Callable[[str], str]

_CODE = re.compile(r"\d+[/-][A-ZĐ]+[-/][A-Z]+")
_CYRILLIC = str.maketrans("ABEKMHOPCTX", "АВЕКМНОРСТХ")
PAGE = 25  # lines


def _running_text(text: str) -> Iterator[tuple[str, bool]]:
    """Lines, and whether a line is running text: cells keep their lines."""
    for line in text.split("\n"):
        yield line, bool(line.strip()) and "\t" not in line and "|" not in line


def wrapped(text: str, width: int) -> str:
    """Lines broken at a width, as a mail or an editor does."""
    out: list[str] = []
    for line, free in _running_text(text):
        long = free and len(line) > width
        out += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) if long else [line]
    return "\n".join(out)


def broken_anywhere(text: str) -> str:
    """A line break instead of every fiftieth blank or so, by chance; never behind the first word."""
    chance = random.Random(1)
    out = []
    for line, free in _running_text(text):
        first, *others = line.split(" ") if free else [line]
        tail = "".join(("\n" if chance.random() < 0.02 and n else " ") + word for n, word in enumerate(others))
        out.append(first + tail)
    return "\n".join(out)


def paged(text: str) -> str:
    """A page number on a line of its own after every page, wherever the sentence is."""
    out: list[str] = []
    number = 1
    for n, (line, _) in enumerate(_running_text(wrapped(text, 90)), start=1):
        out.append(line)
        if n % PAGE == 0 and "\t" not in line and "|" not in line:
            number += 1
            out += ["", str(number), ""]
    return "\n".join(out)


def fed(text: str) -> str:
    """Form feeds where pages end, at ends of paragraphs."""
    out = []
    for n, (line, free) in enumerate(_running_text(text)):
        out.append(("\f" if n and n % PAGE == 0 and free and not out[-1].strip() else "") + line)
    return "\n".join(out)


def some_no_break(text: str) -> str:
    """A third of the blanks hold the line together."""
    chance = random.Random(2)
    return "".join("\u00a0" if c == " " and chance.random() < 0.3 else c for c in text)


def zero_width(text: str) -> str:
    """Characters that nobody sees."""
    chance = random.Random(3)
    return "".join(c + ("\u200b" if chance.random() < 0.01 else "") for c in text)


def cyrillic_codes(text: str) -> str:
    """Half of the codes typed on another keyboard."""
    chance = random.Random(4)
    return _CODE.sub(lambda m: m[0].translate(_CYRILLIC) if chance.random() < 0.5 else m[0], text)


MUTATIONS: dict[str, Mutation] = {
    "wrapped at 80": lambda text: wrapped(text, 80),
    "wrapped at 100": lambda text: wrapped(text, 100),
    "broken anywhere": broken_anywhere,
    "page numbers": paged,
    "form feeds": fed,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": some_no_break,
    "zero width": zero_width,
    "en dashes": lambda text: text.replace("-", "–"),
    "eth for Đ": lambda text: text.replace("Đ", "Ð"),
    "Cyrillic codes": cyrillic_codes,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}
