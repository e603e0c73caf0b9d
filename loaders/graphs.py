"""RDF files that this program wrote, read back into the records of the files whose statements they hold.

Nothing is fetched: a JSON-LD context that is an address is refused before parsing, `owl:imports` means nothing here.
"""

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from graph.rdf import restoring
from graph.refusals import Refused
from loaders.files import too_large
from loaders.limits import Limits
from loaders.sniffing import ending_of
from loaders.text import NotRead

# by ending: the name that rdflib and that pyoxigraph have for the syntax
_SYNTAX = {"ttl": ("turtle", "TURTLE"), "nt": ("nt", "N_TRIPLES"), "jsonld": ("json-ld", "JSON_LD")}
_DEPTH = 64  # of nested brackets in JSON-LD; ours has four
Triple = tuple[str, str, str]  # of a literal its lexical form


def graph_records(data: bytes, source: str, limits: Limits) -> list[restoring.Restored]:
    """The records, and segments, that an RDF file holds, by sha256; raises `NotRead`."""
    if not data:
        raise NotRead("file.empty")
    if len(data) > limits.file_bytes:
        raise too_large(limits)
    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in _parsed(data, ending_of(source)):
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
    try:
        return restoring.records(nodes, source, limits.characters)
    except Refused as error:
        limit = "characters" if error.code == "file.characters" else ""
        raise NotRead(error.code, limit, **error.values) from error


def _parsed(data: bytes, ending: str) -> set[Triple]:
    """All triples, each once, by the quicker parser where it is installed; whatever it finds wrong is one line."""
    if ending == "jsonld":
        _no_remote_context(data)
    read = _by_oxigraph if find_spec("pyoxigraph") else _by_rdflib
    try:
        return set(read(data, ending))
    except MemoryError:
        raise
    except RecursionError as error:
        raise NotRead("rdf.deep") from error
    except Exception as error:  # each parser has errors of its own, and rdflib lets any of Python's out
        raise NotRead("rdf.syntax", reason=_line(error)) from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _by_oxigraph(data: bytes, ending: str) -> Iterator[Triple]:
    ox: Any = import_module("pyoxigraph")
    for quad in ox.parse(data, format=getattr(ox.RdfFormat, _SYNTAX[ending][1])):
        yield quad.subject.value, quad.predicate.value, quad.object.value


def _by_rdflib(data: bytes, ending: str) -> Iterator[Triple]:
    rdflib: Any = import_module("rdflib")
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False  # '95.0' must stay what it is
    try:
        graph = rdflib.Graph().parse(data=data, format=_SYNTAX[ending][0])
        for subject, predicate, value in graph:
            yield str(subject), str(predicate), str(value)
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _no_remote_context(data: bytes) -> None:
    """Refuse JSON-LD that names a context, or imports one, by address, and what is nested beyond reason."""
    try:
        levels: Iterable[Any] = [json.loads(data)]
    except (ValueError, RecursionError) as error:
        raise NotRead("rdf.syntax", reason=_line(error)) from error
    for _ in range(_DEPTH):
        inner: list[Any] = []
        for value in levels:
            if isinstance(value, list):
                inner += value
            elif isinstance(value, dict):
                _checked_contexts(value)
                inner += value.values()
        if not inner:
            return
        levels = inner
    raise NotRead("rdf.deep")


def _checked_contexts(node: dict[str, Any]) -> None:
    context = node.get("@context")
    some = context if isinstance(context, list) else [context]
    if "@import" in node or any(isinstance(one, str) for one in some):
        raise NotRead("rdf.remote")
