"""`export .ttl .nt .jsonld`: one set of triples, in known vocabularies, true to graph.json, and of one shape."""

from collections import Counter
from importlib.resources import files

import msgspec
import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, XSD

from graph.canonical import graph_json
from graph.networks import links
from graph.rdf.derived import BESIDE
from graph.rdf.formats import ntriples
from graph.rdf.said import relation_name
from graph.rdf.terms import NS, PREFIXES, named
from graph.store.memory import MemoryStore
from graph.store.port import written
from queries.rdf import blocks
from tests.graph.making import Made
from tests.queries import family
from tests.rdf.making import NAMES, ROOT, exported, loaded, parsed, read, store_of

pytestmark = pytest.mark.xdist_group("rdf")  # one worker: what rdflib has parsed serves all of them
PHAHE, ELI = rdflib.Namespace(NS), rdflib.Namespace(PREFIXES["eli"])
OA, ORG, PROV = (rdflib.Namespace(PREFIXES[p]) for p in ("oa", "org", "prov"))
# the words of ELI 1.5 that we use, as its ontology has them
ELI_WORDS = {
    "AdministrativeArea", "LegalExpression", "LegalResource", "ResourceType", "amends", "based_on", "changes", "cites",
    "consolidates", "corrects", "date_document", "ensures_implementation_of", "first_date_entry_in_force", "has_annex",
    "id_local", "is_realized_by", "jurisdiction", "language", "passed_by", "realizes", "related_to", "repeals", "title",
    "type_document",
}  # fmt: skip


def resource(name: str) -> rdflib.Graph:
    """A Turtle file of the package."""
    return rdflib.Graph().parse(data=files("graph.rdf").joinpath(name).read_bytes(), format="turtle")


@pytest.mark.parametrize("name", NAMES)
def test_three_syntaxes_hold_the_same_triples(name: str) -> None:
    """Turtle, N-Triples and JSON-LD, as rdflib reads them; none has a blank node."""
    triples = {ending: set(parsed(name, ending)) for ending in (".ttl", ".nt", ".jsonld")}
    assert triples[".ttl"] == triples[".nt"] == triples[".jsonld"]
    assert len(triples[".nt"]) == exported(name, ".nt").count(b"\n")
    assert not [t for t in triples[".nt"] for term in t if isinstance(term, rdflib.BNode)]


@pytest.mark.parametrize("name", NAMES)
def test_counts_are_those_of_graph_json(name: str) -> None:
    """Instruments, each relation, tasks, targets and bodies."""
    graph, whole = parsed(name), graph_json(store_of(name))
    kinds = Counter(str(o).removeprefix(NS) for o in graph.objects(None, RDF.type))
    assert kinds["Instrument"] == len(whole["instruments"])
    assert kinds["Organization"] == len(whole["organizations"])
    edges = {s: str(graph.value(s, PHAHE.relation)) for s in graph.subjects(RDF.type, PHAHE.Edge)}
    wanted = Counter(named(relation_name(e["relation"])) for e in whole["edges"])
    assert Counter(edges.values()) == wanted
    direct = {(s, str(p), o) for s, p, o in graph if str(p) in wanted}
    pairs = {(e["source"], named(relation_name(e["relation"])), e["target"]) for e in whole["edges"]}
    assert len(direct) == len(pairs)
    assert len(list(graph.triples((None, PHAHE.assigns, None)))) == len(whole["tasks"])
    assert len(list(graph.triples((None, PHAHE.sets, None)))) == len(whole["targets"])


def test_drafts_count_only_where_asked() -> None:
    """With drafts the edges are all of graph.json's with drafts; what is only planned is no direct relation."""
    some, more = (graph_json(store_of("family"), drafts)["edges"] for drafts in (False, True))
    assert len(some) < len(more)
    own = "<" + NS + "Edge> ."
    assert exported("family", ".nt").decode().count(own) == len(some)
    assert exported("family", ".nt", drafts=True).decode().count(own) == len(more)
    direct = f"> <{named('phahe:implements')}> <"
    assert exported("family", ".nt").count(direct.encode()) == exported("family", ".nt", True).count(direct.encode())


@pytest.mark.parametrize("name", NAMES)
def test_exports_have_the_shape(name: str) -> None:
    """Our SHACL shapes find nothing."""
    conforms, _, said = pyshacl.validate(parsed(name), shacl_graph=resource("shapes.ttl"))
    assert conforms, said[:2000]


