"""Where energy is produced and used: states, and the places a state splits into where pipes do not connect.

A large producer is one place only as long as its own pipes join its fields: Russian gas is four places (the
unified system's northern fields, the rest of it, East Siberia, Sakhalin), Russian crude three and its ports.
A port whose oil goes on by sea is a place of the state whose oil it is: Ceyhan is Azerbaijan's and Iraq's,
the Caspian terminal at Novorossiysk is Kazakhstan's. Every other label of the links table is its state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

from comity.simulate.energy.compiled import read_table
from comity.states import name, table

__all__ = ["COMMODITIES", "Commodity", "Place", "place_of", "places_of", "position", "state_of"]

Commodity = Literal["gas", "crude_oil"]
COMMODITIES: tuple[Commodity, ...] = ("gas", "crude_oil")

#: Actors with energy balances that are no state of the system, and where they are.
ECONOMIES: Mapping[str, tuple[float, float]] = {
    "HKG": (22.3, 114.2), "MAC": (22.2, 113.5), "PRI": (18.4, -66.1), "GIB": (36.1, -5.3),
    "VIR": (18.3, -64.9), "NCL": (-22.3, 166.4), "ABW": (12.5, -70.0), "PSE": (31.9, 35.2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the network: key, name, the state it belongs to, and where it is."""

    key: str
    name: str
    state: str
    lat: float
    lon: float


def state_of(key: str) -> str:
    """The state of a place: the part before the dot."""
    return key.partition(".")[0]


@cache
def places_of(commodity: Commodity) -> Mapping[str, Place]:
    """The compiled places of a commodity, by key."""
    rows = read_table("energy_places", numbers=("lat", "lon")).filter(commodity=commodity)
    return {
        row["place"]: Place(
            row["place"], row["name"], state_of(row["place"]), row["lat"], row["lon"]
        )
        for row in rows.iter_rows(named=True)
    }


@cache
def _ends(commodity: Commodity) -> Mapping[tuple[str, str], str]:
    rows = read_table("energy_ends")
    found = rows.filter((pl.col("commodity") == commodity) | pl.col("commodity").is_null())
    return {(row["link"] or "", row["end"]): row["place"] for row in found.iter_rows(named=True)}


def place_of(label: str, commodity: Commodity, *, link: str = "", end: str = "") -> str:
    """The node that a label of the links table lies in.

    Parameters
    ----------
    label
        A state or a place, as the links table has it.
    link, end
        Id of the link and ``from`` or ``to``: some lines end in a port that their row does not name.
    """
    ends = _ends(commodity)
    if (found := ends.get((link, end))) is not None:
        return found
    if label in places_of(commodity):
        return label
    return ends.get(("", label), state_of(label))


@cache
def position(key: str, commodity: Commodity) -> Place | None:
    """The place with its name and coordinates (a state's capital); None for what is nowhere, as a bloc."""
    if (found := places_of(commodity).get(key)) is not None:
        return found
    if key in ECONOMIES:
        return Place(key, name(key), key, *ECONOMIES[key])
    rows = table().filter((pl.col("state") == key) & pl.col("end").is_null())
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    return Place(key, row["name"], key, row["lat"], row["lon"])
