"""Answers into files: whole or not at all."""

import os
import tempfile
from collections.abc import Callable, Iterable

from api.cli.noting import carry_on
from api.cli.problems import say_error, system_text
from api.messages import Words
from api.problems import Problem
from api.sources import shown, stored

Maker = Callable[[], Iterable[bytes]]


def replace_file(path: str, make: Maker, say: Words, store: str | None) -> None:
    """What goes out of a store: beside the file first, then in its place: an interruption leaves the old one.

    Says what was written; where the store has a log of who did what, it stands there before.
    """
    carry_on(store, "export", stored(os.path.abspath(path)))
    try:
        _replace(path, make())
    except OSError as error:
        raise Problem(say("file.problem", path=shown(path), reason=system_text(error, say))) from None
    say_error(say("export.done", path=shown(path)))


def _replace(path: str, content: Iterable[bytes]) -> None:
    folder = os.path.dirname(os.path.abspath(path))
    handle, beside = tempfile.mkstemp(dir=folder, prefix=".phahe-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(content)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(beside, 0o666 & ~umask)  # mkstemp makes files for their owner only
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
