"""The first page: one box that understands what is typed, questions to begin with, what is loaded and what failed."""

from collections import Counter
from itertools import islice
from typing import Any

from fastapi import Request
from msgspec import Struct
from starlette.responses import Response

from api.http.holdings import Holdings
from api.http.web.rendering import page
from graph.folding import fold
from graph.store.port import Store
from queries import citation, finding
from queries.implementers import implementers
from queries.search import search

_HITS = 30
_SUGGESTED = 8
_LONGEST = 2_000  # characters that are looked for
_SAMPLE = 5_000  # edges that are looked at for the questions that the first page proposes
_PLANS = 20  # whose tasks are looked at for a body to propose
_FAILED = 50  # files that failed and are shown; all of them are in the log


class Meant(Struct, frozen=True):
    """What words may mean: instruments that they cite, near ones where they cite none, hits of a search."""

    matches: list[Any]
    near: list[Any]
    unnamed: bool
    hits: list[Any]

    @property
    def documents(self) -> list[str]:
        """The documents of hits, which are shown by name."""
        return [h.document for h in self.hits if isinstance(h.document, str)]


def _proposed(store: Store) -> tuple[str, str]:
    """An instrument that plans carry out, and a body that has tasks in them: what the three questions ask of."""
    aims = Counter(target for _, _, target in islice(store.pairs(["IMPLEMENTS"]), _SAMPLE))
    if not aims:
        return "", ""
    best = min(aims, key=lambda i: (-aims[i], i))
    plans = [r.id for r in implementers(store, store.instruments([best])[best], most=_PLANS).rows]
    found = store.tasks(documents=plans) if plans else []
    names = Counter(a.organization for t in found for a in t.assignees)
    return best, min(names, key=lambda n: (-names[n], n)) if names else ""


def home(request: Request, store: Store) -> Response:
    """What the box was asked, or what can be asked."""
    words = request.query_params.get("q", "").strip()[:_LONGEST]
    if words:
        meant = _meant(store, words, _HITS)
        return page(request, "found.html", store, meant.documents, words=words, meant=meant)
    instrument, body = _proposed(store)
    holdings: Holdings = request.app.state.holdings
    failed = holdings.failed()
    return page(
        request, "home.html", store, [instrument] if instrument else [], instrument=instrument, body=body,
        held=holdings.held(store), failed=failed[:_FAILED], more_failed=len(failed[_FAILED:]),
    )  # fmt: skip


def suggested(request: Request, store: Store) -> Response:
    """The first few of what the box may mean, while it is typed: lines of a list."""
    words = request.query_params.get("q", "").strip()[:_LONGEST]
    meant = _meant(store, words, _SUGGESTED) if words else Meant([], [], False, [])
    seen = {m.id for m in meant.matches}
    hits = [h for h in meant.hits if h.kind != "task" and h.id not in seen]
    room = max(0, _SUGGESTED - len(meant.matches))
    return page(request, "suggested.html", store, matches=meant.matches[:_SUGGESTED], hits=hits[:room])


def _meant(store: Store, words: str, most: int) -> Meant:
    hits = search(store, words, (), most).rows
    matches, near, unnamed = [], [], False
    if _is_citation(words):
        try:
            matches = finding.resolve(store, words).matches[:most]
        except finding.NotNamed as error:
            near, unnamed = error.near[:most], True
    whole = [h for h in hits if h.kind == "organization" and fold(h.title) == fold(words)]
    return Meant(matches, near, unnamed, [*whole, *(h for h in hits if h not in whole)])


def _is_citation(words: str) -> bool:
    """An id or a number, or the type with a name ('Luật Nhà ở'); mere words are looked for as words."""
    if "~" in words:
        return True
    cited = citation.parse(words)
    return bool(cited.code or cited.number or (cited.types and (cited.words or cited.title)))
