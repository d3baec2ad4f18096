"""The market of a year, calibrated to what was observed, and its equilibrium.

network, market, found = baseline(world, "gas", 2023)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.simulate.energy.calibration import Calibration, Observed, calibrate
from comity.simulate.energy.costs import Costs, costs
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Equilibrium, Market
from comity.simulate.energy.network import Arrays, EnergyNetwork, energy_network
from comity.simulate.energy.places import Commodity
from comity.world.world import World

__all__ = ["baseline", "calibrated", "uncalibrated"]

Flow = npt.NDArray[np.float64]

#: Room a site has above what it made.
SPARE = 1.05
#: What keeps a seller's cargoes from all going the cheapest way: the cost of a voyage rises by this share of
#: the mean price as it grows to all that the seller has or the buyer takes. Pipes need no such thing.
SPREAD: Mapping[Commodity, float] = {"gas": 0.3, "crude_oil": 0.1}
#: Share of a known trade that is spread evenly over the ways there are, where the first estimate uses few.
EVEN = 0.1
#: The line that a flow of the ledger or the compiled flows is about.
FLOWS = {
    "Power of Siberia": "power_of_siberia", "Nord Stream 1": "nord_stream_1",
    "Blue Stream": "blue_stream", "Ukraine gas transit": "ukraine_transit:1",
    "Kozmino to China": "crude:RUS.fareast>CHN",
    "TurkStream (European string)": "turkstream_2:1", "Turkmen gas to China": "central_asia_china_abc:1",
}  # fmt: skip


def baseline(
    world: World,
    commodity: Commodity,
    year: int = 2023,
    *,
    conduct: Mapping[str, float] | None = None,
    cost: Costs | None = None,
) -> tuple[EnergyNetwork, Market, Equilibrium]:
    """The network of a year, the market calibrated on it, and the market at rest.

    Parameters
    ----------
    conduct
        By exporting state, from 0 (price taker, the default) to 1 (Cournot).

    Raises
    ------
    CoverageError
        If the world lacks balances, prices or capacities of the year.
    DataError
        If a place cannot be supplied.
    """
    network, made = calibrated(world, commodity, year, conduct=conduct, cost=cost)
    return network, made.market, solve(made.market)


def calibrated(
    world: World,
    commodity: Commodity,
    year: int = 2023,
    *,
    conduct: Mapping[str, float] | None = None,
    cost: Costs | None = None,
    anchors: bool = True,
    seen: Mapping[str, float] | None = None,
) -> tuple[EnergyNetwork, Calibration]:
    """The network and its calibration, with the residuals.

    Parameters
    ----------
    anchors
        Whether trade that the world knows (of lines, of pairs of states) is fitted too; without, balances and
        prices decide alone.
    seen
        More known flows, by id of arc, such as the sum of a state's cargoes.
    """
    cost = costs() if cost is None else cost
    network = energy_network(world, commodity, year, cost=cost)
    arrays = network.arrays()
    sites = np.flatnonzero(arrays.production > 0)
    flow = _known_flows(world, network) if anchors else np.full(len(arrays.arcs), np.nan)
    for arc, much in (seen or {}).items():
        flow[arrays.arcs.index(arc)] = much
    observed = Observed(
        production=arrays.production[sites],
        consumption=arrays.consumption,
        reference_price=np.where(_believed(network), arrays.price, np.nan),
        demand_elasticity=np.full(len(arrays.nodes), cost[f"demand_elasticity_{commodity}"]),
        supply_elasticity=np.full(len(sites), cost[f"supply_elasticity_{commodity}"]),
        marginal_cost=None,
        flow=flow,
    )
    market = uncalibrated(network, arrays, conduct or {})
    found = calibrate(market, observed)
    if not anchors:
        return network, found
    told = _told_pairs(world, network, found.flow, flow)
    if not np.isnan(told[np.isnan(flow)]).all():
        found = calibrate(market, replace(observed, flow=told))
    return network, found


def uncalibrated(network: EnergyNetwork, arrays: Arrays, conduct: Mapping[str, float]) -> Market:
    """Arcs, sites and sellers of a network as a market without demand and costs of production."""
    sites = np.flatnonzero(arrays.production > 0)
    empty = np.full(len(arrays.nodes), np.nan)
    return Market(
        demand_intercept=empty,
        demand_slope=empty,
        site_node=sites,
        site_seller=arrays.seller[sites],
        cost_intercept=np.zeros(len(sites)),
        cost_slope=np.zeros(len(sites)),
        site_capacity=np.maximum(arrays.production * SPARE, arrays.potential)[sites],
        tail=arrays.tail,
        head=arrays.head,
        arc_cost=arrays.cost,
        conduct=np.array([conduct.get(state, 0.0) for state in arrays.sellers]),
        loss=arrays.loss,
        arc_slope=_spread(network, arrays),
        arc_capacity=arrays.capacity,
        arc_floor=arrays.floor,
        node_names=tuple(network.nodes["name"]),
        seller_names=arrays.sellers,
        arc_names=arrays.arcs,
    )


def _spread(network: EnergyNetwork, arrays: Arrays) -> Flow:
    """Slopes of the cost of voyages (A,)."""
    size = np.maximum(arrays.production, arrays.consumption)
    bounded = np.where(np.isfinite(arrays.capacity), arrays.capacity, 0.0)
    for bound in ("liquefaction", "regasification"):
        rows = (network.arcs["kind"] == bound).to_numpy()
        ends = (arrays.head if bound == "liquefaction" else arrays.tail)[rows]
        local = (arrays.tail if bound == "liquefaction" else arrays.head)[rows]
        # a plant is as large as what its state makes or uses, up to its capacity
        size[ends] = np.minimum(arrays.capacity[rows], size[local])
    # what comes by pipe can go on by sea: a port is as large as the lines into it
    fed = np.zeros(len(size))
    np.add.at(
        fed, arrays.head, np.where((network.arcs["kind"] == "pipeline").to_numpy(), bounded, 0.0)
    )
    out = np.maximum(size, fed)
    sea = (network.arcs["kind"] == "sea").to_numpy()
    level = float(np.average(arrays.price, weights=arrays.consumption))
    least = 1e-3 * float(arrays.consumption.sum())
    between = np.maximum(np.minimum(out[arrays.tail], size[arrays.head]), least)
    return np.where(sea, SPREAD[network.commodity] * level / between, 0.0)


def _believed(network: EnergyNetwork) -> npt.NDArray[np.bool_]:
    """Places whose price is that of a marker.

    A regulated home price is no price of the market: what gas is worth there is what it fetches abroad or
    costs to bring in, and the difference a subsidy to its users. Russia's is kept: its gas could not go
    elsewhere in those years, and what it was sold for at home is what it was worth.
    """
    regulated = pl.col("price_basis").str.contains("domestic|Plan Gas")
    seen = ~pl.col("price_basis").is_in(
        ["netback", "landed", "neighbours", "middle of the markers"]
    )
    return network.nodes.select(seen & ~regulated).to_series().to_numpy()


def _told_pairs(world: World, network: EnergyNetwork, first: Flow, known: Flow) -> Flow:
    """Trade known between two states, given to their voyages and lines as the first estimate divides it.

    Of several figures for one pair and year (customs, trackers, rounded sums) the largest counts: the
    others are of parts of the year or of the trade.
    """
    gas = network.commodity == "gas"
    units = {"Mt": costs()["lng_bcm_per_mt"] if gas else 1.0, "bcm": 1.0}
    rows = world.flows.filter(
        (pl.col("commodity") == ("lng" if gas else "crude_oil")) & (pl.col("year") == network.year)
        & (pl.col("measure") == "level") & pl.col("unit").is_in(list(units))
        & pl.col("start").is_null() & pl.col("source").is_in(["ledger", "compiled_flows"])
    )  # fmt: skip
    totals: dict[tuple[str, str], float] = {}
    for row in rows.iter_rows(named=True):
        pair = row["a"], row["b"]
        totals[pair] = max(totals.get(pair, 0.0), row["value"] * units[row["unit"]])
    kinds = ("sea",) if gas else ("sea", "pipeline")
    told = known.copy()
    for (a, b), total in totals.items():
        mine = network.arcs.select(
            pl.col("kind").is_in(kinds)
            & (pl.col("from").str.extract(r"^(\w+)") == a)
            & (pl.col("to").str.extract(r"^(\w+)") == b)
        ).to_series().to_numpy()  # fmt: skip
        left = total - np.nansum(known[mine])
        mine &= np.isnan(known)
        if mine.any() and left > 0:
            part = np.maximum(first[mine], EVEN * left / mine.sum())
            told[mine] = _divided(left, part, network.arcs["capacity"].to_numpy()[mine])
    return told


def _divided(total: float, weight: Flow, most: Flow) -> Flow:
    """A total divided by weight, none above its most; what does not fit goes to the others."""
    made = np.zeros(len(weight))
    room = most > 0
    while room.any() and total - made.sum() > 1e-9 * total:
        more = (total - made.sum()) * weight * room / (weight * room).sum()
        made = np.minimum(made + more, most)
        room = made < most * (1 - 1e-12)
    return made


def _known_flows(world: World, network: EnergyNetwork) -> Flow:
    """Observed flows by arc; NaN where none is known."""
    rows = world.flows.filter(
        pl.col("name").is_in(list(FLOWS)) & (pl.col("year") == network.year)
        & (pl.col("measure") == "level") & pl.col("unit").is_in(["bcm", "bcm/y", "Mt"])
    )  # fmt: skip
    known = {FLOWS[row["name"]]: row["value"] for row in rows.iter_rows(named=True)}
    return np.array([known.get(arc, np.nan) for arc in network.arcs["id"]])
