"""Compare what is read in samples/ with what is expected of it: `python -m tools.samples_report` prints every miss.

The form of the expectations: docs/samples.md. Names of bodies are compared as the document of a place would
say them ('Sở Tư pháp tỉnh Nghệ An' is 'Sở Tư pháp' there), texts without diacritics or punctuation.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.codes import parse
from graph.datafiles import parsed
from graph.folding import fold
from graph.record import Document, Instrument, Record, Task

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, EXPECTED = ROOT / "samples", ROOT / "tests" / "samples" / "expected"
KINDS = (
    "identity",
    "instruments",
    "mentions",
    "issuers",
    "relations",
    "evidence",
    "tasks",
    "assignees",
    "details",
    "targets",
)
ROLES = {"L": "lead", "C": "coordinate", "R": "responsible"}
Facts = dict[str, Any]


@dataclass
class Score:
    """Found and right, found and wrong, not found; and the list of what went wrong."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was found, how much is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def check(self, same: bool, miss: str) -> None:
        """One question with one answer."""
        if same:
            self.right += 1
        else:
            self.wrong += 1
            self.missed += 1
            self.misses.append(miss)

    def add(self, right: int, extra: Iterable[str], missing: Iterable[str]) -> None:
        """A set of facts: how many are right, which are too many, which are not found."""
        extra, missing = [*extra], [*missing]
        self.right += right
        self.wrong += len(extra)
        self.missed += len(missing)
        self.misses += [f"too many: {x}" for x in extra] + [f"missing: {x}" for x in missing]


Scores = dict[str, Score]


def expectations() -> dict[str, Facts]:
    """What is expected, by the sample's file name."""
    pages = [parsed(p.read_bytes()) for p in sorted(EXPECTED.glob("*.yaml"))]
    return {page["source"]: page for page in pages}


@lru_cache(maxsize=1)
def compare_all() -> Scores:
    """All samples read and compared; misses begin with the file's name."""
    from loaders.extraction import extract  # noqa: PLC0415 - the report's helpers serve without it

    total: Scores = {kind: Score() for kind in KINDS}
    for name, expected in expectations().items():
        for kind, score in compare(expected, extract(SAMPLES / name, name)).items():
            total[kind].right += score.right
            total[kind].wrong += score.wrong
            total[kind].missed += score.missed
            total[kind].misses += [f"{name}: {miss}" for miss in score.misses]
    return total


def compare(expected: Facts, record: Record) -> Scores:
    """One sample's expectations against its record, by kind of fact."""
    scores: Scores = {kind: Score() for kind in KINDS}
    keys = _documents(expected, record, scores["identity"]) | _instruments(expected, record, scores)
    _relations(expected, record, keys, scores)
    _tasks(expected, record, keys, scores)
    _targets(expected, record, scores["targets"])
    return scores


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, fold(a), fold(b), autojunk=False).ratio()


def _begins(expected: str, found: str) -> bool:
    """'Giao Sở Nội vụ…' is the beginning of what was found; without the dots it is all of it."""
    if expected.endswith("…"):
        return fold(found).startswith(fold(expected))
    return _alike(expected, found) > 0.95


def _issuer(name: str | None) -> str:
    """An office stands for its body: a chairman's decision has the committee's number and head."""
    words = fold(name or "").replace("uy ban nhan dan", "ubnd").replace("ban chap hanh dang bo tinh", "tinh uy")
    return words.removeprefix("chu tich ").removeprefix("ban thuong vu ")


def _documents(expected: Facts, record: Record, score: Score) -> dict[str, str]:
    keys = {}
    for n, want in enumerate(expected["documents"]):
        got = record.documents[n] if n < len(record.documents) else None
        if got is not None:
            keys[got.id] = want["key"]
        for name in want.keys() - {"key"}:
            value = getattr(got, name, None)
            score.check(_same_field(name, want[name], value), f"{want['key']}.{name}: {want[name]!r}, got {value!r}")
    extra = [d.id for d in record.documents[len(expected["documents"]) :]]
    score.add(0, extra, ())
    return keys


