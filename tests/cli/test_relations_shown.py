"""What people read of a relation besides its name: how much of the other, what it spares, from when, whether done."""

import ast
from pathlib import Path

import pytest

from queries.answers import Evidence, LineageEdge
from viz.entries import Frame
from viz.labels import labels


def edge(relation: str, **said: object) -> LineageEdge:
    return LineageEdge(source="a", relation=relation, target="b", evidence=[], **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", "bãi bỏ một phần (Điều 2), trừ khoản 1, từ 12/1/2026, đến 31/12/2027"),
        ("en", "repeals in part (Điều 2), except khoản 1, from 12/1/2026, until 31/12/2027"),
    ],
)
def test_scope_exceptions_and_days_are_said(lang: str, words: str) -> None:
    """In both languages; provisions are data and stay as they are."""
    row = edge(
        "REPEALS", scope="part", provisions=["Điều 2"], exceptions=["khoản 1"], valid_from="2026-01-12",
        valid_until="2027-12-31",
    )  # fmt: skip
    assert Frame(labels(lang)).said(row) == words


def test_what_is_not_done_says_so() -> None:
    """Planned and proposed are marked, what is done is not."""
    frame = Frame(labels("vi"))
    assert frame.act(edge("IMPLEMENTS", act="planned")) == " [dự kiến]"
    assert frame.act(edge("IMPLEMENTS", act="done")) == frame.act(edge("IMPLEMENTS")) == ""


def test_a_ground_names_its_provision_without_a_part_and_long_lists_are_cut() -> None:
    """'một phần' is said only of changes; JSON has the provisions that a line leaves out."""
    frame = Frame(labels("vi"))
    assert frame.said(edge("BASED_ON", scope="part", provisions=["Điều 5"])) == "căn cứ (Điều 5)"
    assert frame.said(edge("AMENDS", provisions=[f"Điều {n}" for n in range(1, 12)])).endswith("Điều 8; … +3)")
    assert frame.said(edge("SUSPENDS", until_event="có quy định mới")).endswith(", đến khi có quy định mới")


@pytest.mark.parametrize(("lang", "place"), [("vi", "a.pdf:10-25, tr. 3"), ("en", "a.pdf:10-25, p. 3")])
def test_a_quote_says_its_page(lang: str, place: str) -> None:
    """Behind its place in the text, where the file has pages."""
    frame = Frame(labels(lang), files={"f": "a.pdf"})
    passage = Evidence(document="d", start=10, end=25, text="Căn cứ Luật X", file="f", page=3)
    unpaged = Evidence(document="d", start=10, end=25, text="Căn cứ Luật X", file="f")
    assert frame.quote(passage).place == place
    assert frame.quote(unpaged).place == "a.pdf:10-25"


def test_every_warning_means_something_in_english() -> None:
    """The record's own words are Vietnamese; a table in English says first what the code means."""
    calls = [
        node
        for path in (Path(__file__).resolve().parents[2] / "loaders").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "warn"
    ]
    codes = {c.args[0].value for c in calls if isinstance(c.args[0], ast.Constant)}
    assert len(codes) > 8
    assert codes == {k.removeprefix("warning.") for k in labels("en") if k.startswith("warning.")}
