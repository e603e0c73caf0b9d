"""A question out of the address of a page: the same names and values as over the API."""

from collections.abc import Callable
from typing import Any

from starlette.datastructures import QueryParams

from api.questions.params import BadValue, Param, parsed


def options(params: tuple[Param, ...], query: QueryParams, fixed: dict[str, Any]) -> dict[str, Any]:
    """What `ask` gets; an empty field of a form says nothing. Raises `BadValue`."""
    found: dict[str, Any] = {}
    for param in params:
        if param.name in fixed:
            found[param.keyword] = fixed[param.name]
        elif param.many:
            found[param.keyword] = tuple(_value(param, v) for v in query.getlist(param.name) if v)
        else:
            given = query.get(param.name, "").strip()
            found[param.keyword] = _value(param, given) if given else param.default
    return found


def _value(param: Param, given: str) -> Any:
    read: dict[str, Callable[[Param, str], Any]] = {"choice": _choice, "number": _number, "flag": _flag}
    return read.get(param.kind, parsed)(param, given)


def _choice(param: Param, given: str) -> str:
    if given not in param.choices:
        raise BadValue(param.name, "usage.choice", name=param.name, known=", ".join(param.choices))
    return given


def _number(param: Param, given: str) -> int:
    if not given.isascii() or not given.isdigit() or not param.least <= int(given[:9]) <= param.most:
        raise BadValue(param.name, "usage.range", name=param.name, least=param.least, most=param.most)
    return int(given)


def _flag(_param: Param, given: str) -> bool:
    return given in ("true", "1", "on")
