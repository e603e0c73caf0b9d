"""Stores for the tests of RDF and networks: the samples, the seeds where they are, a family with a draft."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import rdflib

from graph.rdf.formats import WRITERS
from graph.record import Record
from graph.segments import Segment
from graph.store.memory import MemoryStore
from graph.store.port import Store
from loaders.extraction import extract_all
from queries.rdf import blocks
from tests.queries import family

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
NAMES = ("family", "samples", "seeds")


@cache
def read(folder: Path) -> list[tuple[Record, list[Segment]]]:
    """What the files of a folder say."""
    return [extract_all(path, path.name) for path in sorted(folder.iterdir())]


def loaded(said: Iterable[tuple[Record, list[Segment]]]) -> Store:
    """A store of them."""
    store = MemoryStore()
    with store.write() as writer:
        for record, segments in said:
            writer.put(record, f"/{record.source}", "", segments)
    return store


@cache
def store_of(name: str) -> Store:
    """One of `NAMES` in memory."""
    if name == "family":
        return family.family()
    if name == "seeds" and not SEEDS.is_dir():
        pytest.skip("../shared/seeds is not on this machine")
    return loaded(read(SEEDS if name == "seeds" else ROOT / name))


@cache
def exported(name: str, ending: str, drafts: bool = False) -> bytes:
    """The export of a store."""
    return b"".join(WRITERS[ending](blocks(store_of(name), drafts)))


@cache
def parsed(name: str, ending: str = ".nt") -> rdflib.Graph:
    """The export as rdflib reads it, literals as they are written."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        syntax = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld"}[ending]
        return rdflib.Graph().parse(data=exported(name, ending), format=syntax)
    finally:
        rdflib.NORMALIZE_LITERALS = before
