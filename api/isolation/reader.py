"""A reader: takes requests from its end of a socket, answers them in order, ends when nobody is at the other."""

import os
import traceback
from pathlib import Path

import msgspec

from api.isolation.confinement import confine, peak_bytes, processor_seconds
from api.isolation.messages import Ready, Reply, Request, asked, say
from api.isolation.terms import Terms
from graph.record import to_json
from graph.rows import rows
from graph.statements import statements
from loaders.extraction import extract_all
from loaders.files import read_file
from loaders.limits import Limits, megabytes
from loaders.sniffing import is_graph
from loaders.text import NotRead

_FULL = 4  # a reader that ever held a quarter of its memory goes: what is left of one file must not refuse another


def read(fd: int, terms: Terms) -> None:
    """Until the last request."""
    try:
        confine(terms.limits)
        say(fd, Ready(os.getpid()))
        done = 0
        while (request := asked(fd)) is not None:
            done += 1
            reply = answer(request, terms)
            last = done >= terms.files or peak_bytes() > terms.limits.memory_bytes // _FULL
            say(fd, msgspec.structs.replace(reply, last=True) if last else reply)
            if last:
                return
    except OSError:  # nobody listens any more
        return


def answer(request: Request, terms: Terms) -> Reply:
    """One file; whatever goes wrong with it is a reply."""
    processor_seconds(terms.limits.cpu_seconds)
    try:
        return _read(request, terms.limits)
    except NotRead as error:
        return Reply(code=error.code, limit=error.limit, values={k: _plain(v) for k, v in error.values.items()})
    except MemoryError:
        return Reply(code="file.memory", limit="memory_bytes", values={"most": megabytes(terms.limits.memory_bytes)})
    except Exception as error:
        values: dict[str, str | int] = {"kind": type(error).__name__, "message": _encodable(str(error)[:200])}
        trace = _encodable(traceback.format_exc()) if terms.debug else ""
        return Reply(code="file.crash", values=values, trace=trace)
    finally:
        processor_seconds(0)


def _read(request: Request, limits: Limits) -> Reply:
    if request.offset is None and is_graph(request.name):
        return _read_graph(request, limits)
    if request.page:
        from loaders.formats.pdf_picture import Sought, page_picture  # noqa: PLC0415 - few ask

        sought = Sought(request.words, request.before)
        return Reply(line=page_picture(os.fsdecode(request.path), request.sha256, request.page, limits, sought))
    content = request.content if request.content is not None else Path(os.fsdecode(request.path))
    if request.offset is not None:
        from loaders.reading.explain import explain  # noqa: PLC0415 - few ask

        return Reply(line=msgspec.json.encode(explain(content, request.name, request.offset, limits)))
    record, segments = extract_all(content, request.name, limits)
    if request.rows:
        return Reply(said=rows(statements(record, "", segments)))
    return Reply(line=to_json(record))


def _read_graph(request: Request, limits: Limits) -> Reply:
    """An RDF file: of each file whose statements it holds the record, a line each, or the rows."""
    from loaders.graphs import graph_records  # noqa: PLC0415 - few are RDF

    data = request.content if request.content is not None else read_file(os.fsdecode(request.path), limits)
    found = graph_records(data, request.name, limits)
    if request.rows:
        return Reply(graph=tuple(rows(statements(record, "", segments)) for record, segments in found))
    return Reply(line=b"\n".join(to_json(record) for record, _ in found))


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else _encodable(str(value))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