def test_shapes_find_what_is_wrong() -> None:
    """Each fault put into a good export is found."""
    shapes, good = resource("shapes.ttl"), parsed("family")
    edge = next(good.subjects(RDF.type, PHAHE.Edge))
    claim = next(good.subjects(PHAHE.supports, edge))
    one, other = sorted(good.subjects(RDF.type, PHAHE.Instrument))[:2]
    place = next(good.subjects(RDF.type, OA.TextPositionSelector))
    faults = {
        "no claim": lambda g: g.remove((claim, PHAHE.supports, edge)),
        "no quote": lambda g: g.remove((claim, PHAHE.evidence, None)),
        "no rule": lambda g: g.remove((claim, PHAHE.rule, None)),
        "no text": lambda g: g.remove((None, OA.exact, None)),
        "a place that ends before it begins": lambda g: g.set((place, OA.start, rdflib.Literal(10**9))),
        "two dates": lambda g: g.add((one, ELI.date_document, rdflib.Literal("1999-01-01", datatype=XSD.date))),
        "a date that is none": lambda g: g.set((one, PHAHE.issued, rdflib.Literal("hôm qua"))),
        "a relation to nothing": lambda g: g.add((one, PHAHE.cites, rdflib.URIRef("https://x.example/"))),
        "about an instrument": lambda g: g.add((one, ELI.is_about, other)),
        "no name": lambda g: g.remove((None, rdflib.SKOS.prefLabel, None)),
    }
    for fault, put in faults.items():
        bad = rdflib.Graph()
        bad += good
        put(bad)
        assert not pyshacl.validate(bad, shacl_graph=shapes)[0], fault


def test_every_word_of_ours_is_in_the_ontology() -> None:
    """With a label in both languages; a relation is a sub-property of the word that stands beside it."""
    ontology = resource("ontology.ttl")
    used = {
        t for name in NAMES[:2] for s, p, o in parsed(name) for t in (p, o) if str(t).startswith(NS) and t != PHAHE[""]
    }
    for word in used | {PHAHE[relation_name(r).partition(":")[2]] for r in BESIDE}:
        labels = {label.language for label in ontology.objects(word, RDFS.label)}
        assert labels == {"vi", "en"}, word
    for relation, beside in BESIDE.items():
        above = {str(o) for o in ontology.objects(rdflib.URIRef(named(relation_name(relation))), RDFS.subPropertyOf)}
        assert above == {named(b) for b in beside if not b.startswith("schema:")}, relation
    for sub, above in ontology.subject_objects(RDFS.subPropertyOf):
        assert str(above).startswith((NS, *PREFIXES.values())), sub


def test_every_word_of_eli_is_a_word_of_eli() -> None:
    """Nothing is invented in a namespace that is not ours; no instrument is the subject matter of another."""
    graph = parsed("samples")
    said = {t for s, p, o in graph for t in (p, o) if str(t).startswith(str(ELI))}
    assert {str(t).removeprefix(str(ELI)) for t in said} <= ELI_WORDS
    ontology = resource("ontology.ttl")
    assert {
        str(t).removeprefix(str(ELI)) for triple in ontology for t in triple if str(t).startswith(str(ELI))
    } <= ELI_WORDS
    assert not list(graph.triples((None, ELI.is_about, None)))


def test_the_word_beside_says_the_same() -> None:
    """Of every direct relation the words of ELI, PROV and schema.org hold between the same two instruments."""
    graph = parsed("samples")
    checked = 0
    for relation, beside in BESIDE.items():
        for source, target in graph.subject_objects(rdflib.URIRef(named(relation_name(relation)))):
            assert all((source, rdflib.URIRef(named(b)), target) in graph for b in beside)
            checked += 1
    assert checked > 20


def test_dates_have_the_type_of_their_precision() -> None:
    """Year, month or day; ELI's date only where it is a day."""
    graph = parsed("family")
    types = {str(o.datatype).rpartition("#")[2]: len(o) for o in graph.objects(None, PHAHE.issued)}
    assert types == {"date": 10, "gYear": 4}
    assert {o.datatype for o in graph.objects(None, ELI.date_document)} == {XSD.date}
    law = rdflib.URIRef("https://phahe.example/instrument/luat~to-chuc-chinh-quyen-dia-phuong~2025")
    assert graph.value(law, PHAHE.issued) == rdflib.Literal("2025", datatype=XSD.gYear)
    assert graph.value(law, ELI.date_document) is None


def test_bodies_their_members_and_what_became_of_them() -> None:
    """A sở is a member of the sở of its level; a merger joins the bodies of both ends, by kind, in an event with its day."""
    from tests.graph.making import Made

    made = []
    for name, day in (("old", "2024-05-01"), ("new", "2025-12-09")):
        one = Made(name)
        own = one.document("Kế hoạch", "5/KH-UBND", day, "UBND tỉnh Lâm Đồng", "Cải cách", place="tỉnh Lâm Đồng")
        one.task(own, "Chủ trì", "Sở Tư pháp tỉnh Lâm Đồng", "Các sở, ban, ngành")
        made.append((one.record(), name))
    store = written(MemoryStore(), made)
    graph = rdflib.Graph()
    for block in blocks(store):
        for predicate, term in block.facts:
            graph.add(
                (
                    rdflib.URIRef(block.subject),
                    rdflib.URIRef(predicate),
                    rdflib.URIRef(str(getattr(term, "value", term))),
                )
            )
    ids = {str(s).rpartition("/")[2]: s for s in graph.subjects(RDF.type, ORG.Organization)}
    old, new = ids["so-tu-phap-tinh-lam-dong~den-2025-06-30"], ids["so-tu-phap-tinh-lam-dong~2025-07-01"]
    assert (old, ORG.memberOf, ids["cac-so-ban-nganh"]) in graph
    (event,) = graph.subjects(ORG.originalOrganization, old)
    assert graph.value(event, ORG.resultingOrganization) == new
    change = graph.value(event, rdflib.DCTERMS.isPartOf)
    assert str(graph.value(change, PROV.used)).endswith("place/68")
    assert str(graph.value(change, PROV.generated)).endswith("place/68@2025-07-01")
    assert str(graph.value(change, rdflib.DCTERMS.date)) == "2025-07-01"


