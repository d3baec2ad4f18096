"""The words for a severed trade, and its picture: what takes the other's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.answers.coalition_words import moved
from comity.answers.trade_amounts import Amount

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.sever import Sever

__all__ = ["picture", "verdict"]

#: Losses whose larger is less than so many times the smaller are called alike.
ALIKE = 1.25
#: Share of draws from which it is said who loses more.
SURE = 0.9
#: Replacements smaller than this share go without saying.
TOLD = 0.005
#: Partners drawn on each side.
DRAWN = 8


def verdict(found: Sever) -> str:
    """Who loses more, by how much, and what takes the trade's place."""
    a, b = (states.name(x) for x in (found.a, found.b))
    rows = found.sides.to_dicts()
    said = []
    for name, r in zip((a, b), rows, strict=True):
        verb, much = moved(
            Amount(r["loss"], r["low"], r["high"]),
            Amount(r["loss_musd"], r["low_musd"], r["high_musd"]),
            gdp=None if r["loss_gdp"] is None else Amount(r["loss_gdp"]),
        )
        said.append(f"{name} would {verb} {much}")
    lines = [f"Without trade between them {said[0]}; {said[1]}.", _lean(found, a, b)]
    for key, name, other in ((found.a, a, b), (found.b, b, a)):
        mine = found.replaced.filter(
            (pl.col("state") == key) & (pl.col("flow") == "imports") & (pl.col("share") >= TOLD)
            & (pl.col("change_musd") > 0)
        )  # fmt: skip
        parts = [
            f"{100 * r['share']:.0f} % {'at home' if r['partner'] == key else 'from ' + r['name']}"
            for r in mine.head(4).iter_rows(named=True)
        ]
        if parts:
            lines.append(
                f"In place of what {name} buys from {other} it would buy {', '.join(parts)}."
            )
    return " ".join(line for line in lines if line)


def _lean(found: Sever, a: str, b: str) -> str:
    if found.ratio is None:
        return ""
    ratio = found.ratio
    more, less, times = (a, b, ratio) if ratio.value >= 1 else (b, a, _inverse(ratio))
    if times.value < ALIKE:
        return "In proportion to their size the two lose about as much."
    digits = 0 if times.value >= 100 else 1
    text = (
        f"In proportion to its size {more} loses {times.value:,.{digits}f} times as much as {less}"
    )
    if times.low is not None and times.high is not None:
        text += f" ({times.low:,.{digits}f} to {times.high:,.{digits}f})"
    if found.a_loses_more is not None:
        sure = max(found.a_loses_more, 1 - found.a_loses_more)
        if sure < SURE:
            text += f"; {100 * sure:.0f} % of draws agree on who loses more"
    return text + "."


def _inverse(ratio: Amount) -> Amount:
    low, high = (None if x is None or x <= 0 else 1 / x for x in (ratio.high, ratio.low))
    return Amount(1 / ratio.value, low, high)


def picture(found: Sever) -> alt.HConcatChart:
    """Changes of each one's imports and exports by partner, the largest."""
    import altair as alt

    charts = []
    for key in (found.a, found.b):
        rows = found.replaced.filter(pl.col("state") == key)
        top = pl.concat(
            [rows.filter(pl.col("flow") == flow).head(DRAWN + 1) for flow in ("imports", "exports")]
        )
        chart = (
            alt.Chart(top)
            .mark_bar()
            .encode(
                x=alt.X("change_musd:Q", title="change, million USD (symmetric log)",
                        scale=alt.Scale(type="symlog", constant=10),
                        axis=alt.Axis(values=[-100_000, -1_000, -10, 10, 1_000, 100_000])),
                y=alt.Y("name:N", sort=alt.EncodingSortField("change_musd", order="descending"),
                        title=None),
                row=alt.Row("flow:N", title=None),
                color=alt.condition(alt.datum.change_musd > 0, alt.value("#4c78a8"), alt.value("#e45756")),
                tooltip=["name:N", "flow:N", "before_musd:Q", "change_musd:Q", "share:Q"],
            )
            .resolve_scale(y="independent")
            .properties(width=260, title=states.name(key))
        )  # fmt: skip
        charts.append(chart)
    title = f"Without trade between {states.name(found.a)} and {states.name(found.b)}, {found.year}"
    return alt.hconcat(*charts, title=title)
