"""The comparison strip as SVG: one dot per dyad and measure, each measure on its own scale."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from comity.report.charts import COLUMN, FULL
from comity.report.lettering import text_width
from comity.report.typesetting import tight

__all__ = ["Cell", "Strip", "draw_narrow", "draw_wide"]

#: Type across the page, and in a column, which a phone shows smaller.
SIZE, NARROW = 12.0, 13.0
ROW, HEAD = 40.0, 58.0
LINE, BLOCK = 22.0, 31.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as text, and as a place on its scale with an interval; None where not covered."""

    text: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Strip:
    """What to draw.

    Attributes
    ----------
    dyads
        Names of the two states of each; the first dyad is set off.
    heads
        Two lines and a year per measure.
    cells
        By measure, then dyad.
    domains
        Ends of each measure's scale.
    """

    dyads: tuple[tuple[str, str], ...]
    heads: tuple[tuple[str, str, str], ...]
    cells: tuple[tuple[Cell, ...], ...]
    domains: tuple[tuple[float, float], ...]


def draw_wide(strip: Strip) -> str:
    """Dyads as rows, measures as columns: for the full width of the page."""
    names = max(text_width(name, SIZE, bold=True) for pair in strip.dyads for name in pair) + 18
    names = min(names, 190.0)
    step = min(180.0, (FULL - names) / len(strip.heads))
    out = []
    for j, head in enumerate(strip.heads):
        x = names + j * step
        out += [_text(head[k], x, 14 + 16 * k, weight=600 if k < 2 else 400,
                      fill="ink" if k < 2 else "soft") for k in range(3)]  # fmt: skip
    for i, (a, b) in enumerate(strip.dyads):
        top = HEAD + i * ROW
        if i == 0:
            out.append(
                f'<rect x="0" y="{top:.0f}" width="{FULL}" height="{ROW:.0f}" fill="var(--faint)"/>'
            )
        out.append(f'<path d="M0,{top + ROW:.0f}h{FULL}" stroke="var(--rule)"/>')
        weight = 700 if i == 0 else 400
        out += [_text(_fit(f"{a} –", names - 12), 6, top + 17, weight=weight),
                _text(_fit(b, names - 12), 6, top + 32, weight=weight)]  # fmt: skip
        for j in range(len(strip.heads)):
            x = names + j * step
            cell = strip.cells[j][i]
            out.append(
                _text(
                    cell.text,
                    x,
                    top + 16,
                    weight=weight,
                    fill="ink" if cell.value is not None else "soft",
                )
            )
            out.append(_dot(cell, strip.domains[j], x, step - 26, top + 28, own=i == 0))
    out.append(f'<path d="M0,{HEAD:.0f}h{FULL}" stroke="var(--ink)"/>')
    return _svg("".join(out), FULL, HEAD + ROW * len(strip.dyads) + 1)


def draw_narrow(strip: Strip) -> str:
    """Measures one below the other, each with all dyads: for a column and for phones."""
    labels = [f"{a} – {b}" for a, b in strip.dyads]
    names = min(236.0, max(text_width(label, NARROW, bold=True) for label in labels) + 18)
    values = max(text_width(c.text, NARROW, bold=True) for row in strip.cells for c in row) + 10
    wide = COLUMN - names - values
    out, y = [], 0.0
    for head, cells, domain in zip(strip.heads, strip.cells, strip.domains, strict=True):
        out.append(_text(f"{head[0]} {head[1]}", 0, y + 18, weight=600, size=NARROW))
        out.append(_text(head[2], COLUMN, y + 18, fill="soft", anchor="end", size=NARROW))
        out.append(f'<path d="M0,{y + 25:.0f}h{COLUMN}" stroke="var(--rule)"/>')
        y += BLOCK
        for i, (label, cell) in enumerate(zip(labels, cells, strict=True)):
            weight = 700 if i == 0 else 400
            out.append(
                _text(_fit(label, names - 14, NARROW), 0, y + 13, weight=weight, size=NARROW)
            )
            out.append(_dot(cell, domain, names, wide - 8, y + 9, own=i == 0))
            out.append(_text(cell.text, COLUMN, y + 13, weight=weight, anchor="end", size=NARROW))
            y += LINE
        y += 6
    return _svg("".join(out), COLUMN, y)


def _dot(
    cell: Cell, domain: tuple[float, float], x: float, wide: float, y: float, *, own: bool
) -> str:
    """The scale as a thin line with zero marked, the interval as a thick one, the value as a dot."""
    low, high = domain

    def at(value: float) -> float:
        return x + wide * (min(max(value, low), high) - low) / ((high - low) or 1.0)

    rule = (
        f'<path d="M{x:.1f},{y:.1f}h{wide:.1f}M{at(0):.1f},{y - 4:.1f}v8" stroke="var(--coast)"/>'
    )
    if cell.value is None:
        return rule
    colour = "var(--c1)" if own else "var(--c6)"
    band = ""
    if cell.low is not None and cell.high is not None:
        left, right = at(cell.low), at(cell.high)
        band = (
            f'<path d="M{left:.1f},{y:.1f}H{right:.1f}" stroke="{colour}" stroke-width="4" '
            'stroke-opacity="0.45"/>'
        )
    radius = 4.6 if own else 3.8
    dot = f'<circle cx="{at(cell.value):.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'
    return rule + band + dot


def _fit(text: str, wide: float, size: float = SIZE) -> str:
    """The text, cut with an ellipsis where it is wider than its place."""
    while len(text) > 4 and text_width(text, size, bold=True) > wide:
        text = text.rstrip("… ")[:-1] + "…"
    return text


def _text(
    text: str,
    x: float,
    y: float,
    *,
    weight: int = 400,
    fill: str = "ink",
    anchor: str = "start",
    size: float = SIZE,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="var(--{fill})" text-anchor="{anchor}">{escape(tight(text))}</text>'
    )


def _svg(body: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}">{body}</svg>'
    )
