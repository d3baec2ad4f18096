"""A link built: one the world knows as planned, idle or destroyed, or a new one between two places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from comity.errors import DataError, UnknownName
from comity.simulate.case import Case, Way, state_of
from comity.simulate.change_kinds import Build
from comity.simulate.energy.costs import costs, line_km
from comity.simulate.energy.market import Array
from comity.simulate.energy.places import place_of, position
from comity.world.world import World

__all__ = ["build"]

PIPES = ("gas_pipeline", "oil_pipeline", "corridor")
MEANS = {"rail": "rail", "sea_lane": "sea"}


def build(case: Case, change: Build, world: World) -> Case:
    """The case with one arc more.

    Raises
    ------
    UnknownName, DataError
        For a link that is not known, is in use already, has no known capacity or length, or whose ends
        are no places of this market.
    """
    row = _known(case, change, world) if change.link else _new(change)
    if any(way.id == row["id"] for way in case.ways):
        raise DataError(
            f"{row['name']} ({row['id']}) is in use in {case.year}: there is nothing to build\n"
            '  change it with  kind = "scale"  or  kind = "cap"'
        )
    capacity = change.capacity if change.capacity is not None else row["capacity"]
    if capacity is None:
        raise DataError(f"{row['name']}: its capacity is not known; give  capacity  in {case.unit}")
    if row["kind"] == "lng_terminal":
        return _larger_plant(case, row, float(capacity))
    tail, head = (_place(case, row, end) for end in ("from", "to"))
    cost = change.cost if change.cost is not None else _cost(case, row, tail, head)
    way = Way(row["id"], row["name"], MEANS.get(row["kind"], "pipeline"), tail, head)
    return _with_arc(case, way, float(capacity), cost)


def _known(case: Case, change: Build, world: World) -> dict[str, Any]:
    rows = world.links.filter(pl.col("id") == change.link[0])
    if rows.is_empty():
        carried = (pl.col("commodity") == case.commodity).fill_null(value=False)
        raise UnknownName.among("link", change.link[0], world.links.filter(carried)["id"].unique())
    return rows.sort("start", nulls_last=False).row(-1, named=True)


def _new(change: Build) -> dict[str, Any]:
    name = change.name or f"{change.origin}–{change.to}"
    kind = {"rail": "rail", "sea": "sea_lane"}.get(change.by or "", f"{_stem(change)}_pipeline")
    return {
        "id": f"new:{change.origin}-{change.to}".lower(), "name": name, "kind": kind,
        "from": change.origin, "to": change.to, "capacity": change.capacity, "route": None,
        "via": ";".join(change.via),
    }  # fmt: skip


def _stem(change: Build) -> str:
    return "gas" if change.commodity == "gas" else "oil"


def _place(case: Case, row: dict[str, Any], end: str) -> str:
    """The node that an end of a link lies in."""
    label = row[end]
    place = place_of(label, case.commodity, link=row["id"], end=end)
    if place not in case.places:
        near = [p for p in case.places if state_of(p) == state_of(label)]
        raise UnknownName.among(f"place of {case.commodity}", label, near or case.states())
    return place


def _cost(case: Case, row: dict[str, Any], tail: str, head: str) -> float:
    """USD per unit, by length: of the route where it is known, else the great circle with a detour."""
    there = [position(place, case.commodity) for place in (tail, head)]
    if row["kind"] not in PIPES or any(place is None for place in there):
        raise DataError(
            f"{row['name']}: what carriage costs is not known\n  give  cost  in USD per unit"
        )
    known = costs()
    ends = [(place.lat, place.lon) for place in there if place is not None]
    km = line_km(ends[0], ends[1], row["route"], known["detour"])
    if case.commodity != "gas":
        return known["pipe_oil"] * km / 1000
    borders = 1 + len([v for v in str(row["via"] or "").split(";") if v])
    return known["pipe_gas"] * km / 1000 + borders * known["pipe_gas_entry"]


def _larger_plant(case: Case, row: dict[str, Any], capacity: float) -> Case:
    """The plants of a place are one arc: a new one makes it larger. Capacity in Mt of LNG a year."""
    way, end = ("lng_import", "to") if row["from"] == "WLD" else ("lng_export", "from")
    plant = f"{way}:{_place(case, row, end)}"
    chosen = np.array([w.id == plant for w in case.ways], dtype=bool)
    if not chosen.any():
        raise DataError(
            f"{row['name']}: its place has no LNG plant yet, and a first one is not simulated"
        )
    known = costs()
    more = capacity * known["lng_bcm_per_mt"]
    more *= known["liquefaction_peak"] if way == "lng_export" else 1.0
    wider = case.market.arc_capacity + np.where(chosen, more, 0.0)
    return case.with_market(
        f"{row['name']} adds {more:.3g} {case.unit} to {plant}", arc_capacity=wider
    )


def _with_arc(case: Case, way: Way, capacity: float, cost: float) -> Case:
    market, index = case.market, case.index()

    def more(values: Array, value: float) -> Array:
        return np.append(values, value)

    longer = replace(
        market,
        tail=np.append(market.tail, index[way.tail]),
        head=np.append(market.head, index[way.head]),
        arc_cost=more(market.arc_cost, cost),
        loss=more(market.loss, 0.0),
        arc_capacity=more(market.arc_capacity, capacity),
        arc_floor=more(market.arc_floor, 0.0),
        tariff=more(market.tariff, 0.0),
        arc_slope=more(market.arc_slope, 0.0),
        arc_names=(*market.arc_names, way.name) if market.arc_names else (),
    )
    return replace(case, market=longer, ways=(*case.ways, way))
