"""`/api/v1/documents`: a file comes, is read and looked at, accepted, withdrawn."""

import os
import unicodedata
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Request, Response
from msgspec import Struct
from starlette.datastructures import UploadFile

from api.http.identity import who
from api.http.languages import language_of
from api.http.parameters import only_known, refuse_unknown
from api.http.problems import Refusal
from api.http.uploads import State, Upload, Uploads
from api.messages import Words
from api.workers import refused
from graph.record import Document, Record, from_json

_PIECE = 1 << 20
_LONGEST = 200  # characters of a name


class Seen(Struct, frozen=True, kw_only=True):
    """What a record says, in numbers; all of it stands at `record_url`."""

    documents: list[Document]
    instruments: int
    mentions: int
    relations: int
    tasks: int
    targets: int
    warnings: int


class UploadAnswer(Struct, frozen=True, kw_only=True):
    """One upload: `state`, why it failed, what was read, and where to go on."""

    id: str
    name: str
    bytes: int
    state: State
    reason: str | None
    seen: Seen | None
    url: str
    record_url: str | None
    accept_url: str | None


class UploadsAnswer(Struct, frozen=True, kw_only=True):
    """The first that came first."""

    items: list[UploadAnswer]


def _seen(record: Record) -> Seen:
    return Seen(
        documents=list(record.documents), instruments=len(record.instruments), mentions=len(record.mentions),
        relations=len(record.relations), tasks=len(record.tasks), targets=len(record.targets),
        warnings=len(record.warnings),
    )  # fmt: skip


def shown(upload: Upload, say: Words) -> UploadAnswer:
    """The upload as it is sent."""
    url = f"/api/v1/documents/{upload.id}"
    code, values, limit = upload.reason or ("", {}, "")
    return UploadAnswer(
        id=upload.id, name=upload.name, bytes=upload.size, state=upload.state,
        reason=refused(say, code, limit, values) if code else None,
        seen=_seen(from_json(upload.record)) if upload.record else None,
        url=url, record_url=f"{url}/record" if upload.record else None,
        accept_url=f"{url}/accept" if upload.state == "read" else None,
    )  # fmt: skip


def _answer(request: Request, upload: Upload, status: int = 200) -> Response:
    answer = shown(upload, language_of(request))
    headers = {"Location": answer.url} if status == 202 else {}
    return Response(
        msgspec.json.encode(answer),
        status,
        {"Cache-Control": "private, no-cache", **headers},
        media_type="application/json",
    )


def plain_name(name: str) -> str:
    r"""What people see of an upload's name: no folders, nothing that a terminal or a page would obey.

    >>> plain_name("C:\\x\\kế hoạch.docx"), plain_name("../../etc/passwd"), plain_name("")
    ('kế hoạch.docx', 'passwd', 'tep')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    return kept.strip(". ")[-_LONGEST:] or "tep"


def _uploads(request: Request) -> Uploads:
    found: Uploads = request.app.state.uploads
    return found


def _is_own(request: Request, upload: Upload) -> bool:
    asks = who(request)
    return asks.role == "admin" or upload.by == asks.name


def _own(request: Request, name: str) -> Upload:
    """An upload of the one who asks; an admin has those of everybody. Raises `Refusal` (404)."""
    only_known(request, frozenset())
    found = _uploads(request).get(name)
    if not _is_own(request, found):
        raise Refusal(404, "http.upload.none")
    request.state.what = f"{found.name} ({found.id})"  # as it stands in the log
    return found


async def _received(file: UploadFile, path: str, most: int) -> None:
    """The bytes into a file of ours; raises `Refusal` (413)."""
    with open(path, "wb") as target:
        size = 0
        while piece := await file.read(_PIECE):
            size += len(piece)
            if size > most:
                raise Refusal(413, "http.413.file", most=most)
            target.write(piece)


async def upload(request: Request) -> Response:
    """A file to load, as the field `file` of a form: read at once, in the store only when it is accepted."""
    only_known(request, frozenset())
    held = _uploads(request)
    held.room()
    async with request.form(max_files=1, max_fields=5) as form:
        refuse_unknown("body", form, frozenset({"file"}))
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Refusal(422, "http.upload.no_file")
        path = held.path()
        try:
            await _received(file, path, held.file_bytes)
        except BaseException:
            os.unlink(path)
            raise
        name = request.state.what = plain_name(file.filename or "")
        return _answer(request, held.add(name, path, who(request).name), 202)


Id = Annotated[
    str, Path(alias="upload", max_length=40, description="The id that POST gave.", examples=["b3Jc5mT0aVwXyZ12"])
]


def status(request: Request, name: Id) -> Response:
    """How far it is; `state`: waiting, read, failed, accepting, accepted, withdrawing, withdrawn."""
    return _answer(request, _own(request, name))


def uploads(request: Request) -> Response:
    """All that came since the server began and still stands somewhere."""
    only_known(request, frozenset())
    say = language_of(request)
    items = [shown(u, say) for u in _uploads(request).all() if _is_own(request, u)]
    return Response(
        msgspec.json.encode(UploadsAnswer(items=items)),
        headers={"Cache-Control": "private, no-cache"},
        media_type="application/json",
    )


def record(request: Request, name: Id) -> Response:
    """The whole extraction record, as `phahe extract` prints it."""
    found = _own(request, name)
    if not found.record:
        raise Refusal(409, "http.upload.state", state=found.state)
    return Response(found.record, headers={"Cache-Control": "private, no-cache"}, media_type="application/json")


def accept(request: Request, name: Id) -> Response:
    """Into the store; what it says is part of all answers from now on."""
    return _answer(request, _uploads(request).accept(_own(request, name).id), 202)


def withdraw(request: Request, name: Id) -> Response:
    """Out of the store again, or forgotten before it was in."""
    return _answer(request, _uploads(request).withdraw(_own(request, name).id), 202)


def router() -> APIRouter:
    """All paths under `/api/v1/documents`."""
    made = APIRouter(prefix="/api/v1/documents")
    for path, call, method in (
        ("", upload, "POST"), ("", uploads, "GET"), ("/{upload}", status, "GET"), ("/{upload}/record", record, "GET"),
        ("/{upload}/accept", accept, "POST"), ("/{upload}", withdraw, "DELETE"),
    ):  # fmt: skip
        made.add_api_route(
            path, call, methods=[method], operation_id=f"document_{call.__name__}", response_class=Response,
            summary=(call.__doc__ or "").strip(), status_code=200 if method == "GET" else 202,
        )  # fmt: skip
    return made
