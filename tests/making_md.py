"""A text as a Markdown file for tests."""

from collections import defaultdict

from loaders.loading import load
from loaders.text import Segment
from tests.twins import Piece, Twin


def as_markdown(text: str) -> str:
    """A plain text as Markdown: headings, paragraphs on one line, pipe tables, notes."""
    return _Markdown(load(text.encode(), "twin.txt")).text()


class _Markdown(Twin):
    """Writes Markdown."""

    def text(self) -> str:
        """All of it, the notes behind."""
        self._out: list[str] = []
        self.write()
        for number, (first, *others) in enumerate(self.notes(), 1):
            self._out.append("\n    ".join([f"[^{number}]: {first}", *others]))
        return "\n\n".join(self._out) + "\n"

    def paragraph(self, level: int, pieces: list[Piece]) -> None:
        """A heading or paragraph; what a reader would take for a list's item keeps its mark by an escape."""
        said = "".join(f"[^{s}]" if k == "note" else f"^{s}^" if k == "raised" else s for k, s in pieces)
        if said[:2] in ("- ", "+ "):
            said = f"\\{said}"
        self._out.append(f"{'#' * (level + 1)} {said}" if level else said)

    def reference_behind(self, number: int) -> None:
        """In the last paragraph."""
        self._out[-1] += f"[^{number}]"

    def table(self, cells: list[tuple[Segment, list[str]]]) -> None:
        """A table between bars; the first row is its head."""
        rows: dict[int, dict[int, list[str]]] = defaultdict(dict)
        for segment, lines in cells:
            rows[segment.row].setdefault(segment.col, []).extend(lines)
        width = max(c.col for c, _ in cells) + 1
        out = [
            "| " + " | ".join("<br>".join(rows[n].get(col, [])) for col in range(width)) + " |" for n in sorted(rows)
        ]
        out.insert(1, "|" + "---|" * width)
        self._out.append("\n".join(out))
