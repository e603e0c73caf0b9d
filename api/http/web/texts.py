"""The page of a document's text: every mention, task and relation marked, open at a sentence."""

from fastapi import Request
from msgspec import Struct
from starlette.responses import Response

from api.http.problems import Refusal
from api.http.web.asking import options
from api.http.web.marking import Mark, runs
from api.http.web.rendering import page
from api.questions.params import Param
from graph.store.port import InstrumentRow, Store
from queries.nodes import node

WINDOW = 60_000  # characters on one page: some thirty pages of paper
_BEFORE = 20_000  # of them before the sought place
_MOST_EDGES = 1_000
_FILE = Param(name="file")
_PLACES = tuple(Param(name=n, kind="number", least=0, most=10**9) for n in ("start", "end"))


class Window(Struct, frozen=True):
    """The part of a text that a page shows; `before` and `after` are where its neighbours begin, if any."""

    start: int
    text: str
    before: int | None
    after: int | None


def window(store: Store, sha256: str, place: int) -> Window:
    """About the place, from a line's beginning to a line's end."""
    low = max(0, place - _BEFORE)
    first = max(0, low - 1)  # the character before says whether a line begins
    got = store.text(sha256, first, low + WINDOW + 1)
    cut = got.find("\n") + 1 if low and "\n" in got[:_BEFORE] else low - first
    text, whole = got[cut:], first + len(got) <= low + WINDOW
    if not whole:
        text = text[: text.rfind("\n", 0, WINDOW) + 1 or WINDOW]
    start = first + cut
    before = max(0, start - WINDOW + _BEFORE) if start else None
    return Window(start, text, before, None if whole else start + len(text) + _BEFORE)


def _marks(store: Store, row: InstrumentRow, sha256: str, drafts: bool) -> list[Mark]:
    """All that is known of the file's text; other instruments' claims out of the same file too."""
    found = [Mark(m.start, m.end, "mention", m.target) for m in store.mentions([row.id], "out") if m.file == sha256]
    found += [Mark(t.start, t.end, "task") for t in store.tasks(documents=[row.id], drafts=drafts) if t.file == sha256]
    for edge in store.edges([row.id], "out", drafts=drafts, limit=_MOST_EDGES)[row.id]:
        found += [Mark(q.start, q.end, "relation") for q in edge.quotes if q.file == sha256]
    return found


def text_page(request: Request, store: Store, row: InstrumentRow) -> Response:
    """The text; raises `Refusal` (404) where it is not loaded or not of this instrument."""
    asked = options((_FILE, *_PLACES), request.query_params, {})
    sha256 = asked["file"] or (row.files[0] if row.files else "")
    if sha256 not in row.files:
        raise Refusal(404, "page.no_text")
    start, end = asked["start"] or 0, asked["end"] or 0
    shown = window(store, sha256, start)
    marks = _marks(store, row, sha256, drafts=True)
    if end > start:
        marks.append(Mark(start, end, "here"))
    return page(
        request, "text.html", store, ids=[m.target for m in marks if m.target], row=node(row), window=shown,
        runs=runs(shown.text, shown.start, marks), file=sha256, files=row.files,
    )  # fmt: skip
