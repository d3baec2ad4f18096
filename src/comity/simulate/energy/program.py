"""The equilibrium as one convex quadratic program over the arcs in use, and its solution by Clarabel.

With linear demand, a seller's first-order condition price − θ b s = marginal value is that of a program
which adds ½ θ b s² for the sales s of each seller with conduct θ at each node of slope b to the competitive
objective (Hashimoto 1985; Harker 1986 for networks; Egging, Holz & Gabriel 2010 for gas).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csc_array

from comity.errors import ComityError
from comity.simulate.energy.market import Array, Index, Market, Mask
from comity.simulate.energy.sellers import Groups

__all__ = ["Answer", "Scale", "SolveError", "solve_program", "solver"]

#: A contract that cannot be met is paid this many times the highest price, and then refused by name.
SHORTFALL = 20.0
STEPS = 200


class SolveError(ComityError):
    """The solver stopped short of an equilibrium."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What quantities and prices are divided by, so that the solver sees numbers near one."""

    quantity: float
    price: float

    @classmethod
    def of(cls, market: Market) -> Scale:
        """The typical quantity used at half the highest price of a node, and the typical highest price."""
        intercept = market.demand_intercept[~np.isnan(market.demand_intercept)]
        slope = market.demand_slope[~np.isnan(market.demand_slope)]
        if not len(slope):
            return cls(1.0, 1.0)
        price = float(np.median(np.abs(intercept))) or 1.0
        return cls(float(np.exp(np.mean(np.log(price / slope)))), price)


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


class Rows:
    """Entries of a sparse matrix, collected block by block."""

    def __init__(self) -> None:
        self.row: list[Index] = []
        self.column: list[Index] = []
        self.value: list[Array] = []

    def put(self, row: Index, column: Index, value: Array | float) -> None:
        """Add entries at (row, column)."""
        self.row.append(row)
        self.column.append(column)
        self.value.append(np.broadcast_to(value, len(row)).astype(np.float64))

    def matrix(self, shape: tuple[int, int]) -> csc_array:
        """The matrix; entries at the same place are added."""
        if not self.row:
            return csc_array(shape)
        where = (np.concatenate(self.row), np.concatenate(self.column))
        return csc_array(coo_array((np.concatenate(self.value), where), shape=shape))


def solver() -> Any:
    """The module ``clarabel``, or an error that says how to get it."""
    try:
        import clarabel
    except ImportError as missing:
        raise ComityError(
            "solving energy markets needs the package clarabel\n"
            "  install it with  pip install 'comity[energy]'"
        ) from missing
    return clarabel


