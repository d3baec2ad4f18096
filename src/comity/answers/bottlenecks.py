"""Where is the bottleneck: links by what one more unit of them would be worth.

The shadow price of a link is the multiplier of its capacity in the market at rest: by how much the worth of
the whole market would rise with one more unit of it. Times the capacity it is what scarcity earns on the
link in a year, and by that links are ranked. A strait or canal without a stated capacity has no such price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from comity import states
from comity.answers.energy_market import commodity_of, home, in_market, market_case, pair_of
from comity.errors import CoverageError
from comity.simulate.case import Case
from comity.simulate.energy.market import Index, Mask
from comity.simulate.outcome import LEAST, side
from comity.world.world import World

__all__ = ["Bottlenecks", "bottlenecks"]

#: A shadow price below this (USD per unit) is what a solver leaves.
STILL = 1e-4
NO_INTERVAL = (
    "one market, its parameters at central values; run  comity ensemble  and name its folder"
)
Interval = tuple[float, float]
SCHEMA = {
    "id": pl.String, "name": pl.String, "commodity": pl.String, "from": pl.String, "to": pl.String,
    "capacity": pl.Float64, "flow": pl.Float64, "use": pl.Float64, "shadow_price": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "worth": pl.Float64, "unit": pl.String,
    "price_unit": pl.String, "stated": pl.Boolean, "interval": pl.String, "source": pl.String,
    "record": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """Links ranked by what scarcity earns on them.

    Attributes
    ----------
    commodities, year
        Markets looked at.
    between
        Two states, if only links on the way between them were asked for.
    rows
        id, name, commodity, from, to, capacity (null where nothing binds), flow, use (flow over capacity),
        shadow_price (USD for one more unit a year), low and high (90 %, null without an ensemble), worth
        (million USD a year: shadow price × capacity), unit, price_unit, stated (whether a source states
        the capacity), interval (what the interval is, or why there is none), source, record.
    """

    commodities: tuple[str, ...]
    year: int
    between: tuple[str, str] | None
    rows: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """The rows, the tightest link first."""
        return self.rows

    def verdict(self) -> str:
        """One sentence: what binds, and what it is worth."""
        tight = self.rows.filter(pl.col("worth") > 0)
        where = "" if self.between is None else " between " + " and ".join(
            states.name(state) for state in self.between
        )  # fmt: skip
        if tight.is_empty():
            return f"No link{where} binds in {self.year}: none is worth more than it costs."
        first = tight.row(0, named=True)
        full = "full" if (first["use"] or 0) > 0.995 else f"{100 * first['use']:.0f} % used"
        return (
            f"{tight.height} links{where} bind in {self.year}. The tightest is {first['name']}: {full}, "
            f"and one more {first['unit'].removesuffix('/year')} a year of it would be worth "
            f"{first['shadow_price']:,.0f} million dollars a year."
        )


def bottlenecks(
    world: World,
    commodity: str | None = None,
    *,
    between: tuple[str, str] | None = None,
    year: int = 2023,
    intervals: Mapping[str, Interval] | None = None,
) -> Bottlenecks:
    """Links ranked by shadow price × capacity in the calibrated market of a year.

    Parameters
    ----------
    commodity
        ``gas`` or ``oil``; both where left out.
    between
        Keep to links on a way from one of two states to the other that leads through no third market;
        lines that only cross a third state stay, and straits show what passes between the two.
    intervals
        Of shadow prices by link id, from an ensemble (:func:`comity.simulate.ensemble.link_intervals`).

    Raises
    ------
    UnknownName, CoverageError, StateError
        For an unknown commodity or state, a year that is not covered, a state without a place in any of
        the markets, and two states that nothing joins.
    """
    pair = None if between is None else pair_of(*between)
    asked = (
        (commodity_of("gas")[0], commodity_of("oil")[0])
        if commodity is None
        else (commodity_of(commodity)[0],)
    )
    parts, missing = [], []
    for each in asked:
        case = market_case(world, each, year)
        try:
            parts.append(_rows(case, pair, intervals))
        except CoverageError as why:
            missing.append(str(why))
    if not parts:
        raise CoverageError("\n".join(missing))
    rows = pl.concat(parts).sort(
        "worth", "shadow_price", "use", "id", descending=[True, True, True, False], nulls_last=True
    )
    if rows.is_empty() and pair is not None:
        named = " and ".join(states.name(state) for state in pair)
        raise CoverageError(
            f"nothing leads directly between {named} in the market of {' or '.join(asked)} of {year}"
        )
    return Bottlenecks(asked, year, pair, rows)


def _rows(
    case: Case, pair: tuple[str, str] | None, intervals: Mapping[str, Interval] | None
) -> pl.DataFrame:
    chosen = np.ones(len(case.ways), dtype=bool)
    if pair is not None:
        chosen = _on_the_way(case, *pair) | _on_the_way(case, *pair[::-1])
    ends, passing = _ends(case, chosen)
    rows = side([(case, case.before)]).links
    if pair is not None:
        # of a strait only what passes on the lanes between the two
        flow = pl.col("id").replace_strict(passing, default=None, return_dtype=pl.Float64)
        rows = rows.with_columns(flow=pl.coalesce(flow, "flow"))
    arcs = case.network.arcs.iter_rows(named=True) if case.network is not None else ()
    known = {row["link"]: row for row in arcs}
    made = []
    for row in rows.iter_rows(named=True):
        if row["id"] not in ends and passing.get(row["id"], 0.0) < LEAST:
            continue
        start, end = ends.get(row["id"], (None, None))
        price = row["shadow_price"]
        price = 0.0 if price is not None and abs(price) < STILL else price
        if row["capacity"] is None:
            price = None
        low, high = (intervals or {}).get(row["id"], (None, None))
        about = known.get(row["id"], {})
        unit = row["unit"]
        made.append(
            (
                row["id"], row["name"], case.commodity, start, end, row["capacity"], row["flow"],
                row["flow"] / row["capacity"] if row["capacity"] else None, price, low, high,
                None if price is None else price * row["capacity"], unit,
                "USD/1000 m3" if case.commodity == "gas" else "USD/t",
                None if row["capacity"] is None else not about.get("inferred", False),
                NO_INTERVAL if low is None else "90 % of the draws of an ensemble",
                about.get("source"), about.get("record"),
            )
        )  # fmt: skip
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def _ends(case: Case, chosen: Mask) -> tuple[dict[str, tuple[str, str]], dict[str, float]]:
    """Where chosen links begin and end, and what of them passes each strait or canal."""
    ends: dict[str, tuple[str, str]] = {}
    passing: dict[str, float] = {}
    for a in np.flatnonzero(chosen):
        way = case.ways[a]
        for passage in way.passages:
            passing[passage] = passing.get(passage, 0.0) + float(case.before.flow[a])
        start, _ = ends.get(way.id, (home(way.tail) if "@" in way.tail else way.tail, ""))
        ends[way.id] = start, home(way.head) if "@" in way.head else way.head
    return ends, passing


def _on_the_way(case: Case, a: str, b: str) -> Mask:
    """Arcs (A,) on a way from a's production to b's demand through places of the two and lines only."""
    market = case.market
    mine, theirs = in_market(case, a), in_market(case, b)
    line = np.array(["@" in place for place in case.places])
    inside = mine | theirs | line
    open_arcs = inside[market.tail] & inside[market.head] & (market.arc_capacity > 0)
    makes = np.zeros(len(case.places), dtype=bool)
    makes[market.site_node] = True
    forward = _reach(market.tail, market.head, open_arcs, mine & makes)
    backward = _reach(market.head, market.tail, open_arcs, theirs & ~np.isnan(market.demand_slope))
    on_way = open_arcs & forward[market.tail] & backward[market.head]
    crosses = on_way & (mine | line)[market.tail] & ~mine[market.head]
    return on_way if crosses.any() else np.zeros(len(on_way), dtype=bool)


def _reach(tail: Index, head: Index, usable: Mask, start: Mask) -> Mask:
    there = start.copy()
    while True:
        more = there.copy()
        more[head[usable & there[tail]]] = True
        if (more == there).all():
            return there
        there = more
