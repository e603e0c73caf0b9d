"""What we and the readers say to each other: a length, then msgpack; nothing is decoded but these types."""

import os
import struct

import msgspec
from msgspec import Struct

from graph.rows import FileRows

LENGTH = struct.Struct(">Q")
FORK, REAP = b"F", b"R"  # to the server: make a reader that is told these terms; say how that one ended
PID = struct.Struct(">i")
REAPED = struct.Struct(">iq")  # the server's answer: status as of wait(2), peak of memory in bytes


class Request(Struct, frozen=True, array_like=True):
    """One file: `name` is what its record calls it; `content` where this process has read it already (stdin)."""

    path: bytes
    name: str
    content: bytes | None = None
    offset: int | None = None  # explain this place instead of making the record
    rows: bool = False  # what a store takes instead of the record
    page: int = 0  # draw this page (from 1) of a PDF instead of reading it
    sha256: str = ""  # of the file whose page is drawn
    words: str = ""  # that are marked on it
    before: int = 0  # letters of the page that stand before them


class Ready(Struct, frozen=True, array_like=True, tag=True):
    """The first word of a reader."""

    pid: int


class Reply(Struct, frozen=True, array_like=True, tag=True):
    """What became of a request: `line` the record (or explanations) as JSON or a PNG, `said` rows, `code`: why not."""

    line: bytes = b""
    said: FileRows | None = None
    code: str = ""
    limit: str = ""
    values: dict[str, str | int] = {}
    trace: str = ""
    graph: tuple[FileRows, ...] = ()  # of an RDF file: rows of the files whose statements it holds
    last: bool = False  # the reader goes now, whatever it was asked after this


_decode_told = msgspec.msgpack.Decoder(Ready | Reply).decode
_decode_asked = msgspec.msgpack.Decoder(Request).decode
_encode = msgspec.msgpack.encode


def framed(message: Struct) -> bytes:
    """A message as it is sent."""
    content = _encode(message)
    return LENGTH.pack(len(content)) + content


def taken(buffer: bytearray) -> tuple[Ready | Reply, int] | None:
    """The first whole message of a buffer, taken out of it, and its size in bytes.

    Raises `msgspec.MsgspecError` for anything that is no message.
    """
    if len(buffer) < LENGTH.size:
        return None
    end = LENGTH.size + LENGTH.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    message: Ready | Reply = _decode_told(memoryview(buffer)[LENGTH.size : end])
    del buffer[:end]
    return message, end


def asked(fd: int) -> Request | None:
    """The next request of a reader; None when nobody is there any more."""
    head = _exactly(fd, LENGTH.size)
    return _decode_asked(_exactly(fd, LENGTH.unpack(head)[0])) if head else None


def say(fd: int, message: Struct) -> None:
    """Send all of it."""
    left = memoryview(framed(message))
    while left:
        left = left[os.write(fd, left) :]


def _exactly(fd: int, size: int) -> bytes:
    got = bytearray()
    while len(got) < size:
        piece = os.read(fd, min(size - len(got), 1 << 20))
        if not piece:
            return b""
        got += piece
    return bytes(got)
