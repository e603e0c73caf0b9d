"""A family as an Excel file: its relations with their quotes, its instruments, what was loaded. Texts stay texts."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from queries.answers import LineageEdge
from queries.family import Family, GroupEdge
from viz.entries import Frame, one_line
from viz.picture import group_name
from viz.sheets import new_book, page, text, write_head, write_row

_RELATIONS = (
    ("source", 44), ("relation", 24), ("target", 44), ("count", 8), ("quote", 70), ("place", 34), ("source_id", 30),
    ("relation_id", 16), ("target_id", 30),
)  # fmt: skip
_NODES = (("name", 60), ("title", 70), ("level", 18), ("issued", 12), ("loaded", 12), ("group", 30), ("id", 44))

COLUMNS = ("relations", "nodes", *dict.fromkeys(key for key, _ in (*_RELATIONS, *_NODES)))


def family_workbook(found: Family, frame: Frame, words: Mapping[str, str], summary: Sequence[str]) -> bytes:
    """The file; `words`: names of sheets and columns; `summary`: lines above the relations."""
    target = io.BytesIO()
    book, formats = new_book(target, in_memory=True)
    _sheet(book, words, "relations", _RELATIONS, _relation_rows(found, frame), formats, summary)
    _sheet(book, words, "nodes", _NODES, _node_rows(found, frame), formats, ())
    book.close()
    return target.getvalue()


def _sheet(
    book: Any,
    words: Mapping[str, str],
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: list[dict[str, str | int]],
    formats: Mapping[str, Any],
    summary: Sequence[str],
) -> None:
    sheet = book.add_worksheet(words[name])
    for n, line in enumerate(summary):
        sheet.write_string(n, 0, text(line), formats["plain"])
    head, widths = len(summary), [width for _, width in columns]
    for n, width in enumerate(widths):
        sheet.set_column(n, n, width)
    write_head(sheet, head, [words[key] for key, _ in columns], widths, formats)
    for nth, row in enumerate(rows, head + 1):
        write_row(sheet, nth, [row.get(key, "") for key, _ in columns], widths, formats)
    page(sheet, head, head + max(len(rows), 1), len(columns))


def _relation_rows(found: Family, frame: Frame) -> list[dict[str, str | int]]:
    names = {n.id: frame.name(n) for n in found.nodes} | {g.id: group_name(g, frame) for g in found.groups}
    rows: list[dict[str, str | int]] = []
    edges: list[LineageEdge | GroupEdge] = [*found.edges, *found.group_edges]
    for edge in edges:
        row: dict[str, str | int] = {
            "source": names[edge.source], "target": names[edge.target], "source_id": edge.source,
            "relation_id": edge.relation, "target_id": edge.target,
        }  # fmt: skip
        if isinstance(edge, LineageEdge):
            quote = frame.quote(edge.evidence[0]) if edge.evidence else None
            row |= {"relation": frame.said(edge) + frame.act(edge), "count": 1}
            row |= {"quote": quote.text, "place": quote.place} if quote else {}
        else:
            row |= {"relation": frame[edge.relation], "count": edge.count}
        rows.append(row)
    return rows


def _node_rows(found: Family, frame: Frame) -> list[dict[str, str | int]]:
    grouped = [(m, g.level, group_name(g, frame)) for g in found.groups for m in g.members]
    every = [*((n, n.level, "") for n in found.nodes), *grouped]
    return [
        {
            "name": frame.name(n), "title": one_line(n.title or ""), "level": frame[f"lane_{level}"],
            "issued": n.issued or "", "loaded": "" if n.loaded else frame["not_loaded"], "group": group, "id": n.id,
        }
        for n, level, group in every
    ]  # fmt: skip
