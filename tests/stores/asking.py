"""Every question of the contract about everything that a store holds, as bytes: what all stores must agree on."""

import inspect
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

import msgspec

from api.messages import words
from api.problems import Problem
from api.questions import duties, instruments, lookups
from api.questions.asking import Asked, Question, extent_text, frame, worded
from api.questions.params import BadValue
from graph.canonical import export
from graph.store.port import Store
from queries.stats import extent

_SAY = words("vi")
_OF_ONE = (
    (instruments.RESOLVE, {}),
    (instruments.SHOW, {}),
    (instruments.IMPLEMENTERS, {}),
    (instruments.CITATIONS, {"direction": "in"}),
    (instruments.CITATIONS, {"direction": "out"}),
    (instruments.CITATIONS, {"direction": "in", "provision": "Điều 1"}),
    (instruments.LINEAGE, {"direction": "both", "depth": 6}),
    (instruments.LINEAGE, {"direction": "up", "depth": 2, "relations": ("IMPLEMENTS", "BASED_ON")}),
    (lookups.COVERAGE, {}),
    (lookups.COVERAGE, {"level": "department", "place": "tỉnh Sơn La"}),
    (duties.TASKS, {"document": True}),
)
_OF_ALL = (
    (instruments.STATS, {}),
    (lookups.MISSING, {}),
    (lookups.MISSING, {"kind": ("Nghị quyết",), "limit": 1}),
    (lookups.CONFLICTS, {}),
    (lookups.SEARCH, {"words": "nghị quyết"}),
    (lookups.SEARCH, {"words": "so tu ph"}),
    (lookups.SEARCH, {"words": "chu tri", "limit": 2}),
    (duties.TASKS, {}),
    (duties.TASKS, {"organization": "Sở Tư pháp"}),
    (duties.TASKS, {"organization": "Sở Tư pháp tỉnh Sơn La", "include": "collectives", "role": ("lead",)}),
    (duties.TASKS, {"place": "tỉnh Sơn La", "due_before": "2030-12-31"}),
    (duties.TASKS, {"duty_to_issue": True}),
)


def asked(store: Store, question: Question, drafts: bool, **given: Any) -> bytes:
    """The answer with its notes, or why there is none."""
    parameters = {p.keyword: p.default if not p.many else () for p in question.params} | given
    known = inspect.signature(question.ask).parameters
    try:
        with store.read(), worded(store, _SAY):
            answer = question.ask(Asked(store, _SAY, drafts), **{k: v for k, v in parameters.items() if k in known})
            shape = frame(store, _SAY, answer.ids)
            value = answer.value if answer.value is not None else list(answer.rows)
            shown = [repr(e) for e in islice(answer.entries(shape), 200)]
            return msgspec.json.encode([question.name, value, answer.notes, shown])
    except Problem as problem:
        return msgspec.json.encode([question.name, problem.message, problem.more])
    except BadValue as error:
        return msgspec.json.encode([question.name, error.key])


def everything(store: Store, most: int = 1000) -> Iterator[bytes]:
    """All of it: the export, then each question, about each instrument (the first `most`) and about all."""
    for drafts in (False, True):
        yield export(store, drafts)
        for question, given in _OF_ALL:
            yield asked(store, question, drafts, **given)
        ids = [r.id for r in islice(store.all_instruments(), most)]
        for one in ids:
            for question, given in _OF_ONE:
                facts = {k: one if v is True else v for k, v in given.items()}
                yield asked(store, question, drafts, text=one, instrument=one, **facts)
        for first, last in pairwise(ids):
            yield asked(store, lookups.PATH, drafts, first=first, last=last)
    yield extent_text(extent(store), _SAY).encode()
