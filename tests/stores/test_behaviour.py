"""What every store does, written against the port alone; another store joins by a line in `STORES`."""

from collections.abc import Callable, Iterator

import pytest

from graph.canonical import export
from graph.folding import fold
from graph.identity import name_key, number_key
from graph.record import Record
from graph.segments import Segment
from graph.store.errors import StoreError
from graph.store.memory import MemoryStore
from graph.store.port import ExtentRow, Store, written
from graph.store.sqlite import SqliteStore
from tests.graph.making import Made, cited
from tests.neo4j.server import emptied

STORES: dict[str, Callable[[pytest.FixtureRequest], Store]] = {
    "memory": lambda _: MemoryStore(),
    "sqlite": lambda request: SqliteStore(request.getfixturevalue("tmp_path") / "phahe.db"),
    "neo4j": lambda request: emptied(request.getfixturevalue("neo4j_server").url),
}
CP76 = ("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")
ID76 = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
X, Y = "UBND tỉnh Lạng Sơn", "UBND tỉnh Sơn La"


@pytest.fixture(params=[pytest.param(s, marks=[pytest.mark.xdist_group(s)] * (s == "neo4j")) for s in sorted(STORES)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    made = STORES[request.param](request)
    yield made
    made.close()


def plan(name: str = "a", form: str = "txt", **given: str | None) -> Made:
    made = Made(name, form)
    facts = {"code": "316/KH-UBND", "issued": "2025-12-09", "issuer": X, "title": "cải cách hành chính"} | given
    own = made.document("Kế hoạch", **facts)  # type: ignore[arg-type]
    made.claims(own, "IMPLEMENTS", made.cites(*CP76))
    made.task(own, "Chủ trì tham mưu", "Sở Tư pháp tỉnh Lạng Sơn").target(own, "95% hồ sơ")
    return made.warns("made")


PLAN = "ke-hoach~316-kh-ubnd~2025-12-09~ubnd-tinh-lang-son"


def put(store: Store, *records: Record) -> Store:
    return written(store, [(r, r.source) for r in records])


def test_a_loaded_plan_and_what_it_implements(store: Store) -> None:
    """A file gives its own instrument, the cited one, and an edge whose quote is in the file's text."""
    record = plan().record()
    put(store, record)
    rows = store.instruments([PLAN, ID76, "none"])
    assert [(r.id, r.loaded, r.issued) for r in rows.values()] == [
        (PLAN, True, "2025-12-09"),
        (ID76, False, "2021-07-15"),
    ]
    (edge,) = store.edges([PLAN], "out")[PLAN]
    assert (edge.source, edge.relation, edge.target, edge.act) == (PLAN, "IMPLEMENTS", ID76, "done")
    (quote,) = edge.quotes
    assert quote.text == record.text[quote.start : quote.end] == store.text(quote.file, quote.start, quote.end)
    assert quote.document == PLAN
    assert store.edges([ID76], "in") == {ID76: [edge]}
    assert store.edges([ID76], "out") == {ID76: []}


def test_lookups_by_number_name_and_bare_number(store: Store) -> None:
    """An instrument is found by its number bucket, by a title that it bears, and by its number alone."""
    put(store, plan().record(), cited("b", ("Luật", "39/2019/QH14", "2019-06-13", "Quốc hội", "Đầu tư công")))
    assert [r.id for r in store.by_number(number_key("Nghị quyết", "76/NQ-CP") or "")] == [ID76]
    assert [r.code for r in store.by_name(name_key("Luật", "ĐẦU TƯ CÔNG") or "")] == ["39/2019/QH14"]
    assert [r.id for r in store.by_bare_number("76")] == [ID76]
    assert store.by_bare_number("77") == store.by_number("none") == store.by_name("none") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cai cach", [PLAN]),
        ("hanh chinh lang s", [PLAN]),
        ("ke hoach 316", [PLAN]),
        ("ubnd tinh lang son", [PLAN]),
        ("uy ban nhan dan lang son", []),
        ("nq cp", [ID76]),
        ("chinh", [PLAN, ID76]),
        ("chin cai", []),
        ("cai cach chuyen doi", []),
        ("", []),
    ],
)
def test_candidates_by_words(store: Store, words: str, found: list[str]) -> None:
    """All words of type, number, title, issuer and place, the last one as a prefix; what goes is found no more."""
    record = plan().record()
    put(store, record)
    assert [r.id for r in store.search_candidates(words.split())] == found
    with store.write() as writer:
        writer.drop(record.source)
        writer.put(plan("b", title="chuyển đổi số").record(), "b.txt", "")
    assert [r.id for r in store.search_candidates(["chuyen", "doi"])] == [PLAN]
    assert store.search_candidates(["cai", "cach"]) == []


