"""The words for a coalition, and its picture: who adds how much, at what cost to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.answers.trade_amounts import Amount

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.coalition import Coalition

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


def moved(
    loss: Amount, musd: Amount, whose: str = "its", gdp: Amount | None = None
) -> tuple[str, str]:
    """``lose`` or ``gain``, and how much: of real expenditure, in a year, and as a share of GDP."""
    verb = "lose" if loss.value >= 0 else "gain"
    if verb == "gain":
        loss, musd, gdp = loss.turned(), musd.turned(), gdp and gdp.turned()
    of = "" if gdp is None else f" (about {percent(Amount(gdp.value))} of GDP)"
    return verb, f"{percent(loss)} of {whose} real expenditure, {billions(musd)} a year{of}"


def verdict(found: Coalition) -> str:
    """What it does, what the world could do, and who would matter most."""
    target = states.name(found.target)
    count = len(found.party.members)
    who = f"{count} states take part" if count > 1 else "one state acts alone"
    reach = found.reach
    verb, much = moved(reach.target_loss, reach.target_musd, "its", reach.target_gdp)
    theirs, own = moved(reach.sender_loss, reach.sender_musd, "their", reach.sender_gdp)
    again = "" if theirs == verb else f"would {theirs} "
    loses = f"{target} would {verb} {much}, and the senders together {again}{own}."
    of_all = (
        f"That is {percent(found.share_of_global, 0)} of the {percent(found.global_loss)} that a "
        f"world-wide coalition would impose; {who}."
    )
    lines = [loses, of_all, *_joined(found), *_already(found)]
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


def _joined(found: Coalition) -> list[str]:
    """What those add who join the others."""
    first = found.before_add
    if first is None:
        return []
    names = ", ".join(states.name(key) for key in found.party.joining)
    said = (
        f"Without {names} {states.name(found.target)} would {_plain(first.target_loss)}, the senders "
        f"{_plain(first.sender_loss)}, and the share would be {percent(first.share_of_global, 0)}."
    )
    return [said]


def _plain(loss: Amount) -> str:
    verb = "lose" if loss.value >= 0 else "gain"
    return f"{verb} {percent(loss if verb == 'lose' else loss.turned())}"


def _already(found: Coalition) -> list[str]:
    """That trade bears the senders' sanctions already, and what they reach on trade before them."""
    now = found.standing
    if now is None:
        return []
    count = f"{len(now.senders)} of the {len(found.party.members)} senders"
    when = f" (in {now.observed}, the last year counted)" if now.observed < found.year else ""
    said = (
        f"Trade of {found.year} bears sanctions already: {count} had some in force on "
        f"{states.name(found.target)}{when}, so that this is what is left to take away."
    )
    if found.ground.data:
        return [said]
    if not now.before:
        return [said + " No earlier year of trade without them, or with half as many, is held."]
    then = [
        f"{percent(each.reach.share_of_global, 0)}, at a loss of {percent(each.reach.target_loss)}, on the "
        f"trade of {each.year}, the last year with "
        f"{'half as many in force, or fewer' if each.cases else 'none in force'}"
        for each in now.before
    ]
    return [said, f"The same coalition reaches {'; and '.join(then)}."]


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
    return alt.hconcat(left, right, title=found.against)
