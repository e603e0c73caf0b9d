"""Who may do what: every path with its methods and the least role. What does not stand here is refused to everybody."""

from typing import Literal

from msgspec import Struct

from api.accounts.audit import Event
from api.accounts.register import ROLES, Role

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})  # methods that change nothing
Least = Literal["nobody", "reader", "editor", "admin"]
_RANK: dict[str | None, int] = {None: 0, "nobody": 0, **{role: n for n, role in enumerate(ROLES, 1)}}


class Rule(Struct, frozen=True):
    """The least role, and what it is called in the log where it is done."""

    least: Least
    event: Event | None = None
    form: bool = False  # a page's form: whoever reads it looks for the page's mark in it (`api.http.web.signing`)


_ASK = {"GET": Rule("reader")}
# {} is any one segment, * the rest of a path
MATRIX: dict[str, dict[str, Rule]] = {
    "/healthz": {"GET": Rule("nobody")},
    "/static/*": {"GET": Rule("nobody")},
    "/dang-nhap": {"GET": Rule("nobody"), "POST": Rule("nobody", form=True)},
    "/dang-xuat": {"POST": Rule("nobody", form=True)},
    "/openapi.json": _ASK,
    "/docs": _ASK,
    "/": _ASK,
    "/van-ban/{}": _ASK,
    "/van-ban/{}/toan-van": _ASK,
    "/van-ban/{}/quan-he": _ASK,
    "/van-ban/{}/thuc-hien": _ASK,
    "/van-ban/{}/pha-he": _ASK,
    **{f"/van-ban/{{}}/pha-he.{ending}": _ASK for ending in ("svg", "png", "xlsx", "html", "json")},
    "/kham-pha": _ASK,
    "/explore": _ASK,
    "/van-ban/{}/trang.png": _ASK,
    "/goi-y": _ASK,
    "/nhiem-vu": _ASK,
    "/do-phu": _ASK,
    "/chua-nap": _ASK,
    "/mau-thuan": _ASK,
    "/nap": {"GET": Rule("editor")},
    "/api/v1/resolve": {"GET": Rule("reader"), "POST": Rule("reader")},
    "/api/v1/instruments/{}": _ASK,
    "/api/v1/instruments/{}/lineage": _ASK,
    "/api/v1/instruments/{}/implementers": _ASK,
    "/api/v1/instruments/{}/citations": _ASK,
    "/api/v1/tasks": _ASK,
    "/api/v1/coverage": _ASK,
    "/api/v1/path": _ASK,
    "/api/v1/missing": _ASK,
    "/api/v1/conflicts": _ASK,
    "/api/v1/search": _ASK,
    "/api/v1/stats": _ASK,
    "/api/v1/documents": {"GET": Rule("editor"), "POST": Rule("editor", "upload")},
    "/api/v1/documents/{}": {"GET": Rule("editor"), "DELETE": Rule("editor", "forget")},
    "/api/v1/documents/{}/record": {"GET": Rule("editor")},
    "/api/v1/documents/{}/accept": {"POST": Rule("editor", "load")},
}
_WHOLE = {p: rules for p, rules in MATRIX.items() if "{}" not in p and "*" not in p}
_PARTS = [(p.split("/"), rules) for p, rules in MATRIX.items() if "{}" in p]
_HEADS = [(p.removesuffix("*"), rules) for p, rules in MATRIX.items() if p.endswith("*")]


def rules_of(path: str) -> dict[str, Rule]:
    """By method; {} for a path that stands nowhere.

    >>> rules_of("/van-ban/x/toan-van")["GET"].least, rules_of("/static/a/b.css")["GET"].least, rules_of("/van-ban")
    ('reader', 'nobody', {})
    """
    if path in _WHOLE:
        return _WHOLE[path]
    parts = path.split("/")
    for known, rules in _PARTS:
        if len(known) == len(parts) and all(k in ("{}", p) for k, p in zip(known, parts, strict=True)):
            return rules
    return next((rules for head, rules in _HEADS if path.startswith(head)), {})


def may(role: Role | None, rule: Rule) -> bool:
    """Whether who has this role (None: nobody) may do it."""
    return _RANK[role] >= _RANK[rule.least]


def template(path: str) -> str:
    """A route's path as it stands in the matrix: '/van-ban/{id}' is '/van-ban/{}'."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
