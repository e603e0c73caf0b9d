"""Citations with their sentence, show, stats and extent."""

import msgspec
import pytest

from graph.canonical import export
from graph.record import Instrument, Mention
from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries.answers import Graph
from queries.citations import citations, provision_parts
from queries.finding import one
from queries.sentences import around
from queries.show import show
from queries.stats import extent, stats
from tests.graph.making import Made
from tests.queries.family import PLAN_X, ROOT, family_store

__all__ = ["family_store"]


def test_every_mention_with_its_document(store: Store) -> None:
    """In: who names it; out: what it names; drafts only where asked for."""
    into = list(citations(store, one(store, ROOT)))
    assert {c.source.id.split("~")[1] for c in into} == {"316-kh-ubnd", "57-kh-ubnd", "9-ct-ttg"} | {
        "2407-qd-ubnd" for c in into if "2407" in c.source.id
    }
    assert len(list(citations(store, one(store, ROOT), drafts=True))) == len(into) + 1
    asked: list[int] = []
    page = citations(store, one(store, ROOT))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "text", lambda _file, start, _end: asked.append(start) or "")
        assert [(c.source, c.start) for c in page[1:3]] == [(c.source, c.start) for c in into[1:3]]
    assert len(asked) == 2 * len(page[1:3])  # of a page the words and their sentences, not of the whole list
    assert (len(page), page[len(into) - 1]) == (len(into), into[-1])
    out = list(citations(store, one(store, PLAN_X), "out"))
    assert {c.target.id for c in out} >= {ROOT, "luat~to-chuc-chinh-quyen-dia-phuong~2025"}
    assert all(store.text(c.file, c.start, c.end) == c.text and c.text in c.context for c in into + out)


def test_provisions_in_any_order() -> None:
    """'Điều 5' is named by 'khoản 2 Điều 5', not by 'Điều 50'."""
    asked = provision_parts("Điều 5")
    assert asked <= provision_parts("khoản 2 Điều 5")
    assert asked <= provision_parts("Điều 5 khoản 2")
    assert not asked <= provision_parts("khoản 5 Điều 50")


def test_only_the_provision_asked_for() -> None:
    """The filter leaves the mentions of that provision, and none where it is no provision."""
    made = Made("law")
    made.document("Báo cáo", "1/BC-UBND", "2024-01-01", "UBND tỉnh A")
    law = made.cites("Luật", None, "2015", None, "Nhà ở")
    start, end = made.line("Luật Nhà ở")
    made.mentions.append(Mention(instrument=law, start=start, end=end, text="Luật Nhà ở", provision="khoản 2 Điều 5"))
    mine = written(MemoryStore(), [(made.record(), "law")])
    law_row = one(mine, "Luật Nhà ở")
    assert len(list(citations(mine, law_row))) == 2
    assert [c.provision for c in citations(mine, law_row, provision="điều 5")] == ["khoản 2 Điều 5"]
    assert list(citations(mine, law_row, provision="chỗ nào đó")) == []


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("Đầu tiên. Thực hiện Nghị quyết X của Y. Sau đó.", "Nghị quyết X", "Thực hiện Nghị quyết X của Y."),
        ("KẾ HOẠCH\nThực hiện Nghị\nquyết X\ncủa Chính phủ;\n- Mục khác", "Nghị\nquyết X",
         "Thực hiện Nghị\nquyết X\ncủa Chính phủ;"),
        ("a) Mục một theo X\nb) Mục hai", "X", "a) Mục một theo X"),
    ],
)  # fmt: skip
def test_the_sentence_around(text: str, quote: str, sentence: str) -> None:
    """Sentences end with their mark or their paragraph; a line broken inside is kept."""
    made = Made("s")
    made.lines = [text]
    made.documents = []
    record = made.record()
    mine = written(MemoryStore(), [(record, "s")])
    start = text.index(quote)
    assert around(mine, record.sha256, start, start + len(quote)) == sentence


def test_show_has_all_of_one_instrument(store: Store) -> None:
    """Relations with quotes, tasks, targets, warnings; what is only planned stands there with drafts, and says so."""
    shown = show(store, one(store, PLAN_X))
    assert {(r.relation, r.act) for r in shown.relations.out} == {("IMPLEMENTS", "done"), ("BASED_ON", "done")}
    with_plans = show(store, one(store, PLAN_X), drafts=True)
    assert ("IMPLEMENTS", "planned") in {(r.relation, r.act) for r in with_plans.relations.out}
    assert all(r.evidence for r in shown.relations.out)
    assert (len(shown.tasks), len(shown.targets), len(shown.warnings)) == (4, 1, 1)
    root = show(store, one(store, ROOT))
    assert len([r for r in root.relations.incoming if r.relation == "IMPLEMENTS"]) == 3
    assert not root.loaded


def test_stats_and_extent(store: Store) -> None:
    """Counts add up: what is loaded and what is only cited make all."""
    counted, loaded = stats(store), extent(store)
    assert counted.files == 6
    assert loaded.documents + loaded.cited_only == counted.instruments
    assert counted.first == loaded.first


def test_the_export_has_the_published_shape(store: Store) -> None:
    """`graph.json` is read by its own type."""
    graph = msgspec.json.decode(export(store), type=Graph)
    assert len(graph.instruments) == stats(store).instruments
    assert all(e.evidence for e in graph.edges)


def test_an_instrument_type_is_needed_nowhere() -> None:
    """An instrument of a type that no table knows is shown like any other."""
    made = Made("t")
    own = made.document("Báo cáo", "1/BC-UBND", "2024-01-01", "UBND tỉnh A")
    odd = Instrument(id="o", type="Thư ngỏ", code="5/TN", issued=None, issuer=None, title=None)
    made.instruments["o"] = odd
    made.claims(own, "CITES", "o")
    mine = written(MemoryStore(), [(made.record(), "t")])
    assert one(mine, "5/TN").type == "Thư ngỏ"
