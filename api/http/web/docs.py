"""`/docs`: the description of the API as a page, with an address to try for whatever can be tried by reading."""

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.responses import Response

from api.http.web.rendering import page
from graph.store.port import Store

_METHODS = ("get", "post", "delete")


def docs(request: Request, store: Store) -> Response:
    """Out of `/openapi.json`, so that both say the same."""
    described = request.app.openapi()
    operations = [
        (path, method.upper(), operations[method])
        for path, operations in described["paths"].items()
        for method in _METHODS
        if method in operations
    ]
    return page(
        request, "docs.html", store, about=described["info"]["description"], operations=operations, values=_values,
        example=_example, address=_address,
    )  # fmt: skip


def _values(schema: dict[str, Any]) -> str:
    """'in, out (in)': what may be said, and what is meant where nothing is."""
    inner = schema.get("items", schema)
    said = ", ".join(map(str, inner.get("enum", []))) or inner.get("type", "")
    if "minimum" in inner:
        said = f"{inner['minimum']}–{inner['maximum']}"
    default = schema.get("default")
    return f"{said} ({default})" if default not in (None, [], False) else said


def _example(parameter: dict[str, Any]) -> str:
    examples = parameter["schema"].get("examples") or parameter.get("examples") or []
    found = examples[0] if examples else None
    return ", ".join(map(str, found)) if isinstance(found, list) else "" if found is None else str(found)


def _address(path: str, method: str, operation: dict[str, Any]) -> str:
    """An address that answers: the needed parameters by their examples; "" where reading alone does nothing."""
    parameters = operation.get("parameters", [])
    if method != "GET" or "{upload}" in path:
        return ""
    needed = {p["name"]: (p["in"], _example(p)) for p in parameters if p.get("required")}
    for name, (where, example) in needed.items():
        if where == "path":
            path = path.replace(f"{{{name}}}", quote(example.replace("/", "-"), safe=""))
    query = urlencode({name: example for name, (where, example) in needed.items() if where == "query"})
    return f"{path}?{query}" if query else path