def test_candidates_of_a_body_spelled_out(store: Store) -> None:
    """A title that spells a body out is found by either spelling."""
    put(store, plan(title="Quy chế của Ủy ban nhân dân tỉnh").record())
    for words in ("quy che ubnd", "quy che uy ban nhan dan"):
        assert [r.id for r in store.search_candidates(words.split())] == [PLAN]


def test_mentions_both_ways(store: Store) -> None:
    """A mention is found from the document that says it and from the instrument that it names."""
    record = plan().record()
    put(store, record)
    (mention,) = store.mentions([PLAN], "out")
    assert store.mentions([ID76], "in") == [mention]
    assert (mention.source, mention.target) == (PLAN, ID76)
    assert (mention.start, mention.end) == (record.mentions[0].start, record.mentions[0].end)


def test_tasks_by_body_and_document(store: Store) -> None:
    """A task is found by a body that it is laid on and by its document; bodies by words of their name."""
    put(store, plan().record())
    (body,) = store.body_candidates(fold("Sở Tư pháp"))
    assert (body.id, body.aliases) == ("so-tu-phap-tinh-lang-son", ("Sở Tư pháp",))
    (task,) = store.tasks([body.id])
    assert (task.document, task.text) == (PLAN, "Chủ trì tham mưu")
    assert store.tasks(documents=[PLAN]) == store.tasks() == [task] == list(store.all_tasks())
    assert store.tasks(["so-noi-vu"]) == store.tasks(documents=[ID76]) == []
    assert [t.text for t in store.targets([PLAN])] == ["95% hồ sơ"] == [t.text for t in store.all_targets()]
    assert store.body_candidates("tu pha") == []


def test_the_same_instrument_in_two_files(store: Store) -> None:
    """Text and PDF of one plan are one instrument; tasks come from the text, quotes from both."""
    put(store, plan("scan", "pdf").record(), plan("text", "txt").record())
    row = store.instruments([PLAN])[PLAN]
    assert len(row.files) == 2
    assert [t.file for t in store.tasks()] == [row.files[0]] == [plan("text", "txt").sha256]
    (edge,) = store.edges([PLAN], "out")[PLAN]
    assert len(edge.quotes) == 2
    with store.write() as writer:
        assert writer.drop("text.txt")
    assert [t.file for t in store.tasks()] == [plan("scan", "pdf").sha256]


def test_what_a_picture_gave_comes_last(store: Store) -> None:
    """A docx recognised from a picture gives way to a plain text."""
    put(store, plan("scan", "docx").warns("ocr").record(), plan("text", "txt").record())
    assert store.instruments([PLAN])[PLAN].files[0] == plan("text", "txt").sha256


