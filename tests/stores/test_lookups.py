"""What every store finds by looking over many rows: names, areas, disputes, words; written against the port alone."""

from collections.abc import Iterator

import pytest

from graph.store.port import Store, written
from tests.graph.making import Made, cited
from tests.stores.test_behaviour import CP76, ID76, PLAN, STORES, X, Y, plan, put


@pytest.fixture(params=[pytest.param(s, marks=[pytest.mark.xdist_group(s)] * (s == "neo4j")) for s in sorted(STORES)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    made = STORES[request.param](request)
    yield made
    made.close()


def draft() -> Made:
    made = Made("draft")
    made.document("Kế hoạch", None, None, Y, "dự thảo", stage="draft", place="tỉnh Sơn La")
    made.claims("d1", "IMPLEMENTS", made.cites(*CP76)).task("d1", "Góp ý dự thảo", "UBND cấp xã")
    return made


def test_neighbours_are_both_ends(store: Store) -> None:
    """Ends of edges out and in, by relation, without those of drafts, cut where asked."""
    put(store, plan().record(), plan("b", code="317/KH-UBND").record(), draft().record())
    ends = store.neighbours([PLAN, ID76, "none"])
    assert ends == {PLAN: [ID76], ID76: [PLAN, PLAN.replace("316", "317")], "none": []}
    assert store.neighbours([ID76], ["REPLACES"]) == {ID76: []}
    assert len(store.neighbours([ID76], ["IMPLEMENTS"], drafts=True)[ID76]) == 3
    assert store.neighbours([ID76], limit=0) == {ID76: [PLAN]}
    assert list(store.pairs(["IMPLEMENTS", "CITES"])) == [(end, "IMPLEMENTS", ID76) for end in ends[ID76]]
    assert list(store.pairs(["REPLACES"])) == []


def test_what_is_named_and_not_loaded(store: Store) -> None:
    """By how many loaded documents name it; what is loaded, and what only drafts name, is not there."""
    law = ("Luật", "39/2019/QH14", "2019-06-13", "Quốc hội", "Đầu tư công")
    put(store, plan().record(), cited("b", CP76, law), cited("c", CP76), draft().record())
    assert [(r.instrument.id, r.count) for r in store.named()] == [
        (ID76, 3),
        ("luat~39-2019-qh14~2019-06-13~quoc-hoi", 1),
    ]
    assert store.named(drafts=True)[0].count == 4
    assert [r.instrument.type for r in store.named(["Luật"])] == ["Luật"]
    assert len(store.named(most=0)) == 1
    assert store.naming([ID76])[ID76] == sorted(i for i, row in _loaded(store) if row)
    assert len(store.naming([ID76], limit=1)[ID76]) == 2
    assert store.naming([PLAN]) == {PLAN: []}


def _loaded(store: Store) -> list[tuple[str, bool]]:
    return [(r.id, r.loaded and r.stage == "issued") for r in store.all_instruments()]


def test_two_dates_and_two_titles(store: Store) -> None:
    """An instrument that files date or call differently is disputed, and every naming says how it calls it."""
    put(store, cited("a", CP76), cited("b", CP76))
    assert store.disputed() == []
    put(store, cited("c", ("Nghị quyết", "76/NQ-CP", "2012-07-15", "Chính phủ")))
    (row,) = store.disputed()
    assert (row.id, row.dates) == (ID76, ("2012-07-15",))
    assert [(s.issued, s.text == store.text(s.file, s.start, s.end)) for s in store.sayings([ID76])].count(
        ("2012-07-15", True)
    ) == 1
    put(store, cited("d", (*CP76, "Cải cách hành chính")), cited("e", (*CP76, "Bảo vệ rừng phòng hộ")))
    assert [r.titles for r in store.disputed()] == [("Cải cách hành chính",)]


def test_numbers_of_several_instruments(store: Store) -> None:
    """The keys of numbers that more than one instrument has."""
    put(store, plan().record(), cited("b", CP76))
    assert store.shared_numbers() == []
    put(store, plan("c", issuer=Y).record())
    assert [len(store.by_number(key)) for key in store.shared_numbers()] == [2]


def test_areas_of_loaded_documents(store: Store) -> None:
    """Documents are counted where they belong; a former province is another than the one of today."""
    placed = {
        "k1": ("2024-01-02", "tỉnh Lâm Đồng"),
        "k2": ("2025-12-09", "tỉnh Lâm Đồng"),
        "k3": ("2024", "tỉnh Sơn La"),
    }
    placed["k4"] = ("2023", "xã Tú Xuyên, huyện Văn Quan, tỉnh Lạng Sơn")
    for name, (issued, place) in placed.items():
        made = Made(name)
        own = made.document("Kế hoạch", f"{name[1]}/KH-UBND", issued, f"UBND {place}", "cải cách", place=place)
        written(store, [(made.task(own, "Rà soát", "UBND cấp xã").record(), name)])
    put(store, draft().record())
    assert store.areas("vn") == {
        "vn/14": 1,
        "vn/20/huyen-van-quan/xa-tu-xuyen": 1,
        "vn/68": 1,
        "vn/68@2025-07-01": 1,
    }
    assert store.areas("vn/14", drafts=True) == {"vn/14": 2}
    assert store.areas("vn/20") == {"vn/20/huyen-van-quan/xa-tu-xuyen": 1}
    assert store.areas("") == store.areas("vn/6") == {}
    assert [r.issued for r in store.of_area("vn/68")] == ["2024-01-02"]
    assert len(store.tasks(areas=["vn/14", "vn/20"])) == 2
    assert len(store.tasks(areas=["vn", "vn/14"], drafts=True)) == 5
    assert [t.document for t in store.tasks(["ubnd-cap-xa"], areas=["vn/68"])] == [store.of_area("vn/68")[0].id]
    assert store.tasks(documents=[store.of_area("vn/14")[0].id], areas=["vn/68"]) == []


@pytest.mark.parametrize(
    ("words", "found"), [("chu tri", 1), ("tham", 1), ("tham chu", 1), ("mu", 0), ("du", 0), ("", 0)]
)
def test_tasks_by_words(store: Store, words: str, found: int) -> None:
    """All words of text or product, the last as a prefix; each once, and none that went."""
    written(store, [(plan().record(), "a"), (plan("pdf", "pdf").record(), "b"), (draft().record(), "c")])
    words = words if words != "mu" else "tham mu x"
    assert len(store.task_candidates(words.split())) == found
    assert len(store.task_candidates(["du", "thao"], drafts=True)) == 1
    with store.write() as writer:
        writer.drop("a")
        writer.drop("b")
    assert store.task_candidates(words.split()) == []
    store.rebuild()
    assert len(store.task_candidates(["gop"], drafts=True)) == 1


def test_beginnings_that_few_and_many_words_share(store: Store) -> None:
    """Long and short, of words that stand alone and by the hundred: found as they are, also when some have gone."""
    many = plan(title="mã " + " ".join(f"tiep{n}" for n in range(150)))
    put(store, many.record(), plan("b", code="317/KH-UBND", title="tiếp tục, tiếp nhận").record())
    other = PLAN.replace("316", "317")
    for words, found in (
        ("tiep", [PLAN, other]), ("tie", [PLAN, other]), ("tiep1", [PLAN]), ("tiep149", [PLAN]), ("tiep15", [PLAN]),
        ("tiep150", []), ("nhan tiep", [other]), ("tiep nha", [other]), ("tiep nhan", [other]), ("tiepz", []),
    ):  # fmt: skip
        assert [r.id for r in store.search_candidates(words.split())] == found, words
    with store.write() as writer:
        writer.drop(many.record().source)
    assert [r.id for r in store.search_candidates(["tiep"])] == [other]
    assert store.search_candidates(["tiep1"]) == []


def test_bodies_by_words_and_collectives(store: Store) -> None:
    """Words in any order, in either spelling; kinds of bodies apart."""
    put(store, plan().record(), draft().record())
    assert [b.id for b in store.bodies_with(["lang", "tu", "ph"])] == ["so-tu-phap-tinh-lang-son"]
    assert [b.id for b in store.bodies_with(["xa", "cap"])] == ["ubnd-cap-xa"] == [b.id for b in store.collectives()]
    assert store.bodies_with([]) == store.bodies_with(["noi", "vu"]) == []
    with store.write() as writer:
        writer.drop("draft.txt")
    assert store.collectives() == store.bodies_with(["cap"]) == []
    assert X  # the plan's own issuer is no body of a task
    assert store.bodies_with(["ubnd"]) == []


def test_mentions_without_drafts_and_edges_between(store: Store) -> None:
    """What drafts name, and what they claim, only where asked for; edges to one instrument from some of many."""
    put(
        store,
        plan().record(),
        plan("draft", code="39/KH-UBND", stage="draft").record(),
        plan("other", code="40/KH-UBND").record(),
    )
    sources = [m.source for m in store.mentions([ID76], "in")]
    draft = next(s for s in sources if "39" in s)
    assert [m.source for m in store.mentions([ID76], "in", drafts=False)] == [s for s in sources if s != draft]
    assert [m.target for m in store.mentions([draft], "out", drafts=False)] == []
    assert store.between([PLAN, draft, PLAN], ID76) == store.edges([PLAN], "out")[PLAN]
    assert [e.source for e in store.between(sources, ID76, drafts=True)] == sources
    assert store.between([ID76], PLAN) == []
