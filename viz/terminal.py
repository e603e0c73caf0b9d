"""Entries on a terminal: wrapped, and coloured unless NO_COLOR is set."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from viz.entries import Entry

_INDENT = 3


def _lines(entries: Iterable[Entry], nothing: str) -> Iterator[tuple[Text, int]]:
    """Each line with its indent."""
    empty = True
    for entry in entries:
        empty = False
        yield Text(entry.head, "bold" if entry.level else "bold underline"), 0
        for label, value in entry.facts:
            yield Text.assemble((f"{label}: ", "dim"), value), _INDENT
        for quote in entry.quotes:
            yield Text.assemble((f"«{quote.text}»", "italic"), (f" {quote.place}", "cyan")), _INDENT
    if empty:
        yield Text(nothing, "dim"), 0


def write(entries: Iterable[Entry], stream: TextIO, nothing: str) -> None:
    """All of it."""
    console = Console(file=stream, highlight=False, emoji=False)
    for text, indent in _lines(entries, nothing):
        console.print(Padding(text, (0, 0, 0, indent)))
