"""Which box of a cell stands above which, so that fewer lines cross: barycentres (Sugiyama, Tagawa, Toda 1981)."""

from collections.abc import Callable, Iterable, Mapping, Sequence

Cell = tuple[str, str]
_SWEEPS = 6  # there and back three times; more changed nothing in the pictures of the samples


def untangled(
    cells: Mapping[Cell, Sequence[str]], joined: Iterable[tuple[str, str]], height: Callable[[Cell, int], int]
) -> dict[Cell, list[str]]:
    """The boxes of each cell in order; `height` says how far down the n-th of a cell stands.

    A box goes where the boxes of other cells that it is joined with are on the average; of equals the order that was
    given stays. Of all orders met the one whose lines climb least is taken, so it is never worse than the given one.
    """
    cell_of = {box: cell for cell, boxes in cells.items() for box in boxes}
    ends = [(a, b) for a, b in joined if cell_of[a] != cell_of[b]]
    near: dict[str, list[str]] = {box: [] for box in cell_of}
    for a, b in ends:
        near[a].append(b)
        near[b].append(a)
    given = {box: n for boxes in cells.values() for n, box in enumerate(boxes)}
    order = {cell: list(boxes) for cell, boxes in cells.items()}
    at = {box: height(cell, n) for cell, boxes in cells.items() for n, box in enumerate(boxes)}
    best, least = dict(order), _climb(ends, at)
    sweep = [cell for cell, boxes in cells.items() if len(boxes) > 1]
    for _ in range(_SWEEPS):
        for cell in sweep:
            means = {b: sum(at[o] for o in near[b]) / len(near[b]) if near[b] else at[b] for b in order[cell]}
            order[cell] = sorted(order[cell], key=lambda b: (means[b], given[b]))
            at.update((box, height(cell, n)) for n, box in enumerate(order[cell]))
        if (now := _climb(ends, at)) < least:
            best, least = dict(order), now
        sweep.reverse()
    return best


def _climb(ends: Iterable[tuple[str, str]], at: Mapping[str, int]) -> int:
    return sum(abs(at[a] - at[b]) for a, b in ends)
