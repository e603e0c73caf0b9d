"""Hostile texts: twice the text may cost at most about twice the work and make twice the record."""

import sys
from collections.abc import Callable

import msgspec
import pytest

from loaders.extraction import extract

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
Số: 555/KH-UBND
Lạng Sơn, ngày 9 tháng 12 năm 2025
KẾ HOẠCH
Triển khai công tác năm 2026
"""
DUTIES = "III. TỔ CHỨC THỰC HIỆN\n1. "
TEXTS: dict[str, Callable[[int], str]] = {
    "targets of one sentence": lambda n: HEAD + "100% " * n,
    "targets between commas": lambda n: HEAD + "II. MỤC TIÊU\n" + "phấn đấu đến năm 2030 đạt 95%, " * n,
    "targets in open brackets": lambda n: HEAD + "II. MỤC TIÊU\nđạt 5% (tăng " * n,
    "targets between semicolons": lambda n: HEAD + "100% xã; " + "rà soát; " * n,
    "sentences with targets": lambda n: HEAD + "Đến năm 2030, phấn đấu 90% xã đạt chuẩn. " * n,
    "cells that are no table": lambda n: HEAD + "\ta\n" * n,
    "rows of two cells": lambda n: HEAD + "a\tb\n" * n,
    "a table of three lines a row": lambda n: HEAD + "STT\n\tViệc\n\tChủ trì\n" + "1\n\tRà soát\n\tSở Tư pháp\n" * n,
    "days of one duty": lambda n: HEAD + DUTIES + "Sở Tư pháp chủ trì " + "trước ngày 30/6/2026, " * n,
    "clauses of bodies": lambda n: HEAD + DUTIES + "Sở Tư pháp chủ trì rà soát, Sở Nội vụ phối hợp thực hiện, " * n,
    "settings of bodies": lambda n: HEAD + DUTIES + "Trên cơ sở đề nghị của Sở Nội vụ, " * n,
    "short names": lambda n: HEAD + "".join(f"Nghị định số {i}/2020/NĐ-CP; Nghị định {i}; " for i in range(n)),
    "pointing names": lambda n: HEAD + "".join(f"Nghị quyết số {i}/NQ-CP. Nghị quyết nêu trên. " for i in range(n)),
    "lines of a type": lambda n: HEAD + "KẾ HOẠCH\n" * n,
    "heads again": lambda n: HEAD * (1 + n // 4),
    "titles attached": lambda n: HEAD + "(Kèm theo Kế hoạch số 1/KH-UBND)\nPHƯƠNG ÁN\nx\n" * (n // 8),
}
GROWTH = 2.6


def size(text: str) -> int:
    """Bytes of the record beside the text itself."""
    return len(msgspec.json.encode(extract(text.encode(), "thu.txt"))) - len(text.encode())


def calls(text: str) -> int:
    """Calls of functions, ours and built in, while the text is read."""
    count = 0

    def seen(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    content = text.encode()
    sys.setprofile(seen)
    try:
        extract(content, "thu.txt")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", TEXTS)
def test_calls_and_record_grow_with_the_text(name: str) -> None:
    """Twice the text: at most 2.6 times the calls and the bytes."""
    make = TEXTS[name]
    extract(make(3).encode(), "thu.txt")  # data and patterns are loaded once
    assert size(make(800)) <= GROWTH * size(make(400)) + 4000
    assert calls(make(800)) <= GROWTH * calls(make(400))
