"""One store into another: what each file says is copied, all else is derived there."""

from collections.abc import Callable

from graph.log import Loads
from graph.rows import rows
from graph.store.base import batches
from graph.store.port import Store

_TOGETHER = 20  # files a transaction


def copy(source: Store, target: Store, log: Loads, done: Callable[[int], None] = lambda _: None) -> int:
    """Every file under every path of the one comes to stand in the other; how many files.

    What the other holds already stays; a path of both leads to the copied file. `done`: how many so far.
    """
    count = 0
    with source.read():
        for some in batches(source.files(), _TOGETHER):
            with target.write() as writer:
                for file in some:
                    said = rows(source.said(file.sha256).statements)
                    for path in file.paths:
                        writer.add(said, path, file.reading)
            for file in some:
                for path in file.paths:
                    log.note("loaded", path, file.sha256, file.reading, "copy")
            count += len(some)
            done(count)
    return count
