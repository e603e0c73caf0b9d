"""Files made to cost more than they weigh: each by code, with the one line that stops it, or 'read'."""

from collections.abc import Callable

from msgspec import Struct

Make = Callable[[], bytes]
BOMBS: list["Bomb"] = []


class Bomb(Struct, frozen=True):
    """`stops` is the code of the refusal, 'read' where the file costs no more than any other of its size."""

    kind: str
    name: str
    what: str
    stops: str
    make: Make


def bomb(kind: str, stops: str) -> Callable[[Make], Make]:
    """Registers a generator; its docstring says what it is."""

    def add(make: Make) -> Make:
        what = (make.__doc__ or "").strip().removesuffix(".")
        BOMBS.append(Bomb(kind, make.__name__.replace("_", " "), what, stops, make))
        return make

    return add
