"""The words for a coalition, and its picture: who adds how much, at what cost to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity import states

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.coalition import Coalition
    from comity.answers.trade_ground import Amount

__all__ = ["billions", "moved", "percent", "picture", "verdict"]

#: Members and outsiders drawn.
DRAWN = 20


def percent(amount: Amount, digits: int | None = None) -> str:
    """A share as a percentage, with its interval; small ones with more digits."""
    if digits is None:
        size = abs(amount.value)
        digits = 2 if size >= 1e-3 else 3 if size >= 1e-4 else 4
    text = f"{100 * amount.value:.{digits}f} %"
    if amount.low is None or amount.high is None:
        return text
    return f"{text} ({100 * amount.low:.{digits}f} to {100 * amount.high:.{digits}f})"


def billions(amount: Amount) -> str:
    """Million USD, said in billions where there are that many."""
    unit, size = ("billion", 1e3) if abs(amount.value) >= 950 else ("million", 1.0)
    text = f"{amount.value / size:,.1f}" if unit == "billion" else f"{amount.value:,.0f}"
    if amount.low is None or amount.high is None:
        return f"{text} {unit} USD"
    low, high = (
        f"{x / size:,.1f}" if unit == "billion" else f"{x:,.0f}" for x in (amount.low, amount.high)
    )
    return f"{text} ({low} to {high}) {unit} USD"


def moved(loss: Amount, musd: Amount, whose: str = "its") -> tuple[str, str]:
    """``lose`` or ``gain``, and how much: a share of real expenditure, and a year's worth of it."""
    verb = "lose" if loss.value >= 0 else "gain"
    if verb == "gain":
        loss, musd = loss.turned(), musd.turned()
    return verb, f"{percent(loss)} of {whose} real expenditure, {billions(musd)} a year"


def verdict(found: Coalition) -> str:
    """What it does, what the world could do, and who would matter most."""
    target = states.name(found.target)
    count = len(found.party.members)
    who = f"{count} states take part" if count > 1 else "one state acts alone"
    verb, much = moved(found.target_loss, found.target_musd)
    theirs, own = moved(found.sender_loss, found.sender_musd, "their")
    again = "" if theirs == verb else f"would {theirs} "
    loses = f"{target} would {verb} {much}, and the senders together {again}{own}."
    of_all = (
        f"That is {percent(found.share_of_global, 0)} of the {percent(found.global_loss)} that a "
        f"world-wide coalition would impose; {who}."
    )
    lines = [loses, of_all]
    if found.members.height > 1:
        first = found.members.row(0, named=True)
        lines.append(
            f"{first['name']} adds most, {100 * first['share']:.0f} % of the loss; without it the loss would "
            f"be {100 * first['leaving']:.3f} points lower."
        )
    if not found.outsiders.is_empty():
        best = found.outsiders.row(0, named=True)
        lines.append(
            f"The most valuable next member is {best['name']}: {100 * best['adds']:+.3f} points, at a "
            f"cost of {100 * best['loss']:.3f} % of its own real expenditure."
        )
    return " ".join(lines)


def picture(found: Coalition) -> alt.HConcatChart:
    """Bars of what each adds, with intervals, and dots of what each loses, in points and per cent."""
    import altair as alt

    inside = found.members.head(DRAWN).select(
        "name",
        adds="shapley",
        low="shapley_low",
        high="shapley_high",
        loss="loss",
        who=pl.lit("member"),
    )
    outside = found.outsiders.head(10).select(
        "name",
        adds="adds",
        low="adds_low",
        high="adds_high",
        loss="loss",
        who=pl.lit("if it joined"),
    )
    rows = pl.concat([inside, outside])
    order = alt.EncodingSortField(field="adds", order="descending")
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=order, title=None),
        color=alt.Color("who:N", title=None, legend=alt.Legend(orient="bottom")),
        tooltip=["name:N", "who:N", "adds:Q", "low:Q", "high:Q", "loss:Q"],
    )
    axis = alt.Axis(format=".2%")
    bars = base.mark_bar(opacity=0.6).encode(
        x=alt.X("adds:Q", title=f"adds to {states.name(found.target)}'s loss", axis=axis)
    )
    rules = base.mark_rule(color="#444").encode(
        x=alt.X("low:Q", axis=axis), x2="high:Q", color=alt.value("#444")
    )
    dots = base.mark_point(filled=True, size=50).encode(
        x=alt.X("loss:Q", title="loses itself", axis=axis)
    )
    left = alt.layer(bars, rules).properties(width=320)
    right = dots.properties(width=220)
    title = (
        f"Sanctions on {states.name(found.target)} by {', '.join(found.party.named)}, {found.year}"
    )
    return alt.hconcat(left, right, title=title)
