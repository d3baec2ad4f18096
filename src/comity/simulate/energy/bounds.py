"""What bounds an arc besides its nameplate: contracts from below, nominations and outages from above."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from comity.simulate.energy.arcs import Arc
from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.lines import open_share
from comity.world.world import World

__all__ = ["under_ceilings", "wide_enough", "with_floors"]

#: Room above what was observed where a nameplate is below it.
HEADROOM = 1.02

_LINK = re.compile(r"\[link ([^\]]+)\]")
_BY_YEAR = re.compile(r"\[by year ([^\]]+)\]")


def under_ceilings(arcs: list[Arc], year: int) -> list[Arc]:
    """Capacities cut to what nominations, contracts and outages let through, where that is known."""
    most: dict[str, float] = {}
    covered: dict[str, float] = {}
    for row in read_table("energy_ceilings", numbers=("capacity",)).iter_rows(named=True):
        share = open_share("operating", row["start"], row["end"], year)
        if share > 0:
            most[row["link"]] = most.get(row["link"], 0.0) + share * row["capacity"]
            covered[row["link"]] = covered.get(row["link"], 0.0) + share
    # the rest of the year has the nameplate
    return [
        replace(a, capacity=min(a.capacity, most[a.link] + (1 - covered[a.link]) * a.capacity))
        if a.link in most
        else a
        for a in arcs
    ]


def wide_enough(
    arcs: list[Arc], net: Mapping[str, float], unit: str
) -> tuple[list[Arc], list[str]]:
    """Nameplates raised where a place was seen to trade more than all of its arcs can carry."""
    scale: dict[str, float] = {}
    notes = []
    for place, surplus in net.items():
        mine = [a for a in arcs if (a.start if surplus > 0 else a.end) == place]
        room, need = sum(a.capacity for a in mine), abs(surplus) * HEADROOM
        if mine and 0 < room < need:
            # plants and terminals run above their nameplate; a line only where there is nothing else
            plants = [a for a in mine if a.kind in ("liquefaction", "regasification")] or mine
            lack = need - room
            part = sum(a.capacity for a in plants)
            scale |= {a.id: 1 + lack / part for a in plants}
            way = "sent out" if surplus > 0 else "brought in"
            notes.append(
                f"{place} {way} {abs(surplus):.1f} {unit} and all its arcs carry {room:.1f}: "
                f"{', '.join(a.id for a in plants)} raised"
            )
    made = [
        replace(a, capacity=a.capacity * scale[a.id], inferred=True) if a.id in scale else a
        for a in arcs
    ]
    return made, notes


def with_floors(world: World, arcs: list[Arc], year: int) -> tuple[list[Arc], list[str]]:
    """Contracts as lower bounds: volume × take-or-pay share, at most the capacity, on the line's last leg."""
    ties = world.rows("ties", pl.col("source") == "compiled_contracts", of="supply_contract")
    floors: dict[str, tuple[float, str]] = {}
    for row in ties.iter_rows(named=True):
        link = _LINK.search(row["record"])
        share = open_share("operating", row["start"], row["end"], year)
        if link is None or share == 0:
            continue
        volume = row["value"]
        if by_year := _BY_YEAR.search(row["record"]):
            pairs = dict(pair.split(":") for pair in by_year.group(1).split(";"))
            volume = float(pairs.get(str(year), volume))
        floors[link.group(1)] = (volume * row["depth"] * share, row["name"])
    carries = ("pipeline", "sea")
    last = {arc.link: arc.id for arc in arcs if arc.kind in carries and arc.link in floors}
    notes = [
        f"contract {name}: at least {floor:.1f} a year through {link}"
        for link, (floor, name) in sorted(floors.items())
        if link in last
    ]
    made = [
        replace(arc, floor=min(floors[arc.link][0], arc.capacity))
        if last.get(arc.link) == arc.id
        else arc
        for arc in arcs
    ]
    return made, notes
