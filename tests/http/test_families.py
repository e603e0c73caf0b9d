"""Picture = tree = table = JSON = exports: the same edges in every form of every lineage page; an address is its state."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from starlette.testclient import TestClient

from graph.store.opening import open_store
from queries.family import Family, Wanted, family
from tests.cli.making import TEXT, family_store, phahe
from tests.conftest import ROOT
from tests.http.conftest import client_of
from tests.queries.family import pairs_of
from viz.entries import Frame
from viz.labels import labels
from viz.picture import drawing, svg

NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
SEEDS = ROOT.parent / "shared" / "seeds"
STATES = ("", "up=2&down=2", "up=0&down=3&levels=tinh&levels=xa", "down=2&relations=IMPLEMENTS&from=2021")
Edges = list[tuple[str, str, str]]


def split(found: list[str]) -> Edges:
    """The attribute that pictures, trees and tables carry."""
    return sorted((a, b, c) for a, b, c in (edge.split(" ") for edge in found))


def in_json(content: bytes) -> Edges:
    """Of the family as data."""
    data = json.loads(content)
    return sorted((e["source"], e["relation"], e["target"]) for e in [*data["edges"], *data["group_edges"]])


def in_workbook(content: bytes) -> Edges:
    """The ids in the first sheet; its head stands under lines about what was asked."""
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if "Mã quan hệ" in row)
    places = [rows[head].index(name) for name in ("Mã văn bản", "Mã quan hệ", "Mã văn bản kia")]
    return sorted((str(row[places[0]]), str(row[places[1]]), str(row[places[2]])) for row in rows[head + 1 :])


def in_file(content: str) -> Edges:
    """What vis-network is given."""
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', content, re.S)[1])  # type: ignore[index]
    return sorted((e["from"], e["relation"], e["to"]) for e in data["edges"])


def forms(client: TestClient, path: str, state: str) -> dict[str, Edges]:
    """The edges of each form of one page."""
    got = {name: client.get(f"{path}?{state}&as={name}").text for name in ("picture", "tree", "table")}
    found = {name: split(re.findall(r'data-edge="([^"]*)"', text)) for name, text in got.items()}
    found["svg"] = split(re.findall(r'data-edge="([^"]*)"', client.get(f"{path}.svg?{state}").text))
    found["json"] = in_json(client.get(f"{path}.json?{state}").content)
    found["xlsx"] = in_workbook(client.get(f"{path}.xlsx?{state}").content)
    found["html"] = in_file(client.get(f"{path}.html?{state}").text)
    return found


@pytest.fixture(scope="module")
def seeds_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds in a store."""
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds is not on this machine")
    path = tmp_path_factory.mktemp("seeds") / "seeds.db"
    assert phahe("ingest", str(SEEDS), "--store", str(path), cwd=ROOT).returncode == 0
    return path


def families(path: Path, wanted: Wanted = Wanted()) -> Iterator[Family]:  # noqa: B008 - frozen
    """Of every instrument of a store, loaded or only named."""
    store = open_store(path)
    for row in store.all_instruments():
        if row.stage != "draft":
            yield family(store, row, wanted)
    store.close()


@pytest.mark.parametrize("state", STATES)
def test_all_forms_say_the_same(client: TestClient, samples_db: Path, state: str) -> None:
    """Of every lineage page of what is loaded, in several states."""
    store = open_store(samples_db)
    loaded = [r.id for r in store.all_instruments() if r.loaded and r.stage != "draft"]
    store.close()
    some = loaded if not state else loaded[::4]
    edges = 0
    for i in some:
        found = forms(client, f"/van-ban/{i}/pha-he", state)
        assert all(value == found["json"] for value in found.values()), (i, found)
        edges += len(found["json"])
    assert edges


def test_all_forms_say_the_same_of_the_seeds(seeds_db: Path) -> None:
    """As above, of real documents."""
    store = open_store(seeds_db)
    loaded = [r.id for r in store.all_instruments() if r.loaded]
    store.close()
    with client_of(seeds_db) as client:
        for i in loaded:
            for state in STATES[:2]:
                found = forms(client, f"/van-ban/{i}/pha-he", state)
                assert found["json"]
                assert all(value == found["json"] for value in found.values()), (i, state)