def test_two_paths_one_file(store: Store) -> None:
    """The same bytes at two paths are one file, which lives while one path does."""
    record = plan().record()
    written(store, [(record, "x.txt"), (record, "y.txt")])
    assert store.paths_of([record.sha256, "0" * 64]) == {record.sha256: ("x.txt", "y.txt")}
    (file,) = store.files()
    assert (file.paths, file.documents, file.warnings) == (("x.txt", "y.txt"), (PLAN,), 1)
    with store.write() as writer:
        assert writer.drop("x.txt")
        assert not writer.drop("x.txt")
    assert store.at(["x.txt", "y.txt", "z.txt"]) == {"y.txt": (record.sha256, "")}
    assert store.at([]) == {}
    with store.write() as writer:
        writer.drop("y.txt")
    assert store.files() == list(store.all_instruments()) == store.bodies() == []


def test_new_bytes_at_a_known_path(store: Store) -> None:
    """New bytes at a known path replace the old ones."""
    written(store, [(plan("a").record(), "p"), (plan("b", code="317/KH-UBND").record(), "p")])
    assert [f.sha256 for f in store.files()] == [plan("b").sha256]
    assert store.instruments([PLAN]) == {}


def test_loading_twice_changes_nothing(store: Store) -> None:
    """Neither the graph nor the generation moves when a file is loaded again; other rules are a change."""
    put(store, plan().record())
    before = store.generation(), export(store)
    put(store, plan().record())
    assert (store.generation(), export(store)) == before
    with store.write() as writer:
        writer.put(plan().record(), "a.txt", "other rules")
    assert store.generation() == before[0] + 1
    assert export(store) == before[1]
    assert store.files()[0].reading == "other rules"


def test_an_undated_citation_joins_the_only_dated_one(store: Store) -> None:
    """'NQ 76/NQ-CP' means the only dated one; with two it stays open, and is shown as open."""
    put(store, cited("a", CP76), cited("b", ("Nghị quyết", "76/NQ-CP", None, "Chính phủ")))
    assert [r.id for r in store.by_bare_number("76")] == [ID76]
    put(store, cited("c", ("Nghị quyết", "76/NQ-CP", "2018-05-03", "Chính phủ")))
    assert [(r.issued, r.open) for r in store.by_bare_number("76")] == [
        ("2018-05-03", False),
        ("2021-07-15", False),
        (None, True),
    ]
    with store.write() as writer:
        writer.drop("c.txt")
    assert [r.id for r in store.by_bare_number("76")] == [ID76]


def test_a_claim_between_clusters_that_are_one_is_dropped(store: Store) -> None:
    """A relation whose two ends turn out to be one instrument is no edge."""
    made = plan()
    made.claims(made.cites(*CP76), "IMPLEMENTS", made.cites("Nghị quyết", "76/NQ-CP"))
    put(store, made.record())
    assert store.edges([ID76], "out") == {ID76: []}


def test_cites_gives_way(store: Store) -> None:
    """CITES stands only where nothing else holds between the two."""
    made = plan()
    made.claims("d1", "CITES", made.cites("Nghị quyết", "76/NQ-CP"))
    put(store, made.record())
    assert [e.relation for e in store.edges([PLAN], "out")[PLAN]] == ["IMPLEMENTS"]


def test_only_what_is_done_counts(store: Store) -> None:
    """A proposed act and a draft's words are edges only for who asks for them."""
    made = plan()
    made.claims("d1", "REPLACES", made.cites("Kế hoạch", "1/KH-UBND", "2020-01-02", X), act="proposed")
    draft = Made("draft")
    draft.document("Kế hoạch", None, None, Y, "dự thảo", stage="draft")
    draft.claims("d1", "IMPLEMENTS", draft.cites(*CP76)).task("d1", "Làm", "Sở Nội vụ tỉnh Sơn La")
    put(store, made.record(), draft.record())
    assert [e.relation for e in store.edges([PLAN], "out")[PLAN]] == ["IMPLEMENTS"]
    assert [e.act for e in store.edges([PLAN], "out", drafts=True)[PLAN]] == ["done", "proposed"]
    assert [e.draft for e in store.edges([ID76], "in", drafts=True)[ID76]] == [False, True]
    assert len(store.edges([ID76], "in")[ID76]) == len(store.tasks()) == 1
    assert len(store.tasks(drafts=True)) == 2
    assert store.counts().relations == {"IMPLEMENTS": 1}
    assert b'"draft": true' in export(store, drafts=True)
    assert b'"draft": true' not in export(store)


