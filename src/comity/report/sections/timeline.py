"""A timeline: lanes of bars and dots over the years, labelled in place.

Positions are worked out here in pixels, so that labels never run into each other: bars are packed into
rows by the room their label takes, dots that fall on one spot are stacked, and of the labels of dots
only those that find room are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from comity.report.charts import INK, RULE, SOFT

__all__ = ["Bar", "Dot", "Lane", "draw"]

#: Mean width of a letter, on the wide side, in units of the size of type.
LETTER = 0.54
#: The size whose width bold titles of 12 pixels have.
HEAVY = 14
#: Left of the plot, for the titles of lanes; on a narrow page they stand above their lane.
GUTTER = 148
BAR, DOT, GAP = 6, 9, 14


#: Marks as paths around (x, y).
SHAPES = {
    "circle": "M{x:.1f},{y:.1f}m-3.7,0a3.7,3.7 0 1,0 7.4,0a3.7,3.7 0 1,0 -7.4,0",
    "triangle": "M{x:.1f},{y:.1f}m-4,-3.2h8l-4,7z",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A named thing over time: spells as (start, end, deed) in years with fractions.

    A spell is filled where it is a deed and hollow where it is a word: a treaty from its signature to
    its entry into force, then from there on.
    """

    label: str
    spells: Sequence[tuple[float, float, bool]]


@dataclass(frozen=True, slots=True)
class Dot:
    """An act at a moment; filled for a deed, hollow for a word."""

    at: float
    label: str
    deed: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """A titled band of the timeline in one colour; its shape is one of :data:`SHAPES`."""

    title: str
    colour: str
    bars: Sequence[Bar] = ()
    dots: Sequence[Dot] = ()
    shape: str = "circle"


@dataclass(slots=True)
class _Ink:
    """What is drawn, in pixels from the upper left corner of the plot, and the size it is drawn at."""

    since: int
    until: int
    plot: int
    font: int
    rects: list[dict[str, Any]] = field(default_factory=list)
    dots: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)


def draw(lanes: Sequence[Lane], since: int, until: int, *, width: int) -> str:
    """The timeline as SVG.

    Parameters
    ----------
    lanes
        From the top; each with at least one bar or dot.
    since, until
        First and last year of the axis.
    width
        Of the whole drawing; the titles of lanes stand beside them from 700 pixels on.
    """
    beside = width > 700
    gutter = GUTTER if beside else 0
    plot = width - gutter - 12
    # a narrow drawing is shown on phones, smaller than it is drawn
    ink = _Ink(since, until, plot, font=12 if beside else 13)
    y = 0.0
    for lane in lanes:
        ink.rules.append({"x": -gutter, "x2": plot, "y": y})
        top = y + (6 if beside else 27)
        for i, line in enumerate(_wrapped(lane.title, GUTTER - 12) if beside else [lane.title]):
            ink.heads.append({"x": -gutter, "y": y + 16 + 14 * i, "text": line})
        bottom = _bars(ink, lane, top) if lane.bars else top
        bottom = _dots(ink, lane, bottom) if lane.dots else bottom
        y = max(bottom, y + 36 if beside else bottom) + GAP / 2
    return _render(ink, y, gutter)


def _x(ink: _Ink, at: float) -> float:
    share = (at - ink.since) / (ink.until + 1 - ink.since)
    return min(max(share, 0.0), 1.0) * ink.plot


def _width(text: str, font: int) -> float:
    return len(text) * LETTER * font


def _short(text: str, room: float, font: int) -> str:
    """The text, cut to the room it has, in pixels."""
    most = max(8, int(room / (LETTER * font)))
    return text if len(text) <= most else text[: most - 1].rstrip(" ,(") + "…"


