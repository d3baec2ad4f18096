"""Names on a map: the two states and their capitals, and the key of its styles."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from comity.report.lettering import Box, Lettering, around, text_width, within
from comity.report.map_land import ring_area
from comity.report.outlines import Polygon
from comity.report.projection import View

__all__ = ["SMALL", "Side", "lettered", "places", "scale_bar"]

Array = NDArray[np.float64]

NAME, SMALL = 16.0, 11.0
#: A state of fewer square pixels gets a ring around it.
SPECK = 60.0


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states.

    Attributes
    ----------
    name
        As written on the map.
    land
        Its outlines; may be empty.
    capital
        Name, longitude and latitude, where known.
    """

    name: str
    land: tuple[Polygon, ...]
    capital: tuple[str, float, float] | None


def places(
    view: View,
    sides: tuple[Side, Side],
    rings: tuple[list[Array], list[Array]],
    lettering: Lettering,
) -> str:
    """Names of the two states and their capitals; a ring around a state too small to see."""
    out = []
    spots: list[tuple[str, float, float]] = []
    for i, side in enumerate(sides):
        colour = f"var(--c{i + 1})"
        area = sum(ring_area(r) for r in rings[i])
        capital = None
        if side.capital is not None:
            x, y = view.project(np.array([side.capital[1:]]))[0]
            if 0 <= x <= view.width and 0 <= y <= view.height:
                capital = (float(x), float(y))
                spots.append((side.capital[0], *capital))
                lettering.taken.append(Box(x - 4, y - 4, x + 4, y + 4))
        name = side.name[:1].upper() + side.name[1:]
        wide = text_width(name, NAME, bold=True) + 6
        if area < SPECK:
            centre = capital or (tuple(rings[i][0].mean(axis=0)) if rings[i] else None)
            if centre is None:
                continue
            out.append(
                f'<circle cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="9" fill="none" '
                f'stroke="{colour}" stroke-width="1.8"/>'
            )
            box = lettering.best(around(centre[0], centre[1], wide, NAME + 4, 12))
        else:
            box = lettering.best(_inside(view, rings[i], wide), most=400)
            if box is None:
                points = max(rings[i], key=ring_area)
                x, y = points.mean(axis=0)
                box = lettering.best(
                    around(float(x), float(y), wide, NAME + 4, float(np.ptp(points, axis=0).max()) / 2 + 4)
                )  # fmt: skip
        if box is not None:
            out.append(
                lettered(name, (box.left + box.right) / 2, box.bottom - 5, NAME, colour, 700)
            )
    for name, x, y in spots:
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="var(--ink)"/>')
        wide = text_width(name, SMALL)
        box = lettering.best(around(x, y, wide + 3, SMALL + 3, 4), most=16)
        if box is not None:
            out.append(
                lettered(
                    name, (box.left + box.right) / 2, box.bottom - 3.5, SMALL, "var(--ink)", 400
                )
            )
    return "".join(out)


def _inside(view: View, rings: list[Array], wide: float) -> list[tuple[float, Box]]:
    """Boxes on the land of a state, those far from its edges first."""
    xs = np.linspace(0, view.width, 38)[1:-1]
    ys = np.linspace(0, view.height, 26)[1:-1]
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    grid = grid[within(rings, grid)]
    if len(grid) == 0:
        return []
    edge = np.concatenate(rings)[::2]
    # a name is wide and low: nearness to an edge counts more above and below it
    gap = np.min(
        np.hypot(
            (grid[:, 0, None] - edge[:, 0]) * (NAME * 1.6 / wide), grid[:, 1, None] - edge[:, 1]
        ),
        axis=1,
    )
    rim = np.minimum(
        np.minimum(grid[:, 0], view.width - grid[:, 0]) - wide / 2,
        np.minimum(grid[:, 1], view.height - grid[:, 1]) - NAME,
    )
    gap = np.minimum(gap, np.maximum(rim, 0))
    order = np.argsort(-gap)[:120]
    return [
        (
            max(0.0, 40 - float(gap[k])),
            Box(grid[k, 0] - wide / 2, grid[k, 1] - 10, grid[k, 0] + wide / 2, grid[k, 1] + 10),
        )
        for k in order
    ]


def lettered(
    text: str, x: float, y: float, size: float, fill: str, weight: int, anchor: str = "middle"
) -> str:
    """A text with a halo of paper, escaped; ``y`` is its baseline."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}" stroke="var(--paper)" stroke-width="3" stroke-opacity="0.75" '
        f'stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def scale_bar(view: View, lettering: Lettering) -> str:
    """A scale bar in a lower corner; none on a map of half the world, where it would mislead."""
    if view.km_per_pixel * view.width > 9000:
        return ""
    km = next(k for k in (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1) if k / view.km_per_pixel <= 130)
    long = km / view.km_per_pixel
    high = view.height
    for left in (view.width - long - 12, 12.0):
        box = Box(left - 2, high - 28, left + long + 2, high - 6)
        if lettering.free(box) and box.count(lettering.lines) < 3:
            lettering.taken.append(box)
            bar = f'<path d="M{left:.1f},{high - 14:.1f}v4h{long:.1f}v-4" fill="none" stroke="var(--soft)"/>'
            return bar + lettered(f"{km} km", left + long / 2, high - 16, SMALL, "var(--soft)", 400)
    return ""
