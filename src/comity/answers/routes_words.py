"""The words for corridors and for a target, and the corridors drawn by length and capacity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import polars as pl

from comity import states
from comity.answers.routes_tables import places

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.routes import Routes
    from comity.answers.routes_target import Target

__all__ = ["link_name", "picture", "target_words", "verdict"]

#: Million tonnes below which nothing is left over.
FULL = 1e-6
COLOURS = {"known": "#1b7837", "at most": "#c28500", "unknown": "#8a8a8a"}


def link_name(found: Routes, link: str) -> str:
    """The usual name of a link; of a port that no table of links holds, its place's."""
    if link in found.links:
        return found.links[link].name
    ports = [place.name for place in places().values() if place.port == link]
    return f"Port of {ports[0]}" if ports else link


def verdict(found: Routes) -> str:
    """How many corridors there are, of how many the capacity and cost are known; the target's answer."""
    all_of = found.corridors
    open_ = [c for c in all_of if c.open]
    whole = sum(c.covered == "known" for c in all_of)
    part = sum(c.covered == "at most" for c in all_of)
    costs = sum(c.cost is not None for c in all_of)
    days = sum(c.days is not None for c in all_of)
    text = (
        f"{len(all_of)} corridors between {states.name(found.a)} and {states.name(found.b)} are held, "
        f"{len(open_)} of them operating at the end of {found.year}: capacity known for {whole}, bounded "
        f"from above for {part}; cost known for {costs}, days for {days}. The rest is not covered."
    )
    return text if found.target is None else f"{text}\n{target_words(found, found.target)}"


def target_words(found: Routes, target: Target) -> str:
    """Whether the target fits, on which assumptions, and what binds first."""
    rows = target.frame.to_dicts()
    lines = [
        _said(found, [r for r in rows if r["capacity"] == "nameplate"], "whole trade, nameplate")
    ]
    spare = [r for r in rows if r["capacity"] == "spare"]
    if spare:
        now = _bn(target.trade.dollars or 0.0)
        words = f"trade added to the {now} of {target.trade.dollars_in}, spare"
        lines.append(_said(found, spare, words))
    elif target.trade.dollars is not None:
        lines.append(
            f"That is no more than the {_bn(target.trade.dollars)} traded in {target.trade.dollars_in}."
        )
    else:
        lines.append(
            "Present trade of the two is not held, so that spare capacity cannot be set against it."
        )
    if target.apart:
        lines.append(
            f"Left apart, with no capacity known or not operating: {'; '.join(target.apart)}."
        )
    return "\n".join(lines)


def _said(found: Routes, rows: list[dict[str, Any]], of: str) -> str:
    """One sentence on the four ways to put one question.

    Only corridors whose every limit is known can show that a trade fits; a bound from above can show that it
    does not, and no more.
    """
    need = [r["need_oil"] + r["need_goods"] for r in rows]
    told = f"{of} capacity: {_span(min(need), max(need), ' Mt a year')}"
    strict, wide = (
        [r for r in rows if r["shortfall"] is not None and (r["corridors"] == "known") == known]
        for known in (True, False)
    )
    fits, bounded = ([r["shortfall"] < FULL for r in part] for part in (strict, wide))
    apart = found.target is not None and bool(found.target.apart)
    if fits and all(fits):
        word = "Yes"
    elif any(fits):
        word = "With light goods only, by the corridors whose capacity is known"
    elif any(bounded):
        word = "Not known: only if corridors whose capacity is bounded from above carried up to the bound"
    elif bounded:
        word = "No" + (", unless those left apart carry the rest" if apart else "")
    else:
        return f"Can they carry it? Not covered ({told}): no capacity is known of corridors for all cargo."
    most = _span(*_ends(r["carries_usd"] / 1e9 for r in strict or wide), " billion dollars")
    binds = dict.fromkeys(x for r in strict or wide for x in (r["binds"] or "").split(";") if x)
    names = ", ".join(found.links[x].name for x in binds)
    reach = "the known ones reach" if strict else "the bounds reach"
    return f"Can they carry it? {word} ({told}); {reach} {most}, where these bind first: {names}."


def _ends(values: Iterable[float]) -> tuple[float, float]:
    held = list(values)
    return min(held), max(held)


def _span(low: float, high: float, unit: str) -> str:
    first, last = f"{low:,.0f}", f"{high:,.0f}"
    return (first if first == last else f"{first} to {last}") + unit


def _bn(dollars: float) -> str:
    return f"${dollars / 1e9:,.1f} bn" if dollars < 1e12 else f"${dollars / 1e12:,.1f} trn"


def picture(found: Routes) -> alt.LayerChart | alt.FacetChart:
    """A bar per corridor: its length, coloured by what is known of its capacity, with the figure."""
    import altair as alt

    rows = found.table().with_columns(
        label=pl.when(pl.col("capacity_high").is_not_null())
        .then(
            pl.when(pl.col("capacity") == "at most").then(pl.lit("≤ ")).otherwise(pl.lit(""))
            + pl.col("capacity_high").round(1).cast(pl.String)
            + pl.lit(" Mt/y")
        )
        .otherwise(pl.lit("not covered"))
    )  # fmt: skip
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=420)),
        x=alt.X("km:Q", title="kilometres"),
        opacity=alt.condition(alt.datum.status == "operating", alt.value(1.0), alt.value(0.4)),
    )
    bars = base.mark_bar().encode(
        color=alt.Color(
            "capacity:N", title="capacity",
            scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        ),
        tooltip=["name:N", "km:Q", "days_low:Q", "days_high:Q", "cost_low:Q", "cost_high:Q",
                 "cost_unit:N", "capacity_low:Q", "capacity_high:Q", "binds:N", "status:N",
                 "not_covered:N"],
    )  # fmt: skip
    text = base.mark_text(align="left", dx=4).encode(text="label:N")
    title = f"{states.name(found.a)} and {states.name(found.b)}: corridors, {found.year}"
    return alt.layer(bars, text, title=title).properties(width=460)