def _same_field(name: str, want: Any, got: Any) -> bool:
    if want is None or got is None or isinstance(want, bool):
        return bool(want == got)
    if name == "issuer":
        return _issuer(want) == _issuer(got)
    if name in {"title", "place"}:
        return _alike(want, got) > 0.9
    if name == "period":
        return list(want) == list(got)
    return fold(str(want)) == fold(str(got))


def _same_instrument(want: Facts, got: Instrument, mentions: list[str]) -> bool:
    if want["code"]:
        a, b = parse(want["code"]), parse(got.code or "")
        return bool(a and b and a.key == b.key and (got.issued or "") == str(want["issued"] or ""))
    if got.code or str(got.issued) != str(want["issued"]):
        return False
    return any(_alike(want["name"], name) > 0.9 or fold(name).startswith(fold(want["name"])) for name in mentions)


def _instruments(expected: Facts, record: Record, scores: Scores) -> dict[str, str]:
    named: dict[str, list[str]] = {}
    for mention in record.mentions:
        named.setdefault(mention.instrument, []).append(mention.text)
    keys: dict[str, str] = {}
    missing = []
    for want in expected["instruments"]:
        free = (i for i in record.instruments if i.id not in keys)
        got = next((i for i in free if _same_instrument(want, i, [*named.get(i.id, ()), i.title or ""])), None)
        if got is None:
            missing.append(f"{want['code'] or want['name']} {want['issued']}")
            continue
        keys[got.id] = want["key"]
        count = len(named.get(got.id, ()))
        allowed = want["mentions"] if isinstance(want["mentions"], list) else [want["mentions"]]
        scores["mentions"].check(count in allowed, f"{want['key']} named {allowed} times, got {named.get(got.id)}")
        if "issuer" in want:
            same = _issuer(want["issuer"]) == _issuer(got.issuer)
            scores["issuers"].check(same, f"{want['key']} of {want['issuer']}, got {got.issuer}")
    extra = [f"{i.type} {i.code} {i.issued} {named.get(i.id)}" for i in record.instruments if i.id not in keys]
    scores["instruments"].add(len(keys), extra, missing)
    return keys


def _relations(expected: Facts, record: Record, keys: dict[str, str], scores: Scores) -> None:
    sure: set[tuple[str, ...]] = set()
    unsure: set[tuple[str, ...]] = set()
    quotes: dict[tuple[str, ...], str] = {}
    for row in expected["relations"]:
        is_unsure = isinstance(row, dict)
        *triple, quote = row["is"] if is_unsure else row
        (unsure if is_unsure else sure).add(tuple(triple))
        quotes[tuple(triple)] = quote
    got = {
        (keys.get(r.source, r.source), r.relation, keys.get(r.target, r.target)): [e.text for e in r.evidence]
        for r in record.relations
    }
    joined = {(s, t) for s, _, t in sure | unsure}
    shadows = {e for e in got if e[1] == "CITES" and (e[0], e[2]) in joined}
    extra = [" ".join(e) for e in sorted(got.keys() - sure - unsure - shadows)]
    scores["relations"].add(len(sure & got.keys()), extra, [" ".join(e) for e in sorted(sure - got.keys())])
    for edge in sorted(sure & got.keys()):
        scores["evidence"].check(
            _shows(quotes[edge], got[edge]), f"{' '.join(edge)}: {quotes[edge]!r}, got {got[edge]}"
        )


def _shows(quote: str, evidence: list[str]) -> bool:
    want = fold(quote)
    for text in evidence:
        got = fold(text)
        run = SequenceMatcher(None, want, got, autojunk=False).find_longest_match(0, len(want), 0, len(got)).size
        if run >= 0.5 * len(want) and len(text) <= 600:
            return True
    return False


