"""A spatial market in one commodity, and its equilibrium, as arrays.

Nodes are places where gas or oil is produced, passed on or used; arcs are pipes, LNG chains, sea lanes and
railways between them; sites produce, and each belongs to a seller. Quantities are per year (gas in bcm,
crude in Mt), prices per unit (USD per 1000 m³, USD per t), so that quantity × price is in million USD.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from comity.errors import DataError

__all__ = ["Equilibrium", "Market", "check", "reached"]

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

#: Arrays by arc that may be left out, and what stands for them then.
OPTIONAL = {"loss": 0.0, "arc_capacity": np.inf, "arc_floor": 0.0, "tariff": 0.0, "arc_slope": 0.0}
INDICES = {"site_node", "site_seller", "tail", "head"}


def _left_out() -> Array:
    return np.empty(0)


@dataclass(frozen=True, slots=True)
class Market:
    """A market of N nodes, P sites, S sellers and A arcs.

    Attributes
    ----------
    demand_intercept, demand_slope : (N,)
        Inverse demand, price = intercept − slope × quantity, slope > 0; NaN in both where nothing is used.
    site_node, site_seller : (P,)
        Where a site produces, and whose it is.
    cost_intercept, cost_slope : (P,)
        Marginal cost of production = max(floor, intercept + slope × quantity), slope ≥ 0.
    site_capacity : (P,)
        Most a site can produce in a year.
    tail, head : (A,)
        Nodes an arc leaves and enters.
    arc_cost : (A,)
        Cost of carrying a unit entering the arc.
    conduct : (S,)
        0 for a price taker, 1 for a Cournot seller, between them for a share of the Cournot mark-up.
    loss : (A,)
        Share of what enters the arc that does not leave it (fuel, boil-off, leaks).
    arc_capacity : (A,)
        Most that can enter the arc in a year; infinity where nothing binds.
    arc_floor : (A,)
        Least that must enter it: contracts with take-or-pay.
    tariff : (A,)
        Added to the cost, and collected by the state of the arc's head: a transfer, not a use of resources.
    arc_slope : (A,)
        Marginal cost of carrying = cost + tariff + slope × flow; zero unless calibration sets it.
    cost_floor : (P,)
        Least marginal cost; minus infinity where left out.
    node_names, seller_names, arc_names
        For messages; numbers stand for them where they are left out.
    """

    demand_intercept: Array
    demand_slope: Array
    site_node: Index
    site_seller: Index
    cost_intercept: Array
    cost_slope: Array
    site_capacity: Array
    tail: Index
    head: Index
    arc_cost: Array
    conduct: Array
    loss: Array = field(default_factory=_left_out)
    arc_capacity: Array = field(default_factory=_left_out)
    arc_floor: Array = field(default_factory=_left_out)
    tariff: Array = field(default_factory=_left_out)
    arc_slope: Array = field(default_factory=_left_out)
    cost_floor: Array = field(default_factory=_left_out)
    node_names: tuple[str, ...] = ()
    seller_names: tuple[str, ...] = ()
    arc_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        arcs, sites = len(self.tail), len(self.site_node)
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name in OPTIONAL and not len(value):
                value = np.full(arcs, OPTIONAL[each.name])
            if each.name == "cost_floor" and not len(value):
                value = np.full(sites, -np.inf)
            if not each.name.endswith("names"):
                kind = np.intp if each.name in INDICES else np.float64
                object.__setattr__(self, each.name, np.asarray(value, dtype=kind))

    def node(self, n: int | np.integer) -> str:
        """What node ``n`` is called."""
        return self.node_names[n] if self.node_names else f"node {n}"

    def arc(self, a: int | np.integer) -> str:
        """What arc ``a`` is called."""
        named = self.arc_names[a] + " " if self.arc_names else f"arc {a} "
        return f"{named}({self.node(int(self.tail[a]))} → {self.node(int(self.head[a]))})"


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """Where a market comes to rest; shapes in the letters of :class:`Market`.

    Attributes
    ----------
    production : (P,)
    consumption : (N,)
        Zero where the market has no demand.
    flow : (A,)
        What enters each arc.
    flow_by_seller : (S, A)
        The same by whose it is. Price takers are one fringe: their shares follow proportional mixing.
    sales : (S, N)
        What each seller sells at each node; sums to consumption.
    price : (N,)
        What buyers pay; at a node without demand the marginal value of what passes, and where nothing
        passes the least cost of bringing a unit there.
    shadow_price : (A,)
        What one more unit of an arc's capacity would be worth, per unit.
    floor_price : (A,)
        What one unit less of an arc's floor would be worth, per unit.
    site_value : (P,)
        Marginal value to its seller of a unit produced at the site: the netback at the margin.
    rent : (P,)
        Million USD a year a site earns at its marginal value over its cost of production.
    welfare
        Million USD a year: worth to users − cost of producing − cost of carrying (tariffs are transfers).
    gap
        Relative distance between the objective and a bound that weak duality certifies.
    residual
        Largest failure of a balance or a limit, over the largest flow; both recomputed from these arrays.
    iterations, rounds
        Steps of the solver in all, and problems it was given.
    status
        The solver's word for how it ended.
    """

    production: Array
    consumption: Array
    flow: Array
    flow_by_seller: Array
    sales: Array
    price: Array
    shadow_price: Array
    floor_price: Array
    site_value: Array
    rent: Array
    welfare: float
    gap: float
    residual: float
    iterations: int
    rounds: int
    status: str


def reached(market: Market, starts: Sequence[int] | Index) -> Mask:
    """Nodes (N,) that can be reached from some nodes along arcs with any capacity."""
    n = len(market.demand_intercept)
    there = np.zeros(n + 1, dtype=bool)
    starts = np.asarray(starts, dtype=np.intp)
    if len(starts):
        usable = market.arc_capacity > 0
        tail = np.concatenate([market.tail[usable], np.full(len(starts), n)])
        head = np.concatenate([market.head[usable], starts])
        graph = csr_array((np.ones(len(tail)), (tail, head)), shape=(n + 1, n + 1))
        there[breadth_first_order(graph, n, return_predecessors=False)] = True
    return there[:n]


def check(market: Market) -> None:
    """Refuse a market that cannot be solved.

    Raises
    ------
    DataError
        Naming the places and arcs: arrays that do not fit each other, a negative capacity or cost slope,
        a floor above the capacity, a loss outside [0, 1), a conduct outside [0, 1], isolated demand.
    """
    problems = list(_misfits(market))
    if not problems:
        problems = [*_bad_places(market), *_bad_arcs(market)]
        problems = problems or list(_isolated(market))
    if len(problems) == 1:
        raise DataError(problems[0])
    if problems:
        raise DataError.many(problems)


def _misfits(market: Market) -> Iterator[str]:
    sizes = {"nodes": len(market.demand_intercept), "sites": len(market.site_node),
             "sellers": len(market.conduct), "arcs": len(market.tail)}  # fmt: skip
    for each in fields(market):
        value, name = getattr(market, each.name), each.name
        if name.endswith("names") and not value:
            continue
        of = (
            "nodes" if name.startswith(("demand", "node"))
            else "sellers" if name in {"conduct", "seller_names"}
            else "sites" if name.startswith(("site", "cost")) else "arcs"
        )  # fmt: skip
        if len(value) != sizes[of]:
            yield f"{name} has {len(value)} entries for {sizes[of]} {of}"
    for name, of in (
        ("site_node", "nodes"), ("site_seller", "sellers"), ("tail", "nodes"), ("head", "nodes"),
    ):  # fmt: skip
        value = np.asarray(getattr(market, name))
        wrong = np.flatnonzero((value < 0) | (value >= sizes[of]))
        if len(wrong):
            yield f"{name}: entry {wrong[0]} is {value[wrong[0]]}, and there are {sizes[of]} {of}"


def _bad_places(market: Market) -> Iterator[str]:
    known = ~np.isnan(market.demand_intercept)
    for n in np.flatnonzero(known != ~np.isnan(market.demand_slope)):
        yield f"{market.node(n)}: demand needs both an intercept and a slope, or neither"
    for n in np.flatnonzero(known & ~(market.demand_slope > 0)):
        yield f"{market.node(n)}: the slope of inverse demand is {market.demand_slope[n]:g}, not above zero"
    for n in np.flatnonzero(known & ~np.isfinite(market.demand_intercept)):
        yield f"{market.node(n)}: the intercept of demand is {market.demand_intercept[n]:g}, not finite"
    sites = (
        ("capacity", market.site_capacity, market.site_capacity >= 0, "zero or more"),
        ("slope of marginal cost", market.cost_slope,
         (market.cost_slope >= 0) & np.isfinite(market.cost_slope), "zero or more"),
        ("intercept of marginal cost", market.cost_intercept,
         np.isfinite(market.cost_intercept), "a finite number"),
        ("floor of marginal cost", market.cost_floor, market.cost_floor < np.inf, "finite"),
    )  # fmt: skip
    for what, values, right, expected in sites:
        for p in np.flatnonzero(~right):
            at = market.node(int(market.site_node[p]))
            yield f"site {p} at {at}: the {what} is {values[p]:g}, not {expected}"
    for s in np.flatnonzero(~((market.conduct >= 0) & (market.conduct <= 1))):
        named = market.seller_names[s] if market.seller_names else f"seller {s}"
        yield f"{named}: conduct is {market.conduct[s]:g}; it runs from 0 (price taker) to 1 (Cournot)"


def _bad_arcs(market: Market) -> Iterator[str]:
    arcs = (
        ("cost", market.arc_cost, np.isfinite(market.arc_cost), "a finite number"),
        ("tariff", market.tariff, np.isfinite(market.tariff), "a finite number"),
        ("slope of the cost", market.arc_slope,
         (market.arc_slope >= 0) & np.isfinite(market.arc_slope), "zero or more"),
        ("loss", market.loss, (market.loss >= 0) & (market.loss < 1), "a share from 0 to below 1"),
        ("capacity", market.arc_capacity, market.arc_capacity >= 0, "zero or more"),
        ("floor", market.arc_floor, (market.arc_floor >= 0) & np.isfinite(market.arc_floor), "zero or more"),
    )  # fmt: skip
    for what, values, right, expected in arcs:
        for a in np.flatnonzero(~right):
            yield f"{market.arc(a)}: the {what} is {values[a]:g}, not {expected}"
    for a in np.flatnonzero(market.arc_floor > market.arc_capacity):
        yield (
            f"{market.arc(a)}: at least {market.arc_floor[a]:g} a year are contracted and "
            f"{market.arc_capacity[a]:g} can pass: release the contract or raise the capacity"
        )
    for a in np.flatnonzero(market.tail == market.head):
        yield f"{market.arc(a)}: an arc must lead from one place to another"


def _isolated(market: Market) -> Iterator[str]:
    produces = market.site_node[market.site_capacity > 0]
    for n in np.flatnonzero(~np.isnan(market.demand_intercept) & ~reached(market, produces)):
        yield (
            f"{market.node(n)} has demand and no production can reach it: "
            "keep a link to it open, give it production, or leave it out"
        )
