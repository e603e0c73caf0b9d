"""Bytes to `Loaded`: the one door through which files come in."""

import errno
import os
import stat
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from loaders.limits import Limits, megabytes
from loaders.sniffing import Content, sniff
from loaders.text import Loaded, NotRead


class Loader(Protocol):
    """A module of `loaders.formats` that reads one format."""

    def load(self, data: bytes, name: str, limits: Limits) -> Loaded:
        """The text and segments of a file whose content is of the format; raises `NotRead`.

        `name` is as people wrote it: it may word a refusal, never decide what the text is.
        """


# the module that reads a content: imported when the first such file comes
_LOADERS: dict[Content, str] = {
    "zip": "docx",
    "text": "txt",
    "markdown": "md",
}
# contents that no module reads yet, each with its reason
_NOT_YET: dict[Content, str] = {
    "pdf": "format.pdf",
    "html": "format.html",
    "mhtml": "format.mhtml",
    "rtf": "format.rtf",
    "ole": "format.ole",
    "encrypted_ole": "format.encrypted_ole",
    "image": "format.image",
    "archive": "format.archive",
    "xml": "format.xml",
    "unknown": "format.unknown",
}
_REASONS = {
    errno.ENOENT: "file.none",
    errno.EACCES: "file.not_allowed",
    errno.EPERM: "file.not_allowed",
    errno.ELOOP: "file.loop",
    errno.ENAMETOOLONG: "file.long_name",
    errno.ENOTDIR: "file.none",
}


def load(data: bytes, name: str = "", limits: Limits = Limits()) -> Loaded:  # noqa: B008 - frozen
    """The text and segments of a file's bytes; raises `NotRead`. `name` only tells text from what claims otherwise."""
    if not data:
        raise NotRead("file.empty")
    if len(data) > limits.file_bytes:
        raise _too_large(limits)
    content = sniff(data, name)
    if content in _NOT_YET:
        raise NotRead(_NOT_YET[content])
    loader = cast(Loader, import_module(f"loaders.formats.{_LOADERS[content]}"))
    return loader.load(data, name, limits)


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
        raise NotRead(_REASONS.get(error.errno or 0, "file.unreadable"), reason=error.strerror) from error
    except ValueError as error:  # a NUL in the path
        raise NotRead("file.bad_name") from error


def read_stream(stream: BinaryIO, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """All bytes of a stream (standard input), never more than the limit; raises `NotRead`."""
    try:
        data = stream.read(limits.file_bytes + 1)
    except OSError as error:  # standard input may be a folder
        raise NotRead(_REASONS.get(error.errno or 0, "file.unreadable"), reason=error.strerror) from error
    if len(data) > limits.file_bytes:
        raise _too_large(limits)
    return data


def _too_large(limits: Limits) -> NotRead:
    return NotRead("file.too_large", "file_bytes", most=megabytes(limits.file_bytes))