def body_key(name: str, place: str | None) -> str:
    """A body as the document of this place says it; its level only where that tells it apart."""
    key = fold(name).replace("ubnd", "uy ban nhan dan").replace("hdnd", "hoi dong nhan dan").removeprefix("cac ")
    parts = [fold(part).split(" ", 1) for part in (place or "").split(",") if " " in part.strip()]
    for level, proper in parts:
        key = key.removesuffix(f" {level} {proper}") + (f" {level}" if key.endswith(f" {level} {proper}") else "")
        key = key.removesuffix(f" {proper}")
    levels = (" tinh", " thanh pho", " huyen", " xa", " phuong")
    return next((key.removesuffix(x) for x in levels if key.endswith(x) and not key.endswith(f"nhan dan{x}")), key)


def _who(task: Facts, got: Task, document: Document | None) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    place = document.place if document else None
    want = {(body_key(name, place), ROLES[r]) for name, roles in task["who"].items() for r in roles}
    return want, {(body_key(a.organization, place), a.role) for a in got.assignees}


def _same_words(got: str | None, asked: str | None) -> bool:
    if not got or not asked:
        return got == asked
    return fold(asked) in fold(got) and len(got) < 2 * len(asked) + 9


def _tasks(expected: Facts, record: Record, keys: dict[str, str], scores: Scores) -> None:
    left, missing, right = list(record.tasks), [], 0
    documents = {d.id: d for d in record.documents}
    for want in expected["tasks"]:
        got = next((t for t in left if _begins(want["text"], t.text)), None)
        if got is not None:
            left.remove(got)
        if want.get("unsure"):
            continue
        if got is None:
            missing.append(f"{want['where']} {want['text']}")
            continue
        right += 1
        a, b = _who(want, got, documents.get(got.document))
        at = f"{want['where']} {want['text'][:40]!r}"
        scores["assignees"].add(
            len(a & b), (f"{at}: {x}" for x in sorted(b - a)), (f"{at}: {x}" for x in sorted(a - b))
        )
        for name in ("where", "kind", "deliverable", "deadline", "budget", "modality"):
            default = "assign" if name == "modality" else None
            value, asked = getattr(got, name), want.get(name, default)
            same = any(_same_words(value, a) for a in (asked if isinstance(asked, list) else [asked]))
            scores["details"].check(same, f"{at}: {name} {asked!r}, got {value!r}")
        document = want.get("document", "self")
        scores["details"].check(keys.get(got.document) == document, f"{at}: of {document}, got {got.document}")
    scores["tasks"].add(right, (f"{t.kind} {t.where} {t.text[:80]!r}" for t in left), missing)


def _targets(expected: Facts, record: Record, score: Score) -> None:
    left, missing, right = list(record.targets), [], 0
    for want in expected["targets"]:
        fits = (
            t
            for t in left
            if t.value == want["value"] and (fold(want["text"]) in fold(t.text) or _alike(want["text"], t.text) > 0.8)
        )
        got = next(fits, None)
        if got is not None:
            left.remove(got)
        if want.get("unsure"):
            continue
        if got is None:
            missing.append(f"{want['where']} {want['text']}")
            continue
        due = got.due if got.due_source == "stated" else None
        found = {
            "where": got.where,
            "unit": got.unit,
            "comparator": got.comparator,
            "due": due,
            "achieved": got.achieved,
        }
        asked = {"achieved": False} | {k: want[k] for k in found if k in want}
        wrong = {k: (v, found[k]) for k, v in asked.items() if found[k] != v}
        right += 1
        score.add(0, [f"{want['text'][:50]!r}: {wrong}"] if wrong else (), ())
    score.add(right, (f"{t.where} {t.value} {t.text[:80]!r}" for t in left), missing)


def main() -> int:
    """Print the table and every miss."""
    scores = compare_all()
    print(f"{'':12}{'right':>7}{'wrong':>7}{'missed':>7}{'precision':>11}{'recall':>8}")
    for kind, s in scores.items():
        print(f"{kind:12}{s.right:7}{s.wrong:7}{s.missed:7}{s.precision:11.3f}{s.recall:8.3f}")
    for kind, s in scores.items():
        for miss in s.misses:
            print(f"{kind}: {miss}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
