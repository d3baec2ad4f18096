"""What is compiled of corridors: places, legs, what links carry, and published days, costs and use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import polars as pl

from comity.simulate.energy.compiled import read_table

__all__ = ["Figure", "Named", "Place", "Stretch", "corridors", "figures", "link_rows", "places"]


@dataclass(frozen=True, slots=True)
class Place:
    """A port, a junction or a border station.

    Attributes
    ----------
    key, name, lat, lon
        ``RUS.novorossiysk`` and where it lies.
    points
        Way-points of the sea graph it meets the sea at; none inland.
    hub
        Whether a state's corridors are measured from here.
    port, feeders
        Links whose capacity its ships share, and railways its hinterland cannot do without.
    cargo
        ``goods``, ``oil``: what it handles, where it is a port.
    """

    key: str
    name: str
    lat: float
    lon: float
    points: tuple[str, ...]
    hub: bool
    port: str | None
    feeders: tuple[str, ...]
    cargo: frozenset[str]

    @property
    def state(self) -> str:
        """The state, the part of the key before the dot."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One leg of a named corridor as compiled; ``km`` is None where it is to be computed."""

    mode: str
    start: str
    end: str
    links: tuple[str, ...]
    km: float | None
    record: str


@dataclass(frozen=True, slots=True)
class Named:
    """A named corridor: its stretches in order, and the link that stands for the whole, if any."""

    id: str
    name: str
    link: str | None
    notes: str | None
    record: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: ``days``, ``cost`` or ``use``, of a corridor or link, between two ends."""

    figure: str
    corridor: str | None
    link: str | None
    ends: tuple[str, str]
    year: int
    low: float | None
    high: float | None
    unit: str
    notes: str | None
    record: str


def _many(cell: str | None) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


@cache
def places() -> Mapping[str, Place]:
    """The compiled places by key."""
    rows = read_table("corridor_places", numbers=("lat", "lon"))
    return {
        r["place"]: Place(
            r["place"], r["name"], r["lat"], r["lon"], _many(r["points"]), r["hub"] == "yes",
            r["port"], _many(r["feeders"]), frozenset(_many(r["cargo"])),
        )
        for r in rows.iter_rows(named=True)
    }  # fmt: skip


@cache
def corridors() -> tuple[Named, ...]:
    """The named corridors, in the order of the file."""
    legs = read_table("corridor_legs", numbers=("leg", "km")).sort(
        "corridor", "leg", maintain_order=True
    )
    by_corridor = {
        key: tuple(
            Stretch(r["mode"], r["from"], r["to"], _many(r["link"]), r["km"], r["record"])
            for r in rows
        )
        for key, rows in groupby(legs.iter_rows(named=True), key=lambda r: r["corridor"])
    }
    return tuple(
        Named(r["id"], r["name"], r["link"], r["notes"], r["record"], by_corridor[r["id"]])
        for r in read_table("corridors").iter_rows(named=True)
    )


@cache
def figures() -> tuple[Figure, ...]:
    """Published days, costs and use."""
    rows = read_table("corridor_figures", numbers=("year", "low", "high"))
    return tuple(
        Figure(
            r["figure"], r["corridor"], r["link"], (r["from"] or "", r["to"] or ""),
            int(r["year"]), r["low"], r["high"], r["unit"], r["notes"], r["record"],
        )
        for r in rows.iter_rows(named=True)
    )  # fmt: skip


@cache
def link_rows() -> pl.DataFrame:
    """Ports, crossings and canals by period, with the columns of ``links``."""
    return read_table("corridor_links", numbers=("capacity",))
