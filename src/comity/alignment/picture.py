"""Charts of an alignment: by domain over time, and words beside deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import altair as alt

__all__ = ["by_domain", "words_and_deeds"]

UNIT = "sd among dyads"


def by_domain(frame: pl.DataFrame, title: str) -> alt.FacetChart:
    """Mean and 90 % interval by year, one panel per domain; columns of ``Alignment.table()``."""
    import altair as alt

    base = alt.Chart(frame).encode(x=alt.X("year:Q", axis=alt.Axis(format="d", title=None)))
    band = base.mark_area(opacity=0.2).encode(y=alt.Y("low:Q", title=UNIT), y2="high:Q")
    line = base.mark_line().encode(
        y="mean:Q",
        tooltip=["year:Q", "mean:Q", "low:Q", "high:Q", "indicators:Q", "percentile:Q"],
    )
    zero = alt.Chart(frame).mark_rule(strokeDash=[2, 3], opacity=0.5).encode(y=alt.datum(0))
    layers = alt.layer(band, zero, line).properties(width=440, height=120)
    order = list(dict.fromkeys(frame["domain"]))
    return layers.facet(alt.Facet("domain:N", sort=order, title=None), columns=1, title=title)


def words_and_deeds(frame: pl.DataFrame, title: str) -> alt.LayerChart | alt.FacetChart:
    """Declaratory and material alignment by year with 90 % intervals; columns of ``Alignment.gap()``."""
    import altair as alt

    known = frame.filter(pl.col("gap").is_not_null())
    sides = [
        known.select("year", side=pl.lit(s), mean=s, low=f"{s}_low", high=f"{s}_high")
        for s in ("words", "deeds")
    ]
    base = alt.Chart(pl.concat(sides)).encode(
        x=alt.X("year:Q", axis=alt.Axis(format="d", title=None)),
        color=alt.Color("side:N", sort=["words", "deeds"], title=None),
    )
    band = base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q", title=UNIT), y2="high:Q")
    line = base.mark_line().encode(
        y="mean:Q", tooltip=["side:N", "year:Q", "mean:Q", "low:Q", "high:Q"]
    )
    return alt.layer(band, line).properties(width=440, height=220, title=title)
