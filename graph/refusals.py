"""What is refused, as a code with its values; whoever speaks to people words it (`api.messages`)."""

from functools import lru_cache
from importlib.resources import files

import msgspec


@lru_cache(maxsize=1)
def sentences() -> dict[str, str]:
    """The Vietnamese sentence of each code; `api.messages` has those of the other languages."""
    content = files("graph").joinpath("data/refusals.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, str])


class Refused(Exception):  # noqa: N818 - it is an answer for people, not a fault of the program
    """`code` says why, `values` fill its sentence; as a text it is the Vietnamese sentence, one line.

    >>> str(Refused("zip.entries", most=5))
    'tệp nén có quá 5 mục'
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def __str__(self) -> str:
        return " ".join(sentences()[self.code].format(**self.values).split())
