"""Numbers that stand for an order, and texts in pages: what the SQLite store answers from without reading all of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import paged
from graph.order import order_key, search_place
from graph.record import RELATIONS
from graph.store import sqlite_refresh
from graph.store.descent import Descent, Direction
from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from graph.store.sqlite import SqliteStore
from tests.graph.making import Made

SIDES: tuple[tuple[Direction, ...], ...] = (("out",), ("in",), ("out", "in"))
HUB = ("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")
_PARTS = st.sampled_from(("quyet-dinh~", "quyet-dinh", "luat~", "ke-hoach~12-kh-ubnd", "~2024-01", "-", "~", "é", "_"))
_IDS = st.lists(st.one_of(_PARTS, st.text("-.019abqu~", max_size=3)), max_size=6).map("".join)


@given(some=st.lists(_IDS, min_size=2, max_size=20))
def test_keys_are_in_the_order_of_ids(some: list[str]) -> None:
    """Whatever the characters; equal keys are allowed, the wrong order is not."""
    keys = [order_key(i) for i in sorted(some)]
    assert keys == sorted(keys)
    assert all(0 <= k < 2**62 for k in keys)


def test_keys_tell_ordinary_ids_apart() -> None:
    """Number, symbol and year of two plans come out apart: a page of a hub has no long ties."""
    ids = [f"ke-hoach~{n}-kh-ubnd~{year}-03-02~ubnd-tinh-son-la" for n in range(1, 300) for year in range(2010, 2026)]
    assert len({order_key(i) for i in ids}) == len(ids)


def test_search_places() -> None:
    """The newest first; of an unknown year last; the same for ever."""
    places = [search_place(year, "x") for year in ("2026-01-01", "2025", "1945-09-02", None)]
    assert places == sorted(places)
    assert (
        search_place("2021-07", "nghi-quyet~76-nq-cp") == search_place("2021", "nghi-quyet~76-nq-cp") == 34266388570613
    )


def test_relations_are_numbered_in_their_order(tmp_path: Path) -> None:
    """The schema's numbers are the places of the vocabulary, which is in the order of names."""
    store = SqliteStore(tmp_path / "a.db")
    assert store._rows("SELECT name FROM relation ORDER BY rel") == [(name,) for name in sorted(RELATIONS)]
    assert list(RELATIONS) == sorted(RELATIONS)
    store.close()


def hub(store: Store) -> Store:
    """A resolution that thirty plans carry out and some cite besides."""
    records = []
    for n in range(30):
        made = Made(f"p{n}")
        own = made.document("Kế hoạch", f"{n % 10 + 1}/KH-UBND", f"20{10 + n % 3}-01-0{n % 7 + 1}", f"UBND tỉnh {n}")
        cited = made.cites(*HUB)
        made.claims(own, "IMPLEMENTS", cited)
        if n % 3 == 0:
            made.claims(own, "GUIDES", cited, act="planned" if n % 2 else "done")
        records.append((made.record(), f"p{n}"))
    return written(store, records)


@pytest.mark.parametrize("tied", [False, True])
def test_the_first_of_a_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tied: bool) -> None:
    """Wherever the cut falls, also between ids that share a key, it is the cut of the store in memory."""
    if tied:
        monkeypatch.setattr(sqlite_refresh, "order_key", lambda i: int(i >= "ke-hoach~4"))
    one, other = hub(SqliteStore(tmp_path / "a.db")), hub(MemoryStore())
    (root,) = (r.id for r in other.by_number("nghi-quyet~76~~cp-nq"))
    for limit in range(36):
        assert one.edges([root], "in", drafts=True, limit=limit) == other.edges([root], "in", drafts=True, limit=limit)
        assert one.edges([root], "in", as_of="2022", limit=limit) == other.edges(
            [root], "in", as_of="2022", limit=limit
        )
    one.close()


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 8192, 10000])
def test_a_text_in_pages(size: int) -> None:
    """Whole, and any run of it, over the borders of pages and behind the end."""
    text = ("Phả hệ văn bản 🏛 \ud800 " * 1000)[:size]
    blob = paged.packed(text)
    assert paged.whole(blob) == text
    paged.check(blob, len(text.encode("utf-8", "surrogatepass")))
    starts, pages = paged.parts(blob)
    for first, last in ((0, 3), (4000, 4200), (4096, 4096), (4095, 8193), (9990, 20000), (30000, 30001)):
        found = ""
        for n in paged.pages_of(first, last):
            begin, length = paged.place_of(starts, n)
            found += paged.page(pages[begin : begin + length])
        before = first // paged.PAGE * paged.PAGE
        assert found[first - before : last - before] == text[first:last]


@pytest.mark.parametrize("issued", [1, 3, 12])
def test_walks_over_what_few_issue_and_much(tmp_path: Path, issued: int) -> None:
    """A decision with what it issues: the same from both stores, whether few are read at once or there are too many."""
    made = Made("decision")
    decision = made.document("Quyết định", "1/QĐ-UBND", "2024-01-02", "UBND tỉnh Sơn La")
    made.claims(decision, "IMPLEMENTS", made.cites(*HUB))
    for n in range(issued):
        plan = made.document("Kế hoạch", f"{n + 2}/KH-UBND", "2024-01-02", "UBND tỉnh Sơn La")
        made.claims(decision, "PROMULGATES", plan)
    stores: list[Store] = [MemoryStore(), SqliteStore(tmp_path / "a.db")]
    for store in stores:
        written(store, [(made.record(), "a")])
    ids = [row.id for row in stores[0].all_instruments()]
    assert len(ids) == issued + 2
    for edges in (2, 50):
        asked = Descent(relations=("IMPLEMENTS", "PROMULGATES"), depth=3, nodes=50, edges=edges)
        for i in ids:
            for sides in SIDES:
                first, second = (store.walk(i, sides, asked) for store in stores)
                assert first == second, (i, edges, sides)
    met = stores[1].walk(next(i for i in ids if "76" in i), ("in",), asked)
    assert len(met.hops) == issued + 2
    stores[1].close()
