"""A price cap: a coalition that pays a seller at most so much, and keeps its ships from dearer cargoes.

Taken as documented (the cap of the Group of Seven on Russian crude, 60 USD a barrel from 5 December 2022),
and simplified: a cargo goes to the coalition, or on its ships, only where the seller gets no more than the
cap at its own port. If the port's price without the cap is below it, nothing changes. Otherwise other buyers
are reached by other ships, which cost the *surcharge* more, and sales to the coalition are rationed until
what the seller earns at the margin is the cap or such sales end: the difference stays with the coalition.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comity.errors import DataError
from comity.simulate.case import Case, Mask, belongs
from comity.simulate.change_kinds import PriceCap
from comity.simulate.energy.market import Equilibrium, Market

__all__ = ["under_cap"]

#: The wedge is found when the port's price is this close to the cap, of the cap.
CLOSE = 2e-3
STEPS = 12
Solve = Callable[[Market], Equilibrium]


def under_cap(case: Case, change: PriceCap, solve: Solve) -> tuple[Case, Equilibrium]:
    """The case with the cap, and its equilibrium.

    Raises
    ------
    DataError
        If the seller ships nothing by sea in this market.
    """
    at_sea = case.between([change.seller], ["WLD"], "sea")
    if not at_sea.any():
        raise DataError(
            f"{change.seller} ships no {case.commodity} by sea in {case.year}: no cap can bind"
        )
    buyers = case.actors(change.buyers)
    theirs = at_sea & np.array([belongs(way.head, buyers) for way in case.ways])
    free = solve(case.market)
    if _port_price(case, free, at_sea) <= change.price * (1 + CLOSE):
        return case.with_market(f"the cap of {change.price:g} does not bind"), free
    dearer = np.where(at_sea & ~theirs, change.surcharge, 0.0)
    case = case.with_market(arc_cost=case.market.arc_cost + dearer)
    found = solve(case.market)
    low, high = 0.0, float(np.nanmax(case.market.demand_intercept))
    wedge = max(_port_price(case, found, at_sea) - change.price, 0.0)
    tried = case
    for _ in range(STEPS):
        tried = case.with_market(tariff=case.market.tariff + np.where(theirs, wedge, 0.0))
        found = solve(tried.market)
        over = _port_price(case, found, at_sea) - change.price
        sold = float(found.flow[theirs].sum())
        if abs(over) <= CLOSE * change.price or (over > 0 and sold <= 1e-6):
            break
        low, high = (wedge, high) if over > 0 else (low, wedge)
        wedge = min(2 * wedge + 1.0, high) if over > 0 and high > 4 * wedge else (low + high) / 2
    sold = float(found.flow[theirs].sum())
    note = (
        f"cap of {change.price:g}: the coalition takes {sold:.3g} {case.unit} and keeps {wedge:.3g} a unit; "
        f"{change.seller} earns {_port_price(case, found, at_sea):.4g} at its ports"
    )
    return tried.with_market(note), found


def _port_price(case: Case, found: Equilibrium, at_sea: Mask) -> float:
    """What a unit is worth at the seller's ports, by what leaves them (or the mean, if nothing does)."""
    tails = case.market.tail[at_sea]
    flow = found.flow[at_sea]
    price = found.price[tails]
    known = np.isfinite(price)
    weight = flow[known] if flow[known].sum() > 0 else np.ones(int(known.sum()))
    return float(np.average(price[known], weights=weight))
