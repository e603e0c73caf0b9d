"""`export picture.html` and `.svg`: one file each, the edges of the lineage, nothing from elsewhere, words stay words."""

import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from graph.store.opening import open_store
from tests.cli.making import TEXT, phahe
from viz.notebook import picture as in_notebook

HOSTILE = "</script><script>alert(1)</script> <!-- <b>"
TASK = "\nThực hiện Quyết định số 9/QĐ-TTg ngày 1/2/2024 của Thủ tướng Chính phủ; căn cứ Luật Đất đai năm 2024.\n"


def picture(folder: Path, name: str, *more: str) -> str:
    """The file, drawn around the plan that says hostile things."""
    text = TEXT.format(number=7).replace("Thử nghiệm số 7", f"Thử {HOSTILE} nghiệm") + TASK
    (folder / "a.txt").write_text(text, "utf-8")
    assert phahe("ingest", "a.txt", cwd=folder).returncode == 0
    done = phahe("export", name, "--root", "7/KH-UBND", *more, cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    return (folder / name).read_text("utf-8")


def lineage(folder: Path) -> list[str]:
    """The edges that the question gives."""
    found = json.loads(phahe("lineage", "7/KH-UBND", "--depth", "2", "--format", "json", cwd=folder).stdout)
    return sorted(f"{e['source']} {e['relation']} {e['target']}" for e in found["edges"])


def test_a_picture_for_exploring(tmp_path: Path) -> None:
    """The nodes and edges of the answer, at fixed places; equal answers are equal files; no address of elsewhere."""
    page = picture(tmp_path, "p.html")
    ours = re.sub(r"<script>/\*\*\n \* vis-network.*?</script>", "", page, flags=re.S)  # the library names its home
    assert len(ours) < 50_000
    assert not re.search(r"https?://", ours)
    assert len(re.findall(r"^<script", page, re.M)) == 3
    assert "<script>alert" not in page
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert sorted(f"{e['from']} {e['relation']} {e['to']}" for e in data["edges"]) == lineage(tmp_path)
    assert data["options"]["physics"]["enabled"] is False
    assert all({"x", "y"} <= set(n) for n in data["nodes"])
    assert any(HOSTILE.split(maxsplit=1)[0] in n["name"] for n in data["nodes"])
    assert picture(tmp_path, "p.html") == page


def test_a_picture_to_print(tmp_path: Path) -> None:
    """Well-formed SVG with its own style and no links."""
    drawn = picture(tmp_path, "p.svg", "--depth", "2")
    tree = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    assert sorted(e.get("data-edge", "") for e in tree.iter() if e.get("data-edge")) == lineage(tmp_path)
    assert "<style>" in drawn
    assert "href" not in drawn
    assert "script" not in {e.tag.rpartition("}")[2] for e in tree.iter()}


def test_a_picture_as_pixels(tmp_path: Path) -> None:
    """A PNG whose size is twice that of the SVG."""
    drawn = picture(tmp_path, "p.svg")
    assert phahe("export", "p.png", "--root", "7/KH-UBND", cwd=tmp_path).returncode == 0
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn)
    data = (tmp_path / "p.png").read_bytes()
    assert size
    assert data.startswith(b"\x89PNG")
    assert [int.from_bytes(data[n : n + 4]) for n in (16, 20)] == [2 * int(size[1]), 2 * int(size[2])]


def test_a_picture_in_a_notebook(tmp_path: Path) -> None:
    """The file for exploring in a frame of its own, whose words cannot leave it."""
    page = picture(tmp_path, "p.html")
    store = open_store(tmp_path / "phahe.db")
    shown = in_notebook(store, "7/KH-UBND")
    store.close()
    edges = re.findall(r'"relation":"(\w+)"', page)
    assert re.findall(r'"relation":"(\w+)"', shown.html) == edges
    frame = shown._repr_html_()
    assert frame.count("<") == 2
    assert 'sandbox="allow-scripts"' in frame
    assert unescape(frame).count(shown.html) == 1


def test_a_picture_needs_its_middle(tmp_path: Path) -> None:
    """Without --root it is an error of usage; a citation of nothing leaves no file."""
    picture(tmp_path, "p.svg")
    assert phahe("export", "q.svg", cwd=tmp_path).returncode == 2
    assert phahe("export", "q.svg", "--root", "999/QĐ-XYZ", cwd=tmp_path).returncode == 1
    assert not (tmp_path / "q.svg").exists()
