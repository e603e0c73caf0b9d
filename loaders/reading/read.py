"""From a loaded file to its record: structure, documents, mentions, then what they say of each other."""

from graph.body_keys import BodyKey
from graph.dated_places import dated
from graph.record import Document, Mention, Organization, Record, Warning
from loaders.reading.attachments import settle_attachments
from loaders.reading.blocks import build
from loaders.reading.clusters import Cluster, cluster, instruments
from loaders.reading.completeness import find_gaps
from loaders.reading.context import Doc, Reading
from loaders.reading.headers import is_secret, read_documents
from loaders.reading.mentions import find_mentions
from loaders.reading.outline import grow, tables_of
from loaders.reading.printings import mark_reprints
from loaders.reading.relations import find_relations
from loaders.reading.run_together import joints, may_hold
from loaders.reading.targets import find_targets
from loaders.reading.tasks import find_tasks
from loaders.reading.titles_behind import set_titles
from loaders.text import Loaded, NotRead


def structure(loaded: Loaded) -> Reading:
    """Blocks, tables, documents and the tree: all of a reading but what the text says of instruments."""
    view, blocks = build(loaded)
    if not blocks:
        raise NotRead("file.no_text")
    reading = Reading(loaded, view, blocks, tables_of(view.text, blocks))
    if may_hold(reading.text, reading.narrow) and (gaps := joints(loaded.text)):
        view, blocks = build(loaded, gaps)
        reading = Reading(loaded, view, blocks, tables_of(view.text, blocks))
    if is_secret(reading):
        raise NotRead("file.secret")
    reprint = mark_reprints(view.text, blocks)
    read_documents(reading)
    grow(view.text, blocks, reading.tables)
    if reprint:
        first, last = blocks[reprint[0]], blocks[reprint[1]]
        reading.warn("printed_twice", "Trang in văn bản hai lần; bản in thừa chỉ thêm dẫn chiếu", first.start, last.end)
    return reading


def understand(loaded: Loaded) -> tuple[Reading, list[Cluster]]:
    """The reading with its mentions and clusters: what relations, tasks and targets are found in."""
    reading = structure(loaded)
    reading.mentions = find_mentions(reading)
    settle_attachments(reading)
    clusters = cluster(reading, loaded.sha256)
    set_titles(reading, clusters)
    find_gaps(reading)
    return reading, clusters


def read(loaded: Loaded, source: str) -> Record:
    """The record of a loaded file; raises `NotRead` for what may not be loaded."""
    reading, clusters = understand(loaded)
    relations = find_relations(reading, clusters)
    tasks = find_tasks(reading)
    targets = find_targets(reading)
    return Record(
        source=source, format=loaded.format, encoding=loaded.encoding, sha256=loaded.sha256, text=loaded.text,
        documents=[_document(reading, d) for d in reading.docs],
        instruments=instruments(clusters),
        mentions=_mentions(reading, clusters),
        relations=relations, tasks=tasks, targets=targets,
        organizations=_organizations(reading),
        warnings=sorted([*loaded.warnings, *reading.warnings], key=_place),
    )  # fmt: skip


def _place(warning: Warning) -> tuple[int, int, str, str]:
    return warning.start, warning.end, warning.code, warning.message


def _document(reading: Reading, doc: Doc) -> Document:
    start = (
        reading.source(reading.blocks[doc.first].start, reading.blocks[doc.first].start + 1)[0] if reading.blocks else 0
    )
    end = reading.source(reading.blocks[doc.last].end - 1, reading.blocks[doc.last].end)[1] if reading.blocks else 0
    place = dated(doc.place, doc.issued)
    return Document(
        id=doc.id, type=doc.type, code=doc.code, issued=doc.issued, effective=doc.effective, issuer=doc.issuer,
        title=doc.title, signer=doc.signer, signed_as=doc.signed_as, period=doc.period, place=doc.place,
        nature=doc.nature, stage=doc.stage, start=start, end=end, incomplete=doc.incomplete, sample=doc.sample,
        place_code=place.code if place else None,
    )  # fmt: skip


def _mentions(reading: Reading, clusters: list[Cluster]) -> list[Mention]:
    found = []
    for named in reading.mentions:
        start, end, text = reading.quote(named.start, named.end)
        found.append(
            Mention(
                instrument=clusters[named.cluster].id, start=start, end=end, text=text, provision=named.provision,
                parts=reading.view.parts(named.start, named.end), reprint=reading.blocks[named.block].reprint,
            )
        )  # fmt: skip
    return found


def _organizations(reading: Reading) -> list[Organization]:
    """Bodies named in tasks, by canonical name and version; aliases as said."""
    said: dict[tuple[str, str], tuple[BodyKey, set[str]]] = {}
    for name, words, key in reading.organizations:
        said.setdefault((name, key.id), (key, set()))[1].add(words)
    return [
        Organization(id=key.id, name=name, aliases=sorted(words - {name}), kind=key.kind, place=key.place)
        for (name, _), (key, words) in sorted(said.items())
    ]
