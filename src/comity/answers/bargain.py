"""What is a fair price between a seller and a buyer, and who has the leverage.

Two fallbacks bound the price of a trade. The seller's is what its product would bring on its next-best
market, the buyer's what its next-best supply would cost; both are read off the market solved again without
the trade between the two, at the buyer's gate (the node that their common links lead to), in USD per unit:

    s = price at the links' beginning without the trade + cost of carriage,
    b = price at their end without the trade.

Where b > s there is something to share, b − s a unit. With fallbacks as threat points the Nash (1950)
solution with bargaining power x is the price

    p(x) = s + x (b − s),

and alternating offers (Rubinstein 1982) come to the same as the time between offers becomes short, with
x = r_buyer / (r_seller + r_buyer) where r are the rates at which the two discount delay: the more patient
gets more (Binmore, Rubinstein & Wolinsky 1986). Patience x is the seller's: 0.5 for equals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from comity import states
from comity.answers.bargain_prices import observed_prices, reference_prices
from comity.answers.bargain_words import leverage
from comity.answers.energy_market import commodity_of, in_market, market_case, pair_of
from comity.errors import CoverageError, DataError
from comity.simulate.case import QUANTITY, Case, state_of
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Equilibrium, Mask
from comity.simulate.outcome import side
from comity.world.world import World

__all__ = ["RANGE", "Bargain", "Fallbacks", "bargain"]

#: Patience reported beside the one asked for.
RANGE = (0.1, 0.25, 0.5, 0.75, 0.9)
#: A trade below this (bcm or Mt a year) has no weight; then the dearest fallback counts.
LEAST = 5e-3
MEANS = {"pipeline_gas": ("pipeline", "rail"), "lng": ("sea",)}


@dataclass(frozen=True, slots=True)
class Fallbacks:
    """What each side would have without the other, at the buyer's gate, in USD per unit.

    Attributes
    ----------
    seller
        Netback of the next-best market brought to the gate: the least the seller would take.
    netback
        The same where the common links begin: what a unit would be worth there.
    carriage
        Cost of carrying from there to the gate.
    buyer
        Cost of the next-best supply: the most the buyer would pay.
    market
        Price at the gate in the market at rest, with the trade.
    quantity
        What the two trade in it, bcm or Mt a year.
    next_market, next_supply
        Where most of the seller's product goes instead, and where most of the buyer's replacement comes
        from; the state itself where it rather uses more, or does without; null where nothing moves.
    """

    seller: float
    netback: float
    carriage: float
    buyer: float
    market: float
    quantity: float
    next_market: str | None
    next_supply: str | None

    def price(self, patience: float) -> float | None:
        """Nash-bargaining price; null where there is nothing to share."""
        if self.buyer < self.seller:
            return None
        return self.seller + patience * (self.buyer - self.seller)

    def share(self, price: float) -> float | None:
        """Share of the gain that a price leaves the seller; null where there is nothing to share."""
        gain = self.buyer - self.seller
        return (price - self.seller) / gain if gain > 0 else None


@dataclass(frozen=True, slots=True)
class Bargain:
    """The bargain between a seller and a buyer.

    Attributes
    ----------
    seller, buyer, commodity, year, unit
        Who sells what to whom, and the unit of prices.
    patience
        Of the seller, as asked.
    fallbacks
        What each would have without the other.
    references
        Reference prices by region (``European``, ``Asian``): name and value in the same unit.
    observed
        name, trade, price, source, record of prices seen in the year.
    apart
        Fallbacks of pipeline gas and of LNG alone, where the two trade both.
    """

    seller: str
    buyer: str
    commodity: str
    year: int
    unit: str
    patience: float
    fallbacks: Fallbacks
    references: dict[str, tuple[str, float]]
    observed: pl.DataFrame
    apart: dict[str, Fallbacks]

    def verdict(self) -> str:
        """One sentence: who has the leverage, and why."""
        return leverage(self)

    @property
    def price(self) -> float | None:
        """The price at the patience asked for; null where there is nothing to share."""
        return self.fallbacks.price(self.patience)

    def table(self) -> pl.DataFrame:
        """Prices by patience with their discounts against the references, then the observed ones.

        Returns
        -------
        DataFrame
            seller, buyer, commodity, year, status (bargained, observed), what, patience, price, low, high
            (null: no ensemble), seller_fallback, buyer_fallback, market_price, seller_share (of the gain),
            european, asian (reference prices), discount_european, discount_asian (share below the
            reference), unit, source, record.
        """
        rows = [
            self._row(self.fallbacks, "bargained", "Nash bargaining", x, self.fallbacks.price(x))
            for x in sorted({*RANGE, self.patience})
        ]
        for trade, fall in self.apart.items():
            what = f"Nash bargaining over {trade} alone"
            rows.append(
                self._row(fall, "bargained", what, self.patience, fall.price(self.patience))
            )
        rows += [
            self._row(
                self.apart.get(r["trade"], self.fallbacks), "observed", r["name"], None, r["price"],
                r["source"], r["record"],
            )
            for r in self.observed.iter_rows(named=True)
        ]  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None, schema_overrides=_NUMBERS)

    def _row(
        self, fall: Fallbacks, status: str, what: str, patience: float | None, price: float | None,
        source: str = "comity", record: str | None = None,
    ) -> dict[str, object]:  # fmt: skip
        told: dict[str, object] = {
            "seller": self.seller, "buyer": self.buyer, "commodity": self.commodity, "year": self.year,
            "status": status, "what": what, "patience": patience, "price": price, "low": None,
            "high": None, "seller_fallback": fall.seller, "buyer_fallback": fall.buyer,
            "market_price": fall.market, "seller_share": None if price is None else fall.share(price),
        }  # fmt: skip
        for region in ("European", "Asian"):
            told[region.lower()] = self.references.get(region, (None, None))[1]
        for region in ("European", "Asian"):
            told[f"discount_{region.lower()}"] = self.discount(price, region)
        return told | {"unit": self.unit, "source": source, "record": record}

    def discount(self, price: float | None, region: str) -> float | None:
        """Share by which a price lies below a region's reference; null where either is not known."""
        _, reference = self.references.get(region, ("", None))
        return None if price is None or not reference else 1.0 - price / reference


