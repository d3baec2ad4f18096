"""Charts of the brief: Altair specifications rendered to SVG, one visual language.

Colours are CSS variables of the page, so that a chart follows light, dark and print. Series are
labelled at their end, not in a legend; intervals are bands.
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import altair as alt

__all__ = ["COLUMN", "FULL", "bars", "lines", "panels", "to_svg", "warm_up"]

#: Width of a chart in one column of the page, and across it.
COLUMN, FULL = 460, 940
SERIES = ("var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)")
INK, SOFT, RULE = "var(--ink)", "var(--soft)", "var(--rule)"
#: Room to the right of a line for its label.
LABEL_ROOM = 96


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


def to_svg(chart: alt.TopLevelMixin, *, width: int, height: int | None = None) -> str:
    """Render a chart to SVG with the style of the brief and the given inner size."""
    import vl_convert

    spec = chart.to_dict(validate=False)
    if width:
        spec["width"] = width
    if height:
        spec["height"] = height
    spec["background"] = "transparent"
    spec["config"] = {
        "font": "inherit",
        "view": {"stroke": None},
        "axis": {
            "labelColor": SOFT, "titleColor": SOFT, "gridColor": RULE, "domainColor": SOFT,
            "tickColor": RULE, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
            "labelFont": "inherit", "titleFont": "inherit",
        },
        "axisX": {"grid": False, "tickSize": 4, "labelFlush": False},
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6, "tickCount": 5},
        "header": {"labelColor": INK, "labelFontSize": 12, "labelFont": "inherit", "labelAnchor": "start",
                   "labelFontWeight": 600},
        "text": {"font": "inherit"},
        "line": {"strokeWidth": 2},
    }  # fmt: skip
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg


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
    label = alt.Chart(ends).mark_text(align="left", dx=7, fontSize=12, fontWeight=600, clip=False)
    layers.append(label.encode(x=x, y=alt.Y("at:Q"), text="series:N", color=colours))
    return to_svg(alt.layer(*layers), width=width - LABEL_ROOM, height=height)


def panels(
    data: pl.DataFrame,
    *,
    columns: int = 3,
    format: str = "",  # noqa: A002
    domain: tuple[float, float] = (0, 1),
) -> str:
    """One small chart per series on common axes, with intervals.

    ``data`` has the columns of :func:`lines`.
    """
    import altair as alt

    first, last = int(data["year"].min()), int(data["year"].max())  # type: ignore[arg-type]
    ticks = [first, last] if last > first else [first]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(format="d", title=None, values=ticks, labelFlush=True),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        axis=alt.Axis(format=format, tickCount=3),
        scale=alt.Scale(domain=list(domain)),
    )
    base = alt.Chart(gapped(data)).encode(x=x)
    band = base.mark_area(opacity=0.16, color=SERIES[0]).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(color=SERIES[0], strokeWidth=1.6).encode(y=y)
    width = (COLUMN - 60) // columns - 14
    chart = alt.layer(band, line).properties(width=width, height=84)
    faceted = chart.facet(
        facet=alt.Facet(
            "series:N", title=None, sort=data["series"].unique(maintain_order=True).to_list()
        ),
        columns=columns,
        spacing=14,
    )
    return to_svg(faceted, width=0)


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
        y=alt.Y("value:Q", title=None, axis=alt.Axis(format=format, tickMinStep=1)),
        color=alt.Color(
            "series:N", scale=alt.Scale(domain=names, range=list(SERIES[: len(names)])), legend=None
        ) if names else alt.value(SERIES[0]),
    )  # fmt: skip
    return to_svg(chart, width=width - 50, height=height)


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
    gap = (high - low) / height * 15
    placed = ends.sort("value").with_columns(at=pl.col("value"))
    at = placed["at"].to_list()
    for i in range(1, len(at)):
        at[i] = max(at[i], at[i - 1] + gap)
    over = max(0.0, at[-1] - high) if at else 0.0
    return placed.with_columns(pl.Series("at", [v - over for v in at], dtype=pl.Float64))
