"""Chart of an event study: effects by year since the onset, with the years before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity.answers.pressure_words import WHOM

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.pressure import Pressure

__all__ = ["event_study"]

SHOWN = ("overall", "diplomatic", "military", "economic", "words", "deeds")
AVERAGE = "average of all targets"


def event_study(found: Pressure) -> alt.FacetChart:
    """One panel per outcome: mean and 90 % band; points are the target's own courses."""
    import altair as alt

    rows = found.found.effects.filter(
        (pl.col("relation") == found.relation) & (pl.col("method") == "event_study")
        & pl.col("outcome").is_in(SHOWN) & pl.col("value").is_not_null()
    ).select("outcome", "horizon", "value", "low", "high", kind=pl.lit(AVERAGE))  # fmt: skip
    own = found.own.filter(pl.col("outcome").is_in(SHOWN)).select(
        "outcome", "horizon", "value",
        low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64),
        kind=pl.concat_str(
            pl.lit(f"{found.target}–"), "partner", pl.lit(", onset "), pl.col("onset").cast(pl.String)
        ),
    )  # fmt: skip
    data = pl.concat([rows, own.cast(rows.schema)])
    x = alt.X("horizon:Q", title="years since the onset", axis=alt.Axis(format="d", tickMinStep=1))
    base = alt.Chart(data)
    average = alt.datum.kind == AVERAGE
    kinds = [AVERAGE, *dict.fromkeys(own["kind"])]
    color = alt.Color(
        "kind:N", title=None, sort=kinds, scale=alt.Scale(domain=kinds),
        legend=alt.Legend(orient="bottom", labelLimit=400, symbolOpacity=1),
    )  # fmt: skip
    band = (
        base.transform_filter(average)
        .mark_area(opacity=0.2)
        .encode(x=x, y=alt.Y("low:Q", title="sd among dyads"), y2="high:Q", color=color)
    )
    line = base.mark_line(point=alt.OverlayMarkDef(size=14)).encode(
        x=x, y="value:Q", color=color,
        strokeDash=alt.condition(average, alt.value([1, 0]), alt.value([4, 3])),
        tooltip=["kind:N", "horizon:Q", "value:Q", "low:Q", "high:Q"],
    )  # fmt: skip
    # of one row for each panel: a rule for every row would be as many, one over the other
    single = base.transform_filter(average & (alt.datum.horizon == -1))
    zero = single.mark_rule(strokeDash=[2, 3], opacity=0.5).encode(y=alt.datum(0))
    onset = single.mark_rule(opacity=0.35).encode(x=alt.datum(-0.5))
    order = [outcome for outcome in SHOWN if outcome in set(rows["outcome"])]
    title = alt.TitleParams(
        f"After sanctions: a target and {WHOM[found.relation]}",
        subtitle=[
            "change since the year before the onset, less that of states under no pressure; 90 % bands",
            "left of the line: before the onset, where nothing should be seen",
        ],
    )  # fmt: skip
    layers = alt.layer(band, zero, onset, line).properties(width=260, height=130)
    return layers.facet(alt.Facet("outcome:N", sort=order, title=None), columns=2, title=title)
