"""Which files a command line means: files, folders (whole, sorted), globs, standard input; troubles as values."""

import errno
import glob
import os
from collections.abc import Iterable, Iterator

from msgspec import Struct

from loaders.files import REASONS
from viz.escaping import escaped

STDIN = "-"


class Source(Struct, frozen=True):
    """One input: `path` as given (for people), `key` the absolute path; or the key of a message, where it is none."""

    path: str
    key: str
    problem: str | None = None
    detail: str = ""


def _source(path: str, problem: str | None = None, detail: str = "") -> Source:
    return Source(path, os.path.abspath(path), problem, detail)


def expand(arguments: Iterable[str]) -> Iterator[Source]:
    """Inputs in the order of the arguments; the files of a folder by code point."""
    for argument in arguments:
        if argument == STDIN:
            yield Source(STDIN, STDIN)
        elif os.path.isdir(argument):
            yield from _folder(argument)
        elif os.path.islink(argument) and not os.path.exists(argument):
            yield _source(argument, "file.broken_link")
        elif os.path.lexists(argument):
            yield _source(argument)
        elif glob.has_magic(argument):
            yield from _glob(argument)
        else:
            yield _source(argument, _why_none(argument))


def _why_none(path: str) -> str:
    """Why there is no such file: what stands in a folder that we may not enter is not missing."""
    try:
        os.lstat(path)
    except OSError as error:
        return REASONS.get(error.errno or 0, "file.none")
    except ValueError:  # a NUL in it
        return "file.bad_name"
    return "file.none"


def _glob(argument: str) -> Iterator[Source]:
    found = sorted(glob.glob(argument, recursive=True))
    yield from expand(f for f in found if f != STDIN)
    if not found:
        yield _source(argument, "file.no_match")


def _folder(path: str) -> Iterator[Source]:
    """Everything below but hidden files and office locks ('~$x.docx'); links to folders could lead round in circles."""
    found = False
    for found_one in _walk(path):
        found = True
        yield found_one
    if not found:
        yield _source(path, "file.empty_folder")


def _walk(path: str) -> Iterator[Source]:
    try:
        with os.scandir(path) as entries:
            listed = sorted(entries, key=lambda e: e.name)
    except OSError as error:
        denied = error.errno in (errno.EACCES, errno.EPERM)
        yield _source(path, "file.not_allowed" if denied else "file.folder", error.strerror or "")
        return
    for entry in listed:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif entry.is_symlink() and not os.path.exists(entry.path):
            yield _source(entry.path, "file.broken_link")
        elif not entry.is_dir():
            yield _source(entry.path)


def shown(path: str) -> str:
    """A path for people, in one line: relative where it lies under the working folder."""
    return escaped(stored(path).removeprefix(stored(os.getcwd() + os.sep)))


def stored(path: str) -> str:
    """A path as a store keeps it: a name that is no UTF-8 has its bytes written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
