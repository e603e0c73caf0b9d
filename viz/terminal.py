"""Entries on a terminal: wrapped, and coloured unless NO_COLOR is set."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from viz.entries import Entry
from viz.escaping import escaped

_INDENT = 3


def _lines(entries: Iterable[Entry], nothing: str) -> Iterator[tuple[Text, int]]:
    """Each line with its indent."""
    empty = True
    for entry in entries:
        empty = False
        yield Text(escaped(entry.head), "bold" if entry.level else "bold underline"), 0
        for label, value in entry.facts:
            yield Text.assemble((f"{escaped(label)}: ", "dim"), escaped(value)), _INDENT
        for quote in entry.quotes:
            yield Text.assemble((f"«{escaped(quote.text)}»", "italic"), (f" {escaped(quote.place)}", "cyan")), _INDENT
    if empty:
        yield Text(nothing, "dim"), 0


def write(entries: Iterable[Entry], stream: TextIO, nothing: str) -> None:
    """All of it."""
    console = Console(file=stream, highlight=False, emoji=False)
    for text, indent in _lines(entries, nothing):
        console.print(Padding(text, (0, 0, 0, indent)))
