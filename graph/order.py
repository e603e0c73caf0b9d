"""Numbers that put rows into an order without looking at their texts: functions of the row alone, the same for ever.

A store keeps them beside its rows. Changing a constant of this file changes the order of stores that exist: then
`sqlite_connection.SCHEMA` must grow.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import zip_longest

# Heads of most ids, in the order of code points. An id without one of these is ordered all the same, less finely.
_HEADS = (
    "bao-cao~", "bien-ban~", "chi-thi~", "chuong-trinh~", "cong-dien~", "cong-van~", "de-an~", "hien-phap~",
    "huong-dan~", "ke-hoach~", "ket-luan~", "lenh~", "luat~", "nghi-dinh~", "nghi-quyet~", "phap-lenh~",
    "phuong-an~", "quy-che~", "quy-dinh~", "quyet-dinh~", "sac-lenh~", "thong-bao~", "thong-tri~", "thong-tu~",
    "thong-tu-lien-tich~", "to-trinh~", "van-ban-hop-nhat~",
)  # fmt: skip
_DIGITS = "0123456789"
_ALPHABET = f"-.{_DIGITS}abcdefghijklmnopqrstuvwxyz~"
_BITS, _COMMON = 62, 1000
# What usually follows a character of a number with its symbol ('12-qd-ubnd', '76-2021-nd-cp'), of a date by its place,
# and of an issuer. It only says how finely ids are told apart, never which of two is the smaller.
_CODE: dict[str, str] = {
    **dict.fromkeys(_DIGITS, f"{_DIGITS}-~"), "": _DIGITS, "~": "12", "-": f"{_DIGITS}bcdhknqtu", "b": "nc-",
    "c": "tpv-~", "d": "-nu~", "h": "dtu-~", "k": "hl", "n": "dq-~", "p": "~", "q": "dhu", "t": "btwt-~u", "u": "b~-",
}  # fmt: skip
_DATE = ("12", "09", "012", _DIGITS, "-~", "01", _DIGITS, "-~", "0123", _DIGITS, "~")
_REST = "-acdghinotuy"


def _sums(common: str) -> tuple[int, ...]:
    """Running sums of how common each character is; the end of the id is the first, as in the order of texts."""
    found = [0, 1]
    for char in _ALPHABET:
        found.append(found[-1] + (_COMMON // len(set(common)) if char in common else 1))
    return tuple(found)


_PLACES = {c: n + 1 for n, c in enumerate(_ALPHABET)}
_OF_CODE = {char: _sums(_CODE.get(char, "-~")) for char in ("", *_ALPHABET)}
_OF_DATE, _OF_REST = tuple(map(_sums, _DATE)), _sums(_REST)


def _contexts(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The characters of an id behind its head, each with the sums that hold there."""
    code, _, rest = text.partition("~")
    yield from ((c, _OF_CODE.get(before, _OF_REST)) for c, before in zip(code, ("", *code), strict=False))
    if "~" in text:
        yield "~", _OF_CODE.get(code[-1:], _OF_REST)
        yield from zip_longest(rest, _OF_DATE[: len(rest)], fillvalue=_OF_REST)


def order_key(instrument: str) -> int:
    """62 bits in the order of ids: of two ids the smaller one never has the larger number; few have the same.

    The text is narrowed down as an arithmetic coder does, so that common characters take few bits: type, number,
    symbol and year of an ordinary id come out apart.

    >>> ids = ["ke-hoach~9-kh-ubnd~2024", "quyet-dinh~1-qd-ttg~2020-01-02~thu-tuong-chinh-phu", "quyet-dinh~10-qd-ttg~2020"]
    >>> ids == sorted(ids, key=order_key) and len({order_key(i) for i in ids}) == 3
    True
    """  # noqa: E501
    head = bisect_right(_HEADS, instrument)
    known = head > 0 and instrument.startswith(_HEADS[head - 1])
    slots = 2 * len(_HEADS) + 1
    slot = 2 * head - 1 if known else 2 * head
    width = (1 << _BITS) // slots
    low = slot * width
    for char, sums in _contexts(instrument[len(_HEADS[head - 1]) if known else 0 :]):
        place = _PLACES.get(char)
        if place is None:  # between two that are known
            return low + width * sums[bisect_right(_ALPHABET, char) + 1] // sums[-1]
        step = width * sums[place] // sums[-1]
        low, width = low + step, width * sums[place + 1] // sums[-1] - step
        if width < 2:
            break
    return low


def search_place(year: str | None, name: str) -> int:
    """Where a row stands among those that words find: the newest year first, in a year in a fixed but random order.

    `year`: the date of issue or its beginning; `name`: the id of the row. 46 bits; two rows may have one number.
    """
    newest = 9999 - int(year[:4]) if year else 9999
    return newest << 32 | int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest())


def task_place(name: str) -> int:
    """Where a task stands among those that words find: a fixed but random order. 40 bits; two may have one number."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=5).digest())
