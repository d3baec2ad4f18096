"""The view of a map: Lambert's azimuthal equal-area projection, fitted to points, and clipping to it.

Formulas after Snyder (1987), Map Projections: A Working Manual, pp. 185–187, on the sphere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["EARTH_KM", "View", "cross", "degrees_apart", "fit", "great_circle", "runs"]

Array = NDArray[np.float64]
EARTH_KM = 6371.0
#: The least height of a window on the ground: a small state is seen among its neighbours.
LEAST_KM = 320.0
#: Land farther from the centre (as a cosine) is drawn on the rim, outside every view.
RIM = float(np.cos(np.radians(155)))


@dataclass(frozen=True, slots=True)
class View:
    """A projection and its window.

    Attributes
    ----------
    lon, lat
        Centre of the projection, degrees; north is up there.
    scale
        Pixels per radian at the centre.
    x, y
        Where the centre lies in the window, pixels.
    width, height
        The window, pixels.
    """

    lon: float
    lat: float
    scale: float
    x: float
    y: float
    width: float
    height: float

    def project(self, degrees: Array) -> Array:
        """(n, 2) longitudes and latitudes to (n, 2) pixels."""
        lam = np.radians(degrees[:, 0] - self.lon)
        phi, phi0 = np.radians(degrees[:, 1]), np.radians(self.lat)
        cosine = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)
        k = np.sqrt(2 / (1 + np.maximum(cosine, RIM)))
        east = np.cos(phi) * np.sin(lam)
        north = np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam)
        # beyond the rim a point keeps its direction and takes the distance of the rim
        length = np.hypot(east, north)
        over = cosine < RIM
        shrink = np.where(over, np.sqrt(1 - RIM**2) / np.maximum(length, 1e-9), 1.0)
        return np.column_stack(
            [self.x + self.scale * k * east * shrink, self.y - self.scale * k * north * shrink]
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Pixels to longitude and latitude."""
        u, v = (x - self.x) / self.scale, (self.y - y) / self.scale
        rho = float(np.hypot(u, v))
        if rho < 1e-9:
            return self.lon, self.lat
        c = 2 * np.arcsin(min(1.0, rho / 2))
        phi0 = np.radians(self.lat)
        phi = np.arcsin(
            np.clip(np.cos(c) * np.sin(phi0) + v * np.sin(c) * np.cos(phi0) / rho, -1, 1)
        )
        lam = np.arctan2(
            u * np.sin(c), rho * np.cos(phi0) * np.cos(c) - v * np.sin(phi0) * np.sin(c)
        )
        return float(self.lon + np.degrees(lam)), float(np.degrees(phi))

    @property
    def km_per_pixel(self) -> float:
        """At the centre."""
        return EARTH_KM / self.scale


def fit(degrees: Array, width: float, least: float, most: float, *, margin: float = 0.07) -> View:
    """The closest view that holds all points, centred on them.

    Parameters
    ----------
    degrees : (n, 2)
        Longitudes and latitudes, n ≥ 1.
    width
        Of the window, pixels.
    least, most
        Its height, which follows the shape of the points between these two.
    margin
        Share of the window left free on each side.
    """
    lon, lat = _middle(degrees)
    view = View(lon, lat, 1.0, 0.0, 0.0, width, least)
    for _ in range(3):
        xy = view.project(degrees)
        low, high = xy.min(axis=0), xy.max(axis=0)
        centre = (low + high) / 2
        lon, lat = view.place(float(centre[0]), float(centre[1]))
        view = replace(view, lon=lon, lat=max(-85.0, min(85.0, lat)))
    xy = view.project(degrees)
    low, high = xy.min(axis=0), xy.max(axis=0)
    span = np.maximum(high - low, 1e-6)
    room = 1 - 2 * margin
    height = min(most, max(least, width * float(span[1] / span[0])))
    scale = min(width * room / span[0], height * room / span[1], height / (LEAST_KM / EARTH_KM))
    centre = (low + high) / 2 * scale
    return replace(
        view, scale=float(scale), height=height,
        x=width / 2 - float(centre[0]), y=height / 2 - float(centre[1]),
    )  # fmt: skip


def _middle(degrees: Array) -> tuple[float, float]:
    """The point in the middle of the extremes of a cloud of points on the sphere."""
    lam, phi = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    xyz = np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
    x, y, z = xyz.min(axis=0) + xyz.max(axis=0)
    if np.hypot(np.hypot(x, y), z) < 1e-6:
        return 0.0, 0.0
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def degrees_apart(degrees: Array, lon: float, lat: float) -> Array:
    """Angle of each point (n, 2) from a place, degrees."""
    lam = np.radians(degrees[:, 0] - lon)
    phi, phi0 = np.radians(degrees[:, 1]), np.radians(lat)
    cosine = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def great_circle(degrees: Array, piece: float = 1.0) -> Array:
    """The path through points (n, 2) with a point at least every ``piece`` degrees."""
    if len(degrees) < 2:
        return degrees
    lam, phi = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    xyz = np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
    parts = []
    for p, q in pairwise(xyz):
        angle = float(np.degrees(np.arccos(np.clip(p @ q, -1, 1))))
        n = max(1, int(np.ceil(angle / piece)))
        t = np.arange(n)[:, None] / n
        parts.append(p * (1 - t) + q * t)
    parts.append(xyz[-1:])
    x, y, z = np.concatenate(parts).T
    return np.column_stack(
        [np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))]
    )


def cross(ring: Array, width: float, height: float, bleed: float = 6.0) -> Array:
    """A ring clipped to the window with some bleed (Sutherland & Hodgman 1974); may be empty."""
    for axis, limit, sign in (
        (0, -bleed, 1.0), (0, width + bleed, -1.0), (1, -bleed, 1.0), (1, height + bleed, -1.0),
    ):  # fmt: skip
        if len(ring) == 0:
            return ring
        inside = sign * (ring[:, axis] - limit) >= 0
        if inside.all():
            continue
        if not inside.any():
            return ring[:0]
        before = np.concatenate([ring[-1:], ring[:-1]])
        was = np.concatenate([inside[-1:], inside[:-1]])
        step = ring[:, axis] - before[:, axis]
        t = (limit - before[:, axis]) / np.where(step == 0, 1.0, step)
        cut = before + t[:, None] * (ring - before)
        both = np.stack([cut, ring], axis=1).reshape(-1, 2)
        kept = np.stack([inside != was, inside], axis=1).ravel()
        ring = both[kept]
    return ring


def runs(path: Array, width: float, height: float, bleed: float = 6.0) -> list[Array]:
    """The pieces of a path near the window."""
    low, high = np.minimum(path[:-1], path[1:]), np.maximum(path[:-1], path[1:])
    near = (
        (high[:, 0] > -bleed) & (low[:, 0] < width + bleed)
        & (high[:, 1] > -bleed) & (low[:, 1] < height + bleed)
    )  # fmt: skip
    edges = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(int)))
    return [path[i : j + 1] for i, j in zip(edges[::2], edges[1::2], strict=True)]