def test_edges_by_relation_day_and_limit(store: Store) -> None:
    """Edges are asked for by relation and day; one more than the limit shows the cut."""
    records = [plan(f"p{n}", code=f"{n}/KH-UBND").record() for n in range(10, 16)]
    put(store, *records)
    cut = store.edges([ID76], "in", limit=3)[ID76]
    assert [e.source.split("~")[1] for e in cut] == ["10-kh-ubnd", "11-kh-ubnd", "12-kh-ubnd", "13-kh-ubnd"]
    assert store.edges([ID76], "in", relations=["REPLACES"])[ID76] == []
    assert len(store.edges([ID76], "in", relations=["IMPLEMENTS"], as_of="2020-01-01")[ID76]) == 6


def test_documents_without_number_are_their_own(store: Store) -> None:
    """Two unnumbered documents of one file are two instruments, and never another file's."""
    for name in ("a", "b"):
        made = Made(name)
        made.document("Kế hoạch", None, "2023", X, "cùng tên")
        made.document("Kế hoạch", None, "2023", X, "cùng tên")
        put(store, made.record())
    ids = [r.id for r in store.all_instruments()]
    assert ids == sorted(f"ke-hoach~khong-so~{Made(n).sha256[:10]}{s}" for n in ("a", "b") for s in ("", ".2"))


def test_a_law_by_its_name(store: Store) -> None:
    """A law named without number is the numbered one that bears the name; its year decides between two."""
    law = ("Luật", "39/2019/QH14", "2019-06-13", "Quốc hội", "Đầu tư công")
    put(store, cited("a", law), cited("b", ("Luật", None, None, None, "Đầu tư công")))
    assert [(r.code, r.open) for r in store.by_name("luat~dau-tu-cong")] == [("39/2019/QH14", False)]
    newer = ("Luật", "58/2024/QH15", "2024-11-29", "Quốc hội", "Đầu tư công")
    put(store, cited("c", newer), cited("d", ("Luật", None, "2019", None, "Đầu tư công")))
    assert [(r.id, r.open) for r in store.by_name("luat~dau-tu-cong")] == [
        ("luat~39-2019-qh14~2019-06-13~quoc-hoi", False),
        ("luat~58-2024-qh15~2024-11-29~quoc-hoi", False),
        ("luat~dau-tu-cong", True),
    ]
    assert {m.file[:4] for m in store.mentions(["luat~39-2019-qh14~2019-06-13~quoc-hoi"], "in")} == {
        Made("a").sha256[:4],
        Made("d").sha256[:4],
    }


def test_counts(store: Store) -> None:
    """Counts of an empty store are zeros, of a full one what was put in."""
    assert store.counts().first is None
    assert store.extent() == ExtentRow(instruments=0, loaded=0, first=None, last=None)
    put(store, plan().record())
    counts = store.counts()
    extent = store.extent()
    assert (extent.instruments, extent.loaded, extent.first, extent.last) == (2, 1, "2025-12-09", "2025-12-09")
    assert (counts.files, counts.documents, counts.instruments, counts.loaded, counts.mentions) == (1, 1, 2, 1, 1)
    assert (counts.tasks, counts.targets, counts.organizations, counts.warnings) == (1, 1, 1, 1)
    assert (counts.first, counts.last) == ("2025-12-09", "2025-12-09")


def test_an_error_inside_a_transaction_leaves_all_as_it_was(store: Store) -> None:
    """Nothing of a transaction that fails is kept, and the store works on."""
    put(store, plan().record())
    before = export(store), store.generation(), store.files()

    def fail() -> None:
        with store.write() as writer:
            writer.put(plan("b", code="9/KH-UBND").record(), "b.txt", "")
            writer.drop("a.txt")
            raise RuntimeError("made")

    with pytest.raises(RuntimeError, match="made"):
        fail()
    assert (export(store), store.generation(), store.files()) == before
    put(store, plan("b", code="9/KH-UBND").record())
    assert len(store.files()) == 2


