"""Positions over time, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from comity import states

if TYPE_CHECKING:
    import altair as alt

__all__ = ["DRAWN", "picture"]

#: Dark enough for lines and labels on white.
COLOURS = ("#17567f", "#c04a26", "#3c7a57", "#a77a12", "#6a5595", "#5d6269", "#8a2f5b", "#2f7f86")
#: Drawn unless told otherwise.
DRAWN = ("USA", "RUS", "CHN", "IND", "IRN", "FRA")


def picture(table: pl.DataFrame, keys: Sequence[str] = ()) -> alt.LayerChart | alt.FacetChart:
    """Lines with 90 % bands, named at their ends, of the table of positions.

    Parameters
    ----------
    table
        Columns state, year, mean, q05, q95.
    keys
        States to draw; by default those of :data:`DRAWN` that are in the table.
    """
    import altair as alt

    held = set(table["state"].to_list())
    chosen = [k for k in (keys or DRAWN) if k in held]
    rows = table.filter(pl.col("state").is_in(chosen)).with_columns(
        name=pl.col("state").map_elements(states.name, return_dtype=pl.String)
    )
    names = [states.name(key) for key in chosen]
    colour = alt.Color("name:N", legend=None, scale=alt.Scale(domain=names, range=list(COLOURS)))
    base = alt.Chart(rows).encode(
        x=alt.X(
            "year:Q", axis=alt.Axis(format="d", title=None, grid=False), scale=alt.Scale(nice=False)
        ),
        color=colour,
    )
    band = base.mark_area(opacity=0.15).encode(y=alt.Y("q05:Q", title="ideal point"), y2="q95:Q")
    line = base.mark_line().encode(
        y="mean:Q", tooltip=["name", "year", "mean", "q05", "q95", "votes"]
    )
    ends = rows.sort("year").group_by("name").last()
    label = (
        alt.Chart(ends)
        .mark_text(align="left", dx=6, fontWeight="bold")
        .encode(x="year:Q", y="mean:Q", text="name:N", color=colour)
    )
    title = "Positions in the UN General Assembly"
    return alt.layer(band, line, label).properties(width=720, height=380, title=title)
