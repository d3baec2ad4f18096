"""Small multiples: one little chart per series on common axes, drawn directly as SVG."""

from __future__ import annotations

from html import escape

import polars as pl

from comity.report.charts import COLUMN, INK, RULE, SERIES, SOFT, gapped

__all__ = ["panels"]

HEAD, HIGH, FOOT = 26, 92, 34
#: Left of the first panel, for the vertical axis; between panels; right of each, for its last value.
AXIS, SPACE, END = 42, 8, 44
SIZE = 13


def panels(
    data: pl.DataFrame,
    *,
    columns: int = 2,
    width: int = COLUMN,
    domain: tuple[float, float] = (0, 1),
) -> str:
    """One small chart per series, with intervals; its last value stands at its end.

    Parameters
    ----------
    data
        Columns series, year, value, low, high: shares of one. Years without a value break the line.
    columns
        Panels side by side.
    width
        Of the whole drawing, pixels.
    domain
        Ends of the vertical axis.
    """
    first, last = int(data["year"].min()), int(data["year"].max())  # type: ignore[arg-type]
    names = data["series"].unique(maintain_order=True).to_list()
    columns = min(columns, len(names))
    step = (width - AXIS + SPACE) / columns
    plot = step - SPACE - END
    out = []
    for i, name in enumerate(names):
        left, top = AXIS + (i % columns) * step, (i // columns) * (HEAD + HIGH + FOOT)
        series = gapped(data.filter(pl.col("series") == name).sort("year"))
        out.append(
            f'<g transform="translate({left:.1f},{top + HEAD})">'
            + _text(name, 0, -10, INK, weight=600)
            + _axes(first, last, plot, domain, labelled=i % columns == 0)
            + _series(series, first, last, plot, domain)
            + "</g>"
        )
    high = -(-len(names) // columns) * (HEAD + HIGH + FOOT) - FOOT + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{high}" '
        f'viewBox="0 0 {width} {high}">{"".join(out)}</svg>'
    )


def _axes(
    first: int, last: int, plot: float, domain: tuple[float, float], *, labelled: bool
) -> str:
    low, high = domain
    out = []
    for share in (0.0, 0.5, 1.0):
        y = HIGH * (1 - share)
        stroke = SOFT if share == 0 else RULE
        out.append(f'<path d="M0,{y:.1f}h{plot:.1f}" stroke="{stroke}"/>')
        if labelled:
            out.append(_text(f"{low + share * (high - low):.0%}", -7, y + 4.5, SOFT, anchor="end"))
    out.append(_text(str(first), 0, HIGH + 17, SOFT))
    if last > first:
        out.append(_text(str(last), plot, HIGH + 17, SOFT, anchor="end"))
    return "".join(out)


def _series(
    rows: pl.DataFrame, first: int, last: int, plot: float, domain: tuple[float, float]
) -> str:
    """Band and line, piece by piece between gaps, and the last value."""
    low, high = domain

    def x(year: int) -> float:
        return plot * (year - first) / (last - first) if last > first else plot / 2

    def y(value: float) -> float:
        return HIGH * (1 - (min(max(value, low), high) - low) / (high - low))

    pieces: list[list[tuple[int, float, float | None, float | None]]] = [[]]
    for row in rows.select("year", "value", "low", "high").iter_rows():
        if row[1] is None:
            pieces.append([])
        else:
            pieces[-1].append(row)
    out = []
    for piece in (p for p in pieces if p):
        at = [(x(year), y(value)) for year, value, *_ in piece]
        edge = [(x(p[0]), y(p[3])) for p in piece if p[3] is not None]
        edge += [(x(p[0]), y(p[2])) for p in reversed(piece) if p[2] is not None]
        if len(piece) > 1:
            if edge:
                out.append(f'<path d="{_path(edge)}Z" fill="{SERIES[0]}" fill-opacity="0.16"/>')
            out.append(
                f'<path d="{_path(at)}" fill="none" stroke="{SERIES[0]}" stroke-width="1.8"/>'
            )
        else:
            out.append(
                f'<circle cx="{at[0][0]:.1f}" cy="{at[0][1]:.1f}" r="2" fill="{SERIES[0]}"/>'
            )
    year, value = rows.drop_nulls("value").select("year", "value").row(-1)
    out.append(_text(f"{value:.0%}", x(year) + 5, y(value) + 4.5, SERIES[0], weight=600))
    return "".join(out)


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _text(
    text: str, x: float, y: float, colour: str, *, weight: int = 400, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{SIZE}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
