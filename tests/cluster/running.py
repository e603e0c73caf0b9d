"""A cluster of real processes on the loopback, without dashboards; every process of it ends with the block."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

START = 60.0  # seconds that a process may take to be there


class Running:
    """A scheduler and its workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self._file = folder / "scheduler.json"
        self.scheduler = self._process("scheduler", "--port", "0", "--scheduler-file", str(self._file))
        self.address = self._address()

    def _process(self, what: str, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", "--no-dashboard"]
        with (self.folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen([*command, *words], cwd=self.folder, stdout=log, stderr=log, env=env)

    def _address(self) -> str:
        until = time.monotonic() + START
        while time.monotonic() < until and self.scheduler.poll() is None:
            try:
                return str(json.loads(self._file.read_text("utf-8"))["address"])
            except (FileNotFoundError, ValueError):  # not there, or half written
                time.sleep(0.02)
        raise RuntimeError((self.folder / "scheduler.log").read_text("utf-8"))

    def worker(self, **variables: str) -> subprocess.Popen[bytes]:
        """One more process that reads, one file at a time."""
        words = (self.address, "--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder))
        self.workers.append(self._process("worker", *words, env={**os.environ, **variables}))
        return self.workers[-1]

    def close(self) -> None:
        """End what is left."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Running]:
    """A scheduler with so many workers, which may still be starting."""
    folder.mkdir()
    running = Running(folder)
    try:
        for _ in range(workers):
            running.worker()
        yield running
    finally:
        running.close()
