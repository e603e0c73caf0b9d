"""Files made to cost more than they weigh: each by code, with what stops it, or 'read'."""

from collections.abc import Callable

from msgspec import Struct

Make = Callable[[], bytes]
BOMBS: list["Bomb"] = []


class Bomb(Struct, frozen=True):
    """`stops` are the codes of its refusal, 'read' where the file costs no more than any other of its size.

    More than one only where native code is at work, which nothing but the kernel can stop: which of its bounds is hit first is the machine's.
    """

    kind: str
    name: str
    what: str
    stops: tuple[str, ...]
    make: Make


def bomb(kind: str, *stops: str) -> Callable[[Make], Make]:
    """Registers a generator; its docstring says what it is."""

    def add(make: Make) -> Make:
        what = (make.__doc__ or "").strip().removesuffix(".")
        BOMBS.append(Bomb(kind, make.__name__.replace("_", " "), what, stops, make))
        return make

    return add
