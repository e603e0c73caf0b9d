"""A made graph of any size, the same each time: records of documents that cite older ones, some of them very often.

In-degrees follow Zipf's law (a few hubs, many that nobody cites), as measured for shared/performance.md (c). Every
record goes through the product's own writer; nothing here writes tables.
"""

import hashlib
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from msgspec import Struct

from graph.body_keys import body_key
from graph.identity import instrument_id
from graph.record import Assignee, Document, Evidence, Instrument, Mention, Organization, Record, Relation, Task
from graph.segments import Segment

_TYPES = (
    ("Quyết định", "QĐ-UBND", "UBND"),
    ("Kế hoạch", "KH-UBND", "UBND"),
    ("Nghị quyết", "NQ-HĐND", "HĐND"),
    ("Nghị quyết", "NQ-CP", None),
    ("Thông báo", "TB-UBND", "UBND"),
)
_PROVINCES = ("tỉnh Lạng Sơn", "tỉnh Sơn La", "tỉnh Nghệ An", "tỉnh Thanh Hóa", "tỉnh Cà Mau", "thành phố Huế")
_RELATIONS = ("BASED_ON", "IMPLEMENTS", "CITES", "CITES", "BASED_ON", "AMENDS", "REPLACES", "CITES")
_BODIES = ("Sở Tư pháp", "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Công an", "Văn phòng UBND")
_FIRST, _DAYS = date(2004, 1, 1), 7300
_YEARS = 20
_HUBS = 100  # the first, cited most, are all loaded


def held(i: int) -> bool:
    """Whether the i-th instrument has a document: every tenth but the hubs is only cited, if anybody does."""
    return i < _HUBS or i % 10 != 9


class Shape(Struct, frozen=True):
    """How large: instruments, citations a document, documents that bear `01/QĐ-UBND`, twenty of each body."""

    instruments: int
    cites: int = 12
    one_bucket: int = 0


Facts = tuple[str, str, str, str]


def facts(i: int) -> Facts:
    """Type, code, day and issuer of the i-th instrument; no two are equal."""
    kind, symbol, body = _TYPES[i % len(_TYPES)]
    place = _PROVINCES[(i // len(_TYPES)) % len(_PROVINCES)]
    nth = i // (len(_TYPES) * len(_PROVINCES))
    days = nth % _DAYS
    day = _FIRST + timedelta(days=days)
    number = nth // _DAYS * 365 + days % 365 + 1  # so a body bears a number about once a year, as bodies do
    if body is None:  # all places share one issuer
        number = number * len(_PROVINCES) + _PROVINCES.index(place)
    return kind, f"{number}/{symbol}", day.isoformat(), f"{body} {place}" if body else "Chính phủ"


class _Zipf:
    """Ranks 0…n-1 by weight 1/(rank+1): the first is cited most."""

    def __init__(self, n: int, rng: Random) -> None:
        self._rng, self._sums = rng, list(accumulate(1 / (k + 1) for k in range(n)))

    def draw(self) -> int:
        return bisect(self._sums, self._rng.random() * self._sums[-1])


def records(shape: Shape) -> Iterator[tuple[Record, list[Segment]]]:
    """A record an instrument that is held: it cites `cites` others, each by its full name."""
    rng = Random(7)
    zipf = _Zipf(shape.instruments, rng)
    for i in filter(held, range(shape.instruments)):
        yield _record(i, [j for j in (zipf.draw() for _ in range(shape.cites)) if j != i], rng), []
    for i in range(shape.one_bucket):
        day = (_FIRST + timedelta(days=i % _YEARS * 365)).isoformat()
        yield _one(f"bucket {i}", ("Quyết định", "01/QĐ-UBND", day, f"UBND xã Mẫu {i // _YEARS}"), []), []


def _record(i: int, cited: list[int], rng: Random) -> Record:
    lines = [(rng.choice(_RELATIONS), facts(j)) for j in dict.fromkeys(cited)]
    return _one(f"made {i}", facts(i), lines, _BODIES[i % len(_BODIES)] if i % 4 == 0 else None)


def _one(
    name: str,
    own: tuple[str, str, str, str],
    lines: list[tuple[str, tuple[str, str, str, str]]],
    body: str | None = None,
) -> Record:
    kind, code, day, issuer = own
    place = issuer.split(" ", 1)[1] if issuer != "Chính phủ" else None
    text = [f"{kind} số {code} ngày {day} của {issuer} về việc {name}"]
    document = Document(
        id="d", type=kind, code=code, issued=day, effective=day, issuer=issuer, title=f"Về việc {name}", signer=None,
        signed_as=None, period=None, place=place, nature="hanh_chinh", stage="issued", start=0, end=len(text[0]),
    )  # fmt: skip
    instruments, mentions, relations = {}, [], []
    size = len(text[0]) + 1
    for relation, (k, c, d, o) in lines:
        said = f"{k} số {c} ngày {d} của {o}"
        local = instrument_id(k, c, d, o)
        if local == instrument_id(kind, code, day, issuer):
            continue
        instruments[local] = Instrument(id=local, type=k, code=c, issued=d, issuer=o, title=None)
        end = size + len(said)
        mentions.append(Mention(instrument=local, start=size, end=end, text=said, provision=None))
        quote = Evidence(start=size, end=end, text=said)
        relations.append(
            Relation(
                source="d", relation=relation, target=local, rule="made", confidence=0.9, act="done", evidence=[quote]
            )
        )
        text.append(said)
        size = end + 1
    whole = "\n".join([*text, "Thực hiện việc được giao."]) + "\n"
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    tasks, bodies = _duty(sha256, whole, size, body, day, place) if body and place else ([], [])
    return Record(
        source=name, format="txt", encoding="utf-8", sha256=sha256, text=whole, documents=[document],
        instruments=list(instruments.values()), mentions=mentions, relations=relations, tasks=tasks, targets=[],
        organizations=bodies, warnings=[],
    )  # fmt: skip


def _relation(name: str, target: str, quote: Evidence) -> Relation:
    return Relation(source="d", relation=name, target=target, rule="made", confidence=0.9, act="done", evidence=[quote])


def _duty(sha256: str, text: str, start: int, body: str, day: str, place: str) -> tuple[list[Task], list[Organization]]:
    key = body_key(f"{body} {place}", day, place)
    task = Task(
        id=f"{sha256[:10]}.{start}", document="d", where="I", kind="heading", start=start, end=len(text) - 1,
        text=text[start:-1], assignees=[Assignee(organization=f"{body} {place}", role="lead", body=key.id)],
        deliverable=None, deadline=None, budget=None, modality="assign", reports_to=None, due=[],
    )  # fmt: skip
    return [task], [Organization(id=key.id, name=f"{body} {place}", aliases=[body], kind=key.kind, place=key.place)]
