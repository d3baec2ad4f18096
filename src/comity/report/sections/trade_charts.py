"""Two small charts with one scale: each state's share in the other's exports and imports."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from comity.measures.trade import Side, absences
from comity.report.charts import COLUMN, TYPE, beside, gapped, spread, to_svg
from comity.report.model import Chart, Cited
from comity.report.subject import Subject
from comity.report.typesetting import tight
from comity.report.wording import percent, state

__all__ = ["share_charts"]

HEIGHT = 210
#: The widest label possible: room for it in both charts, so that they come out in one size.
WIDEST = "exports ≤ 00.0%"
#: Dots mark single years up to this many; a longer series is a line.
DOTTED = 14


def share_charts(
    subject: Subject, shares: Mapping[Side, pl.DataFrame], cited: Mapping[str, Cited]
) -> list[Chart]:
    """Each in the other's trade, on one scale; none where no share between the two is known."""
    drawn = {}
    for x, y in ((subject.a, subject.b), (subject.b, subject.a)):
        drawn[x] = pl.concat([_points(rows, side, x, y) for side, rows in shares.items()])
    both = pl.concat(list(drawn.values()))
    if both.filter(pl.col("known")).is_empty():
        return []
    top = float(both["value"].max())  # type: ignore[arg-type]
    step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if top / s <= 5 or s == 0.25)
    domain = (0.0, min(1.0, math.ceil(top / step) * step))
    years = (int(both["year"].min()), int(both["year"].max()))  # type: ignore[arg-type]
    colours = {subject.a: "var(--c1)", subject.b: "var(--c2)"}
    below = "" if both["known"].all() else " · ▽ not listed: at most"
    subtitle = f"Share of exports and of imports. ● known{below}"
    found = []
    for x, y in ((subject.a, subject.b), (subject.b, subject.a)):
        points = drawn[x]
        if points.is_empty():
            continue
        mine, other = state(x), state(y)
        title = f"{_upper(other)} in {mine}’s trade".replace("s’s", "s’")
        found.append(
            Chart(
                title,
                subtitle,
                _draw(points, domain, years, colours[x]),
                f"Line chart. {title}: {_told(points)}.",
                cited[x],
            )
        )
    return found


def _points(shares: pl.DataFrame, side: Side, x: str, y: str) -> pl.DataFrame:
    """Known shares, and the bound of each listing of published shares that does not name y."""
    mine = shares.filter(pl.col("a") == x)
    known = mine.filter(pl.col("b") == y).select(
        "year", "value", known=pl.lit(value=True), series=pl.lit(f"{side}s")
    )
    bounds = absences(mine, y).filter(pl.col("bound").is_not_null())
    return pl.concat(
        [
            known,
            bounds.select(
                "year", value="bound", known=pl.lit(value=False), series=pl.lit(f"{side}s")
            ),
        ]
    ).sort("year")


def _told(points: pl.DataFrame) -> str:
    """First and last of each series, for readers who do not see the chart."""
    parts = []
    for (series,), rows in points.group_by("series", maintain_order=True):
        known = rows.filter("known").sort("year")
        if known.is_empty():
            parts.append(f"{series} not listed")
            continue
        first, last = known.row(0, named=True), known.row(-1, named=True)
        parts.append(
            f"{series} {percent(first['value'], 1)} in {first['year']}, "
            f"{percent(last['value'], 1)} in {last['year']}"
        )
    return "; ".join(parts)


def _draw(
    points: pl.DataFrame, domain: tuple[float, float], years: tuple[int, int], colour: str
) -> str:
    import altair as alt

    first, last = years
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first - 0.3, last + 0.3], nice=False),
        axis=alt.Axis(
            format="d", title=None, tickCount=min(6, max(1, last - first)), tickMinStep=1
        ),
    )
    y = alt.Y(
        "value:Q", title=None, axis=alt.Axis(format="%"), scale=alt.Scale(domain=list(domain))
    )
    layers: list[alt.Chart] = []
    for series, filled in (("exports", True), ("imports", False)):
        mine = points.filter(pl.col("series") == series)
        known = mine.filter("known")
        if not known.is_empty():
            base = alt.Chart(known).encode(x=x, y=y)
            dash = [1, 0] if filled else [5, 3]
            layers.append(
                base.mark_line(color=colour, opacity=0.35, strokeWidth=1.4, strokeDash=dash)
            )
            whole = alt.Chart(gapped(known)).encode(x=x, y=y)
            layers.append(whole.mark_line(color=colour, strokeDash=dash))
            if known.height <= DOTTED:
                fill = colour if filled else "var(--paper)"
                layers.append(
                    base.mark_point(
                        size=40, fill=fill, stroke=colour, strokeWidth=1.8, opacity=1, filled=False
                    )
                )
        below = mine.filter(~pl.col("known"))
        if not below.is_empty():
            layers.append(
                alt.Chart(below)
                .mark_point(
                    shape="triangle-down", size=46, stroke=colour, opacity=0.75,
                    fill=colour if filled else "var(--paper)", strokeWidth=1.3,
                )
                .encode(x=x, y=y)
            )  # fmt: skip
    labels = alt.Chart(_labels(points, domain)).mark_text(
        align="left", dx=9, fontSize=TYPE, fontWeight=600, color=colour, clip=False
    )
    layers.append(labels.encode(x=x, y="at:Q", text="text:N"))
    return to_svg(alt.layer(*layers), height=HEIGHT, across=COLUMN, room=beside([WIDEST]))


def _labels(points: pl.DataFrame, domain: tuple[float, float]) -> pl.DataFrame:
    """Name and last value of each series at its end, moved apart where they would touch."""
    ends = points.sort("year").group_by("series", maintain_order=True).last().sort("value")
    at = spread(ends["value"].to_list(), (domain[1] - domain[0]) / HEIGHT * (TYPE + 3), *domain)
    texts = [
        f"{series} {'' if known else '≤ '}{tight(percent(value, 0 if value >= 0.0995 else 1))}".replace(
            ".0%", "%"
        )
        for series, value, known in ends.select("series", "value", "known").iter_rows()
    ]
    return ends.with_columns(pl.Series("at", at, dtype=pl.Float64), text=pl.Series(texts))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
