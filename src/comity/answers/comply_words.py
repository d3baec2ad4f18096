"""The words for compliance, and its picture: who turns as the threat tightens, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.answers.coalition_words import billions, percent
from comity.answers.comply_already import WAR
from comity.answers.trade_amounts import Amount

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.comply_result import Compliance

__all__ = ["ASSUMES", "picture", "verdict"]

#: States named in a sentence, and drawn.
NAMED = 6
DRAWN = 25
ASSUMES = (
    "Each third state is taken to maximise its real expenditure, with a margin on goods it lets pass; "
    "politics, firms and enforcement are not in it. A state that complies takes part in the sanctions; one "
    "that does not pays the secondary cost on all its trade with the senders, both ways. Part of the "
    "observed trade is taken to go round through third states already, which sanctions by everybody would "
    "stop too: their loss is a little larger here than in comity coalition, which knows no ways round."
)
#: Of the senders' trade with the target, less than this passing through others is next to nothing.
LITTLE = 0.01


def verdict(found: Compliance) -> str:
    """Who complies, who does not, what it removes, and which hubs there are."""
    target = states.name(found.target)
    rows = found.free()
    threat = f"{100 * found.threat:g} %"
    complies, out = rows.filter("complies"), rows.filter(~pl.col("complies"))
    traded = rows["trade_target_musd"].to_numpy()
    share = traded[rows["complies"].to_numpy()].sum() / max(traded.sum(), 1e-9)
    lines = [
        f"Under a secondary cost of {threat}, {complies.height} of {rows.height} third states would comply, "
        f"with {100 * share:.0f} % of their trade with {target}"
        + (f": {_names(complies)}." if complies.height else "."),
        _set_aside(found),
    ]
    if out.height:
        lines.append(f"Not worth it for {_names(out)}.")
    others = "" if rows.height == found.states.height else ", of those set aside too"
    lines.append(
        f"Compliance removes {billions(found.removed_musd)} of trade with {target} a year{others}, and its "
        f"loss goes from {percent(found.target_loss_alone)} with the senders alone to "
        f"{percent(found.target_loss)} of real expenditure{_gdp(found)}; with everybody it would be "
        f"{percent(found.target_loss_all)}."
    )
    if found.equilibria_differ:
        more = rows.filter(pl.col("complies") != pl.col("complies_from_all"))
        lines.append(
            f"There is more than one equilibrium: if all began by complying, {_names(more)} would choose "
            "otherwise."
        )
    if not found.at_rest:
        lines.append(
            "Best responses did not come to rest: the sets are where the search was given up."
        )
    lines.append(_hubs(found))
    return " ".join(line for line in lines if line)


def _gdp(found: Compliance) -> str:
    return (
        ""
        if found.target_gdp is None
        else f" (about {percent(Amount(found.target_gdp.value))} of GDP)"
    )


def _set_aside(found: Compliance) -> str:
    """Who is no third state in fact, with its trade; or that nothing is held to tell."""
    target, rows = states.name(found.target), found.states.drop_nulls("already")
    if rows.is_empty():
        what = found.already.basis
        return f"Whether others sanction it already is {what}." if what.startswith("not") else ""
    trade = Amount(float(rows["trade_target_musd"].sum()))
    fights = rows.filter(pl.col("already") == WAR)["name"].to_list()
    war, why = "", f"sanction {target} already"
    if fights:
        war, why = f" ({', '.join(fights)} at war with it)", f"{why} or are at war with it"
    return (
        f"Set aside are {rows.height} that {why}, with {billions(trade)} of trade: {_names(rows)}{war}; "
        f"told {found.already.basis}."
    )


def _hubs(found: Compliance) -> str:
    """How much goes round, and that it is next to nothing where it is."""
    at, target = found.ground.matrix, states.name(found.target)
    t, inside = at.index(found.target), [at.index(state) for state in found.party.members]
    senders = float(at.value[t, inside].sum() + at.value[inside, t].sum())
    without = found.hubs.filter(pl.col("threat") == 0)
    there = found.hubs.filter(pl.col("threat") == found.threat)
    passing = float(without["passed_musd"].sum())
    share = passing / senders if senders > 0 else 0.0
    much = billions(Amount(passing))
    if share < LITTLE:
        return (
            f"Goods of the senders do not go round here: without a threat {much} more would pass through "
            f"third states, {100 * share:.2f} % of the senders' trade with {target}. A margin of "
            f"{100 * found.margin:g} % and the costs that trade itself implies leave a detour no room: "
            "re-exports like those to Russia in 2022 and 2023 the model does not find. What third states "
            "sell more is their own."
        )
    text = (
        f"Without a threat {much} more of the senders' trade with {target}, {100 * share:.0f} % of it, would "
        f"pass through {_names(without)}"
    )
    if found.threat:
        text += (
            f"; under it through {_names(there)}" if there.height else "; under it no hub is left"
        )
    return text + "."


def _names(rows: pl.DataFrame) -> str:
    names = rows["name"].head(NAMED).to_list()
    rest = rows.height - len(names)
    return ", ".join(names) + (f" and {rest} more" if rest > 0 else "")


def picture(found: Compliance) -> alt.VConcatChart:
    """The target's loss and trade left by threat; the largest partners and the threat at which they turn."""
    import altair as alt

    x = alt.X(
        "threat:Q", title="secondary cost on trade with the senders", axis=alt.Axis(format="%")
    )
    base = alt.Chart(found.path).encode(
        x=x, tooltip=["threat:Q", "compliers:Q", "target_loss:Q", "trade_left:Q", "turned:N"]
    )
    lines = [
        base.mark_line(point=True, interpolate="step-after")
        .encode(y=alt.Y(f"{column}:Q", title=title, axis=alt.Axis(format=style)))
        .properties(width=260, height=180)
        for column, title, style in (
            ("target_loss", f"{states.name(found.target)} loses", ".2%"),
            ("trade_left", "trade left", ".0%"),
            ("compliers", "states that comply", "d"),
        )
    ]
    top = found.states.head(DRAWN)
    largest = float(found.path["threat"][-1])
    turning = (
        alt.Chart(
            top.with_columns(
                turns=pl.col("threshold").fill_null(largest),
                choice=pl.when(pl.col("already").is_not_null()).then(pl.lit("has chosen already"))
                .when("complies").then(pl.lit("complies")).otherwise(pl.lit("trades on")),
            )
        )
        .mark_circle()
        .encode(
            x=alt.X("turns:Q", title="turns at (at the edge: not at all)", axis=alt.Axis(format="%"),
                    scale=alt.Scale(type="sqrt")),
            y=alt.Y("name:N", sort=top["name"].to_list(), title=None),
            size=alt.Size("trade_target_musd:Q", title="trade with the target, million USD",
                          scale=alt.Scale(range=[30, 500])),
            color=alt.Color("choice:N", title="choice",
                            scale=alt.Scale(
                                domain=["complies", "trades on", "has chosen already"],
                                range=["#4c78a8", "#e45756", "#9d9d9d"])),
            tooltip=["name:N", "threshold:Q", "gain:Q", "share_of_draws:Q", "trade_target_musd:Q"],
        )
        .properties(width=520)
    )  # fmt: skip
    title = f"Sanctions on {states.name(found.target)}, {found.year}: who complies"
    return alt.vconcat(alt.hconcat(*lines), turning, title=title)
