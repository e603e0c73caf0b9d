"""A family as an Excel file: its relations with their quotes, its instruments, what was loaded. Texts stay texts."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any

from queries.answers import LineageEdge
from queries.family import Family, GroupEdge
from viz.entries import Frame, one_line
from viz.escaping import escaped
from viz.picture import group_name
from viz.workbook import MOST_CHARACTERS

_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
_RELATIONS = (
    ("source", 44), ("relation", 24), ("target", 44), ("count", 8), ("quote", 70), ("place", 34), ("source_id", 30),
    ("relation_id", 16), ("target_id", 30),
)  # fmt: skip
_NODES = (("name", 60), ("title", 70), ("level", 18), ("issued", 12), ("loaded", 12), ("group", 30), ("id", 44))

COLUMNS = ("relations", "nodes", *dict.fromkeys(key for key, _ in (*_RELATIONS, *_NODES)))


def family_workbook(found: Family, frame: Frame, words: Mapping[str, str], summary: Sequence[str]) -> bytes:
    """The file; `words`: names of sheets and columns; `summary`: lines above the relations."""
    target = io.BytesIO()
    options: dict[str, Any] = {"in_memory": True}
    options |= dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = import_module("xlsxwriter").Workbook(target, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # equal answers are equal files
    formats = {
        "text": book.add_format(_FONT),
        "head": book.add_format({**_FONT, "bold": True, "bg_color": "#D9E1F2", "align": "center"}),
        "plain": book.add_format({k: v for k, v in _FONT.items() if k in ("font_name", "font_size")}),
    }
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
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for n, line in enumerate(summary):
        sheet.write_string(n, 0, _text(line), formats["plain"])
    head = len(summary)
    for n, (key, width) in enumerate(columns):
        sheet.set_column(n, n, width)
        sheet.write_string(head, n, _text(words[key]), formats["head"])
    for nth, row in enumerate(rows, head + 1):
        for n, (key, _) in enumerate(columns):
            value = row.get(key, "")
            if isinstance(value, int):
                sheet.write_number(nth, n, value, formats["text"])
            else:
                sheet.write_string(nth, n, _text(value), formats["text"])
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, head + max(len(rows), 1), len(columns) - 1)
    sheet.repeat_rows(head)


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


def _text(value: str) -> str:
    return escaped(value, lines=True)[:MOST_CHARACTERS]