def test_a_record_that_refers_to_nothing_is_refused(store: Store) -> None:
    """A relation to an instrument that the record does not hold is a fault of reading, and nothing is stored."""
    made = plan()
    made.claims("d1", "CITES", "nowhere")
    with pytest.raises(ValueError, match="nowhere"):
        put(store, made.record())
    assert store.files() == []


def test_rebuild_changes_nothing(store: Store) -> None:
    """Deriving everything anew gives the same bytes."""
    put(store, plan().record(), cited("b", ("Nghị quyết", "76/NQ-CP", None, "Chính phủ")))
    before = export(store, drafts=True)
    store.rebuild()
    assert export(store, drafts=True) == before


LAYOUT = (Segment(0, 1, "heading", level=1), Segment(2, 9, "cell", hard=True, table=0, col=1, page=2, mark="1"))


def test_segments_of_a_file(store: Store) -> None:
    """The table of segments comes back as it was given, and is no part of the graph."""
    record = plan().record()
    put(store, record)
    assert store.segments(record.sha256) == ()
    before = export(store), store.generation()
    with store.write() as writer:
        writer.put(record, record.source, "", LAYOUT)
    assert store.segments(record.sha256) == LAYOUT
    assert (export(store), store.generation()) == (before[0], before[1] + 1)
    with store.write() as writer:
        writer.put(record, record.source, "", LAYOUT)
    assert store.generation() == before[1] + 1
    with pytest.raises(StoreError, match="không có tệp này"):
        store.segments("0" * 64)


def test_parts_of_a_torn_passage(store: Store) -> None:
    """Where a footnote stands inside a mention, a quote or a task, the runs that belong to it come back."""
    made = Made("a").tears((0, 3), (5, 7))
    own = made.document("Kế hoạch", "316/KH-UBND", "2025-12-09", X)
    made.claims(own, "IMPLEMENTS", made.cites(*CP76)).task(own, "Chủ trì tham mưu", "Sở Tư pháp tỉnh Lạng Sơn")
    put(store, made.record())
    (edge,) = store.edges([PLAN], "out")[PLAN]
    rows = (*edge.quotes, *store.mentions([PLAN], "out"), *store.tasks())
    assert len(rows) == 3
    for row in rows:
        assert row.parts == ((row.start, row.start + 3), (row.start + 5, row.start + 7))
    assert export(store).count(b'"parts"') == 2  # of the quote and the task
    put(store, plan().record())  # the same file, read anew: nothing is torn
    assert b'"parts"' not in export(store)


def test_reading_inside_read(store: Store) -> None:
    """Inside `read()`, nested or not, everything is answered as outside it; afterwards the store is written again."""
    put(store, plan().record())
    outside = export(store), store.generation(), store.files(), store.counts()
    with store.read():
        assert (export(store), store.generation(), store.files(), store.counts()) == outside
        with store.read():
            assert store.generation() == outside[1]
        assert store.edges([PLAN], "out")[PLAN][0].quotes
    with pytest.raises(RuntimeError, match="made"), store.read():
        raise RuntimeError("made")
    put(store, plan("b", code="9/KH-UBND").record())
    with store.read():
        assert (len(store.files()), store.generation()) == (2, outside[1] + 1)


def test_warnings_and_texts_of_a_file(store: Store) -> None:
    """A file's warnings come by place; a text that is not there is an error in one line."""
    record = plan().record()
    put(store, record)
    assert store.warnings(record.sha256) == [("made", "made", 0, 1)]
    for ask in (store.warnings, store.said, lambda sha256: store.text(sha256, 0, 1)):
        with pytest.raises(StoreError, match="không có tệp này"):
            ask("0" * 64)
