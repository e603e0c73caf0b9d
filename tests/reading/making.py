"""Readings of short texts written in the tests."""

from hashlib import sha256

from graph.record import Record
from loaders.extraction import extract
from loaders.formats.txt import segments_of
from loaders.reading.clusters import Cluster
from loaders.reading.context import Reading
from loaders.reading.read import structure, understand
from loaders.text import Loaded


def loaded(text: str) -> Loaded:
    """A text as the plain-text loader gives it."""
    return Loaded(text, segments_of(text), "txt", "utf-8", sha256(text.encode()).hexdigest())


def reading(text: str) -> Reading:
    """The structure of a text."""
    return structure(loaded(text))


def understood(text: str) -> tuple[Reading, list[Cluster]]:
    """The structure, mentions and clusters of a text."""
    return understand(loaded(text))


def named(text: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """(words, type, code, date, issuer) of every mention."""
    found, _ = understood(text)
    return [(found.quote(m.start, m.end)[2], m.type, m.code, m.issued, m.issuer) for m in found.mentions]


PLAN = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 77/KH-UBND

Lạng Sơn, ngày 03 tháng 02 năm 2024

KẾ HOẠCH
Nâng cao chất lượng hòa giải ở cơ sở giai đoạn 2024 - 2026

"""


def record(text: str) -> Record:
    """All that is read of a text."""
    return extract(text.encode(), "made.txt")