def solve_program(
    market: Market,
    groups: Groups,
    used: Mask,
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
    conduct_slope : (N,)
        Slope of inverse demand that sellers with market power reckon with.

    Raises
    ------
    SolveError
        Saying how far the solver got.
    """
    n, sites = len(market.demand_intercept), len(market.site_node)
    g, arcs = used.shape
    demand = np.flatnonzero(~np.isnan(market.demand_intercept))
    site_group = groups.of_seller[market.site_seller]
    working = np.flatnonzero(market.site_capacity > 0)
    of, arc = np.nonzero(used)
    touched = np.zeros((g, n), dtype=bool)
    touched[site_group[working], market.site_node[working]] = True
    touched[of, market.tail[arc]] = True
    touched[of, market.head[arc]] = True
    sold = touched[:, demand]
    seller, place = np.nonzero(sold)
    place = demand[place]
    bent = np.flatnonzero((market.arc_slope > 0) & used.any(axis=0))
    floored = np.flatnonzero(market.arc_floor > 0)

    # Variables: production | consumption | flow by group | sales by group | flow on bent arcs | shortfall.
    sizes = [len(working), len(demand), len(arc), len(seller), len(bent), len(floored)]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    made, eaten, moved, given, summed, short = (
        np.arange(start[k], start[k + 1], dtype=np.intp) for k in range(6)
    )
    price, quantity = scale.price, scale.quantity
    unit = quantity / price
    curve, linear = np.zeros(start[-1]), np.zeros(start[-1])
    curve[made], linear[made] = (
        market.cost_slope[working] * unit,
        market.cost_intercept[working] / price,
    )
    curve[eaten] = market.demand_slope[demand] * unit
    linear[eaten] = -market.demand_intercept[demand] / price
    linear[moved] = (market.arc_cost + market.tariff)[arc] / price
    curve[given] = groups.conduct[seller] * conduct_slope[place] * unit
    curve[summed] = market.arc_slope[bent] * unit
    linear[short] = SHORTFALL * max(
        1.0, float(np.max(market.demand_intercept[demand], initial=0.0)) / price
    )

    # Equalities: balance of each group at each place it touches | sales make consumption | flows add up.
    balance = np.full((g, n), -1, dtype=np.intp)
    balance[touched] = np.arange(touched.sum())
    total = int(touched.sum())
    node_row = np.full(n, -1, dtype=np.intp)
    node_row[demand] = total + np.arange(len(demand))
    arc_row = np.full(arcs, -1, dtype=np.intp)
    arc_row[bent] = total + len(demand) + np.arange(len(bent))
    equal = Rows()
    equal.put(balance[site_group[working], market.site_node[working]], made, 1.0)
    equal.put(balance[of, market.tail[arc]], moved, -1.0)
    equal.put(balance[of, market.head[arc]], moved, 1.0 - market.loss[arc])
    equal.put(balance[seller, place], given, -1.0)
    equal.put(node_row[place], given, 1.0)
    equal.put(node_row[demand], eaten, -1.0)
    on_bent = np.flatnonzero(arc_row[arc] >= 0)
    equal.put(arc_row[arc[on_bent]], moved[on_bent], 1.0)
    equal.put(arc_row[bent], summed, -1.0)
    equalities = total + len(demand) + len(bent)

    # Limits: nothing negative | sites' capacities | arcs' capacities | contracts.
    least = np.concatenate([made, moved, given, short])
    tight_site = np.flatnonzero(np.isfinite(market.site_capacity[working]))
    tight_arc = np.flatnonzero(np.isfinite(market.arc_capacity) & used.any(axis=0))
    ends = np.cumsum([equalities, len(least), len(tight_site), len(tight_arc), len(floored)])
    cap_row, floor_row = np.full(arcs, -1, dtype=np.intp), np.full(arcs, -1, dtype=np.intp)
    cap_row[tight_arc] = ends[2] + np.arange(len(tight_arc))
    floor_row[floored] = ends[3] + np.arange(len(floored))
    equal.put(ends[0] + np.arange(len(least)), least, -1.0)
    equal.put(ends[1] + np.arange(len(tight_site)), made[tight_site], 1.0)
    for row, sign in ((cap_row, 1.0), (floor_row, -1.0)):
        on = np.flatnonzero(row[arc] >= 0)
        equal.put(row[arc[on]], moved[on], sign)
    equal.put(floor_row[floored], short, -1.0)
    limit = np.zeros(ends[4])
    limit[ends[1] : ends[2]] = market.site_capacity[working[tight_site]] / quantity
    limit[ends[2] : ends[3]] = market.arc_capacity[tight_arc] / quantity
    limit[ends[3] : ends[4]] = -market.arc_floor[floored] / quantity

    x, z, iterations, status = _clarabel(
        curve, linear, equal.matrix((int(ends[4]), int(start[-1]))), limit, equalities, tolerance
    )

    production, site_price = np.zeros(sites), np.zeros(sites)
    production[working] = x[made] * quantity
    site_price[working[tight_site]] = z[ends[1] : ends[2]] * price
    flow, sales = np.zeros((g, arcs)), np.zeros((g, n))
    flow[of, arc] = x[moved] * quantity
    sales[seller, place] = x[given] * quantity
    value = np.full((g, n), np.nan)
    value[touched] = -z[:total] * price
    shadow, floor, shortfall = np.zeros(arcs), np.zeros(arcs), np.zeros(arcs)
    shadow[tight_arc] = z[ends[2] : ends[3]] * price
    floor[floored] = z[ends[3] : ends[4]] * price
    shortfall[floored] = x[short] * quantity
    return Answer(
        production, flow, sales, value, shadow, floor, site_price, shortfall, iterations, status
    )


def _clarabel(
    curve: Array, linear: Array, matrix: csc_array, limit: Array, equalities: int, tolerance: float
) -> tuple[Array, Array, int, str]:
    """Minimise ½ x′Cx + c′x with Mx = limit in the first rows and Mx ≤ limit in the others."""
    clarabel = solver()
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = STEPS
    settings.presolve_enable = False
    settings.max_threads = 1
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
    bends = np.flatnonzero(curve)
    quadratic = csc_array((curve[bends], (bends, bends)), shape=(len(curve), len(curve)))
    cones = [clarabel.ZeroConeT(equalities), clarabel.NonnegativeConeT(len(limit) - equalities)]
    done = clarabel.DefaultSolver(quadratic, linear, matrix, limit, cones, settings).solve()
    status = str(done.status)
    if status not in {"Solved", "AlmostSolved"}:
        raise SolveError(
            f"the solver stopped short: {status} after {done.iterations} of at most {STEPS} steps, "
            f"constraints met to {done.r_prim:.1e}, prices to {done.r_dual:.1e} (asked: {tolerance:.0e})\n"
            "  check costs and capacities for numbers of very different size, or ask for a looser tolerance"
        )
    return np.asarray(done.x), np.asarray(done.z), int(done.iterations), status
