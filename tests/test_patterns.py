"""No pattern grows faster than its text, whatever the text: hostile repeats at n and 2n, and a megabyte."""

import gc
import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import graph.patterns

PACKAGES = ("graph", "loaders", "queries", "viz", "api")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SIZE = 1 << 15  # 2n
GROWTH, SEEN_FROM = 2.6, 0.005  # the product's limit, where t(2n) is long enough to measure
MEGABYTE = 4.0  # seconds; growth is the measure, this ends what runs away
HOSTILE = (
    "Căn cứ ", "1", "1/", "1.", "1-", "số 1/NQ", "Số: ", "- ", "+ ", "a) ", "1) ", " ", "\n", "\t", " \n", "\n\t",
    "x", "X ", "Đ", "Nghị quyết số ", "Nghị quyết ", "Quyết định số 1/QĐ-UBND ", "ngày 1/", "ngày 01 tháng 7 ",
    "năm 2021 ", "UBND ", "UBND tỉnh ", "ỦY BAN NHÂN DÂN\n", "các sở, ", "Sở Tư pháp, ", "I", "I. ", "IV.1.",
    "Điều 1 ", "Điều ", "khoản 1 Điều ", "(", ")", "()", '"', "“", "”", ", ", "; ", "và ", ".", "...", "/", "-", "–",
    "_", "|", "| ", "*", "**", "100% ", "đến năm 2030 ", "trước ngày ", "thực hiện ", "chủ trì, ", "của Chính phủ ",
    "Luật ", "Luật sửa đổi, ", "giai đoạn 2021-", "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ; ",
    "ạ", "  a",
)  # fmt: skip


def _everything() -> dict[str, re.Pattern[str]]:
    """All patterns, also those that are compiled out of rule files when the first text is read."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    from loaders.extraction import extract

    for path in sorted(SAMPLES.glob("*.txt")):
        extract(path, path.name)
    return graph.patterns.registered()


PATTERNS = _everything()


def _walk(tree: Iterable[Any], least: list[str]) -> Iterator[str]:
    """Runs of literals of a parsed pattern; `least` gathers one shortest text that it could match."""
    run: list[str] = []
    for op, value in tree:
        if op is sre.LITERAL:
            run.append(chr(value))
            least.append(chr(value))
            continue
        if run:
            yield "".join(run)
            run = []
        if op is sre.IN:
            least.append(_one_of(value))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            yield from _walk(value[2], least)
        elif op is sre.BRANCH:
            yield from (
                literal for n, branch in enumerate(value[1]) for literal in _walk(branch, least if not n else [])
            )
        elif op is sre.SUBPATTERN:
            yield from _walk(value[3], least)
        elif op is sre.ATOMIC_GROUP:
            yield from _walk(value, least)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _walk(value[1], [])
    if run:
        yield "".join(run)


def _one_of(items: list[Any]) -> str:
    for op, value in items:
        if op is sre.LITERAL:
            return chr(value)
        if op is sre.RANGE:
            return chr(value[0])
        if op is sre.CATEGORY:
            return {sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " "}.get(value, "x")
    return "x"


def _own_pieces(pattern: re.Pattern[str]) -> list[str]:
    """Texts made out of the pattern's own words: its literals, a nearly whole match, and its beginning."""
    least: list[str] = []
    literals = sorted(
        set(_walk(sre_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE), least)),
        key=lambda w: (len(w), w),
        reverse=True,
    )
    whole = "".join(least)
    pieces = [
        *islice(literals, 5),
        *(f"{x} " for x in islice(literals, 3)),
        whole,
        whole[:-1],
        whole[: len(whole) // 2],
    ]
    return [p for p in dict.fromkeys(pieces) if p]


def _seconds(pattern: re.Pattern[str], text: str, times: int = 1) -> float:
    """The best of `times` whole passes: the machine's other work only ever adds."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        for _found in pattern.finditer(text):
            pass
        best = min(best, time.process_time() - began)
    return best


@lru_cache(maxsize=1024)
def _repeat(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _grows_early(pattern: re.Pattern[str], piece: str, size: int) -> str | None:
    """What is wrong at a small size already, tried again where another process may have spoiled the measurement."""
    for _attempt in range(4):
        taken, half = _seconds(pattern, _repeat(piece, size), 3), _seconds(pattern, _repeat(piece, size // 2), 3)
        if taken <= 3 * half or size == 1 << 11:  # gaps end well before 2n: beyond, it is the text that it grows with
            break
    else:
        return f"{piece!r}: {half * 1e3:.1f} ms at {size // 2} characters, {taken * 1e3:.1f} ms at {size}"
    if (rate := taken * (1 << 20) / size) > 4 * MEGABYTE:
        return f"{piece!r}: {rate:.1f} s a megabyte, seen at {size} characters"
    return None


def _grows(pattern: re.Pattern[str], piece: str) -> str | None:
    """What is wrong with the pattern on this repeat, or None."""
    small = 0.0
    for size, times in ((1 << 10, 2), (1 << 12, 1)):  # what is hopeless there would take minutes below
        taken = _seconds(pattern, _repeat(piece, size), times)
        if taken * (SIZE // size) ** 2 < SEEN_FROM:  # even if it grew with the square, too fast to be measured
            return None
        # a n + b n²: t(4n) <= 4.3 t(n) leaves b so little that t(32n) is below 2.6 t(16n), and below 57 t(n)
        if small and taken <= 4.3 * small and 57 * small * (1 << 20) / SIZE < MEGABYTE:
            return None
        small = taken
        if taken > SEEN_FROM and (wrong := _grows_early(pattern, piece, size)):
            return wrong
    long, short = _repeat(piece, SIZE), _repeat(piece, SIZE // 2)
    double = _seconds(pattern, long)
    if double < SEEN_FROM:
        return None
    for attempt in range(1, 5):
        single, double = _seconds(pattern, short, attempt), min(double, _seconds(pattern, long, attempt))
        if double < SEEN_FROM or double <= GROWTH * single:
            break
    else:
        return f"{piece!r}: {single * 1e3:.1f} ms at n, {double * 1e3:.1f} ms at 2n"
    rate = double * (1 << 20) / SIZE
    if MEGABYTE < rate <= 2 * MEGABYTE:  # a second look, at a quarter of a megabyte
        rate = 4 * _seconds(pattern, _repeat(piece, 1 << 18), 2)
    if rate > MEGABYTE:
        return f"{piece!r}: {rate:.2f} s a megabyte"
    return None


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_linear(name: str) -> None:
    """t(2n) is at most 2.6 t(n) wherever it can be measured, and a megabyte of anything ends in seconds."""
    pattern = PATTERNS[name]
    gc.disable()
    try:
        found = (_grows(pattern, piece) for piece in (*HOSTILE, *_own_pieces(pattern)))
        wrong = [*islice((w for w in found if w), 3)]  # three are enough to mend it
    finally:
        gc.enable()
    assert not wrong


def test_a_quadratic_pattern_is_found_out() -> None:
    """The measure itself works: a pattern with an unbounded gap is refused."""
    assert _grows(re.compile(r"a(?:x|[^b])*b"), "a")
    assert not _grows(re.compile(r"a[^b]{0,10}b"), "a")
