"""The page of a document's text: every mention, task and relation marked, open at a sentence."""

from bisect import bisect_right
from urllib.parse import quote

from fastapi import Request
from msgspec import Struct
from starlette.responses import Response

from api.http.problems import Refusal
from api.http.sheets import Sheets
from api.http.web.asking import options
from api.http.web.marking import Mark, runs
from api.http.web.rendering import page
from api.questions.params import Param
from graph.store.port import InstrumentRow, Store
from queries.nodes import node

WINDOW = 60_000  # characters on one page: some thirty pages of paper
_BEFORE = 20_000  # of them before the sought place
_MOST_EDGES = 1_000
_MARKED = 5_000  # characters that are marked on the page of a PDF
_FILE = Param(name="file")
_PAGE = Param(name="page", kind="number", least=1, most=10**6)
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


class Leaf(Struct, frozen=True):
    """The page of a PDF that is shown beside its text: its picture, if there is one, and where its neighbours begin."""

    page: int
    url: str | None
    before: tuple[int, int] | None  # where it begins, and its number: pages without text are none
    after: tuple[int, int] | None


def _original(request: Request, store: Store, sha256: str) -> str | None:
    """Where the file lies that was loaded: what came over HTTP lies with us as long as the server runs."""
    held = request.app.state
    drawn: Sheets = held.sheets
    paths = store.paths_of([sha256]).get(sha256, ())
    return drawn.original([*paths, *filter(None, map(held.uploads.original, paths))], sha256)


def _leaf(
    request: Request, store: Store, row: InstrumentRow, sha256: str, place: tuple[int, int]
) -> tuple[Leaf | None, dict[int, int]]:
    """The page at the place, and the number of each page by where it begins; nothing where the file has no pages."""
    sheets = store.sheets([sha256])[sha256]
    if not sheets:
        return None, {}
    at = max(0, bisect_right(sheets, place[0], key=lambda s: s[0]) - 1)
    page = sheets[at][1]
    there = _original(request, store, sha256)
    url = f"/van-ban/{quote(row.id, safe='~')}/trang.png?file={sha256}&page={page}" if there else None
    if url and place[1] > place[0]:
        url += f"&start={place[0]}&end={place[1]}"
    before = next(((s, p) for s, p in reversed(sheets[:at]) if p != page), None)
    after = next(((s, p) for s, p in sheets[at:] if p != page), None)
    return Leaf(page, url, before, after), dict(sheets)


def sheet(request: Request, store: Store, row: InstrumentRow) -> Response:
    """A page as a picture; raises `Refusal` (404) where the file is not there any more."""
    asked = options((_FILE, _PAGE, *_PLACES), request.query_params, {})
    sha256, page_number = asked["file"] or "", asked["page"] or 1
    there = _original(request, store, sha256) if sha256 in row.files else None
    if there is None:
        raise Refusal(404, "page.sheet.none")
    drawn: Sheets = request.app.state.sheets
    words, before = _sought(store, sha256, page_number, (asked["start"] or 0, asked["end"] or 0))
    picture = drawn.picture(there, sha256, page_number, words, before)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def _sought(store: Store, sha256: str, page: int, place: tuple[int, int]) -> tuple[str, int]:
    """What of the sought words stands on the page, and how many letters of the page stand before."""
    sheets = store.sheets([sha256])[sha256]
    first = next((s for s, p in sheets if p == page), place[1])
    last = next((s for s, p in sheets if s > first and p != page), place[1])
    start, end = max(place[0], first), min(place[1], last)
    if start >= end:
        return "", 0
    return store.text(sha256, start, min(end, start + _MARKED)), sum(map(str.isalnum, store.text(sha256, first, start)))


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
    leaf, leaves = _leaf(request, store, row, sha256, (start or shown.start, end))
    marks = _marks(store, row, sha256, drafts=True)
    if end > start:
        marks.append(Mark(start, end, "here"))
    return page(
        request, "text.html", store, ids=[m.target for m in marks if m.target], row=node(row), window=shown,
        runs=runs(shown.text, shown.start, marks, leaves), leaf=leaf, sought=end > start, file=sha256, files=row.files,
    )  # fmt: skip
