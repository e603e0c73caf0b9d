"""A question's parameters as FastAPI describes them: names, types, limits, descriptions and examples from `Param`."""

from collections.abc import Iterable, Set
from inspect import Parameter
from typing import Annotated, Any, Literal, get_origin
from urllib.parse import parse_qsl

from fastapi import Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError, create_model

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


class Given:
    """Reads what a request gives into a function's parameters: one model, compiled once, for all of them."""

    def __init__(self, parameters: Iterable[Parameter], in_path: Set[str]) -> None:
        known = {p.name: (p.annotation, ... if p.default is Parameter.empty else p.default) for p in parameters}
        model = create_model("Given", **known)  # type: ignore[call-overload]
        self._read = model.__pydantic_validator__.validate_python
        aliases = {field.alias or name: field for name, field in model.model_fields.items()}
        self._in_path, self._known = in_path, frozenset(aliases) - in_path
        self._many = frozenset(a for a, field in aliases.items() if get_origin(field.annotation) is list)

    def read(self, query: bytes, path: dict[str, str]) -> dict[str, Any]:
        """By keyword; raises `RequestValidationError`, as FastAPI does. Of several values of one the last counts."""
        given: dict[str, Any] = {}
        for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
            if name in self._many:
                given.setdefault(name, []).append(value)
            else:
                given[name] = value
        try:
            found: dict[str, Any] = self._read({k: v for k, v in given.items() if k in self._known} | path).__dict__
        except ValidationError as error:
            raise RequestValidationError([self._placed(e) for e in error.errors(include_url=False)]) from None
        refuse_unknown("query", given, self._known)
        return found

    def _placed(self, error: Any) -> dict[str, Any]:
        where = "path" if error["loc"][0] in self._in_path else "query"
        return {**error, "loc": (where, *error["loc"])}


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
