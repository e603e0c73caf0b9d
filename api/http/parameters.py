"""A question's parameters as FastAPI knows them: names, types, limits, descriptions and examples from `Param`."""

from collections.abc import Iterable, Set
from inspect import Parameter
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request
from fastapi.exceptions import RequestValidationError

from api.messages import Words
from api.questions.params import Param, parsed

LONGEST = 2_000  # characters of one value: a citation, a name, words


def parameter(param: Param, name: str, say: Words, *, path: bool = False) -> Parameter:
    """One parameter of the function that FastAPI calls, by its name outside."""
    kind, limits = _kind(param)
    needed = path or param.kind == "words"
    where = (Path if path else Query)(
        alias=name, title=name, description=_described(param, say), examples=[_example(param)], **limits
    )
    default: Any = Parameter.empty if needed else ([] if param.many else param.default)
    return Parameter(
        param.keyword, Parameter.KEYWORD_ONLY, default=default,
        annotation=Annotated[kind if needed or param.many or param.default is not None else kind | None, where],
    )  # fmt: skip


def only_known(request: Request, known: Set[str]) -> None:
    """A name that is mistyped must not ask for everything: raises `RequestValidationError`."""
    refuse_unknown("query", request.query_params, known)


def refuse_unknown(place: str, names: Iterable[str], known: Set[str]) -> None:
    """The same of any place; all that are unknown are named."""
    unknown = sorted(set(names) - known)
    if unknown:
        said = {"known": ", ".join(sorted(known)) or "–"}
        raise RequestValidationError([{"loc": (place, n), "type": "extra_forbidden", "ctx": said} for n in unknown])


def _kind(param: Param) -> tuple[Any, dict[str, Any]]:
    if param.kind == "choice":
        one: Any = Literal[param.choices]
        return (list[one], {}) if param.many else (one, {})
    if param.kind == "number":
        return int, {"ge": param.least, "le": param.most}
    if param.kind == "flag":
        return bool, {}
    if param.many:
        return list[Annotated[str, Query(max_length=LONGEST)]], {}
    return str, {"max_length": LONGEST, **({"min_length": 1} if param.kind == "words" else {})}


def _described(param: Param, say: Words) -> str:
    return " ".join(say(param.key).split())


def _example(param: Param) -> Any:
    value: Any = param.example
    if param.kind == "number":
        value = int(param.example)
    elif param.kind == "flag":
        value = param.example == "true"
    return [value] if param.many else value


def values(params: tuple[Param, ...], given: dict[str, Any]) -> dict[str, Any]:
    """What `ask` gets: dates and relations parsed, lists as tuples; raises `BadValue`."""
    found: dict[str, Any] = {}
    for param in params:
        value = given.get(param.keyword, param.default)
        if isinstance(value, str) and param.kind in ("date", "relations"):
            value = parsed(param, value)
        found[param.keyword] = tuple(value) if isinstance(value, list) else value
    return found
