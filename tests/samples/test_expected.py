"""What the samples say, written down before anything read them, against what reading finds in them."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from loaders.files import read_file
from loaders.loading import load
from tools.make_samples_docx import build
from tools.samples_report import KINDS, SAMPLES, compare_all, expectations

ROOT = SAMPLES.parent
# (precision, recall) below which a change of the rules is refused; raise them when the report is better
FLOORS = {
    "identity": (0.95, 0.95),
    "instruments": (0.95, 0.95),
    "mentions": (0.95, 0.95),
    "issuers": (0.95, 0.95),
    "relations": (0.90, 0.95),
    "evidence": (0.95, 0.95),
    "tasks": (0.90, 0.95),
    "assignees": (0.90, 0.95),
    "details": (0.90, 0.90),
    "targets": (0.90, 0.95),
}


@pytest.mark.parametrize("kind", KINDS)
def test_reading_finds_what_the_samples_say(kind: str) -> None:
    """Precision and recall of each kind of fact over all samples stay above their floor; every miss is printed."""
    score = compare_all()[kind]
    precision, recall = FLOORS[kind]
    assert score.right, "nothing was compared"
    assert score.precision >= precision, "\n".join(score.misses)
    assert score.recall >= recall, "\n".join(score.misses)


def test_every_sample_has_its_expectations() -> None:
    """No sample without a page of expectations, no page without a sample."""
    names = {p.name for p in SAMPLES.iterdir() if p.is_file()}
    assert len(names) >= 8
    assert names == set(expectations())


@pytest.mark.parametrize("name", sorted(expectations()))
def test_expected_quotes_stand_in_the_text(name: str) -> None:
    """Each quote, task and target that is expected can be found in the sample by eye, white space apart."""
    expected = expectations()[name]
    text = " ".join(_text(name).split())
    rows = [r["is"] if isinstance(r, dict) else r for r in expected["relations"]]
    quotes = [r[3] for r in rows] + [f["text"].removesuffix("…") for f in expected["tasks"] + expected["targets"]]
    assert [q for q in quotes if " ".join(q.split()) not in text] == []


@pytest.mark.parametrize("name", sorted(expectations()))
def test_what_is_made_up_says_so(name: str) -> None:
    """Only a real national instrument may go without MẪU, and it says that its wording is not the official one."""
    text = _text(name)
    assert "MẪU" in text or "không thay cho văn bản chính thức" in text


@pytest.mark.parametrize("source", sorted((ROOT / "tools" / "samples").glob("*.txt")), ids=lambda p: p.stem)
def test_docx_samples_are_made_of_their_sources(source: Path) -> None:
    """The committed .docx is what `make samples` writes: nobody edits one without the other."""
    made = _members(build(source.read_text("utf-8")))
    assert _members((SAMPLES / f"{source.stem}.docx").read_bytes())["word/document.xml"] == made["word/document.xml"]


def _text(name: str) -> str:
    return load(read_file(SAMPLES / name), name).text


def _members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