@pytest.mark.parametrize("name", ["samples_db", "seeds_db"])
def test_every_picture_has_the_edges_of_its_answer(name: str, request: pytest.FixtureRequest) -> None:
    """Of every instrument, also of what is only named: no box over another, the same picture each time."""
    frame = Frame(labels("vi"))
    for found in families(request.getfixturevalue(name), Wanted(up=2, down=2)):
        drawn = svg(drawing(found, frame), frame)
        assert split(re.findall(r'data-edge="([^"]*)"', drawn)) == pairs_of(found)
        boxes = drawing(found, frame).boxes
        assert len({(b.x, b.y) for b in boxes}) == len(boxes) == len(found.nodes) + len(found.groups)
        assert svg(drawing(found, frame), frame) == drawn
        ElementTree.fromstring(drawn)  # noqa: S314 - our own


def links(text: str) -> list[str]:
    """Addresses in a page."""
    return [x.replace("&amp;", "&") for x in re.findall(r'href="([^"]*)"', text)]


def test_an_address_is_the_state(client: TestClient) -> None:
    """'+n' and '×' are links: what they lead to has more, or less, and the way back."""
    first = client.get(f"/van-ban/{NQ}/pha-he").text
    more = next(x for x in links(first) if "open_down=" in x)
    opened = client.get(more.partition("#")[0]).text
    assert opened.count("data-edge") > first.count("data-edge")
    assert any(x.startswith(f"/van-ban/{NQ}/pha-he#v-") for x in links(opened))  # closes it again
    hide = next(x for x in links(first) if "hide=" in x)
    hidden = client.get(hide).text
    assert hidden.count("data-edge") < first.count("data-edge")
    assert "Hiện lại" in hidden
    tree = client.get(f"{hide}&as=tree").text
    assert tree.count("data-edge") == hidden.count("data-edge")
    exported = next(x for x in links(hidden) if "pha-he.svg" in x)
    assert "hide=" in exported
    assert client.get(exported).text.count("data-edge") == hidden.count("data-edge")


def test_drafts_go_along(client: TestClient) -> None:
    """Who counts drafts counts them behind every link of the picture, and in its form."""
    page = client.get(f"/van-ban/{NQ}/pha-he?include_drafts=true").text
    own = [x for x in links(page) if "/pha-he" in x]
    assert own
    assert all("include_drafts=true" in x for x in own)
    assert page.count('name="include_drafts"') == 3


def test_drafts_are_explored(tmp_path: Path) -> None:
    """Exploration has them too where they count, of one instrument and of all; so have the files of a page."""
    with client_of(family_store(tmp_path)) as client:
        root = client.get("/api/v1/resolve?q=76/NQ-CP").json()["matches"][0]["id"]
        for path in (f"/kham-pha?instrument={root}&up=2&down=2", "/kham-pha?"):
            pages = [client.get(f"{path}&include_drafts={said}").text for said in ("true", "")]
            assert pages[0].count("<tr><td>") > pages[1].count("<tr><td>")
            assert [page.count('name="include_drafts"') for page in pages] == [2, 0]  # its own form, and the box above
        own = links(client.get(f"/van-ban/{root}/thuc-hien?include_drafts=true").text)
        assert {x for x in own if "implementers." in x} == {
            f"/api/v1/instruments/{root}/implementers.{e}?include_drafts=true" for e in ("csv", "json")
        }


def test_a_png_is_the_picture(client: TestClient) -> None:
    """Twice as fine as the drawing, drawn with the typeface of the package."""
    got = client.get(f"/van-ban/{NQ}/pha-he.png")
    assert got.headers["content-type"] == "image/png"
    assert got.content.startswith(b"\x89PNG")
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', client.get(f"/van-ban/{NQ}/pha-he.svg").text)
    assert size
    wide, high = (int.from_bytes(got.content[n : n + 4]) for n in (16, 20))
    assert (wide, high) == (2 * int(size[1]), 2 * int(size[2]))
    assert len(set(got.content)) > 200


