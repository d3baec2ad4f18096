"""Charts of the brief: Altair specifications rendered to SVG, one visual language.

Colours are CSS variables of the page, so that a chart follows light, dark and print. Series are
labelled at their end, not in a legend; intervals are bands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from threading import Thread
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.report.lettering import text_width

if TYPE_CHECKING:
    import altair as alt

__all__ = ["COLUMN", "FULL", "TYPE", "bars", "beside", "lines", "spread", "to_svg", "warm_up"]

#: Width of a chart in one column of the page, and across it.
COLUMN, FULL = 440, 940
#: Size of type: a column's drawing is shown at its size on a desk, at four fifths of it on a phone.
TYPE = 13
SERIES = ("var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)")
INK, SOFT, RULE = "var(--ink)", "var(--soft)", "var(--rule)"
#: What only a script that listens to a chart would read.
IDLE = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|xmlns:xlink|version)="[^"]*"'
    r'| (?:opacity="1"|stroke-width="1"(?= ))'
)
BARE = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>')
TAG = re.compile(r"<[^>]+>")
LONG = re.compile(r"(\d\.\d\d)\d+")
LEFT = re.compile(r'transform="translate\(([\d.]+)')
#: Room left of a plot for the labels of most axes.
AXIS = 56
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"')


def warm_up() -> Thread:
    """Start the drawing engine in the background: it takes longer to start than to draw.

    The thread may be joined, but need not be: drawing waits for the engine by itself.
    """

    def start() -> None:
        import altair as alt

        to_svg(alt.Chart(pl.DataFrame({"x": [0]})).mark_point().encode(x="x:Q"), width=1, height=1)

    thread = Thread(target=start, daemon=True)
    thread.start()
    return thread


def to_svg(
    chart: alt.TopLevelMixin,
    *,
    width: int = 0,
    height: int | None = None,
    across: int = 0,
    room: int = 0,
) -> str:
    """Render a chart to SVG with the style of the brief.

    Parameters
    ----------
    width, height
        Inner size, pixels; a width of 0 leaves both to the chart.
    across
        Width of the whole drawing, so that type comes out in one size in all charts of a column. With
        it the inner width is what the axis and the room beside the plot leave.
    room
        Pixels kept free beside the plot for labels.
    """
    spec = chart.to_dict(validate=False)
    spec["background"] = "transparent"
    spec["config"] = {
        "font": "inherit",
        "view": {"stroke": None},
        "axis": {
            "labelColor": SOFT, "titleColor": SOFT, "gridColor": RULE, "domainColor": SOFT,
            "tickColor": RULE, "labelFontSize": TYPE, "titleFontSize": TYPE, "titleFontWeight": "normal",
            "labelFont": "inherit", "titleFont": "inherit",
        },
        "axisX": {"grid": False, "tickSize": 4, "labelFlush": False, "labelPadding": 5},
        "axisY": {"domain": False, "ticks": False, "labelPadding": 7, "tickCount": 5},
        "header": {"labelColor": INK, "labelFontSize": TYPE, "labelFont": "inherit", "labelAnchor": "start",
                   "labelFontWeight": 600},
        "text": {"font": "inherit"},
        "line": {"strokeWidth": 2},
    }  # fmt: skip
    if across and not width and height:
        width = across - AXIS - room
        svg, left, _ = _render(spec, width, height)
        if (over := math.ceil(left + width + room - across)) > 0:
            svg, left, _ = _render(spec, width - over, height)
        return _set_across(svg, across)
    svg, _, taken = _render(spec, width, height)
    return _set_across(svg, across) if taken < across else svg


def _render(spec: dict[str, Any], width: int, height: int | None) -> tuple[str, float, float]:
    """The SVG, without what a still drawing does not need; room left of the plot; its whole width."""
    import vl_convert

    spec = {**spec, **({"width": width} if width else {}), **({"height": height} if height else {})}
    svg: str = vl_convert.vegalite_to_svg(spec)
    svg = BARE.sub("", IDLE.sub("", svg))
    # in tags only: a label is not to lose a digit
    svg = TAG.sub(lambda tag: LONG.sub(r"\1", tag[0]), svg)
    size, left = SIZE.search(svg), LEFT.search(svg)
    return svg, float(left[1]) if left else 0.0, float(size[1]) if size else 0.0


def _set_across(svg: str, across: int) -> str:
    """The drawing in a given width; the engine takes type for wider than it is."""
    return SIZE.sub(rf'width="{across}" height="\2" viewBox="0 0 {across} \2"', svg, count=1)


def lines(
    data: pl.DataFrame,
    *,
    height: int = 230,
    width: int = COLUMN,
    format: str = "",  # noqa: A002
    domain: tuple[float, float] | None = None,
    since: int | None = None,
    until: int | None = None,
) -> str:
    """Series over years with their intervals, labelled at the end.

    Parameters
    ----------
    data
        Columns series, year, value, low, high (the last two may be null). Years without a value
        break the line.
    format
        d3 format of the vertical axis (``%``, ``.2f``).
    domain
        Ends of the vertical axis; by default those of the data.
    """
    import altair as alt

    names = data["series"].unique(maintain_order=True).to_list()
    colours = alt.Color(
        "series:N", scale=alt.Scale(domain=names, range=list(SERIES[: len(names)])), legend=None
    )
    first = since if since is not None else int(data["year"].min())  # type: ignore[arg-type]
    last = until if until is not None else int(data["year"].max())  # type: ignore[arg-type]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(
            format="d", title=None, tickCount=min(6, max(1, last - first)), tickMinStep=1
        ),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        axis=alt.Axis(format=format),
        scale=alt.Scale(domain=list(domain)) if domain else alt.Scale(zero=False, nice=True),
    )
    base = alt.Chart(gapped(data)).encode(x=x, color=colours)
    layers: list[alt.Chart] = []
    if not data["low"].is_null().all():
        layers.append(base.mark_area(opacity=0.16).encode(y=alt.Y("low:Q"), y2="high:Q"))
    layers.append(base.mark_line(point=_dots(data)).encode(y=y))
    ends = _spread_labels(
        data.sort("year").group_by("series", maintain_order=True).last(), data, height, domain
    )
    label = alt.Chart(ends).mark_text(align="left", dx=7, fontSize=TYPE, fontWeight=600, clip=False)
    layers.append(label.encode(x=x, y=alt.Y("at:Q"), text="series:N", color=colours))
    return to_svg(alt.layer(*layers), height=height, across=width, room=beside(names))


def bars(
    data: pl.DataFrame,
    *,
    height: int = 200,
    width: int = COLUMN,
    format: str = "d",  # noqa: A002
) -> str:
    """Counts or amounts by year: columns year, value, and series where they are stacked."""
    import altair as alt

    names = data["series"].unique(maintain_order=True).to_list() if "series" in data.columns else []
    first, last = int(data["year"].min()), int(data["year"].max())  # type: ignore[arg-type]
    chart = alt.Chart(data).mark_bar(width=max(2, int((width - 70) / (last - first + 1) * 0.7)))
    chart = chart.encode(
        x=alt.X(
            "year:Q", scale=alt.Scale(domain=[first - 0.6, last + 0.6], nice=False),
            axis=alt.Axis(format="d", title=None, tickCount=6, tickMinStep=1),
        ),
        y=alt.Y("value:Q", title=None, axis=_counting(data, format)),
        color=alt.Color(
            "series:N", scale=alt.Scale(domain=names, range=list(SERIES[: len(names)])), legend=None
        ) if names else alt.value(SERIES[0]),
    )  # fmt: skip
    return to_svg(chart, height=height, across=width, room=4)


def _counting(data: pl.DataFrame, format: str) -> alt.Axis:  # noqa: A002
    """An axis of amounts; of few things, a tick for each."""
    import altair as alt

    by_year = data.group_by("year").agg(pl.col("value").sum())
    top = math.ceil(float(by_year["value"].max()))  # type: ignore[arg-type]
    return alt.Axis(format=format, values=list(range(top + 1)) if top <= 5 else alt.Undefined)


def gapped(data: pl.DataFrame) -> pl.DataFrame:
    """The data with an empty row for every year missing inside a series, so that lines break there."""
    spans = data.group_by("series", maintain_order=True).agg(
        year=pl.int_range(pl.col("year").min(), pl.col("year").max() + 1, dtype=pl.Int32)
    )
    return spans.explode("year").join(
        data.with_columns(pl.col("year").cast(pl.Int32)), on=["series", "year"], how="left"
    )


def _dots(data: pl.DataFrame) -> bool | dict[str, object]:
    """Dots on sparse series, where a line alone would hide single years."""
    sparse = data.group_by("series").agg(
        (pl.col("year").max() - pl.col("year").min() + 1 > pl.len()).any().alias("gaps"), pl.len()
    )
    if sparse["gaps"].any() or (sparse["len"].max() or 0) <= 8:  # type: ignore[operator]
        return {"size": 36, "filled": True, "opacity": 1}
    return False


def _spread_labels(
    ends: pl.DataFrame, data: pl.DataFrame, height: int, domain: tuple[float, float] | None
) -> pl.DataFrame:
    """Positions of the end labels, moved apart where they would overlap."""
    low, high = domain or (
        float(data.select(pl.min_horizontal("value", "low").min()).item()),
        float(data.select(pl.max_horizontal("value", "high").max()).item()),
    )
    placed = ends.sort("value")
    at = spread(placed["value"].to_list(), (high - low) / height * (TYPE + 3), low, high)
    return placed.with_columns(pl.Series("at", at, dtype=pl.Float64))


def beside(labels: Sequence[str]) -> int:
    """Room beside a plot for the longest of its end labels, pixels."""
    return math.ceil(12 + max(text_width(label, TYPE, bold=True) for label in labels))


def spread(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels of ascending values, at least a gap apart and no further moved than needed.

    Labels that would touch move apart evenly; those at an end of the axis stay inside it, where there
    is room for all.
    """
    at = list(values)
    for _ in range(60):
        for i in range(1, len(at)):
            if (short := gap - (at[i] - at[i - 1])) > 0:
                at[i - 1] -= short / 2
                at[i] += short / 2
        if at:
            at[0], at[-1] = max(at[0], low), min(at[-1], high)
    return at
