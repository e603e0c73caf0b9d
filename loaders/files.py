"""Bytes of files and streams, never more than the limit; what is no file says so."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from loaders.limits import Limits, megabytes
from loaders.text import NotRead

_PIECE = 1 << 20
REASONS = {
    errno.ENOENT: "file.none",
    errno.EACCES: "file.not_allowed",
    errno.EPERM: "file.not_allowed",
    errno.ELOOP: "file.loop",
    errno.ENAMETOOLONG: "file.long_name",
    errno.ENOTDIR: "file.none",
}


def read_file(path: str | Path, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """The bytes of a regular file, never more than the limit; raises `NotRead`."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise NotRead("file.is_folder")
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device could go on for ever
            raise NotRead("file.not_regular")
        with open(path, "rb") as file:
            return read_stream(file, limits)
    except OSError as error:
        if error.errno == errno.ENOENT and os.path.islink(path):
            raise NotRead("file.broken_link") from error
        raise NotRead(REASONS.get(error.errno or 0, "file.unreadable"), reason=error.strerror) from error
    except ValueError as error:  # a NUL in the path
        raise NotRead("file.bad_name") from error


def read_stream(stream: BinaryIO, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """All bytes of a stream (standard input), never more than the limit; raises `NotRead`."""
    data = bytearray()
    try:
        # in pieces: asked for all at once, Python makes room for the limit before it reads a byte
        while piece := stream.read(min(_PIECE, limits.file_bytes + 1 - len(data))):
            data += piece
    except OSError as error:  # standard input may be a folder
        raise NotRead(REASONS.get(error.errno or 0, "file.unreadable"), reason=error.strerror) from error
    if len(data) > limits.file_bytes:
        raise too_large(limits)
    return bytes(data)


def too_large(limits: Limits) -> NotRead:
    """What is said of a file above the limit of bytes."""
    return NotRead("file.too_large", "file_bytes", most=megabytes(limits.file_bytes))
