"""`/openapi.json`: FastAPI's description with the shapes of our answers, which are the published JSON Schemas."""

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.forms import TYPES
from api.http.pages import Page
from api.http.problems import ProblemAnswer
from api.http.routes import ROUTES, Route
from api.schemas import ANSWERS

_REF = "#/components/schemas/{name}"
_PROBLEM = {"schema": {"$ref": _REF.format(name="ProblemAnswer")}}


def described(app: FastAPI) -> dict[str, Any]:
    """The whole description; made once an application."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    shapes = [ANSWERS[r.question.name] for r in ROUTES]
    found, components = msgspec.json.schema_components([*shapes, Page, ProblemAnswer], ref_template=_REF)
    made["components"] = {"schemas": dict(sorted(components.items()))}
    for route, shape in zip(ROUTES, found, strict=False):
        operation = made["paths"][f"/api/v1{route.path}"]["get"]
        operation["responses"] = _responses(route, shape)
    app.openapi_schema = made
    return made


def _responses(route: Route, shape: dict[str, Any]) -> dict[str, Any]:
    answer = shape if route.object else _page(shape)
    content: dict[str, Any] = {"application/json": {"schema": answer}}
    for ending in dict.fromkeys([".csv", *route.question.files]):
        content[TYPES[ending].partition(";")[0]] = {"schema": {"type": "string"}}
    others: dict[str, Any] = {
        "304": {"description": "Not modified since the ETag that If-None-Match names"},
        "default": {"description": "RFC 9457", "content": {"application/problem+json": _PROBLEM}},
    }
    if "{id}" in route.path:
        others["308"] = {"description": "The citation means this instrument: Location has its id"}
    return {"200": {"description": "The answer", "content": content}, **others}


def _page(shape: dict[str, Any]) -> dict[str, Any]:
    """The page of a list: the common shape, its items of this kind."""
    items = {"type": "object", "properties": {"items": shape}}
    return {"allOf": [{"$ref": _REF.format(name="Page")}, items]}
