"""Line breaks inside a paragraph (Word's, `<br>`): which of them part lines, which only wrap words."""

from collections.abc import Iterator

from graph.rulefiles import rules_of

# how a line behind a soft break begins when it is an item of its own: '- ', '1. ', 'a) ', 'IV. ', 'Điều 2'
ITEM = rules_of("loaders.formats", "printed")["item"].regex
_BLANK = " \t\u00a0"


def soft_lines(text: str, centred: bool) -> Iterator[str]:
    """The lines of a paragraph that are segments of their own.

    All of a centred one (a head, a title), items, what stands behind a full stop, a semicolon or an empty line, and
    where capitals begin or end; elsewhere the break stays inside the line.
    """
    held = ""
    for line in text.split("\n"):
        if held and (centred or _parts(held, line)):
            yield held
            held = line
        else:
            held = f"{held}\n{line}" if held else line
    yield held


def _parts(held: str, line: str) -> bool:
    bare = line.strip(_BLANK)
    if not bare or ITEM.match(line):
        return True
    last = held.rpartition("\n")[2].strip(_BLANK)
    return not last or last[-1] in ".;:" or last.isupper() != bare.isupper()
