"""The log of loads, corrections as data, and the one way to write JSON."""

from pathlib import Path

from graph.canonical import canonical, export
from graph.corrections import ClaimCorrection, MentionCorrection, Naming, Place, from_line, to_line
from graph.log import Entry, beside
from graph.store.memory import MemoryStore
from graph.store.port import written
from tests.graph.making import Made


def entry(path: str) -> Entry:
    return Entry(at="2026-01-02T03:04:05+07:00", event="loaded", path=path, sha256="ab" * 32, reading="1")


def test_the_log_only_grows(tmp_path: Path) -> None:
    """Entries come back in their order; a line that a crash cut off is left out."""
    log = beside(tmp_path / "phahe.db")
    assert list(log.entries()) == []
    log.append(entry("a"))
    log.append(entry("b\nc"))
    with log.path.open("ab") as file:
        file.write(b'\n{"at": "2026')
    log.append(entry("d"))
    assert [e.path for e in log.entries()] == ["a", "b\nc", "d"]
    assert log.path.name == "phahe.db.log"


def test_corrections_survive_writing() -> None:
    """A correction is tied to bytes and offsets, and reads back as it was written."""
    at = Place("ab" * 32, 3, 9)
    mention = MentionCorrection(at=at, verdict="replace", means=Naming(type="Nghị quyết", code="76/NQ-CP"), by="an")
    claim = ClaimCorrection(at=at, verdict="reject", source=at, relation="IMPLEMENTS", target=at, by="an")
    assert [from_line(to_line(c)) for c in (mention, claim)] == [mention, claim]
    assert b"hand" in to_line(claim)


def test_canonical_json() -> None:
    """Sorted keys, letters as they are, a newline at the end; confidence has two decimals."""
    assert canonical({"b": 1, "a": "Đ"}) == '{\n "a": "Đ",\n "b": 1\n}\n'.encode()
    made = Made("a")
    own = made.document("Kế hoạch", "1/KH-UBND", "2024-01-02", "UBND tỉnh Sơn La")
    made.claims(own, "CITES", made.cites("Nghị quyết", "76/NQ-CP"), confidence=0.87654321)
    written_out = export(written(MemoryStore(), [(made.record(), "/some/where/a.txt")]))
    assert b'"confidence": 0.88' in written_out
    assert b"0.8765" not in written_out
    assert b"/some/where" not in written_out
