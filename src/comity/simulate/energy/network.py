"""The network of one commodity in one year: nodes with what they produce and use, arcs with what they carry.

    network = energy_network(world, "gas", 2023)
    network.nodes, network.arcs          # labelled frames, a source and a record in every row
    network.arrays()                     # the same as arrays, in the order the market wants them
    print(network.coverage())            # what is not known, and what was put in its place

Gas in bcm and USD per 1000 m³, crude in Mt and USD per tonne. Nothing is lost on the arcs: the fuel of
fields, pipelines and plants is part of what the balances count as used.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.errors import CoverageError, DataError, UnknownName
from comity.simulate.energy.arcs import Arc, arc_frame, line_arcs
from comity.simulate.energy.balances import Balances, balances
from comity.simulate.energy.bounds import under_ceilings, wide_enough, with_floors
from comity.simulate.energy.costs import Costs, costs
from comity.simulate.energy.lines import lines, open_share
from comity.simulate.energy.places import COMMODITIES, Commodity, places_of, position, state_of
from comity.simulate.energy.reference_prices import marker_prices, node_prices
from comity.simulate.energy.seas import PASSAGES
from comity.simulate.energy.shipping import lng_arcs, overland_arcs, tanker_arcs
from comity.world.world import World

__all__ = ["Arrays", "EnergyNetwork", "energy_network"]

#: Places that use less than this (bcm, Mt) and produce none are not nodes: islands and enclaves.
SMALLEST: Mapping[Commodity, float] = {"gas": 0.05, "crude_oil": 0.3}


FIGURES = ("production", "consumption", "potential", "stated")


@dataclass(frozen=True, slots=True)
class Arrays:
    """What a market is calibrated from, in the order of the frames.

    Attributes
    ----------
    nodes : (N,)
        Keys.
    production, consumption, price : (N,)
        Observed; 0 where nothing is produced or used.
    potential : (N,)
        What could be produced; at least the production.
    seller : (N,)
        Position in ``sellers`` of the state whose output it is.
    tail, head, cost, capacity, floor, loss : (A,)
    """

    nodes: tuple[str, ...]
    sellers: tuple[str, ...]
    arcs: tuple[str, ...]
    production: npt.NDArray[np.float64]
    consumption: npt.NDArray[np.float64]
    potential: npt.NDArray[np.float64]
    price: npt.NDArray[np.float64]
    seller: npt.NDArray[np.intp]
    tail: npt.NDArray[np.intp]
    head: npt.NDArray[np.intp]
    cost: npt.NDArray[np.float64]
    capacity: npt.NDArray[np.float64]
    floor: npt.NDArray[np.float64]
    loss: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EnergyNetwork:
    """Nodes and arcs of a commodity in a year.

    Attributes
    ----------
    nodes
        key, name, state, lat, lon, production, consumption (both null at a node that only passes on),
        stated, price, price_basis, flag, record.
    arcs
        id, link, name, kind, from, to, capacity (infinite where no link bounds it), inferred (no source
        states the capacity), cost, km, loss, floor, passages, via, source, record.
    notes
        What is unknown or was put in its place.
    """

    commodity: Commodity
    year: int
    unit: str
    nodes: pl.DataFrame
    arcs: pl.DataFrame
    closed: tuple[str, ...]
    notes: tuple[str, ...]

    def coverage(self) -> str:
        """What the network holds and what it does not know, as text."""
        made = self.nodes.filter(pl.col("production") > 0)
        used = self.nodes.filter(pl.col("consumption") > 0)
        kinds = ", ".join(
            f"{n} {k}" for k, n in self.arcs["kind"].value_counts(sort=True).iter_rows()
        )
        head = (
            f"{self.commodity} {self.year}: {made['state'].n_unique()} producing and "
            f"{used['state'].n_unique()} consuming states; {self.nodes.height} nodes, arcs: {kinds}"
        )
        return "\n".join([head, *self.notes])

    def arrays(self) -> Arrays:
        """Positions and figures in the order of the frames."""
        nodes = tuple(self.nodes["key"])
        at = {key: n for n, key in enumerate(nodes)}
        sellers = tuple(dict.fromkeys(self.nodes.filter(pl.col("production") > 0)["state"]))
        number = {state: n for n, state in enumerate(sellers)}
        return Arrays(
            nodes=nodes,
            sellers=sellers,
            arcs=tuple(self.arcs["id"]),
            production=self.nodes["production"].fill_null(0.0).to_numpy(),
            consumption=self.nodes["consumption"].fill_null(0.0).to_numpy(),
            potential=self.nodes["potential"].fill_null(0.0).to_numpy(),
            price=self.nodes["price"].to_numpy(),
            seller=np.array([number.get(s, -1) for s in self.nodes["state"]], dtype=np.intp),
            tail=np.array([at[k] for k in self.arcs["from"]], dtype=np.intp),
            head=np.array([at[k] for k in self.arcs["to"]], dtype=np.intp),
            cost=self.arcs["cost"].to_numpy(),
            capacity=self.arcs["capacity"].to_numpy(),
            floor=self.arcs["floor"].to_numpy(),
            loss=self.arcs["loss"].to_numpy(),
        )


def energy_network(
    world: World,
    commodity: Commodity,
    year: int = 2023,
    *,
    closed: Collection[str] = (),
    cost: Costs | None = None,
) -> EnergyNetwork:
    """The network of a commodity in a year.

    Parameters
    ----------
    world
        Links, balances, prices and contracts are read from it; a changed world gives a changed network.
    closed
        Passages (straits, canals) that cannot be used, besides those whose link does not operate that year.
    cost
        Parameters of carrying; default: the central values.

    Raises
    ------
    UnknownName
        For another commodity or an unknown passage.
    CoverageError
        If the world lacks the balances, prices or terminals of the year.
    """
    if commodity not in COMMODITIES:
        raise UnknownName.among("commodity", commodity, COMMODITIES)
    cost = costs() if cost is None else cost
    shut = tuple(sorted({*closed, *_not_operating(world, year)}))
    found = balances(world, commodity, year)
    balance, dropped = _nodes_of(found, commodity)
    net = {
        place: (made or 0.0) - (used or 0.0)
        for place, made, used in balance.select("place", "production", "consumption").iter_rows()
    }
    laid, notes = lines(world, commodity, year, net)
    arcs = line_arcs(laid, commodity, net, cost)
    if commodity == "gas":
        arcs += lng_arcs(world, year, cost, shut)
    else:
        ends = {arc.end for arc in arcs}
        loading = [p for p in places_of("crude_oil") if p in ends]
        arcs += tanker_arcs(balance, year, cost, shut, loading)
        arcs += overland_arcs(world, _unreached(net, arcs), net, cost)
    arcs = under_ceilings(arcs, year)
    arcs, widened = wide_enough(arcs, net, found.unit)
    arcs, contracts = with_floors(world, arcs, year)
    nodes, arcs, lost = _assembled(balance, arcs, commodity)
    markers = marker_prices(world, commodity, year, cost)
    frame = arc_frame(arcs)
    at = {key: n for n, key in enumerate(nodes["key"])}
    ends_of = frame.with_columns(
        tail=pl.col("from").replace_strict(at, return_dtype=pl.Int64),
        head=pl.col("to").replace_strict(at, return_dtype=pl.Int64),
    )
    surplus = (nodes["production"].fill_null(0.0) - nodes["consumption"].fill_null(0.0)).to_numpy()
    price, basis = node_prices(tuple(nodes["key"]), ends_of, commodity, markers, surplus)
    nodes = nodes.with_columns(price=pl.Series(price), price_basis=pl.Series(basis))
    return EnergyNetwork(
        commodity, year, found.unit, nodes, frame, shut,
        (*found.notes, *dropped, *notes, *widened, *contracts, *lost),
    )  # fmt: skip


def _not_operating(world: World, year: int) -> set[str]:
    """Passages whose link is listed and operates for less than half of the year."""
    rows = world.links.filter(pl.col("id").is_in(list(PASSAGES)))
    share: dict[str, float] = dict.fromkeys(rows["id"], 0.0)
    for row in rows.iter_rows(named=True):
        share[row["id"]] += open_share(row["status"], row["start"], row["end"], year)
    return {passage for passage, part in share.items() if part < 0.5}


def _nodes_of(found: Balances, commodity: Commodity) -> tuple[pl.DataFrame, list[str]]:
    """Balances of the places large enough to be nodes; what the others use is named."""
    large = (pl.col("production").fill_null(0.0) > 0) | (
        pl.col("consumption").fill_null(0.0) >= SMALLEST[commodity]
    )
    small = found.table.filter(~large)
    note = (
        f"{small.height} places that use less than {SMALLEST[commodity]:g} {found.unit} and produce "
        f"none are left out ({small['consumption'].sum():.1f} {found.unit} in all)"
    )
    return found.table.filter(large), [note] if small.height else []


def _unreached(net: Mapping[str, float], arcs: list[Arc]) -> list[str]:
    ends = {arc.end for arc in arcs}
    return [place for place, surplus in net.items() if surplus < 0 and place not in ends]


def _assembled(
    balance: pl.DataFrame, arcs: list[Arc], commodity: Commodity
) -> tuple[pl.DataFrame, list[Arc], list[str]]:
    """Nodes of balances and arcs; what demand no production can reach is named and left out."""
    made = set(balance.filter(pl.col("production") > 0)["place"])
    onward: dict[str, set[str]] = {}
    for arc in arcs:
        if arc.capacity > 0:
            onward.setdefault(arc.start, set()).add(arc.end)
    reached, edge = set(made), list(made)
    while edge:
        new = onward.get(edge.pop(), set()) - reached
        reached |= new
        edge += new
    lost = [p for p in balance["place"] if p not in reached]
    kept = [arc for arc in arcs if arc.start in reached and arc.capacity > 0]
    inside = balance.filter(pl.col("place").is_in(list(reached)))
    passing = sorted({end for arc in kept for end in (arc.start, arc.end)} - set(inside["place"]))
    rows = [
        {"key": row["place"], **_named(row["place"], commodity), **{
            c: row[c] for c in ("production", "consumption", "potential", "stated", "flag", "record")
        }}
        for row in inside.iter_rows(named=True)
    ]  # fmt: skip
    rows += [
        {"key": key, **_named(key, commodity), **dict.fromkeys(FIGURES), "flag": None,
         "record": "passes on only"}
        for key in passing
    ]  # fmt: skip
    if not rows:
        raise CoverageError("no place of this network produces anything")
    kinds = {
        "production": pl.Float64,
        "consumption": pl.Float64,
        "potential": pl.Float64,
        "stated": pl.Float64,
        "flag": pl.String,
    }
    nodes = pl.DataFrame(rows, schema_overrides=kinds)
    if nodes["key"].is_duplicated().any() or len({arc.id for arc in kept}) < len(kept):
        twice = [arc.id for n, arc in enumerate(kept) if arc.id in {a.id for a in kept[:n]}]
        raise DataError(f"nodes or arcs of the same name: {', '.join(twice[:5])}")
    demand = balance.filter(pl.col("place").is_in(lost))["consumption"].sum()
    names = ", ".join(lost)
    note = (
        f"{len(lost)} places that no production reaches are left out ({demand:.1f} in all): {names}"
    )
    return nodes, kept, [note] if lost else []


def _named(key: str, commodity: Commodity) -> dict[str, object]:
    """Name, state and position; of a plant or a passing point that of the state it is in."""
    line, _, at = key.partition("@")
    base = at or key.partition(":")[0]
    place = position(base, commodity)
    name = place.name if place is not None else base
    words = {"lng": f"{name}, LNG export", "regas": f"{name}, LNG import"}
    return {
        "name": f"{line} in {name}" if at else words.get(key.partition(":")[2], name),
        "state": state_of(base),
        "lat": place.lat if place is not None else None,
        "lon": place.lon if place is not None else None,
    }
