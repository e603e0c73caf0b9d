"""What a database of a known schema holds can be read: whoever changes what is packed, or found by, changes the number."""

import hashlib

import msgspec

from graph.record import Target, Task
from graph.resolution import Candidate
from graph.statements import BodySaid, Claim, Cluster, FileStatements, Naming
from graph.store.neo4j_schema import SCHEMA, STATEMENTS, place_of, places
from graph.store.port import BodyRow, EdgeRow, InstrumentRow, TargetRow, TaskRow

_PACKED = (InstrumentRow, EdgeRow, TaskRow, TargetRow, BodyRow, FileStatements, Cluster, Claim, Naming, BodySaid, Candidate, Task, Target)  # fmt: skip
PINNED = {3: "c6eac845bd91d9b9", 4: "c6eac845bd91d9b9"}


def test_another_form_is_another_schema() -> None:
    """The forms of the packed rows, and the constraints and indexes, belong to the number."""
    forms = repr(msgspec.inspect.multi_type_info(_PACKED)) + "\n".join(STATEMENTS)
    assert PINNED[SCHEMA] == hashlib.sha256(forms.encode()).hexdigest()[:16], "a new SCHEMA, and its line in PINNED"


def test_every_place_lies_in_one_that_is_there() -> None:
    """The gazetteer as nodes: outer ones come first, codes are unique, 34 provinces are of today."""
    known: set[str] = set()
    for some in places():
        assert all(row["outer"] is None or row["outer"] in known for row in some)
        codes = [row["code"] for row in some]
        assert len(set(codes)) == len(codes)
        assert known.isdisjoint(codes)
        known |= set(codes)
    now = [r for some in places() for r in some if r["facts"]["level"] == "province" and not r["facts"].get("until")]
    assert len(now) == 34
    assert place_of("vn/40/17971@2025-07-01") == "17971@2025-07-01"
