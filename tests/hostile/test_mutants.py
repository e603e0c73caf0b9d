"""Broken files of every format: each is a record or a reason, none takes the processor for long, no reader falls."""

from pathlib import Path

from api.isolation.terms import Terms
from api.sources import Source
from api.workers import outcomes
from graph.record import from_json
from loaders.limits import Limits
from tests.hostile.mutating import FORMATS, mutants

TERMS = Terms(Limits(cpu_seconds=10), 500)


def test_two_hundred_mutants(tmp_path: Path) -> None:
    """The bench reads two thousand (`benchmarks.hostile`)."""
    sources = []
    for name, content in mutants(200, seed=5):
        (tmp_path / name).write_bytes(content)
        sources.append(Source(name, str(tmp_path / name)))
    done = list(outcomes(sources, 1, TERMS, "vi"))
    assert [o.source for o in done] == sources
    for outcome in done:
        if outcome.reason is None:
            assert from_json(outcome.line).sha256
        else:
            assert outcome.reason
            assert "\n" not in outcome.reason
    # a fault of ours, a reader that fell, a limit of the process: none of them is what a broken file may end in
    words = ("lỗi khi đọc", "tiến trình đọc", "PHAHE_CPU_SECONDS", "PHAHE_WALL_SECONDS", "PHAHE_MEMORY_BYTES")
    assert not [(o.source.path, o.reason) for o in done if any(word in (o.reason or "") for word in words)]
    kinds = {o.source.path.rpartition(".")[2] for o in done}
    assert kinds == set(FORMATS)
