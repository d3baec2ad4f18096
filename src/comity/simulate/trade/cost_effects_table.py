"""The estimated effects as a table and as a drawing, at one elasticity."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity.simulate.trade.cost_effects import SHARE, cost_effects, elasticity, interval, unusable

__all__ = ["effects_plot", "effects_table"]


def effects_table(
    rows: pl.DataFrame | None = None, *, theta: float | None = None, variants: bool = False
) -> pl.DataFrame:
    """Effects with their tariff equivalents; the shipped ones unless ``rows`` says otherwise.

    Returns
    -------
    name, variant, coefficient, se, theta, trade_change (direct effect on trade, exp(b) − 1), ad_valorem,
    low, high (tariff equivalents, exp(−b / θ) − 1, with a 90 % interval from the coefficient's error),
    told_from_zero, usable, observations, clusters, separated, alone, treated, switching, first, last,
    sample, specification, source.
    """
    used = elasticity().value if theta is None else theta
    found = cost_effects() if rows is None else rows
    if not variants:
        found = found.filter(pl.col("variant") == "")
    made = [
        {"low": low - 1, "ad_valorem": value - 1, "high": high - 1, "told_from_zero": not low <= 1 <= high}
        for low, value, high in (interval(b, se, used) for b, se in found.select("coefficient",
        "se").iter_rows())
    ]  # fmt: skip
    schema = {
        "low": pl.Float64,
        "ad_valorem": pl.Float64,
        "high": pl.Float64,
        "told_from_zero": pl.Boolean,
    }
    known = unusable()
    return found.hstack(pl.DataFrame(made, schema=schema)).select(
        "name", "variant", "coefficient", "se", pl.lit(float(used)).alias("theta"),
        (pl.col("coefficient").exp() - 1).alias("trade_change"), "ad_valorem", "low", "high",
        "told_from_zero", (~pl.col("name").is_in(list(known))).alias("usable"),
        "observations", "clusters", "separated", "alone", "treated", "switching", "first", "last",
        "sample", "specification", "source",
    )  # fmt: skip


def effects_plot(table: pl.DataFrame) -> Any:
    """Tariff equivalents with their intervals, one line an effect: an Altair chart."""
    import altair as alt

    shown = table.with_columns(
        effect=pl.when(pl.col("variant") == "")
        .then(pl.col("name"))
        .otherwise(pl.format("{}, {}", "name", "variant")).str.replace_all("_", " ")
    )  # fmt: skip
    title = f"Tariff equivalent, at elasticity {table['theta'].item(0):g} ({SHARE:.0%} interval)"
    base = alt.Chart(shown.select("effect", "ad_valorem", "low", "high")).encode(
        y=alt.Y("effect:N", sort=None, title=None, axis=alt.Axis(labelLimit=400))
    )
    across = alt.X("low:Q", title=title, axis=alt.Axis(format="%"))
    return alt.layer(
        alt.Chart(pl.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[4, 3]).encode(x="x:Q"),
        base.mark_rule().encode(x=across, x2="high:Q"),
        base.mark_point(filled=True, size=50).encode(x="ad_valorem:Q"),
    )