def test_what_cannot_be_drawn_is_said(client: TestClient) -> None:
    """Bad values and endings have their status and a page; the English name of the page leads to it."""
    for query in ("up=9", "from=x", "levels=nowhere", "relations=LIKES", "as=film"):
        assert client.get(f"/van-ban/{NQ}/pha-he?{query}").status_code == 422
    assert client.get(f"/van-ban/{NQ}/pha-he.exe").status_code == 404
    assert client.get("/van-ban/khong~co/pha-he").status_code == 404
    moved = client.get("/van-ban/nghi-quyet~76-nq-cp/pha-he?as=tree", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, f"/van-ban/{NQ}/pha-he?as=tree")
    moved = client.get(f"/explore?instrument={NQ}", follow_redirects=False)
    assert moved.headers["location"] == f"/kham-pha?instrument={NQ}"


def test_relations_come_page_by_page(client: TestClient) -> None:
    """The pages of a kind together are what the answer has, in its order; the total is that of all."""
    shown = client.get(f"/api/v1/instruments/{NQ}").json()["relations"]["in"]
    wanted = [r["source"]["id"] for r in shown if r["relation"] == "IMPLEMENTS"]
    page = client.get(f"/van-ban/{NQ}/quan-he?direction=in&relation=IMPLEMENTS").text
    assert re.findall(r'<li><a class="doc" href="/van-ban/([^"]*)"', re.sub(r">\s+<", "><", page)) == wanted
    behind = client.get(f"/van-ban/{NQ}/quan-he?direction=in&relation=IMPLEMENTS&after={wanted[0]}").text
    assert re.findall(r'<li><a class="doc" href="/van-ban/([^"]*)"', re.sub(r">\s+<", "><", behind)) == wanted[1:]
    assert f'<span class="count">{len(wanted)}</span>' in behind


def test_what_is_looked_for_is_ringed(client: TestClient) -> None:
    """By words without diacritics; the count is said, in every form; what is shown stays the same."""
    plain = client.get(f"/van-ban/{NQ}/pha-he").text
    found = client.get(f"/van-ban/{NQ}/pha-he?find=xa kim lien").text
    assert found.count('class="item found"') == 1
    assert plain.count('class="item found"') == 0
    assert found.count("data-edge") == plain.count("data-edge")
    assert "1 văn bản" in found
    assert "1 văn bản" in client.get(f"/van-ban/{NQ}/pha-he?find=xa kim lien&as=table").text


def test_hostile_words_stay_words_in_files(tmp_path: Path) -> None:
    """A title full of markup, bidi marks, a formula and 10,000 characters in every file of a picture."""
    title = "=1+1 </script><script>alert(1)</script> <b> \"'>\u202e" + "dài " * 2_500
    text = TEXT.format(number=5).replace("Thử nghiệm số 5", f"Thử {title} nghiệm")
    (tmp_path / "x.txt").write_text(text, "utf-8")
    assert phahe("ingest", "x.txt", "--store", "h.db", cwd=tmp_path).returncode == 0
    with client_of(tmp_path / "h.db") as client:
        own = client.get("/api/v1/resolve?q=5/KH-UBND").json()["matches"][0]["id"]
        found = forms(client, f"/van-ban/{own}/pha-he", "")
        assert found["json"]
        assert all(value == found["json"] for value in found.values())
        ElementTree.fromstring(client.get(f"/van-ban/{own}/pha-he.svg").text)  # noqa: S314 - our own
        assert client.get(f"/van-ban/{own}/pha-he.png").content.startswith(b"\x89PNG")
        assert "<script>alert" not in client.get(f"/van-ban/{own}/pha-he.html").text
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/van-ban/{own}/pha-he.xlsx").content))
        assert {c.data_type for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None} <= {
            "s",
            "n",
        }
