"""The address of a picture is its state: what is opened, hidden and filtered, and in which form it is shown."""

from typing import Any

from fastapi import Request
from msgspec import Struct, structs
from starlette.datastructures import QueryParams

from api.http.web.asking import options
from api.http.web.rendering import Links
from api.questions.params import Param
from graph.record import RELATIONS
from queries.answers import Evidence
from queries.family import MOST_BOXES, Side, Wanted
from queries.levels import levels
from queries.lineage import MOST_HOPS

FORMS = ("picture", "tree", "table")
_MANY = 200  # values of one name in an address; more than a person ever opens
_LISTS = ("open_up", "open_down", "groups", "hide")
_YEAR = {"kind": "number", "least": 1900, "most": 2200}


def _params() -> tuple[Param, ...]:
    keys = tuple(level.key for level in levels().levels)
    hops = tuple(Param(name=n, kind="number", least=0, most=MOST_HOPS) for n in ("up", "down"))
    lists = tuple(Param(name=n, many=True) for n in _LISTS)
    years = tuple(Param(name=n, argument=a, **_YEAR) for n, a in (("from", "first"), ("until", "last")))  # type: ignore[arg-type]
    return (
        *hops, *lists, *years, Param(name="place"), Param(name="find"),
        Param(name="relations", kind="choice", choices=RELATIONS, many=True),
        Param(name="levels", kind="choice", choices=keys, many=True),
        Param(name="as", kind="choice", choices=FORMS, default="picture"),
    )  # fmt: skip


PARAMS = _params()


def asked(query: QueryParams, hops: int = 1, most: int = MOST_BOXES) -> tuple[Wanted, str]:
    """What is to be shown, and in which form; raises `BadValue`."""
    given = options(PARAMS, query, {})
    form = given.pop("as")
    for name in ("up", "down"):
        given[name] = hops if given[name] is None else given[name]
    cut = {n: tuple(dict.fromkeys(given[n]))[:_MANY] for n in (*_LISTS, "relations", "levels")}
    del given["find"]
    return Wanted(**{**given, **cut, "most": most}), form


class FamilyLinks(Struct, frozen=True):
    """Addresses of the same picture with one thing changed (`viz.picture.Linked`), and of its files."""

    links: Links
    path: str
    wanted: Wanted
    form: str = "picture"
    hops: int = 1  # what the page takes where the address says nothing
    instrument_asked: str = ""  # of a page that names its root in the query

    def to(self, anchor: str = "", form: str = "", ending: str = "", **changes: Any) -> str:
        """The address with other values."""
        wanted = structs.replace(self.wanted, **changes)
        shown = form or self.form
        query: dict[str, Any] = {n: list(getattr(wanted, n)) for n in (*_LISTS, "relations", "levels")}
        query |= {n: str(getattr(wanted, n)) for n in ("up", "down") if getattr(wanted, n) != self.hops}
        query |= {
            "instrument": self.instrument_asked,
            "place": wanted.place,
            "from": wanted.first,
            "until": wanted.last,
        }
        said = {k: v for k, v in query.items() if v not in (None, [], "")}
        url = self.links.to(self.path + ending, **said, **({} if shown == "picture" or ending else {"as": shown}))
        return url + (f"#v-{anchor}" if anchor else "")

    def instrument(self, instrument: str) -> str:
        """Its page."""
        return self.links.instrument(instrument)

    def more(self, instrument: str, side: Side) -> str:
        """With the next hop of it, or without again."""
        name = f"open_{side}"
        before: tuple[str, ...] = getattr(self.wanted, name)
        after = tuple(i for i in before if i != instrument) if instrument in before else (*before, instrument)
        changes: dict[str, Any] = {name: after}
        return self.to(instrument, **changes)

    def hide(self, instrument: str) -> str:
        """Without it and what hangs on it."""
        return self.to(hide=(*self.wanted.hide, instrument))

    def unhide(self, instrument: str) -> str:
        """With it again."""
        return self.to(instrument, hide=tuple(i for i in self.wanted.hide if i != instrument))

    def ungroup(self, group: str) -> str:
        """With the members of a group one by one."""
        return self.to(groups=(*self.wanted.groups, group))

    def regroup(self) -> str:
        """With all groups again."""
        return self.to(groups=())

    def whole(self) -> str:
        """Nothing opened, hidden or filtered."""
        return self.links.to(self.path)

    def sentence(self, passage: Evidence) -> str:
        """The page of the text, at the words."""
        return self.links.sentence(passage)

    @property
    def changed(self) -> bool:
        """Whether the address says anything."""
        return self.wanted != Wanted(up=self.hops, down=self.hops, most=self.wanted.most)


def hidden_fields(request: Request) -> list[tuple[str, str]]:
    """What a form of filters carries along."""
    kept = (*_LISTS, "as", "lang", "include_drafts", "instrument", "find")
    return [(k, v) for k, v in request.query_params.multi_items() if k in kept and v]


def search_fields(request: Request) -> list[tuple[str, str]]:
    """All that the address says, for the form that looks inside of what it shows."""
    return [(k, v) for k, v in request.query_params.multi_items() if k != "find" and v]
