"""Outlines of states and territories, for maps: Natural Earth, public domain.

The file and what was changed in it are described in ``comity/data/map/SOURCE.md``. Borders are today's;
an ended state is drawn as the union of the states that hold its land now, or by an outline of its own.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

__all__ = ["UNIONS", "Outlines", "Polygon", "outlines"]

Array = NDArray[np.float64]

#: Ended states as unions of today's outlines; AUH and KRE roughly.
UNIONS: dict[str, tuple[str, ...]] = {
    "CSK": ("CZE", "SVK"),
    "YUG": ("BIH", "HRV", "MKD", "MNE", "SRB", "SVN", "XKX"),
    "AUH": ("AUT", "BIH", "CZE", "HRV", "HUN", "SVK", "SVN"),
    "KRE": ("KOR", "PRK"),
}
#: The Soviet Union: RUS in a period that ends before 1992.
SOVIET = (
    "ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "RUS", "TJK", "TKM", "UKR",
    "UZB",
)  # fmt: skip
SOVIET_YEARS = (1922, 1991)
#: Outlines that lie over those of their successors, and are left out where they are not the subject.
OVERLAID = frozenset({"DDR", "YMD", "VDR", "ZAN"})
#: Longest piece of a border, in degrees: a parallel is a curve on most maps.
PIECE = 1.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """One piece of land.

    Attributes
    ----------
    key
        State or territory; empty where it is neither.
    rings
        The outer ring, then holes; each a tuple of arc numbers, ``~i`` for arc i backwards.
    """

    key: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Outlines:
    """All outlines.

    Attributes
    ----------
    points : (n, 2)
        Longitude and latitude in degrees, of all arcs one after the other.
    starts : (arcs + 1,)
        Where each arc starts in ``points``.
    polygons
        Pieces of land.
    """

    points: Array
    starts: NDArray[np.int64]
    polygons: tuple[Polygon, ...]

    def of(self, key: str, until: int) -> tuple[Polygon, ...]:
        """The land of a state in a period that ends with ``until``; empty where none is drawn."""
        keys: tuple[str, ...] = UNIONS.get(key, (key,))
        if key == "RUS" and SOVIET_YEARS[0] <= until <= SOVIET_YEARS[1]:
            keys = SOVIET
        return tuple(p for p in self.polygons if p.key in keys)

    def ring(self, arcs: tuple[int, ...], points: Array) -> Array:
        """Points of a ring, taken from ``points`` (these, or these projected)."""
        parts = []
        for i in arcs:
            j = i if i >= 0 else ~i
            arc = points[self.starts[j] : self.starts[j + 1]]
            parts.append(arc[:-1] if i >= 0 else arc[:0:-1])
        return np.concatenate(parts)

    def area(self, polygon: Polygon) -> float:
        """Area within the outer ring, in square degrees at the equator, roughly."""
        ring = self.ring(polygon.rings[0], self.points)
        # longitude shrinks by the cosine of the mean latitude
        x, y = ring[:, 0] * np.cos(np.radians(ring[:, 1].mean())), ring[:, 1]
        return float(abs(np.dot(x, np.append(y[1:], y[0])) - np.dot(y, np.append(x[1:], x[0]))) / 2)


@cache
def outlines() -> Outlines:
    """The outlines, read once."""
    packed = (resources.files("comity") / "data" / "map" / "outlines.json.gz").read_bytes()
    stored = json.loads(gzip.decompress(packed))
    found = Outlines(*_points(stored["arcs"], stored["scale"]), ())
    polygons = [
        Polygon(key, tuple(tuple(ring) for ring in piece))
        for key, pieces in stored["outlines"].items()
        for piece in pieces
    ]
    return Outlines(found.points, found.starts, tuple(polygons))


def _points(arcs: list[list[int]], scale: float) -> tuple[Array, NDArray[np.int64]]:
    """Degrees of all arcs from their steps, and where each arc starts."""
    lengths = np.array([len(arc) // 2 for arc in arcs])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    steps = np.array([number for arc in arcs for number in arc], dtype=np.int64).reshape(-1, 2)
    total = np.cumsum(steps, axis=0)
    points = (total - np.repeat(total[starts[:-1]] - steps[starts[:-1]], lengths, axis=0)) * scale
    long = np.abs(np.diff(points, axis=0, append=points[-1:])).max(axis=1) > PIECE
    long[starts[1:] - 1] = False  # the step to the next arc is none
    cut = np.logical_or.reduceat(long, starts[:-1])
    if not cut.any():
        return points, starts
    pieces = [
        _cut(arc) if long_one else arc
        for arc, long_one in zip(np.split(points, starts[1:-1]), cut, strict=True)
    ]
    ends = np.cumsum([len(piece) for piece in pieces])
    return np.concatenate(pieces), np.concatenate([[0], ends])


def _cut(points: Array) -> Array:
    """An arc with its long pieces cut into short ones."""
    steps = np.abs(np.diff(points, axis=0)).max(axis=1)
    pieces = np.maximum(1, np.ceil(steps / PIECE)).astype(int)
    step, of = np.repeat(np.arange(len(steps)), pieces), np.repeat(pieces, pieces)
    inside = np.arange(len(step)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at = np.append(step + inside / of, len(steps))
    whole = np.arange(len(points))
    return np.column_stack([np.interp(at, whole, points[:, 0]), np.interp(at, whole, points[:, 1])])
