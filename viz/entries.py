"""What a table shows, before it is known whether a person or a pipe reads it: headings, entries, quotes with places."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import UNSET, Struct

from queries.answers import Citation, Evidence, InRelation, LineageEdge, Maybe, Node, OutRelation

Related = OutRelation | InRelation | LineageEdge | Citation
_CHANGES = frozenset({"AMENDS", "CORRECTS", "REPEALS", "REPLACES", "SUSPENDS"})
_MOST = 8  # provisions shown of one relation; JSON has them all


class Quote(Struct, frozen=True):
    """Exact words and where they stand: 'ke-hoach.txt:120-180', of a PDF 'ke-hoach.pdf:120-180, tr. 3'."""

    text: str
    place: str


class Entry(Struct, frozen=True):
    """One thing: its name, facts about it, and the quotes that show it."""

    head: str
    facts: tuple[tuple[str, str], ...] = ()
    quotes: tuple[Quote, ...] = ()
    level: int = 0  # 0: a heading over entries; 1: an entry


class Frame(Struct, frozen=True):
    """What wording needs: labels of a language, names of files by sha256, instruments by id."""

    labels: Mapping[str, str]
    files: Mapping[str, str] = {}
    nodes: Mapping[str, Node] = {}

    def __getitem__(self, key: str) -> str:
        """The label."""
        return self.labels.get(key, key)

    def head(self, key: str) -> str:
        """The label at the beginning of a line."""
        label = self[key]
        return label[:1].upper() + label[1:]

    def name(self, node: Node) -> str:
        """'Kế hoạch 316/KH-UBND ngày 9/12/2025 của UBND tỉnh Lạng Sơn [chưa nạp]'; of a year alone 'năm 2025'."""
        called = f"{node.type} {node.code}" if node.code else titled(node)
        parts = [called]
        if node.issued:
            label = {4: "issued_in_year", 7: "issued_in_month"}.get(len(node.issued), "issued_on")
            parts.append(self[label].format(date=day(node.issued)))
        if node.issuer:
            parts.append(self["by"].format(issuer=node.issuer))
        marks = [] if node.loaded else [self["not_loaded"]]
        if getattr(node, "sample", False) is True:
            marks.append(self["sample"])
        return " ".join(parts) + "".join(f" [{m}]" for m in marks)

    def said(self, row: Related) -> str:
        """'bãi bỏ một phần (Điều 2), trừ khoản 1, từ 12/1/2026'."""
        words = self[row.relation]
        if row.scope == "part" and row.relation in _CHANGES:
            words += f" {self['part']}"
        if row.provisions:
            words += f" ({_few(row.provisions)})"
        times = (("since", row.valid_from), ("until", row.valid_until))
        limits = [self["except"].format(what=_few(row.exceptions))] if row.exceptions else []
        limits += [self[key].format(date=day(date)) for key, date in times if date]
        limits += [self["until_event"].format(event=one_line(row.until_event))] if row.until_event else []
        return ", ".join([words, *limits])

    def act(self, row: Related) -> str:
        """' [dự kiến]' of what is not done."""
        return f" [{self[row.act]}]" if row.act and row.act != "done" else ""

    def known(self, instrument: str) -> str:
        """The name of an id, or the id."""
        node = self.nodes.get(instrument)
        return self.name(node) if node else instrument

    def place(self, file: str, start: int, end: int, page: int | Maybe = UNSET) -> str:
        """The file, the run in it, and the page where the file has pages: 'a.pdf:120-180, tr. 3'."""
        paged = f", {self['on_page'].format(n=page)}" if page else ""
        return f"{self.files.get(file, file[:10])}:{start}-{end}{paged}"

    def quotes(self, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
        """Evidence for people."""
        return tuple(self.quote(e) for e in evidence)

    def quote(self, passage: Evidence | Citation) -> Quote:
        """A passage for people; of a torn one only what belongs to it, with ' … ' for what stands between."""
        parts, text = passage.parts or [], passage.text
        runs = [one_line(text[start - passage.start : end - passage.start]) for start, end in parts]
        return Quote(
            " … ".join(runs) or one_line(text), self.place(passage.file, passage.start, passage.end, passage.page)
        )


def _few(provisions: Sequence[str]) -> str:
    more = f"; … +{len(provisions) - _MOST}" if len(provisions) > _MOST else ""
    return "; ".join(one_line(p) for p in provisions[:_MOST]) + more


def titled(node: Node) -> str:
    """Type and title, the type once: 'Luật Tổ chức Chính phủ'."""
    title = node.title or ""
    return title if title.lower().startswith(node.type.lower()) else f"{node.type} {title}".strip()


def day(date: str) -> str:
    """A partial date as Vietnamese texts write it: '15/7/2021', '7/2021', '2021'."""
    return "/".join(str(int(p)) for p in reversed(date.split("-")))


def years(period: tuple[int, int] | None) -> str:
    """'2026–2030', of one year '2023', of none ''.

    >>> years((2026, 2030)), years((2023, 2023)), years(None)
    ('2026–2030', '2023', '')
    """
    return "–".join(map(str, dict.fromkeys(period or ())))


def one_line(text: str) -> str:
    """Words of a quote in one line: the bytes of the text keep their breaks, a table cannot."""
    return " ".join(text.split())


def facts(frame: Frame, pairs: Sequence[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """Labelled facts; what says nothing is left out."""
    return tuple((frame[key], one_line(str(value))) for key, value in pairs if value not in (None, "", (), []))