_NUMBERS = dict.fromkeys(
    (
        "patience", "price", "low", "high", "seller_share", "european", "asian", "discount_european",
        "discount_asian",
    ),
    pl.Float64,
)  # fmt: skip


def bargain(
    world: World,
    seller: str,
    buyer: str,
    *,
    commodity: str = "gas",
    patience: float = 0.5,
    year: int = 2023,
) -> Bargain:
    """The price two states would come to, from what each would have without the other.

    Parameters
    ----------
    commodity
        ``gas``, ``oil``; ``pipeline_gas`` or ``lng`` for one way of trading gas.
    patience
        The seller's share of the gain, between 0 and 1: 0.5 where both can wait as long.

    Raises
    ------
    DataError
        For a patience outside 0 to 1, and where nothing leads directly from seller to buyer.
    UnknownName, StateError, CoverageError
        For an unknown commodity or state, a year that is not covered.
    """
    if not 0 <= patience <= 1:
        raise DataError(f"patience is {patience:g}; it is a share, from 0 to 1")
    a, b = pair_of(seller, buyer)
    market, trades = commodity_of(commodity)
    case = market_case(world, market, year)
    for state in (a, b):
        in_market(case, state)
    found = _fallbacks(case, _common(case, a, b, trades), a, b)
    unit = QUANTITY[case.commodity][1]
    parts = {}
    for trade in trades if len(trades) > 1 else ():
        alone = _direct(case, a, b, (trade,))
        if case.before.flow[alone].sum() > LEAST:
            parts[trade] = _fallbacks(case, alone, a, b)
    return Bargain(
        a, b, commodity, year, unit, patience, found,
        reference_prices(world, case.commodity, year), observed_prices(world, a, b, trades, year),
        parts if len(parts) > 1 else {},
    )  # fmt: skip


def _direct(case: Case, a: str, b: str, trades: Sequence[str]) -> Mask:
    """Arcs (A,) that lead directly from one state to the other."""
    direct = case.between([a], [b]) & (case.market.arc_capacity > 0)
    if case.commodity == "gas":
        wanted = {means for trade in trades for means in MEANS[trade]}
        direct &= np.array([way.means in wanted for way in case.ways])
    return direct


def _common(case: Case, a: str, b: str, trades: Sequence[str]) -> Mask:
    direct = _direct(case, a, b, trades)
    if not direct.any():
        raise DataError(
            f"no {' or '.join(trades)} can go directly from {states.name(a)} to {states.name(b)} in the "
            f"market of {case.year}: there is nothing to bargain over\n"
            f"  what each trades: comity flows {a} ; comity flows {b}"
        )
    return direct


def _fallbacks(case: Case, common: Mask, a: str, b: str) -> Fallbacks:
    market, before = case.market, case.before
    shut = case.with_market(
        arc_capacity=np.where(common, 0.0, market.arc_capacity),
        arc_floor=np.where(common, 0.0, market.arc_floor),
    )
    try:
        without = solve(shut.market)
    except DataError as cut_off:
        raise CoverageError(
            "without this trade a place could not be supplied at all: its fallback has no price\n"
            f"  {cut_off}"
        ) from None
    arcs = np.flatnonzero(common)
    tail, head = market.tail[arcs], market.head[arcs]
    flow = before.flow[arcs]
    carriage = market.arc_cost[arcs] + market.tariff[arcs] + market.arc_slope[arcs] * flow
    netback, cost = without.price[tail], without.price[head]
    traded = float(flow.sum())
    if traded > LEAST:
        weight = flow / traded
    else:
        best = int(np.nanargmax(cost - netback - carriage))
        weight = np.eye(len(arcs))[best]
    used = weight > 0

    def mean(values: np.ndarray) -> float:
        return float((values[used] * weight[used]).sum())

    return Fallbacks(
        seller=mean(netback + carriage), netback=mean(netback), carriage=mean(carriage), buyer=mean(cost),
        market=mean(before.price[head]), quantity=traded,
        next_market=_moved(case, without, a, b, to=True),
        next_supply=_moved(case, without, a, b, to=False),
    )  # fmt: skip


def _moved(case: Case, without: Equilibrium, a: str, b: str, *, to: bool) -> str | None:
    """Where most of a seller's product goes instead, or most of a buyer's replacement comes from."""
    best, most = None, LEAST
    sides = [side([(case, each)]).dependence for each in (case.before, without)]
    mine, other = ("seller", "buyer") if to else ("buyer", "seller")
    state = a if to else b
    levels = [
        {r[other]: r["value"] for r in rows.filter(pl.col(mine) == state).iter_rows(named=True)}
        for rows in sides
    ]
    mine_at_home = np.array([state_of(place) == state for place in case.places])
    used = [float(each.consumption[mine_at_home].sum()) for each in (case.before, without)]
    for name in {*levels[0], *levels[1]}:
        more = levels[1].get(name, 0.0) - levels[0].get(name, 0.0)
        if name not in (a, b) and more > most:
            best, most = name, more
    at_home = used[1] - used[0] if to else used[0] - used[1]
    return state if at_home > most else best
