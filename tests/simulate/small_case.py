"""A market of a few places, small enough to reckon by hand: RUS and QAT sell gas to DEU and CHN."""

from __future__ import annotations

import numpy as np

from comity.simulate.case import Case, Way
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Market

PLACES = ("RUS.west", "RUS.yamal", "QAT", "DEU", "CHN")
WAYS = (
    Way("old_line", "Old Line", "pipeline", "RUS.west", "DEU"),
    Way("mains", "Mains", "pipeline", "RUS.yamal", "RUS.west"),
    Way("lng:QAT>DEU", "Qatar–Germany", "sea", "QAT", "DEU", passages=("hormuz", "suez")),
    Way("lng:QAT>CHN", "Qatar–China", "sea", "QAT", "CHN", passages=("hormuz", "malacca")),
)


def small_case(capacity: float = 40.0, *, floor: float = 0.0) -> Case:
    """Demand 100 − q in both; cost 10 + 0.5 q at both sites; the line holds ``capacity``."""
    nan = np.nan
    market = Market(
        demand_intercept=np.array([nan, nan, nan, 100.0, 100.0]),
        demand_slope=np.array([nan, nan, nan, 1.0, 1.0]),
        site_node=np.array([1, 2]), site_seller=np.array([0, 1]),
        cost_intercept=np.array([10.0, 10.0]), cost_slope=np.array([0.5, 0.5]),
        site_capacity=np.array([80.0, 120.0]),
        tail=np.array([0, 1, 2, 2]), head=np.array([3, 0, 3, 4]),
        arc_cost=np.array([5.0, 0.0, 10.0, 10.0]), conduct=np.zeros(2),
        arc_capacity=np.array([capacity, np.inf, np.inf, np.inf]),
        arc_floor=np.array([floor, 0.0, 0.0, 0.0]),
        node_names=PLACES, seller_names=("RUS", "QAT"), arc_names=tuple(way.name for way in WAYS),
    )  # fmt: skip
    return Case("gas", 2023, market, PLACES, WAYS, solve(market))
