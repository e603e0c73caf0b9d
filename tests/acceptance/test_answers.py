"""The questions of a legal officer over the five seeds, as the command answers them (issue 3, 5.3 and 5.4)."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.record import Record
from tests.cli.making import phahe

Row = dict[str, Any]
ROLES = {  # of Sở Tư pháp, as the gold files and their guide decide them
    ("Sơn La", "VI.3.a"): {"responsible"},
    ("Sơn La", "VI.3.b"): {"lead"},
    ("Sơn La", "VI.3.c"): {"lead"},
    **{("Sơn La", f"Phụ lục I.{n}"): {"coordinate" if n == 5 else "lead"} for n in range(3, 9)},
}
TWO_OF_LANG_SON = [{"coordinate", "responsible"}, {"lead"}]  # both at V.4


@pytest.fixture(scope="module")
def folder(seeds: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the five seeds."""
    made = tmp_path_factory.mktemp("seeds")
    done = phahe("ingest", str(seeds[0].parent), "--format", "json", cwd=made)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["loaded"] == 5
    return made


@pytest.fixture(scope="module")
def graph(folder: Path) -> Row:
    """What `phahe export` writes."""
    assert phahe("export", "graph.json", cwd=folder).returncode == 0
    exported: Row = json.loads((folder / "graph.json").read_text("utf-8"))
    return exported


def rows(folder: Path, *question: str) -> list[Row]:
    done = phahe(*question, "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    found: list[Row] = json.loads(done.stdout)
    return found


def test_who_carries_a_resolution_out(folder: Path, seed_records: list[Record]) -> None:
    """Three plans directly, one decision through the plan it issues; nothing else, each with its quote and chain."""
    texts = {d.id: r.text for r in seed_records for d in r.documents}
    found = rows(folder, "implementers", "NQ 76/NQ-CP ngày 15/7/2021")
    said = [(n["type"], n["code"], n["place"].split(", ")[0], n["direct"]) for n in found]
    assert sorted(said, key=str) == [
        ("Kế hoạch", "316/KH-UBND", "tỉnh Lạng Sơn", True),
        ("Kế hoạch", None, "tỉnh Sơn La", True),
        ("Kế hoạch", None, "xã Tú Xuyên", True),
        ("Quyết định", "2407/QĐ-UBND", "tỉnh Sơn La", False),
    ]
    assert ["2023" in n["title"] for n in found].count(True) == 1  # the commune's plan, whose head is lost
    for node in found:
        assert node["chain"][0] == node["id"]
        assert node["chain"][-1] == "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
        assert node["evidence"]
        for quote in node["evidence"]:
            assert texts[quote["document"]][quote["start"] : quote["end"]] == quote["text"]
        if node["direct"]:
            assert any("76/NQ-CP" in quote["text"] for quote in node["evidence"])


def test_what_a_department_must_do(folder: Path, seed_records: list[Record]) -> None:
    """Sở Tư pháp of the two provinces: exactly eleven tasks, where they stand and with the guide's roles."""
    texts = {d.id: r.text for r in seed_records for d in r.documents}
    found = rows(folder, "tasks", "--organization", "Sở Tư pháp")
    assert len(found) == 11
    lang_son = []
    here: dict[tuple[str, str], set[str]] = {}
    for task in found:
        named = [a for a in task["assignees"] if a["organization"].startswith("Sở Tư pháp tỉnh ")]
        assert all(a["via"] is None for a in named)
        (place,) = {a["organization"].removeprefix("Sở Tư pháp tỉnh ") for a in named}
        roles = {a["role"] for a in named}
        assert len(roles) == len(named)
        for quote in task["evidence"]:
            assert texts[quote["document"]][quote["start"] : quote["end"]] == quote["text"]
        if place == "Lạng Sơn":
            assert task["where"] == "V.4"
            lang_son.append(roles)
        else:
            here[place, task["where"]] = roles
    assert here == ROLES
    assert sorted(lang_son, key=len, reverse=True) == TWO_OF_LANG_SON


def test_the_roles_are_those_of_the_gold_files(shared: Path) -> None:
    """The table above is the gold files' own."""
    gold: Counter[tuple[str, str]] = Counter()
    for path in (shared / "gold").glob("*.json"):
        for task in json.loads(path.read_text("utf-8"))["tasks"]:
            gold.update((task["where"], a["role"]) for a in task["assignees"] if a["org"] == "Sở Tư pháp")
    mine = Counter((where, role) for (_, where), roles in ROLES.items() for role in roles)
    assert gold == mine + Counter(("V.4", role) for roles in TWO_OF_LANG_SON for role in roles)


def test_every_quote_stands_where_it_says(graph: Row, seed_records: list[Record]) -> None:
    """At least 90 instruments and 130 edges; each edge, task and target is re-read at its offsets."""
    texts = {r.sha256: r.text for r in seed_records}
    assert len(graph["instruments"]) >= 90
    assert len(graph["edges"]) >= 130
    assert len(graph["documents"]) == 6
    assert all(edge["evidence"] for edge in graph["edges"])
    quotes = [quote for edge in graph["edges"] for quote in edge["evidence"]] + graph["tasks"] + graph["targets"]
    for quote in quotes:
        assert quote["text"].strip()
        assert texts[quote["file"]][quote["start"] : quote["end"]] == quote["text"]
    known = {i["id"] for i in graph["instruments"]}
    assert {end for edge in graph["edges"] for end in (edge["source"], edge["target"])} <= known


def test_what_cites_what(folder: Path, seed_records: list[Record]) -> None:
    """Every place where the resolution is named, with the words that stand there; and the way down from it."""
    texts = {d.id: r.text for r in seed_records for d in r.documents}
    found = rows(folder, "citations", "NQ 76/NQ-CP ngày 15/7/2021", "--direction", "in")
    assert len({c["source"]["id"] for c in found}) >= 4
    assert all(texts[c["document"]][c["start"] : c["end"]] == c["text"] for c in found)
    assert all("76" in c["text"] for c in found)
    done = phahe("lineage", "76/NQ-CP", "--direction", "down", "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    lineage: Row = json.loads(done.stdout)
    assert not lineage["truncated"]
    assert {e["relation"] for e in lineage["edges"]} >= {"IMPLEMENTS", "PROMULGATES"}
    assert all(e["evidence"] for e in lineage["edges"])
