"""Entries as text: plain lines in a pipe (never wrapped, never coloured), wrapped and coloured on a terminal."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TextIO

from viz.entries import Entry
from viz.escaping import escaped


def plain_lines(entries: Iterable[Entry], nothing: str) -> Iterator[str]:
    """One line for each head, fact and quote; a quote is followed by its place. Controls in them are escaped."""
    return map(escaped, _lines(entries, nothing))


def _lines(entries: Iterable[Entry], nothing: str) -> Iterator[str]:
    empty = True
    for entry in entries:
        empty = False
        yield entry.head if entry.level else f"== {entry.head} =="
        for label, value in entry.facts:
            yield f"   {label}: {value}"
        for quote in entry.quotes:
            yield f"   «{quote.text}» [{quote.place}]"
    if empty:
        yield nothing


def write(entries: Iterable[Entry], stream: TextIO, nothing: str) -> None:
    """To a terminal through `viz.terminal`, to anything else as plain lines."""
    if stream.isatty():
        import_module("viz.terminal").write(entries, stream, nothing)  # rich takes 60 ms to import: a pipe is spared
    else:
        stream.writelines(f"{line}\n" for line in plain_lines(entries, nothing))
