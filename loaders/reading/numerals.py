"""Dates in words: 'ngày mười lăm tháng bảy năm hai nghìn không trăm hai mươi mốt'."""

from graph.dates import partial
from loaders.reading.lexicon import rules, tuple_of

_UNITS = rules("numerals")["units"]
_SCALES = rules("numerals")["scales"]
_FILLERS = tuple_of("numerals", "fillers")


def number(words: list[str]) -> int | None:
    """The number that words say.

    >>> number("hai nghìn không trăm hai mươi mốt".split()), number(["mười", "lăm"])
    (2021, 15)
    """
    total, unit = 0, None
    for word in words:
        if word in _UNITS:
            unit = _UNITS[word]
        elif word in _SCALES:
            total += (1 if unit is None else unit) * _SCALES[word]
            unit = None
        elif word not in _FILLERS:
            return None
    return total + (unit or 0)


def spoken_date(words: str) -> str | None:
    """The date that words say, or None.

    >>> spoken_date("ngày mười lăm tháng bảy năm hai nghìn không trăm hai mươi mốt")
    '2021-07-15'
    """
    parts = words.strip(" ,(").split()
    if "tháng" not in parts or parts[0].lower() != "ngày":
        return None
    month_at = parts.index("tháng")
    # 'năm' is both five and year: the year's one is the first behind the month's own word
    year_at = next((i for i in range(month_at + 2, len(parts)) if parts[i] == "năm"), None)
    if year_at is None:
        return None
    day, month, year = number(parts[1:month_at]), number(parts[month_at + 1 : year_at]), number(parts[year_at + 1 :])
    return partial(year, month, day) if day and month and year else None
