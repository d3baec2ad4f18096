"""The words for who needs whom, each earned by the bounds, and both directions drawn over time.

=============================  =================================================================
much more than the reverse     even the low bound of one is at least three times the high bound
                               of the other
more than the reverse          even the low bound of one is above the high bound of the other
about as much as the reverse   both are known, and the larger is less than a quarter larger
(which is not known)           otherwise
=============================  =================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from comity import states

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.dependence import Dependence

__all__ = ["MUCH", "amount", "picture", "verdict"]

#: From so many times on one dependence is called much larger than the other.
MUCH = 3.0


def verdict(found: Dependence) -> str:
    """One sentence on the latest year in which something is known of both directions."""
    years = found.asymmetry()
    names = {"a": states.name(found.a), "b": states.name(found.b)}
    if years.is_empty():
        return (
            f"Who of {names['a']} and {names['b']} needs the other more is not known in any year of "
            "the period."
        )
    last = years.row(-1, named=True)
    more = last["more"]
    if more == "open":
        return (
            f"{last['year']}: which of {names['a']} and {names['b']} weighs more in the other's trade "
            "is not known; the bounds overlap."
        )
    if more == "even":
        return f"{last['year']}: {names['a']} depends on {names['b']} about as much as the reverse."
    needy, other = (found.a, found.b) if more == "a" else (found.b, found.a)
    times, bounded = last["at_least"], last["a_on_b"] is None or last["b_on_a"] is None
    word = "much more than" if times is not None and times >= MUCH else "more than"
    factor = _factor(last, bounded=bounded)
    rows = found.frame.filter(pl.col("year") == last["year"])
    figures = [amount(rows.row(by_predicate=pl.col("a") == x, named=True)) for x in (needy, other)]
    return (
        f"{last['year']}: {states.name(needy)} depends on {states.name(other)} {word} the reverse"
        f"{factor}: {figures[0]} against {figures[1]} of trade."
    )


def _factor(last: dict[str, Any], *, bounded: bool) -> str:
    if bounded:
        return "" if last["at_least"] is None else f", at least {last['at_least']:.1f} times"
    large, small = (
        max(last["a_on_b"], last["b_on_a"]),
        min(last["a_on_b"], last["b_on_a"]),
    )
    return f", about {large / small:.1f} times" if small > 0 else ""


def amount(row: dict[str, Any]) -> str:
    """A dependence as a percentage; its bounds where only those are known; empty where nothing is."""
    if row["dependence"] is not None:
        return f"{100 * row['dependence']:.1f} %"
    if row["high"] is None:
        return ""
    if not row["low"]:
        return f"at most {100 * row['high']:.1f} %"
    return f"{100 * row['low']:.1f} to {100 * row['high']:.1f} %"


def picture(found: Dependence) -> alt.LayerChart | alt.FacetChart:
    """Lines where a dependence is known, bars from bound to bound where only those are."""
    import altair as alt

    way = pl.format("{} on {}", pl.col("a"), pl.col("b"))
    rows = found.frame.filter(pl.col("high").is_not_null() | pl.col("dependence").is_not_null())
    rows = rows.with_columns(dependence_of=way).select(pl.all().exclude("a", "b"))
    base = alt.Chart(rows).encode(
        x=alt.X(
            "year:Q",
            axis=alt.Axis(format="d", title=None, tickMinStep=1),
            scale=alt.Scale(zero=False),  # rules would start the axis in the year 0
        ),
        color=alt.Color("dependence_of:N", title="dependence of"),
        tooltip=["year:Q", "dependence_of:N", "dependence:Q", "low:Q", "high:Q", "basis:N"],
    )
    bars = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        y=alt.Y("low:Q", title="share of trade", axis=alt.Axis(format="%")), y2="high:Q"
    )
    line = base.mark_line(point=True).encode(
        y=alt.Y("dependence:Q", title="share of trade", axis=alt.Axis(format="%"))
    )
    title = f"{states.name(found.a)} and {states.name(found.b)}: who needs whom"
    return alt.layer(bars, line, title=title).properties(width=420, height=220)
