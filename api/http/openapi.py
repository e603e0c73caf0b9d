"""`/openapi.json`: FastAPI's description with the shapes of our answers, which are the published JSON Schemas."""

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.batches import MOST, Batch
from api.http.documents import UploadAnswer, UploadsAnswer
from api.http.forms import TYPES
from api.http.pages import Page
from api.http.parameters import LONGEST
from api.http.problems import ProblemAnswer
from api.http.routes import ROUTES, Route
from api.schemas import ANSWERS
from graph.record import Record

_REF = "#/components/schemas/{name}"
_PROBLEM = {"schema": {"$ref": _REF.format(name="ProblemAnswer")}}
_PROBLEMS = {"default": {"description": "RFC 9457", "content": {"application/problem+json": _PROBLEM}}}


# what is not a question: the status and shape of its answer, by operation
_OTHERS: dict[str, tuple[str, Any]] = {
    "resolve_batch": ("200", Batch),
    "document_upload": ("202", UploadAnswer),
    "document_uploads": ("200", UploadsAnswer),
    "document_status": ("200", UploadAnswer),
    "document_record": ("200", Record),
    "document_accept": ("202", UploadAnswer),
    "document_withdraw": ("202", UploadAnswer),
}
_FILE = {
    "type": "object",
    "required": ["file"],
    "additionalProperties": False,
    "properties": {"file": {"type": "string", "format": "binary"}},
}
_CITATION = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_CITATIONS = {
    "type": "object",
    "required": ["citations"],
    "properties": {
        "citations": {
            "type": "array", "maxItems": MOST, "items": _CITATION, "examples": [["NQ 76/NQ-CP ngày 15/7/2021"]],
        }
    },
}  # fmt: skip
_BODIES = {
    "resolve_batch": {"application/json": {"schema": _CITATIONS}},
    "document_upload": {"multipart/form-data": {"schema": _FILE}},
}


def described(app: FastAPI) -> dict[str, Any]:
    """The whole description; made once an application."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    shapes = [*(ANSWERS[r.question.name] for r in ROUTES), *(shape for _, shape in _OTHERS.values())]
    found, components = msgspec.json.schema_components([*shapes, Page, ProblemAnswer], ref_template=_REF)
    made["components"] = {"schemas": dict(sorted(components.items())), "securitySchemes": {"key": _key()}}
    made["security"] = [{}, {"key": []}]  # none on the machine itself
    for route, shape in zip(ROUTES, found, strict=False):
        made["paths"][f"/api/v1{route.path}"]["get"]["responses"] = _responses(route, shape)
    others = dict(zip(_OTHERS, found[len(ROUTES) :], strict=False))
    for operation in (o for operations in made["paths"].values() for o in operations.values()):
        if (name := operation["operationId"]) in _OTHERS:
            content = {"application/json": {"schema": others[name]}}
            operation["responses"] = {_OTHERS[name][0]: {"description": "The answer", "content": content}, **_PROBLEMS}
        if name in _BODIES:
            operation["requestBody"] = {"required": True, "content": _BODIES[name]}
    app.openapi_schema = made
    return made


def _key() -> dict[str, str]:
    return {
        "type": "http",
        "scheme": "bearer",
        "description": "A key that phahe token add makes (docs/http.md, Accounts)",
    }


def _responses(route: Route, shape: dict[str, Any]) -> dict[str, Any]:
    answer = shape if route.object else _page(shape)
    content: dict[str, Any] = {"application/json": {"schema": answer}}
    for ending in dict.fromkeys([".csv", *route.question.files]):
        content[TYPES[ending].partition(";")[0]] = {"schema": {"type": "string"}}
    others: dict[str, Any] = {
        "304": {"description": "Not modified since the ETag that If-None-Match names"},
        **_PROBLEMS,
    }
    if "{id}" in route.path:
        others["308"] = {"description": "The citation means this instrument: Location has its id"}
    return {"200": {"description": "The answer", "content": content}, **others}


def _page(shape: dict[str, Any]) -> dict[str, Any]:
    """The page of a list: the common shape, its items of this kind."""
    items = {"type": "object", "properties": {"items": shape}}
    return {"allOf": [{"$ref": _REF.format(name="Page")}, items]}
