"""The equilibrium as one convex quadratic program over the routes in use.

With linear demand, a seller's first-order condition price − θ b s = marginal value is that of a program
which adds ½ θ b s² for the sales s of each seller with conduct θ at each node of slope b to the competitive
objective (Hashimoto 1985; Harker 1986 for networks; Egging, Holz & Gabriel 2010 for gas).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.simulate.energy.market import Array, Index, Market, Mask
from comity.simulate.energy.sellers import Groups
from comity.simulate.energy.solver import Rows, minimise

__all__ = ["Answer", "Scale", "solve_program"]

#: A contract that cannot be met is paid this many times the highest price, and then refused by name.
SHORTFALL = 20.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What quantities and prices are divided by, so that the solver sees numbers near one."""

    quantity: float
    price: float

    @classmethod
    def of(cls, market: Market) -> Scale:
        """Typical size of the highest price at a node, and of the quantity that would bring it to zero."""
        here = ~np.isnan(market.demand_intercept) & (market.demand_intercept != 0)
        if not here.any():
            return cls(1.0, 1.0)
        highest = np.abs(market.demand_intercept[here])
        at_zero = highest / market.demand_slope[here]
        return cls(float(np.exp(np.mean(np.log(at_zero)))), float(np.median(highest)))


@dataclass(frozen=True, slots=True)
class Answer:
    """The program's solution in the market's own units; G groups.

    Attributes
    ----------
    production : (P,)
    flow : (G, A)
    sales : (G, N)
    value : (G, N)
        Marginal value of a unit to a group at a node; NaN outside the part of the network it uses.
    shadow_price, floor_price : (A,)
        Worth of a unit more of capacity, and of a unit less of contracts.
    site_price : (P,)
        Worth of one more unit of a site's capacity.
    shortfall : (A,)
        What is missing to the floor of each arc.
    """

    production: Array
    flow: Array
    sales: Array
    value: Array
    shadow_price: Array
    floor_price: Array
    site_price: Array
    shortfall: Array
    iterations: int
    status: str


def _numbered(length: int, places: Index | Mask, first: int = 0) -> Index:
    """An index of some length that numbers the places from ``first``, and says −1 elsewhere."""
    numbers = np.full(length, -1, dtype=np.intp)
    numbers[places] = first + np.arange(len(numbers[places]))
    return numbers


class Layout:
    """Which variable and which row of the program stands for what.

    Variables: production of sites | consumption of nodes | flow by (group, arc) | sales by (group, node) |
    flow on arcs whose cost rises | shortfall of contracts. Rows: balance by (group, node) | sales make up
    consumption | flows make up an arc's flow | nothing is negative | capacities of sites, then arcs |
    contracts.
    """

    def __init__(self, market: Market, groups: Groups, used: Mask, sells: Mask) -> None:
        n, arcs = len(market.demand_intercept), len(market.tail)
        self.demand = np.flatnonzero(~np.isnan(market.demand_intercept))
        self.site = np.flatnonzero(market.site_capacity > 0)
        self.group, self.arc = np.nonzero(used)
        self.site_at = (groups.of_site[self.site], market.site_node[self.site])
        touched = np.zeros((len(used), n), dtype=bool)
        touched[self.site_at] = True
        touched[self.group, market.tail[self.arc]] = True
        touched[self.group, market.head[self.arc]] = True
        self.touched = touched
        self.seller, place = np.nonzero((touched & sells)[:, self.demand])
        self.place = self.demand[place]
        self.bent = np.flatnonzero((market.arc_slope > 0) & used.any(axis=0))
        self.floored = np.flatnonzero(market.arc_floor > 0)
        sizes = [
            len(each)
            for each in (self.site, self.demand, self.arc, self.seller, self.bent, self.floored)
        ]
        ends = np.cumsum([0, *sizes])
        self.variables = int(ends[-1])
        self.made, self.eaten, self.moved, self.sold, self.summed, self.short = (
            np.arange(ends[k], ends[k + 1], dtype=np.intp) for k in range(6)
        )

        self.balances = int(touched.sum())
        self.balance = _numbered(touched.size, touched.ravel()).reshape(touched.shape)
        self.node_row = _numbered(n, self.demand, self.balances)
        self.arc_row = _numbered(arcs, self.bent, self.balances + len(self.demand))
        self.equalities = self.balances + len(self.demand) + len(self.bent)
        self.least = np.concatenate([self.made, self.moved, self.sold, self.short])
        self.tight_site = np.flatnonzero(np.isfinite(market.site_capacity[self.site]))
        self.tight_arc = np.flatnonzero(np.isfinite(market.arc_capacity) & used.any(axis=0))
        limits = [len(each) for each in (self.least, self.tight_site, self.tight_arc, self.floored)]
        first = np.cumsum([self.equalities, *limits])
        self.rows = int(first[-1])
        self.least_rows, self.site_rows, self.cap_rows, self.floor_rows = (
            np.arange(first[k], first[k + 1], dtype=np.intp) for k in range(4)
        )


