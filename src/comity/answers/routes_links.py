"""What the links of a corridor can carry and do carry, in million tonnes a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from comity.answers.routes_tables import figures, link_rows
from comity.measures.registry import Evidence
from comity.world.world import World

__all__ = ["TONNES_PER_TEU", "State", "evidence", "in_tonnes", "links_in"]

#: Tonnes in a container of twenty feet: 10.3 on Russian railways in 2023, empty ones included (76 Mt in
#: 7.4 million), 18 as the Eurasian Development Bank reckons full ones (5.9 Mt in 325,000).
TONNES_PER_TEU = (10.3, 18.0)
#: Tonnes on a lorry. An assumption.
TONNES_PER_TRUCK = (15.0, 25.0)
#: Names of the ledger's dated facts for the use of a link.
NAMES: Mapping[str, tuple[str, ...]] = {
    "eastern_polygon": ("Eastern Polygon export and import traffic",),
    "zabaikalsk_manzhouli": ("Zabaikalsk-Manzhouli",),
    "middle_corridor_route": ("Middle Corridor (TITR)",),
    "northern_sea_route": ("Northern Sea Route",),
    "instc_east": ("INSTC eastern branch", "INSTC eastern branch (about)"),
    "suez_transit": ("Suez Canal",),
}
CARRIED = ("route_cargo",)


@dataclass(frozen=True, slots=True)
class State:
    """One link in one year.

    Attributes
    ----------
    capacity, used
        Million tonnes a year, low and high; None where not known. Used: the latest figure held.
    used_in
        The year of that figure.
    status
        On the last day of the year; None where the link has no period then.
    """

    id: str
    name: str
    capacity: tuple[float, float] | None
    stated: str | None
    used: tuple[float, float] | None
    used_in: int | None
    status: str | None
    record: str | None

    @property
    def spare(self) -> tuple[float, float] | None:
        """Capacity less use, not below zero; None where either is not known."""
        if self.capacity is None or self.used is None:
            return None
        low, high = self.capacity[0] - self.used[1], self.capacity[1] - self.used[0]
        return max(0.0, low), max(0.0, high)


def links_in(world: World, year: int) -> dict[str, State]:
    """Every compiled link as it stood at the end of a year."""
    columns = ["id", "name", "start", "end", "capacity", "unit", "status", "source", "record"]
    held = world.table("links").filter(~pl.col("source").str.starts_with("gem_"))
    shipped = link_rows().filter(~pl.col("id").is_in(held["id"].unique().to_list()))
    rows = pl.concat([held.select(columns), shipped.select(columns)])
    last = f"{year}-12-31"
    stands = (pl.col("start").is_null() | (pl.col("start") <= last)) & (
        pl.col("end").is_null() | (pl.col("end").str.pad_end(10, "~") >= last)
    )
    now = rows.filter(stands).sort("start", nulls_last=False).unique("id", keep="last")
    used = _use(world, year)
    found: dict[str, State] = {}
    for r in now.iter_rows(named=True):
        low_high, in_year = used.get(r["id"], (None, None))
        capacity = in_tonnes(r["capacity"], r["unit"])
        stated = f"{r['capacity']:,.10g} {r['unit']}" if r["capacity"] is not None else None
        found[r["id"]] = State(
            r["id"], r["name"], capacity, stated, low_high, in_year, r["status"], r["record"]
        )
    return found


def in_tonnes(value: float | None, unit: str | None) -> tuple[float, float] | None:
    """A capacity or flow in million tonnes a year; None for null and for units that are no weight."""
    if value is None:
        return None
    factors = {
        "Mt/y": (1.0, 1.0), "Mt": (1.0, 1.0), "Mt/day": (365.0, 365.0),
        "TEU/y": tuple(t / 1e6 for t in TONNES_PER_TEU),
        "TEU": tuple(t / 1e6 for t in TONNES_PER_TEU),
        "trucks/day": tuple(365 * t / 1e6 for t in TONNES_PER_TRUCK),
    }.get(unit or "")  # fmt: skip
    return (value * factors[0], value * factors[1]) if factors else None


def _use(world: World, year: int) -> dict[str, tuple[tuple[float, float], int]]:
    """The latest use of each link up to the year; of one year, the ledger's figure first."""
    found: dict[str, tuple[tuple[float, float], int]] = {}
    for f in sorted(figures(), key=lambda f: f.year):
        if f.figure == "use" and f.link and f.year <= year and f.low is not None:
            found[f.link] = ((f.low, f.high if f.high is not None else f.low), f.year)
    rows = world.rows("flows", pl.col("year") <= year, of=CARRIED).filter(
        (pl.col("measure") == "level") & (pl.col("commitment").fill_null("deed") == "deed")
    )
    for link, names in NAMES.items():
        mine = rows.filter(pl.col("name").is_in(names))
        if link != "suez_transit":  # of the canal only single weeks are held
            mine = mine.filter(pl.col("start").is_null())
        for r in mine.sort("year").iter_rows(named=True):
            amount = in_tonnes(r["value"], r["unit"])
            if amount is not None and (link not in found or r["year"] >= found[link][1]):
                found[link] = (amount, int(r["year"]))
    return found


def evidence(world: World, links: set[str], year: int) -> list[Evidence]:
    """The rows of the world behind the state of some links."""
    held = world.table("links").filter(pl.col("id").is_in(sorted(links)))
    names = [name for link in links for name in NAMES.get(link, ())]
    flows = world.rows("flows", pl.col("year") <= year, of=CARRIED)
    flows = flows.filter(pl.col("name").is_in(names))
    found: list[Evidence] = [("links", held), ("flows", flows)]
    return [(table, rows) for table, rows in found if not rows.is_empty()]
