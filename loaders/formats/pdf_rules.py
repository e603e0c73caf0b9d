"""The ruling lines of a PDF page: thin boxes and straight strokes among its drawn paths.

Nothing is drawn or sampled: pdfium names each path's box, and its points where a box alone does not tell.
"""

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pypdfium2.raw as pdfium
from msgspec import Struct

from loaders.formats.pdf_words import Turn
from loaders.text import NotRead

_THIN = 3.0  # points: a line is no thicker
_SHORT = 6.0  # and no shorter, its dots and dashes put together
_GAP = 2.5  # between dashes
_NEAR = 2.0  # lines so near are one (a double line, a cell's border beside its neighbour's)
_DEPTH = 4  # forms in forms
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]


class Rule(Struct):
    """A line: `at` is its height (of an upright one its place from the left), `start` to `end` its reach."""

    at: float
    start: float
    end: float


class Rules(Struct):
    """What is drawn on a page: lines across and upright, and how much of it pictures cover (0 to 1)."""

    across: list[Rule]
    upright: list[Rule]
    pictures: float


class _Reader:
    def __init__(self, turn: Turn, most: int) -> None:
        self.turn, self._left, self._most = turn, most, most
        self.boxes: list[Box] = []
        self.pictures: list[Box] = []
        self._numbers = [ctypes.c_float() for _ in range(4)]
        self._mode, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()

    def objects(self, found: Iterable["pdfium.FPDF_PAGEOBJECT"], matrix: Matrix | None, depth: int) -> None:
        for item in found:
            self._spend(1)
            match pdfium.FPDFPageObj_GetType(item):
                case pdfium.FPDF_PAGEOBJ_PATH:
                    self._path(item, matrix)
                case pdfium.FPDF_PAGEOBJ_IMAGE:
                    self.pictures.append(self._bounds(item, matrix))
                case pdfium.FPDF_PAGEOBJ_FORM if depth < _DEPTH:
                    count = pdfium.FPDFFormObj_CountObjects(item)
                    inner = (pdfium.FPDFFormObj_GetObject(item, n) for n in range(count))
                    self.objects(inner, _times(self._matrix_of(item), matrix), depth + 1)

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise NotRead("pdf.objects", "pdf_page_objects", most=self._most)

    def _matrix_of(self, item: "pdfium.FPDF_PAGEOBJECT") -> Matrix:
        m = self._matrix
        pdfium.FPDFPageObj_GetMatrix(item, m)
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _bounds(self, item: "pdfium.FPDF_PAGEOBJECT", matrix: Matrix | None) -> Box:
        left, bottom, right, top = self._numbers
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return (0.0, 0.0, 0.0, 0.0)
        return self._placed(left.value, bottom.value, right.value, top.value, matrix)

    def _placed(self, x0: float, y0: float, x1: float, y1: float, matrix: Matrix | None) -> Box:
        if matrix:
            (x0, y0), (x1, y1) = _at(x0, y0, matrix), _at(x1, y1, matrix)
        return self.turn.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _path(self, item: "pdfium.FPDF_PAGEOBJECT", matrix: Matrix | None) -> None:
        pdfium.FPDFPath_GetDrawMode(item, self._mode, self._stroke)
        stroked = bool(self._stroke.value)
        if not stroked and self._mode.value == pdfium.FPDF_FILLMODE_NONE:
            return
        box = self._bounds(item, matrix)
        if _thin(box):
            self.boxes.append(box)
            return
        count = pdfium.FPDFPath_CountSegments(item)
        if stroked or count > 5:
            self._spend(count)
            own = self._matrix_of(item)
            self._strokes(list(self._points(item, count, _times(own, matrix))), stroked)

    def _points(
        self, item: "pdfium.FPDF_PAGEOBJECT", count: int, matrix: Matrix
    ) -> Iterator[tuple[int, float, float, bool]]:
        """Kind, place, and whether the figure is closed there, of each point of a path."""
        x, y = self._numbers[:2]
        for n in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, n)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            px, py = _at(x.value, y.value, matrix)
            left, top, _, _ = self.turn.box(px, py, px, py)
            closed = bool(pdfium.FPDFPathSegment_GetClose(segment))
            yield pdfium.FPDFPathSegment_GetType(segment), left, top, closed

    def _strokes(self, points: list[tuple[int, float, float, bool]], stroked: bool) -> None:
        """The edges of each figure where it is stroked, its box where it is filled and thin."""
        figure: list[tuple[float, float]] = []
        for kind, x, y, closed in points:
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                self._figure(figure, stroked)
                figure = []
            figure.append((x, y))
            if closed and figure:
                figure.append(figure[0])
        self._figure(figure, stroked)

    def _figure(self, figure: list[tuple[float, float]], stroked: bool) -> None:
        if len(figure) < 2:
            return
        xs, ys = [x for x, _ in figure], [y for _, y in figure]
        whole = (min(xs), min(ys), max(xs), max(ys))
        if _thin(whole):
            self.boxes.append(whole)
        elif stroked:
            edges = ((min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairwise(figure))
            self.boxes += [edge for edge in edges if _thin(edge)]


def rules_of(page: "pdfium.FPDF_PAGE", turn: Turn, most: int) -> Rules:
    """The lines and pictures of a page; raises `NotRead` where it holds more than `most` objects and points."""
    reader = _Reader(turn, most)
    count = pdfium.FPDFPage_CountObjects(page)
    reader.objects((pdfium.FPDFPage_GetObject(page, n) for n in range(count)), None, 0)
    across = [Rule((b[1] + b[3]) / 2, b[0], b[2]) for b in reader.boxes if b[2] - b[0] >= b[3] - b[1]]
    upright = [Rule((b[0] + b[2]) / 2, b[1], b[3]) for b in reader.boxes if b[2] - b[0] < b[3] - b[1]]
    width, height = turn.size
    return Rules(_merged(across), _merged(upright), _covered(reader.pictures, width, height))


def _covered(pictures: list[Box], width: float, height: float) -> float:
    areas = [max(min(p[2], width) - max(p[0], 0), 0) * max(min(p[3], height) - max(p[1], 0), 0) for p in pictures]
    return min(sum(areas) / max(width * height, 1), 1.0)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line put together; what stays short is a mark, not a line."""
    found: list[Rule] = []
    line: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if line and rule.at - line[0].at > _NEAR:
            found += _joined(line)
            line = []
        line.append(rule)
    found += _joined(line)
    return [rule for rule in found if rule.end - rule.start >= _SHORT]


def _joined(line: list[Rule]) -> list[Rule]:
    found: list[Rule] = []
    for rule in sorted(line, key=lambda r: r.start):
        if found and rule.start - found[-1].end <= _GAP:
            found[-1].end = max(found[-1].end, rule.end)
        else:
            found.append(Rule(rule.at, rule.start, rule.end))
    return found


def _thin(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= _THIN and max(width, height) > 0


def _at(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _times(first: Matrix, then: Matrix | None) -> Matrix:
    if then is None:
        return first
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        a * ta + b * tc, a * tb + b * td, c * ta + d * tc, c * tb + d * td,
        e * ta + f * tc + te, e * tb + f * td + tf,
    )  # fmt: skip
