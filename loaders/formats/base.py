"""What loaders of rich formats share: lines of text that grow into a `Loaded`."""

from hashlib import sha256

from msgspec import Struct, structs

from graph.record import Warning
from loaders.formats.txt import RULE, segments_of
from loaders.normal_form import nfc
from loaders.text import Kind, Loaded, NotRead, Segment

_FIELDS = ("kind", "hard", "joined", "level", "page", "table", "row", "col", "rowspan", "colspan", "mark")
BLANK = " \t\n\r\v\f\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"


class Line(Struct, frozen=True):
    """One line to be: its text (not yet NFC) and what its segment says. `prefix` stands in the text before it."""

    text: str
    kind: Kind = "body"
    level: int = 0
    prefix: str = ""
    table: int | None = None
    row: int = 0
    col: int = 0
    rowspan: int = 1
    colspan: int = 1
    mark: str | None = None
    page: int | None = None
    hard: bool = True
    joined: bool = False


class Lines:
    """The text under construction: one line a segment, in order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._segments: list[Segment] = []
        self._size = 0
        self.warnings: list[Warning] = []

    @property
    def size(self) -> int:
        """Where the next line will begin."""
        return self._size

    def __len__(self) -> int:
        return len(self._segments)

    def add(self, line: Line) -> None:
        """Append a line in NFC, its ends trimmed; a blank one is left out, one that is only drawn is `running`."""
        text = nfc(line.text.strip(BLANK))
        if not text:
            return
        if line.kind == "body" and RULE.match(text):
            line = structs.replace(line, kind="running")
        start = self._size + len(line.prefix)
        fields = {name: getattr(line, name) for name in _FIELDS}
        self._segments.append(Segment(start, start + len(text), **fields))
        self._pieces.append(f"{line.prefix}{text}\n")
        self._size = start + len(text) + 1

    def add_plain(self, text: str, tables: int) -> int:
        """Append a run of plain text with its own segments; how many tables the file has now, of `tables` before."""
        text = nfc(text.strip("\n"))
        found = segments_of(text)
        for segment in found:
            table = None if segment.table is None else segment.table + tables
            self._segments.append(
                structs.replace(segment, start=segment.start + self._size, end=segment.end + self._size, table=table)
            )
        self._pieces.append(f"{text}\n")
        self._size += len(text) + 1
        return tables + max((s.table + 1 for s in found if s.table is not None), default=0)

    def warn(self, code: str, message: str, at: int) -> None:
        """A warning at an offset of the text."""
        self.warnings.append(Warning(code=code, message=message, start=at, end=at))

    def loaded(self, format_: str, data: bytes, encoding: str = "utf-8") -> Loaded:
        """The file as read; a file without a single character is not."""
        if not self._segments:
            raise NotRead("file.no_text_in_word")
        text = "".join(self._pieces)
        end = len(text)
        warnings = [structs.replace(w, start=min(w.start, end), end=min(w.end, end)) for w in self.warnings]
        return Loaded(text, self._segments, format_, encoding, sha256(data).hexdigest(), warnings)
