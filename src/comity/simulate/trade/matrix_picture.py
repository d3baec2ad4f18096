"""Charts of a trade matrix: the largest traders among each other, or one state's partners with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import altair as alt

    from comity.simulate.trade.matrix import TradeMatrix

__all__ = ["of_state", "of_world"]

#: Traders, and partners, shown.
LARGEST, PARTNERS = 25, 20


def of_world(matrix: TradeMatrix) -> alt.Chart:
    """The cells between the largest traders, as shades."""
    import altair as alt

    rows = matrix.table()
    size = pl.concat(
        [rows.select(state="exporter", value="value"), rows.select(state="importer", value="value")]
    )
    largest = (
        size.group_by("state")
        .agg(pl.col("value").sum())
        .sort("value", descending=True)
        .head(LARGEST)
    )["state"].to_list()
    cells = rows.filter(pl.col("exporter").is_in(largest) & pl.col("importer").is_in(largest))
    return (
        alt.Chart(cells, title=f"Trade between the {len(largest)} largest traders, {matrix.year}")
        .mark_rect()
        .encode(
            x=alt.X("importer:N", sort=largest, title="importer"),
            y=alt.Y("exporter:N", sort=largest, title="exporter"),
            color=alt.Color("value:Q", scale=alt.Scale(type="log", scheme="blues"), title="million USD"),
            tooltip=["exporter", "importer", "value", "low", "high", "status"],
        )
    )  # fmt: skip


def of_state(matrix: TradeMatrix, state: str) -> alt.FacetChart:
    """A state's largest partners on both sides, with 90 % intervals."""
    import altair as alt

    rows, parts = matrix.table(), []
    for side, mine, theirs in (
        ("exports to", "exporter", "importer"),
        ("imports from", "importer", "exporter"),
    ):
        top = rows.filter(pl.col(mine) == state).sort("value", descending=True).head(PARTNERS)
        parts.append(
            top.select("value", "low", "high", "status", side=pl.lit(side), partner=pl.col(theirs))
        )
    base = alt.Chart(pl.concat(parts)).encode(
        y=alt.Y("partner:N", sort=alt.EncodingSortField("value", order="descending"), title=None),
        color=alt.Color("status:N", sort=["observed", "bounded", "inferred"], title=None),
    )
    title = alt.X("low:Q", scale=alt.Scale(type="log"), title="million USD")
    layers = alt.layer(
        base.mark_rule().encode(x=title, x2="high:Q"),
        base.mark_point(filled=True, size=50).encode(
            x="value:Q", tooltip=["partner", "value", "low", "high", "status"]
        ),
    ).properties(width=300)
    sides = layers.facet(alt.Facet("side:N", title=None), title=f"Trade of {state}, {matrix.year}")
    return sides.resolve_scale(y="independent")