def test_two_exports_differ_only_where_the_graph_does() -> None:
    """Not by the order or the paths of loading; one file more adds lines and leaves the order of the others."""
    records = read(ROOT / "samples")
    turned = loaded(
        [(msgspec.structs.replace(r, source=f"elsewhere {n}"), s) for n, (r, s) in enumerate(reversed(records))]
    )
    from graph.rdf.formats import WRITERS

    for ending, writer in WRITERS.items():
        assert b"".join(writer(blocks(turned))) == exported("samples", ending)
    lines = exported("samples", ".nt").splitlines()
    more = loaded([*records, (family.directive(), [])])
    grown = b"".join(WRITERS[".nt"](blocks(more))).splitlines()
    kept = set(lines) & set(grown)
    assert len(kept) > 0.99 * len(lines)
    assert [one for one in lines if one in kept] == [one for one in grown if one in kept]


def test_a_joint_act_has_each_of_its_issuers() -> None:
    """`phahe:issuedBy` and ISSUED_BY lead to two bodies, not to one that bears both names."""
    made = Made("joint")
    own = made.document("Thông tư liên tịch", "1/2015/TTLT-BTP-BNV", "2015-01-05", "Bộ Tư pháp; Bộ Nội vụ", "chung")
    made.task(own, "Chủ trì rà soát", "Bộ Tư pháp")
    store = MemoryStore()
    with store.write() as writer:
        writer.put(made.record(), "joint", "")
    facts = [f for one in blocks(store) for f in one.facts if f[0] == named("phahe:issuedBy")]
    assert sorted(str(o).rpartition("/")[2].strip(">") for _, o in facts) == ["bo-noi-vu", "bo-tu-phap"]
    assert [k.target for k in links(store) if k.key == "ISSUED_BY"] == ["organization:bo-tu-phap"]


def test_what_became_of_a_ministry_and_of_departments() -> None:
    """An event with its day, act and kind where both ends are there, of one province; none where a place went its own way."""
    made = Made("bodies")
    own = made.document("Kế hoạch", "9/KH-UBND", "2024-05-05", "UBND tỉnh Sơn La", "chung", place="tỉnh Sơn La")
    for name in (
        "Bộ Kế hoạch và Đầu tư", "Bộ Tài chính", "Sở Tài nguyên và Môi trường tỉnh Sơn La",
        "Sở Nông nghiệp và Phát triển nông thôn tỉnh Sơn La", "Sở Nông nghiệp và Môi trường tỉnh Sơn La",
        "Sở Giao thông vận tải tỉnh Lạng Sơn", "Sở Xây dựng tỉnh Nghệ An",
        "Sở Giao thông vận tải thành phố Hồ Chí Minh", "Sở Xây dựng thành phố Hồ Chí Minh",
    ):  # fmt: skip
        made.task(own, "Chủ trì rà soát", name)
    store = MemoryStore()
    with store.write() as writer:
        writer.put(made.record(), "bodies", "")
    graph = rdflib.Graph().parse(data=b"".join(ntriples(blocks(store))), format="nt")
    found = set()
    for event, kind in graph.subject_objects(PHAHE.changeKind):
        assert str(graph.value(event, rdflib.URIRef(PREFIXES["dcterms"] + "date"))) == "2025-03-01"
        ends = [
            str(graph.value(event, ORG[f"{end}Organization"])).rpartition("/")[2] for end in ("original", "resulting")
        ]
        found.add((*ends, str(kind), str(graph.value(event, rdflib.URIRef(PREFIXES["dcterms"] + "source")))))
    department = "so-nong-nghiep-va-moi-truong-tinh-son-la"
    assert found == {
        ("bo-ke-hoach-va-dau-tu", "bo-tai-chinh", "absorb", "176/2025/QH15"),
        ("so-tai-nguyen-va-moi-truong-tinh-son-la", department, "merge", "45/2025/NĐ-CP"),
        ("so-nong-nghiep-va-phat-trien-nong-thon-tinh-son-la", department, "merge", "45/2025/NĐ-CP"),
    }
    conforms, _, said = pyshacl.validate(graph, shacl_graph=resource("shapes.ttl"))
    assert conforms, said[:2000]
