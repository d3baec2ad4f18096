"""Routes of pipelines: reading, thinning, and which state an end lies in.

A path is an array of shape (n, 2) of latitude and longitude in degrees; a route is a list of paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Path2D",
    "distance",
    "ends",
    "nearest_state",
    "read_pairs",
    "read_wkt",
    "route_text",
    "thin",
]

Path2D = NDArray[np.float64]

EARTH_RADIUS = 6371.0
_GROUP = re.compile(r"\(([^()]+)\)")


def read_wkt(text: str) -> list[Path2D]:
    """Paths of a WKT POINT, LINESTRING or MULTILINESTRING, whose pairs are longitude, latitude."""
    return [
        path
        for group in _GROUP.findall(text)
        if (path := _pairs(group.split(","), " ", flip=True)).size
    ]


def read_pairs(text: str) -> list[Path2D]:
    """Paths written ``lat,lng:lat,lng;lat,lng:…``: pairs joined by ':', paths by ';'."""
    return [
        path for part in text.split(";") if (path := _pairs(part.split(":"), ",", flip=False)).size
    ]


def _pairs(words: list[str], separator: str | None, *, flip: bool) -> Path2D:
    pairs = [w.split(None if separator == " " else separator)[:2] for w in words if w.strip()]
    try:
        path = np.array([[float(x), float(y)] for x, y in pairs], dtype=np.float64).reshape(-1, 2)
    except ValueError:
        return np.empty((0, 2))
    path = path[:, ::-1] if flip else path
    inside = (
        np.isfinite(path).all(axis=1) & (np.abs(path[:, 0]) <= 90) & (np.abs(path[:, 1]) <= 180)
    )
    return path[inside]


def thin(path: Path2D, at_most: int) -> Path2D:
    """The path with at most so many points: the ends, and each time the point farthest from the rest.

    Distance is from the chord of the two kept neighbours (Douglas & Peucker 1973, by greedy insertion).
    """
    if len(path) <= at_most:
        return path
    kept = [0, len(path) - 1]
    while len(kept) < at_most:
        best, where = -1.0, -1
        for i, j in pairwise(kept):
            if j - i < 2:
                continue
            away = _from_chord(path[i], path[j], path[i + 1 : j])
            k = int(away.argmax())
            if away[k] > best:
                best, where = float(away[k]), i + 1 + k
        if where < 0:
            break
        kept = sorted([*kept, where])
    return path[kept]


def _from_chord(a: Path2D, b: Path2D, points: Path2D) -> NDArray[np.float64]:
    chord, rest = b - a, points - a
    length = float(chord @ chord)
    along = np.clip(rest @ chord / length, 0, 1) if length else np.zeros(len(points))
    away: NDArray[np.float64] = np.hypot(*(rest - along[:, None] * chord).T)
    return away


def route_text(paths: Iterable[Path2D], at_most: int = 20) -> str | None:
    """``'lat,lon lat,lon|lat,lon …'`` with at most ``at_most`` points a path; null where there is none."""
    texts = (" ".join(f"{lat:.2f},{lon:.2f}" for lat, lon in thin(path, at_most)) for path in paths)
    return "|".join(dict.fromkeys(texts)) or None


def ends(paths: list[Path2D]) -> Path2D:
    """First and last point of every path, shape (2 × paths, 2)."""
    return np.array([point for path in paths for point in (path[0], path[-1])]).reshape(-1, 2)


def distance(a: Path2D, b: Path2D) -> NDArray[np.float64]:
    """Kilometres between each of (n, 2) points and each of (m, 2), shape (n, m); the chord, not the arc."""
    difference = _unit(a)[:, None, :] - _unit(b)[None, :, :]
    kilometres: NDArray[np.float64] = EARTH_RADIUS * np.linalg.norm(difference, axis=2)
    return kilometres


def _unit(points: Path2D) -> NDArray[np.float64]:
    lat, lon = np.radians(points).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def nearest_state(
    point: Path2D, known: Mapping[str, Path2D], *, within: float = np.inf
) -> str | None:
    """Which state's known points lie nearest to a point, if within so many kilometres."""
    best, state = within, None
    for key, points in known.items():
        if len(points) and (near := float(distance(point[None], points).min())) < best:
            best, state = near, key
    return state
