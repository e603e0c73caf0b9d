"""JSON Schemas of the record and of every answer, out of the types: `python -m api.schemas [FOLDER]`."""

import sys
from pathlib import Path as Folder
from typing import Any

import msgspec

from api.ingest import Summary
from graph.record import Record
from queries.analysis import Finding
from queries.answers import (
    Citation,
    Conflict,
    Covered,
    Graph,
    Hit,
    Implementer,
    Lineage,
    Missing,
    Path,
    Resolved,
    Shown,
    Stats,
    TaskAnswer,
)
from queries.sparql import SparqlAnswer

FOLDER = Folder(__file__).resolve().parent.parent / "docs" / "schemas"
# What each command prints with --format json; extract prints one record a line.
ANSWERS: dict[str, Any] = {
    "analyse": list[Finding],
    "citations": list[Citation],
    "conflicts": list[Conflict],
    "coverage": list[Covered],
    "extract": Record,
    "graph": Graph,
    "implementers": list[Implementer],
    "ingest": Summary,
    "lineage": Lineage,
    "missing": list[Missing],
    "path": Path,
    "resolve": Resolved,
    "search": list[Hit],
    "show": Shown,
    "sparql": SparqlAnswer,
    "stats": Stats,
    "tasks": list[TaskAnswer],
}


def schemas() -> dict[str, bytes]:
    """Each schema as its file is written."""
    made = {}
    for name, shape in ANSWERS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(shape)}
        made[f"{name}.json"] = msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=2) + b"\n"
    return made


def main(folder: Folder = FOLDER) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(*(Folder(a) for a in sys.argv[1:]))
