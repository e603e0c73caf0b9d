"""The progress bar of `ingest`: files, rate, time left; only for a terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from api.ingest import Seen, State
from api.messages import Words
from api.sources import Source, shown
from viz.escaping import escaped


class _Rate(ProgressColumn):
    """Megabytes a second so far: sizes differ too much for files a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed / 1e6:.2f} MB/s" if speed else "")


def _size(source: Source) -> int:
    """Bytes, and at least one, so that the bar moves for what cannot be read too."""
    try:
        return max(1, os.stat(source.key).st_size)
    except (OSError, ValueError):
        return 1


@contextmanager
def bar(say: Words, sources: list[Source]) -> Iterator[Seen]:
    """Counts bytes for rate and time left, and shows files done."""
    console = Console(file=sys.stderr, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}/{task.fields[files]}"),
               _Rate(), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(say("ingest.reading"), total=sum(map(_size, sources)), done=0, files=len(sources))
        done = 0

        def seen(source: Source, state: State, reason: str | None) -> None:
            nonlocal done
            done += 1
            progress.update(task, advance=_size(source), done=done)
            if state == "failed":
                line = say("file.problem", path=shown(source.path), reason=escaped(reason or ""))
                progress.console.print(line, markup=False, soft_wrap=True)

        yield seen
