"""Templates with what they all need: the language, the address, names of instruments, links to sentences."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import UNSET, Struct, structs
from starlette.responses import HTMLResponse

from api.http.access import may, rules_of
from api.http.identity import who
from api.http.languages import over_http
from api.http.routes import ROUTES, query_names
from api.messages import DEFAULT, LANGUAGES, Words
from api.questions.asking import extent_text, frame
from graph.store.port import Store
from queries.answers import Citation, Evidence
from queries.stats import extent
from viz.entries import Frame, day, one_line, years
from viz.escaping import shown

# In the order of the navigation; status in time, drafts and corrections get their places when they are there.
SECTIONS = ("home", "tasks", "coverage", "missing", "conflicts", "explore", "load")
PATHS = {
    "home": "/", "tasks": "/nhiem-vu", "coverage": "/do-phu", "missing": "/chua-nap", "conflicts": "/mau-thuan",
    "explore": "/kham-pha",
    "load": "/nap",
}  # fmt: skip


def language(request: Request) -> Words:
    """`?lang=` of the address, else Vietnamese.

    Browsers of Vietnamese offices are often in English, their people are not; and a link that is sent shows everybody
    the same page.
    """
    asked = request.query_params.get("lang", "")
    return over_http(asked if asked in LANGUAGES else DEFAULT)


def with_drafts(request: Request) -> bool:
    """Whether what drafts say counts on this page."""
    return request.query_params.get("include_drafts") == "true"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("api.http.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=shown,
    )  # fmt: skip
    made.filters |= {"day": day, "one_line": one_line, "years": years, "cap": _capital}
    made.tests["unset"] = lambda value: value is UNSET
    return made


def _capital(words: str) -> str:
    """Words of answers as they stand at the head of a line."""
    return words[:1].upper() + words[1:]


class Links:
    """Addresses of pages; a language that was asked for goes along, and whether drafts count."""

    def __init__(self, request: Request) -> None:
        self._lang = request.query_params.get("lang", "")
        self._drafts = with_drafts(request)
        self._request = request

    def to(self, path: str, **query: object) -> str:
        """A page, its query without what says nothing."""
        given = {k: v for k, v in query.items() if v not in (None, "", False)}
        if self._lang:
            given["lang"] = self._lang
        if self._drafts:
            given["include_drafts"] = "true"
        return path + (f"?{urlencode(given, doseq=True)}" if given else "")

    def instrument(self, instrument: str) -> str:
        """The page of an instrument."""
        return self.to(f"/van-ban/{quote(instrument, safe='~')}")

    def sentence(self, passage: Evidence | Citation) -> str:
        """The page of the text, at the words."""
        path = f"/van-ban/{quote(passage.document, safe='~')}/toan-van"
        return self.to(path, file=passage.file, start=passage.start, end=passage.end) + "#day"

    def body(self, name: str, **more: object) -> str:
        """The tasks of a body."""
        return self.to(PATHS["tasks"], organization=name, **more)

    def section(self, name: str) -> str:
        """A page of the navigation."""
        return self.to(PATHS[name])

    def other_language(self, lang: str) -> str:
        """The same page in the other language."""
        query = [(k, v) for k, v in self._request.query_params.multi_items() if k != "lang"]
        return f"{quote(self._request.scope['path'], safe='/~')}?{urlencode([*query, ('lang', lang)])}"

    def api(self, path: str, ending: str, **more: str) -> str:
        """The same answer as data."""
        known = query_names(next(r for r in ROUTES if _same(r.path, path)))
        given = [(k, v) for k, v in self._request.query_params.multi_items() if k not in more]
        query = [(k, v) for k, v in (*given, *more.items()) if v and k in known]
        return f"/api/v1{quote(path, safe='/~')}{ending}" + (f"?{urlencode(query)}" if query else "")


def _same(template: str, path: str) -> bool:
    """Whether a path is one of the template '/instruments/{id}/lineage'."""
    known, parts = template.split("/"), path.split("/")
    return len(known) == len(parts) and all(k in (p, "{id}") for k, p in zip(known, parts, strict=True))


class _LastPart(Mapping[str, str]):
    """Names of files without their folders, which are the server's own business."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __getitem__(self, key: str) -> str:
        return self._names[key].rpartition("/")[2]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _short(shape: Frame) -> Frame:
    return structs.replace(shape, files=_LastPart(shape.files))


class OfFrame(Struct, frozen=True):
    """A value of a template that is made of the page's `Frame`."""

    made: Callable[[Frame], Any]


def page(
    request: Request, template: str, store: Store, ids: Iterable[str] = (), status: int = 200, **values: Any
) -> HTMLResponse:
    """The page; asked inside `store.read()`. A value `OfFrame` is made when the page's names are known."""
    say, asks = language(request), who(request)
    shape, link = _short(frame(store, say, ids)), Links(request)
    context = {
        "say": say, "link": link, "frame": shape, "who": asks,
        "sections": [s for s in SECTIONS if may(asks.role, rules_of(PATHS[s])["GET"])],
        "here": template.partition(".")[0], "query": request.query_params,
        "loaded": extent_text(extent(store), say) if asks.role else "",
    }  # fmt: skip
    made = {name: value.made(shape) if isinstance(value, OfFrame) else value for name, value in values.items()}
    html = _environment().get_template(template).render({**context, **made})
    headers = {"Content-Language": say.lang, "Cache-Control": "private, no-cache"}
    return HTMLResponse(html, status, headers)
