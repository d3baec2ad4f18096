"""A map of two states and the links between them, as SVG in the colours of the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.report.lettering import Box, Lettering, around, text_width
from comity.report.map_land import land, path_data, thin
from comity.report.map_names import Side, lettered, places, scale_bar
from comity.report.outlines import Outlines
from comity.report.projection import View, great_circle, runs

__all__ = ["Drawn", "draw"]

Array = NDArray[np.float64]

#: Stroke and width by group of links; a and b own the first two colours of the page.
STROKES = {
    "gas": ("var(--c3)", 2.4), "oil": ("var(--ink)", 2.2), "power": ("var(--c4)", 1.8),
    "rail, road": ("var(--c5)", 1.9), "sea": ("var(--c6)", 1.9),
}  # fmt: skip
DASHES = {"in operation": "", "planned or being built": "7 4", "stopped": "0.1 4.4"}
LABEL = 12.0
KEY_LINE = 19.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A link to draw: its number in the table, name, group, state of affairs, and paths in degrees."""

    number: int
    name: str
    group: str
    state: str
    paths: tuple[Array, ...]
    destroyed: bool = False


def draw(shapes: Outlines, view: View, sides: tuple[Side, Side], links: tuple[Drawn, ...]) -> str:
    """The map as SVG: land, borders, links, names, and a key of the styles it uses.

    Names and labels are escaped.
    """
    ground, rings = land(shapes, view, [side.land for side in sides])
    tracks = [(link, _tracks(view, link)) for link in links]
    lettering = Lettering(view.width, view.height, _along([t for _, ts in tracks for t in ts]))
    names = places(view, sides, rings, lettering)
    lines, symbols = _links(tracks, lettering)
    labels = _labels(tracks, lettering)
    scale = scale_bar(view, lettering)
    key, room = _key(links, view)
    w, h = view.width, view.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w:.0f}" height="{h + room:.0f}" '
        f'viewBox="0 0 {w:.0f} {h + room:.0f}">'
        f'<clipPath id="map-{w:.0f}"><rect width="{w:.0f}" height="{h:.0f}"/></clipPath>'
        f'<g clip-path="url(#map-{w:.0f})">{ground}{lines}{symbols}</g>'
        f'<rect x="0.5" y="0.5" width="{w - 1:.0f}" height="{h - 1:.0f}" fill="none" stroke="var(--rule)"/>'
        f"{scale}{names}{labels}{key}</svg>"
    )


def _tracks(view: View, link: Drawn) -> list[Array]:
    """Its paths in the window, in pixels; a single point stays one."""
    found = []
    for path in link.paths:
        xy = view.project(great_circle(path))
        if len(xy) == 1:
            inside = (xy >= 0).all() and xy[0, 0] <= view.width and xy[0, 1] <= view.height
            found += [xy] if inside else []
        else:
            found += runs(xy, view.width, view.height)
    return found


def _along(tracks: list[Array]) -> Array:
    """Points some five pixels apart along tracks."""
    parts: list[Array] = [np.zeros((0, 2))]
    for track in tracks:
        at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(track, axis=0).T))])
        t = np.linspace(0, at[-1], max(1, int(at[-1] / 5) + 1))
        parts.append(np.column_stack([np.interp(t, at, track[:, k]) for k in (0, 1)]))
    return np.concatenate(parts)


def _links(tracks: list[tuple[Drawn, list[Array]]], lettering: Lettering) -> tuple[str, str]:
    """Lines, and symbols of what is a point at this scale."""
    lines, symbols = [], []
    for link, pieces in tracks:
        stroke, width = STROKES[link.group]
        path = "".join(path_data(thin(p)) for p in pieces if len(p) > 1)
        if path:
            dash = f' stroke-dasharray="{DASHES[link.state]}"' if DASHES[link.state] else ""
            cap = "round" if link.state == "stopped" else "butt"
            casing = (
                f'<path d="{path}" fill="none" stroke="var(--paper)" stroke-width="{width + 2}" '
                'stroke-opacity="0.55"/>'
            )
            lines.append(
                f'{casing}<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}" '
                f'stroke-linecap="{cap}" stroke-linejoin="round"{dash}/>'
            )
        for piece in pieces:
            span = np.ptp(piece, axis=0).max()
            x, y = piece[len(piece) // 2]
            if span < 9:
                fill = stroke if link.state == "in operation" else "var(--paper)"
                symbols.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{stroke}" '
                    'stroke-width="1.8"/>'
                )
                lettering.taken.append(Box(x - 4, y - 4, x + 4, y + 4))
            if link.destroyed:
                d = f"M{x - 6:.1f},{y - 6:.1f}l12,12m0,-12l-12,12"
                symbols.append(f'<path d="{d}" stroke="{stroke}" stroke-width="2.4" fill="none"/>')
    return "".join(lines), "".join(symbols)


def _labels(tracks: list[tuple[Drawn, list[Array]]], lettering: Lettering) -> str:
    """Name each link beside its line where there is room; elsewhere its number in the table."""
    out = []
    for link, pieces in tracks:
        points = _along(pieces)
        if len(points) == 0:
            continue
        stroke, _ = STROKES[link.group]
        step = max(1, len(points) // 24)
        middle = len(points) / 2
        spots = [
            (abs(i - middle) / len(points), *points[i]) for i in range(step // 2, len(points), step)
        ]
        text = link.name
        wide = text_width(text, LABEL, bold=True)
        boxes = [
            (off * 3 + cost, box)
            for off, x, y in spots
            for cost, box in around(x, y, wide + 4, LABEL + 3, 6)
        ]
        box = lettering.best(boxes, most=14)
        if box is None:
            text = str(link.number)
            wide = text_width(text, LABEL, bold=True) + 4
            boxes = [
                (off + cost, b)
                for off, x, y in spots
                for cost, b in around(x, y, wide, LABEL + 2, 6)
            ]
            box = lettering.best(boxes, most=60)
        if box is not None:
            out.append(
                lettered(text, (box.left + box.right) / 2, box.bottom - 4, LABEL, stroke, 600)
            )
    return "".join(out)


def _key(links: tuple[Drawn, ...], view: View) -> tuple[str, float]:
    """What the styles mean, of those used, below the map; and the height it takes."""
    used = [(g, *STROKES[g], "") for g in STROKES if any(k.group == g for k in links)]
    if any(k.state != "in operation" for k in links):
        used += [
            (s, "var(--soft)", 2.0, d)
            for s, d in DASHES.items()
            if any(k.state == s for k in links)
        ]
    out, x, y = [], 0.0, view.height + KEY_LINE
    for text, stroke, width, dash in used:
        wide = 28 + text_width(text, LABEL) + 18
        if x and x + wide > view.width:
            x, y = 0.0, y + KEY_LINE
        cap = ' stroke-linecap="round"' if dash == DASHES["stopped"] else ""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        out.append(
            f'<path d="M{x:.0f},{y - 4:.0f}h22" stroke="{stroke}" stroke-width="{width}" '
            f'fill="none"{dashed}{cap}/>'
            f'<text x="{x + 28:.0f}" y="{y:.0f}" font-size="{LABEL:g}" fill="var(--soft)">{text}</text>'
        )
        x += wide
    return "".join(out), (y - view.height + 6 if used else 0.0)
