"""Sixty files made to cost more than they weigh: refused by the limit that is named, or read."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.isolation.messages import Request
from api.isolation.pool import Pool
from api.isolation.terms import Terms
from loaders.limits import MB, Limits
from tests.hostile.list import PAGE, bombs, page
from tests.hostile.registry import Bomb

ENDINGS = {"zip": "docx", "xml": "docx", "pdf": "pdf", "html": "html", "text": "txt"}

# a tenth of what is allowed to grow, and one second of the processor
SMALL = Limits(
    unpacked_bytes=20 * MB, ratio_floor=MB, xml_nodes=200_000, html_nodes=30_000,
    pdf_pages=500,
    pdf_page_characters=10_000,
    pdf_page_objects=20_000, paragraphs=20_000, characters=1_000_000,
    cpu_seconds=1, memory_bytes=512 * MB,
)  # fmt: skip


@pytest.fixture(scope="module")
def readers() -> Iterator[Pool]:
    with Pool(1, Terms(SMALL, 500)) as pool:
        yield pool


@pytest.mark.parametrize("bomb", bombs(), ids=lambda b: f"{b.kind}: {b.name}")
def test_a_bomb_is_refused_or_read(bomb: Bomb, readers: Pool, tmp_path: Path) -> None:
    """By the code that the list names, within a second of the processor: the kernel ends what takes longer, and only native code of PDF may need that."""
    path = tmp_path / f"bomb.{ENDINGS[bomb.kind]}"
    path.write_bytes(bomb.make())
    reply = readers.answer(Request(str(path).encode(), path.name))
    assert (reply.code or "read") in bomb.stops, reply.values
    assert not Path("/phahe-bomb").exists()


def test_only_native_code_may_be_ended_by_the_kernel() -> None:
    """All else is counted while it is read."""
    ended = {"file.cpu_seconds", "file.memory"}
    assert {bomb.kind for bomb in bombs() if ended & set(bomb.stops)} == {"pdf"}


def test_the_list_is_the_generators() -> None:
    """tests/bombs.md; `python -m tests.hostile.list` writes it."""
    assert PAGE.read_text("utf-8") == page()
    counted = Counter(bomb.kind for bomb in bombs())
    assert set(counted) == {"zip", "xml", "pdf", "html", "text"}
    assert min(counted.values()) >= 10
