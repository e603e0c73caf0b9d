"""The graph is a function of the set of loaded files: not of order, repetition, removal, transactions or store."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.canonical import export
from graph.record import RELATIONS, Record
from graph.store.descent import Descent
from graph.store.memory import MemoryStore
from graph.store.port import Store
from graph.store.saying import record_of
from graph.store.sqlite import SqliteStore
from graph.store.sqlite_whole import SqliteFilling
from tests.graph.making import Made

# Few values on purpose: the files share buckets and contradict each other.
CODES = ("76/NQ-CP", "60-NQ/TU", "60/NQ-TU", "35/KH-UBND", "107/2020/NĐ-CP", "39/2019/QH14", None)
DATES = ("2021-07-15", "2012-07-15", "2021-07-05", "2021-07", "2021", "2020-01-02", "2020", None)
ISSUERS = ("Chính phủ", "UBND tỉnh Sơn La", "UBND tỉnh", "Tỉnh ủy Sơn La", "Ban Thường vụ Tỉnh ủy Sơn La", None)
TITLES = ("Đầu tư công", "Ngân sách nhà nước", None)
PLACES = ("tỉnh Sơn La", "tỉnh Lâm Đồng", None)
TYPES = ("Nghị quyết", "Kế hoạch", "Luật")
citations = st.tuples(*map(st.sampled_from, (TYPES, CODES, DATES, ISSUERS, TITLES)))
relations = st.tuples(
    st.integers(0, 5),
    st.sampled_from(("IMPLEMENTS", "CITES", "REPLACES")),
    st.integers(0, 5),
    st.sampled_from(("done", "done", "planned")),
)


@st.composite
def records(draw: st.DrawFn, name: str) -> Record:
    made = Made(name, draw(st.sampled_from(("txt", "docx", "pdf"))))
    ends = []
    for kind, code, issued, issuer, title in draw(st.lists(citations, min_size=1, max_size=2)):
        own = made.document(
            kind,
            code,
            issued,
            issuer,
            title,
            stage=draw(st.sampled_from(("issued", "issued", "draft"))),
            place=draw(st.sampled_from(PLACES)),
        )
        made.task(
            own, "Chủ trì", draw(st.sampled_from(("Sở Tư pháp tỉnh Sơn La", "SỞ TƯ PHÁP TỈNH SƠN LA", "UBND cấp xã")))
        )
        made.target(own, "95%")
        ends.append(own)
    ends += [made.cites(*c) for c in draw(st.lists(citations, max_size=4))]
    for source, relation, target, act in draw(st.lists(relations, max_size=4)):
        made.claims(ends[source % len(ends)], relation, ends[target % len(ends)], act=act)
    return made.record()


# Thousands of durable commits: in memory where the machine allows, for the disk is not what is tested here.
FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
several = st.tuples(*(records(name) for name in "abcd"))


def load(store: Store, some: Sequence[Record], together: bool = False) -> None:
    """One transaction a file, or one for all."""
    if together:
        with store.write() as writer:
            for record in some:
                writer.put(record, record.source, "")
        return
    for record in some:
        with store.write() as writer:
            writer.put(record, record.source, "")


def seen(store: Store) -> bytes:
    """All that the store shows, drafts too."""
    return export(store, drafts=True)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(some=several, order=st.permutations(range(4)), dropped=st.integers(0, 3), together=st.booleans())
def test_order_repetition_and_removal(some: tuple[Record, ...], order: list[int], dropped: int, together: bool) -> None:
    """Any order, one by one or at once, twice, put then dropped, rebuilt, in memory or in SQLite: the same bytes."""
    wanted_store = MemoryStore()
    load(wanted_store, some, together=not together)
    wanted, told = seen(wanted_store), answers(wanted_store)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        store = SqliteStore(Path(folder) / "a.db")
        shuffled = [some[i] for i in order]
        load(store, shuffled, together)
        assert seen(store) == wanted
        if together:
            filled(Path(folder) / "b.db", [*shuffled, shuffled[0]], told)
        load(store, some)
        assert seen(store) == wanted
        store.rebuild()
        assert seen(store) == wanted
        with store.write() as writer:
            writer.drop(some[dropped].source)
        never = MemoryStore()
        load(never, [r for r in some if r is not some[dropped]], together=not together)
        without = seen(never)
        assert seen(store) == without
        if together:
            assert answers(store) == answers(never)
        store.rebuild()
        assert seen(store) == without
        load(store, [some[dropped]])
        assert seen(store) == wanted
        assert answers(store) == told
        assert dangling(store) == 0
        store.close()


def filled(path: Path, some: Sequence[Record], wanted: list[object]) -> None:
    """A store filled at once answers the same, and can be written to like any other."""
    with SqliteFilling(path) as writer:
        for record in some:
            writer.put(record, record.source, "")
    store = SqliteStore(path, create=False)
    assert answers(store) == wanted
    assert dangling(store) == 0
    with store.write() as more:
        more.drop(some[0].source)
    load(store, some[:1])
    assert answers(store) == wanted
    store.close()
    path.unlink()


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(some=several)
def test_what_files_say_makes_the_same_graph(some: tuple[Record, ...]) -> None:
    """Statements taken out of a store and put into another, as records, say the same again, and so does the graph."""
    first, second = MemoryStore(), MemoryStore()
    load(first, some)
    load(second, [record_of(first.said(f.sha256).statements, f.sha256) for f in first.files()])
    assert seen(second) == seen(first)
    for file in first.files():
        one, other = (s.said(file.sha256) for s in (first, second))
        assert msgspec.structs.replace(other.statements, digest=one.statements.digest) == one.statements
        assert one.meant == other.meant


WALK = Descent(relations=("CITES", "IMPLEMENTS", "REPLACES"), depth=2, nodes=4, edges=1, drafts=True)


def answers(store: Store) -> list[object]:
    """What the port answers about everything."""
    rows = list(store.all_instruments())
    ids = [r.id for r in rows]
    return [
        rows,
        store.instruments(ids),
        store.edges(ids, "in", drafts=True, limit=3),
        store.edges(ids, "out", as_of="2021"),
        store.edges(ids, "in", ["CITES", "REPLACES"], limit=0),
        *(store.walk(i, ("out", "in"), WALK) for i in ids),
        store.quoted([step for i in ids for step in store.walk(i, ("in",), WALK).steps]),
        *(store.steps(ids, side, RELATIONS, drafts=True, limit=2) for side in ("in", "out")),
        *(store.steps(ids, side, ["CITES"], limit=1, after=i) for side in ("in", "out") for i in ids[::3]),
        *(store.degrees(ids, drafts=d) for d in (True, False)),
        store.search_candidates(["nghi"], most=2),
        store.search_candidates(["nghi"], drafts=False, most=1),
        store.task_candidates(["chu"], most=2),
        store.mentions(ids, "in"),
        store.mentions(ids, "out"),
        store.tasks(["so-tu-phap-tinh-son-la"], drafts=True),
        store.tasks(documents=ids),
        store.by_name("luat~dau-tu-cong"),
        store.by_number("nghi-quyet~60~~nq-tu"),
        store.by_bare_number("60"),
        *(
            store.search_candidates(words.split())
            for words in ("", "nghi quyet 6", "son la", "dau tu c", "luat 39", "x")
        ),
        *_lookups(store, ids),
        store.counts(),
        store.extent(),
        store.paths_of([f.sha256 for f in store.files()]),
        store.bodies(),
        [(f.sha256, f.documents, store.said(f.sha256)) for f in store.files()],
    ]


def _lookups(store: Store, ids: list[str]) -> list[object]:
    """The answers of many rows at once."""
    return [
        store.neighbours(ids, drafts=True, limit=2),
        store.neighbours(ids, ["IMPLEMENTS"]),
        list(store.pairs(["IMPLEMENTS", "REPLACES"], drafts=True)),
        store.naming(ids, limit=1),
        store.named(),
        store.named(drafts=True),
        store.named(drafts=True, most=2),
        store.named(["Nghị quyết"]),
        store.disputed(),
        store.shared_numbers(),
        store.sayings(ids),
        store.areas("vn", drafts=True),
        store.of_area("", drafts=True),
        store.tasks(["ubnd-cap-xa"], areas=["vn"]),
        store.tasks(areas=["vn/14"], drafts=True),
        store.task_candidates(["chu"], drafts=True),
        store.bodies_with(["tu", "ph"]),
        store.collectives(),
    ]


NAMERS = (
    "(SELECT count(DISTINCT sc.nid) FROM mention m JOIN meant tc ON tc.cid = m.target JOIN meant sc ON sc.cid = m.speaker "
    "JOIN instrument s ON s.nid = sc.nid WHERE tc.nid = i.nid AND sc.nid <> i.nid AND s.draft <= {})"
)


def dangling(store: SqliteStore) -> int:
    """Rows that lead nowhere, and counts that are not what they count."""
    rows = store._rows
    return sum(
        rows(query)[0][0]
        for query in (
            "SELECT count(*) FROM wording WHERE nid IS NULL OR nid NOT IN (SELECT nid FROM instrument)",
            "SELECT count(*) FROM wording w WHERE files <> (SELECT count(DISTINCT fid) FROM cluster c WHERE c.wid = w.wid)",
            "SELECT count(*) FROM wording WHERE files = 0",
            "SELECT count(*) FROM instrument WHERE nid NOT IN (SELECT nid FROM wording)",
            "SELECT (SELECT count(*) FROM instrument) <> value FROM meta WHERE key = 'instruments'",
            "SELECT (SELECT count(*) FROM instrument WHERE loaded = 1) <> value FROM meta WHERE key = 'loaded'",
            "SELECT count(*) FROM edge e JOIN instrument i ON i.nid = e.src WHERE e.key <> i.key",
            "SELECT count(*) FROM search WHERE rowid NOT IN (SELECT place FROM instrument)",
            "SELECT count(*) FROM instrument WHERE place NOT IN (SELECT rowid FROM search)",
            "SELECT count(*) FROM search_task WHERE rowid NOT IN (SELECT tid FROM task)",
            "SELECT count(*) FROM task WHERE tid NOT IN (SELECT rowid FROM search_task)",
            "SELECT count(*) FROM search_body WHERE rowid NOT IN (SELECT bid FROM body)",
            "SELECT count(*) FROM body WHERE bid NOT IN (SELECT rowid FROM search_body)",
            "SELECT count(*) FROM bearer WHERE nid NOT IN (SELECT nid FROM instrument)",
            "SELECT count(*) FROM claim JOIN meant s ON s.cid = source WHERE src IS NOT s.nid",
            "SELECT count(*) FROM claim JOIN meant t ON t.cid = target WHERE dst IS NOT t.nid",
            "SELECT count(*) FROM edge e WHERE NOT EXISTS(SELECT 1 FROM claim q WHERE q.src = e.src AND q.dst = e.dst)",
            "SELECT count(*) FROM named WHERE nid NOT IN (SELECT nid FROM instrument)",
            "SELECT count(*) FROM named n JOIN instrument i ON i.nid = n.nid WHERE n.loaded <> i.loaded",
            "SELECT count(*) FROM names n LEFT JOIN instrument i ON i.nid = n.nid WHERE i.draft IS NOT n.draft",
            "SELECT count(*) FROM instrument i LEFT JOIN named n ON n.nid = i.nid "  # noqa: S608 - ours
            f"WHERE coalesce(n.count, 0) <> {NAMERS.format(0)} OR coalesce(n.drafts, 0) <> {NAMERS.format(1)}",
            "SELECT count(*) FROM pragma_foreign_key_check",
        )
    )