def solve_program(
    market: Market,
    groups: Groups,
    used: Mask,
    sells: Mask,
    *,
    conduct_slope: Array,
    scale: Scale,
    tolerance: float,
) -> Answer:
    """Solve over the arcs each group uses.

    Parameters
    ----------
    used : (G, A)
        Arcs that may carry flow, by group.
    sells : (G, N)
        Places where a group may sell.
    conduct_slope : (N,)
        Slope of inverse demand that sellers with market power reckon with.

    Raises
    ------
    SolveError
        Saying how far the solver got.
    """
    at = Layout(market, groups, used, sells)
    curve, linear = _objective(market, at, groups.conduct, conduct_slope, scale)
    rows, limit = _constraints(market, at, scale)
    x, z, iterations, status = minimise(
        curve, linear, rows.matrix((at.rows, at.variables)), limit, at.equalities, tolerance
    )
    price, quantity = scale.price, scale.quantity
    production, site_price = np.zeros((2, len(market.site_node)))
    production[at.site] = x[at.made] * quantity
    site_price[at.site[at.tight_site]] = z[at.site_rows] * price
    flow, sales = np.zeros(used.shape), np.zeros(sells.shape)
    flow[at.group, at.arc] = x[at.moved] * quantity
    sales[at.seller, at.place] = x[at.sold] * quantity
    value = np.full(sells.shape, np.nan)
    value[at.touched] = -z[: at.balances] * price
    shadow, floor, shortfall = np.zeros((3, len(market.tail)))
    shadow[at.tight_arc] = z[at.cap_rows] * price
    floor[at.floored] = z[at.floor_rows] * price
    shortfall[at.floored] = x[at.short] * quantity
    return Answer(
        production, flow, sales, value, shadow, floor, site_price, shortfall, iterations, status
    )


def _objective(
    market: Market, at: Layout, conduct: Array, conduct_slope: Array, scale: Scale
) -> tuple[Array, Array]:
    """Curvature and slope of what is minimised: costs less worth to users, per scaled unit."""
    curve, linear = np.zeros((2, at.variables))
    curve[at.made] = market.cost_slope[at.site]
    linear[at.made] = market.cost_intercept[at.site]
    curve[at.eaten] = market.demand_slope[at.demand]
    linear[at.eaten] = -market.demand_intercept[at.demand]
    linear[at.moved] = (market.arc_cost + market.tariff)[at.arc]
    curve[at.sold] = conduct[at.seller] * conduct_slope[at.place]
    curve[at.summed] = market.arc_slope[at.bent]
    highest = float(np.max(market.demand_intercept[at.demand], initial=scale.price))
    linear[at.short] = SHORTFALL * highest
    return curve * scale.quantity / scale.price, linear / scale.price


def _constraints(market: Market, at: Layout, scale: Scale) -> tuple[Rows, Array]:
    """Rows of the program and their right-hand sides, in scaled units."""
    rows = Rows()
    rows.put(at.balance[at.site_at], at.made, 1.0)
    rows.put(at.balance[at.group, market.tail[at.arc]], at.moved, -1.0)
    rows.put(at.balance[at.group, market.head[at.arc]], at.moved, 1.0 - market.loss[at.arc])
    rows.put(at.balance[at.seller, at.place], at.sold, -1.0)
    rows.put(at.node_row[at.place], at.sold, 1.0)
    rows.put(at.node_row[at.demand], at.eaten, -1.0)
    rows.put(at.arc_row[at.bent], at.summed, -1.0)
    rows.put(at.least_rows, at.least, -1.0)
    rows.put(at.site_rows, at.made[at.tight_site], 1.0)
    rows.put(at.floor_rows, at.short, -1.0)
    arcs = len(market.tail)
    for row, sign in (
        (at.arc_row, 1.0),
        (_numbered(arcs, at.tight_arc, at.cap_rows[0] if len(at.cap_rows) else 0), 1.0),
        (_numbered(arcs, at.floored, at.floor_rows[0] if len(at.floor_rows) else 0), -1.0),
    ):
        on = np.flatnonzero(row[at.arc] >= 0)
        rows.put(row[at.arc[on]], at.moved[on], sign)
    limit = np.zeros(at.rows)
    limit[at.site_rows] = market.site_capacity[at.site[at.tight_site]] / scale.quantity
    limit[at.cap_rows] = market.arc_capacity[at.tight_arc] / scale.quantity
    limit[at.floor_rows] = -market.arc_floor[at.floored] / scale.quantity
    return rows, limit
