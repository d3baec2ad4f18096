"""Land of a map: fills with their borders, clipped and thinned to the pixels of the window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from comity.report.lettering import within
from comity.report.outlines import OVERLAID, Outlines, Polygon
from comity.report.projection import View, cross, degrees_apart

__all__ = ["land", "path_data", "ring_area", "thin"]

Array = NDArray[np.float64]

#: Islands of other states smaller than this, in pixels, are left out.
ISLET = 2.0


def land(
    shapes: Outlines, view: View, sides: Sequence[tuple[Polygon, ...]]
) -> tuple[str, tuple[list[Array], list[Array]]]:
    """Land with its borders, and the clipped rings of the two states."""
    xy = view.project(shapes.points)
    far = degrees_apart(shapes.points, view.lon, view.lat) > 120
    low = np.minimum.reduceat(xy, shapes.starts[:-1])
    high = np.maximum.reduceat(xy, shapes.starts[:-1])
    out_there = np.logical_and.reduceat(far, shapes.starts[:-1])
    own = [{id(p) for p in side} for side in sides]
    rings: tuple[list[Array], list[Array], list[Array]] = ([], [], [])
    behind = np.array([[((view.lon + 180) % 360), -view.lat]])
    for polygon in shapes.polygons:
        whose = 0 if id(polygon) in own[0] else 1 if id(polygon) in own[1] else 2
        if whose == 2 and polygon.key in OVERLAID:
            continue
        outer = [i if i >= 0 else ~i for i in polygon.rings[0]]
        if out_there[outer].all():
            continue
        left, right = low[outer].min(axis=0), high[outer].max(axis=0)
        if (right < 0).any() or left[0] > view.width or left[1] > view.height:
            continue
        if far[shapes.starts[outer]].any() and _holds(shapes, polygon, behind, view):
            continue
        for ring in polygon.rings:
            clipped = thin(cross(shapes.ring(ring, xy), view.width, view.height))
            if len(clipped) > 2 and (whose < 2 or np.ptp(clipped, axis=0).max() > ISLET):
                rings[whose].append(clipped)
    over = any(p.key in OVERLAID for side in sides for p in side)
    fills = [_fill(rings[2], "land"), _fill(rings[0], "land-a"), _fill(rings[1], "land-b")]
    if over and sides[0] and sides[0][0].key in OVERLAID:  # the cut-out lies on top
        fills[1], fills[2] = fills[2], fills[1]
    return "".join(fills), (rings[0], rings[1])


def _holds(shapes: Outlines, polygon: Polygon, place: Array, view: View) -> bool:
    """Whether a polygon holds the point opposite the centre, which turns it inside out."""
    if polygon.key == "ATA":
        return view.lat > 0
    ring = [shapes.ring(polygon.rings[0], shapes.points)]
    turns = np.array([[-360.0, 0.0], [0.0, 0.0], [360.0, 0.0]])
    return bool(within(ring, place + turns).any())


def thin(path: Array) -> Array:
    """The path without points that add less than a pixel or so."""
    if len(path) < 4:
        return path
    cells = np.round(path)
    keep = np.concatenate([[True], (np.diff(cells, axis=0) != 0).any(axis=1)])
    keep[-1] = True
    path = path[keep]
    before, after = path[1:-1] - path[:-2], path[2:] - path[1:-1]
    bend = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
    flat = np.concatenate([[False], bend < 0.7, [False]])
    flat[::2] = False  # never two in a row
    return np.asarray(path[~flat])


def path_data(points: Array, close: bool = False) -> str:
    """Whole tenths of pixels, in steps: short."""
    tenths = np.round(points * 10).astype(int)
    steps = np.diff(tenths, axis=0).tolist()
    first = f"M{_tenth(tenths[0, 0])},{_tenth(tenths[0, 1])}l"
    return first + " ".join(f"{_tenth(x)},{_tenth(y)}" for x, y in steps) + ("z" if close else "")


@cache
def _tenth(number: int) -> str:
    return f"{number / 10:g}".replace("0.", ".") if -10 < number < 10 else f"{number / 10:g}"


def _fill(rings: list[Array], colour: str) -> str:
    path = "".join(path_data(ring, close=True) for ring in rings)
    return (
        f'<path d="{path}" fill="var(--{colour})" fill-rule="evenodd" stroke="var(--coast)" '
        'stroke-width="0.8" stroke-linejoin="round"/>'
    ) if path else ""  # fmt: skip


def ring_area(ring: Array) -> float:
    """Area of a ring (n, 2), square pixels."""
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)