def _wrapped(text: str, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}", HEAVY) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _bars(ink: _Ink, lane: Lane, top: float) -> float:
    """Pack the bars of a lane into rows; returns the y of its lower edge."""
    taken: list[list[tuple[float, float]]] = []
    high = ink.font + 13
    for bar in lane.bars:
        spells = [(_x(ink, start), _x(ink, end), deed) for start, end, deed in bar.spells]
        x0, x1 = min(s[0] for s in spells), max(s[1] for s in spells)
        label = _short(bar.label, ink.plot * 0.8, ink.font)
        room = _width(label, ink.font)
        at, align = (x0, "left") if x0 + room <= ink.plot + 8 else (ink.plot, "right")
        used = (min(x0, at - room if align == "right" else at), max(x1, x0 + room))
        row = next((i for i, row in enumerate(taken) if _free(row, used, 10)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append(used)
        y = top + row * high
        under = y + ink.font + 2
        ink.texts.append({"x": at, "y": y + 6, "text": label, "align": align, "colour": INK})
        ink.rects += [
            {"x": start + 0.5, "x2": max(end - 0.5, start + 3), "y": under, "y2": under + BAR,
             "colour": lane.colour, "fill": lane.colour if deed else "transparent"}
            for start, end, deed in spells
        ]  # fmt: skip
    return top + len(taken) * high


def _free(row: list[tuple[float, float]], used: tuple[float, float], space: float) -> bool:
    return all(used[0] >= end + space or used[1] <= start - space for start, end in row)


def _dots(ink: _Ink, lane: Lane, top: float) -> float:
    """Stack the dots of a lane and label those for which there is room below."""
    columns = max(1, int(ink.plot // DOT))
    stacks: dict[int, list[Dot]] = {}
    for dot in sorted(lane.dots, key=lambda d: d.at):
        column = min(int(_x(ink, dot.at) // DOT), columns - 1)
        stacks.setdefault(column, []).append(dot)
    high = max(len(stack) for stack in stacks.values())
    base = top + 4 + high * DOT
    for column, stack in stacks.items():
        for i, dot in enumerate(stack):
            ink.dots.append(
                {"x": (column + 0.5) * DOT, "y": base - (i + 0.5) * DOT, "colour": lane.colour,
                 "fill": lane.colour if dot.deed else "transparent", "shape": lane.shape}
            )  # fmt: skip
    written: list[tuple[float, float]] = []
    for column in _labelled_first(sorted(stacks)):
        label = stacks[column][-1].label
        if not label:
            continue
        label = _short(label, 190, ink.font)
        room, x = _width(label, ink.font), (column + 0.5) * DOT
        left = min(max(0.0, x - room / 2), ink.plot - room)
        if left >= 0 and _free(written, (left, left + room), 14):
            written.append((left, left + room))
            ink.texts.append(
                {"x": left, "y": base + 9, "text": label, "align": "left", "colour": SOFT}
            )
    return base + (18 if written else 4)


def _labelled_first(columns: list[int]) -> list[int]:
    """The order in which stacks are offered a label: the last, the first, then the middles between."""
    order: list[int] = []
    spans = [(0, len(columns) - 1)]
    for i in (len(columns) - 1, 0):
        if columns and columns[i] not in order:
            order.append(columns[i])
    while spans:
        low, high = spans.pop(0)
        if high - low < 2:
            continue
        middle = (low + high) // 2
        order.append(columns[middle])
        spans += [(low, middle), (middle, high)]
    return order


def _render(ink: _Ink, height: float, gutter: int) -> str:
    """The ink as SVG: positions are pixels already, so no plotting library stands between."""
    shift, total = gutter + 2, int(height) + 26
    parts = []
    for year in _ticks(ink.since, ink.until, ink.plot):
        x = _x(ink, year)
        parts.append(f'<path d="M{x:.1f},0V{height:.0f}" stroke="{RULE}"/>')
        parts.append(_text(x, height + 15, str(year), 12, SOFT))
    parts += [
        f'<path d="M{rule["x"]},{rule["y"]:.1f}H{rule["x2"]}" stroke="{RULE}"/>'
        for rule in ink.rules
    ]
    parts += [
        f'<rect x="{r["x"]:.1f}" y="{r["y"]:.1f}" width="{r["x2"] - r["x"]:.1f}" '
        f'height="{r["y2"] - r["y"]}" rx="1" fill="{r["fill"]}" stroke="{r["colour"]}"/>'
        for r in ink.rects
    ]
    parts += [
        f'<path d="{SHAPES[d["shape"]].format(x=d["x"], y=d["y"])}" fill="{d["fill"]}" '
        f'stroke="{d["colour"]}" stroke-width="1.4"/>'
        for d in ink.dots
    ]
    parts += [_text(h["x"], h["y"], h["text"], 12, INK, weight=600) for h in ink.heads]
    parts += [
        _text(t["x"], t["y"], t["text"], ink.font, t["colour"], end=t["align"] == "right")
        for t in ink.texts
    ]
    width = ink.plot + shift + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {total}" width="{width}" '
        f'height="{total}"><g transform="translate({shift},1)">{"".join(parts)}</g></svg>'
    )


def _text(
    x: float, y: float, text: str, size: int, colour: str, *, weight: int = 400, end: bool = False
) -> str:
    """Text centred on y; it comes from sources, so it is escaped."""
    anchor = ' text-anchor="end"' if end else ""
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    return (
        f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" font-size="{size}" fill="{colour}"{anchor}{heavy}>'
        f"{escape(text)}</text>"
    )


def _ticks(since: int, until: int, plot: int) -> list[int]:
    """Round years, at least 52 pixels apart."""
    years = until + 1 - since
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100) if plot / years * s >= 52), 100)
    return [y for y in range(since, until + 1) if y % step == 0] or [since]
