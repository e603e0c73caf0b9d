"""Ruling lines into tables: which cells they enclose, and which of them are one.

Lines that cross or touch make one table. Its columns and rows are all places of lines; a cell of this raster goes on
into the next where no line parts them, so that merged cells come out by themselves.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict

from msgspec import Struct

from loaders.formats.pdf_rules import Rule, Rules

_NEAR = 3.0  # points: lines so near stand at one place, and touch
_LINES = 3_000  # in one direction: more are a drawing
_RASTER = 50_000  # places: no table of a page has more
_OPEN = 20.0  # a side without a line of its own, where lines reach so far beyond the last one


class Span(Struct, frozen=True):
    """A cell of a grid, merged ones whole."""

    row: int
    col: int
    rowspan: int
    colspan: int


class Grid(Struct):
    """A ruled table on one page: the places of its lines, and the cell of each place of the raster."""

    xs: list[float]
    ys: list[float]
    cells: dict[tuple[int, int], Span]

    def at(self, x: float, y: float) -> Span | None:
        """The cell at a place, None outside."""
        row, col = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self.cells.get((row, col))


def grids_of(rules: Rules) -> list[Grid]:
    """The tables of a page from top to bottom; a box around text (one column) is none."""
    if max(len(rules.across), len(rules.upright)) > _LINES:
        return []
    found = [_grid(across, upright) for across, upright in _crossing(rules)]
    return sorted((grid for grid in found if grid), key=lambda g: g.ys[0])


def _crossing(rules: Rules) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines by what they touch."""
    across, upright = rules.across, rules.upright
    parent = list(range(len(across) + len(upright)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for n, post in enumerate(upright, len(across)):
        first = next((k for k, beam in enumerate(across) if beam.at >= post.start - _NEAR), len(across))
        for k in range(first, len(across)):
            beam = across[k]
            if beam.at > post.end + _NEAR:
                break
            if beam.start - _NEAR <= post.at <= beam.end + _NEAR:
                parent[root(k)] = root(n)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for n in range(len(parent)):
        if n < len(across):
            groups[root(n)][0].append(across[n])
        else:
            groups[root(n)][1].append(upright[n - len(across)])
    return [group for group in groups.values() if len(group[0]) + len(group[1]) >= 4]


def _grid(across: list[Rule], upright: list[Rule]) -> Grid | None:
    if len(upright) < 2 or not across:
        return None
    xs = _places(upright, across)
    ys = _places(across, upright)
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _RASTER:
        return None
    rows, cols = len(ys) - 1, len(xs) - 1
    beams, posts = _by_place(across, ys), _by_place(upright, xs)
    below = [[_parted(beams[r + 1], (xs[c] + xs[c + 1]) / 2) for c in range(cols)] for r in range(rows)]
    beside = [[_parted(posts[c + 1], (ys[r] + ys[r + 1]) / 2) for c in range(cols)] for r in range(rows)]
    return Grid(xs, ys, _cells(rows, cols, below, beside))


def _places(rules: list[Rule], others: list[Rule]) -> list[float]:
    """Where lines stand, and where the others end beyond the last of them."""
    found: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    low, high = min(rule.start for rule in others), max(rule.end for rule in others)
    if found and found[0] - low > _OPEN:
        found.insert(0, low)
    if found and high - found[-1] > _OPEN:
        found.append(high)
    return found


def _by_place(rules: list[Rule], places: list[float]) -> list[list[Rule]]:
    """The lines that stand at each place."""
    found: list[list[Rule]] = [[] for _ in places]
    for rule in rules:
        first = bisect_left(places, rule.at - _NEAR)
        for n in range(first, bisect_right(places, rule.at + _NEAR)):
            found[n].append(rule)
    return found


def _parted(rules: list[Rule], middle: float) -> bool:
    return any(rule.start <= middle <= rule.end for rule in rules)


def _cells(rows: int, cols: int, below: list[list[bool]], beside: list[list[bool]]) -> dict[tuple[int, int], Span]:
    """Each place's cell: the box around all places that no line parts."""
    group: dict[tuple[int, int], int] = {}
    boxes: list[list[int]] = []
    for start in ((r, c) for r in range(rows) for c in range(cols)):
        if start in group:
            continue
        box = [start[0], start[1], start[0], start[1]]
        waiting = [start]
        group[start] = len(boxes)
        while waiting:
            r, c = waiting.pop()
            box = [min(box[0], r), min(box[1], c), max(box[2], r), max(box[3], c)]
            for near in _open(r, c, rows, cols, below, beside):
                if near not in group:
                    group[near] = len(boxes)
                    waiting.append(near)
        boxes.append(box)
    spans = [Span(r0, c0, r1 - r0 + 1, c1 - c0 + 1) for r0, c0, r1, c1 in boxes]
    return {place: spans[n] for place, n in group.items()}


def _open(
    r: int, c: int, rows: int, cols: int, below: list[list[bool]], beside: list[list[bool]]
) -> list[tuple[int, int]]:
    """The neighbours that no line parts from a place."""
    found = []
    if r + 1 < rows and not below[r][c]:
        found.append((r + 1, c))
    if r > 0 and not below[r - 1][c]:
        found.append((r - 1, c))
    if c + 1 < cols and not beside[r][c]:
        found.append((r, c + 1))
    if c > 0 and not beside[r][c - 1]:
        found.append((r, c - 1))
    return found
