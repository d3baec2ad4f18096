"""By sea: the LNG chain (liquefaction, voyage, regasification) and the tanker trade in crude oil.

A state's liquefaction plants are one arc into ``QAT:lng``, its import terminals one arc out of
``DEU:regas``; every pair of them is joined by the best voyage. Crude goes from the ports of states that
have more than they refine to those of states that refine more than they have; nothing but passages and
embargoes bounds it. States without a coast or a line of their own are reached overland from their neighbours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import polars as pl

from comity.errors import CoverageError
from comity.simulate.energy.arcs import Arc
from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.costs import Costs
from comity.simulate.energy.lines import open_share
from comity.simulate.energy.places import Commodity, places_of, position, state_of
from comity.simulate.energy.seas import Voyage, great_circle, ports, voyages
from comity.states import members
from comity.world.world import World

__all__ = ["embargo_share", "lng_arcs", "overland_arcs", "tanker_arcs"]

#: A state that produces this share of what it refines imports no crude to speak of.
SELLS_ONLY = 1.0
#: An embargo in force for more of a year than this closes the voyage for that year.
ENOUGH = 0.5
#: Exporters an importer is joined to, by distance; the rest of the world is open to the large ones.
NEAREST = 15
LARGE = 10.0


def lng_arcs(world: World, year: int, cost: Costs, closed: Collection[str]) -> list[Arc]:
    """Liquefaction, voyages and regasification of a year.

    Raises
    ------
    CoverageError
        If the world has no LNG capacities of the year.
    """
    export, into = (_terminals(world, way, year) for way in ("export", "import"))
    arcs = []
    for place, (capacity, source, record) in export.items():
        arcs.append(
            Arc(
                f"lng_export:{place}", f"lng_export:{place}", f"Liquefaction, {_name(place)}", "liquefaction",
                place, f"{place}:lng", capacity * cost["lng_bcm_per_mt"] * cost["liquefaction_peak"],
                False, cost["liquefaction"], None, source, record,
            )
        )  # fmt: skip
    for place, (capacity, source, record) in into.items():
        arcs.append(
            Arc(
                f"lng_import:{place}", f"lng_import:{place}", f"Regasification, {_name(place)}",
                "regasification", f"{place}:regas", place, capacity * cost["lng_bcm_per_mt"], False,
                cost["regasification"], None, source, record,
            )
        )  # fmt: skip
    for (a, b), voyage in voyages(export, into, "gas", closed=closed).items():
        if embargo_share(a, b, "gas", year) > ENOUGH:
            continue
        carried = cost["lng_port"] + cost["lng_shipping"] * voyage.effective_km / 1000
        arcs.append(_sea("lng", a, b, f"{a}:lng", f"{b}:regas", voyage, carried))
    return arcs


def _terminals(world: World, way: str, year: int) -> dict[str, tuple[float, str, str]]:
    """Mt a year by place, with source and record; places of a split state from the links, others in total."""
    rows = world.rows("states", pl.col("source") == "gem_gas", of=f"lng_{way}_capacity")
    rows = rows.filter(pl.col("year") == year)
    if rows.is_empty():
        raise CoverageError(
            f"no LNG {way} capacity of {year} in this world\n"
            "  build it again with  comity data build  (source gem_gas), or take a year it has"
        )
    split = {state_of(place) for place in places_of("gas")}
    found = {
        row["state"]: (row["value"], row["source"], row["record"])
        for row in rows.iter_rows(named=True)
        if row["state"] not in split and row["value"] > 0
    }
    links = world.links.filter(
        (pl.col("kind") == "lng_terminal") & (pl.col("source") == "compiled_links")
        & (pl.col("from" if way == "export" else "to") != "WLD")
    )  # fmt: skip
    ends = dict(
        read_table("energy_ends")
        .filter(pl.col("commodity") == "gas")
        .select("end", "place")
        .iter_rows()
    )
    for row in links.iter_rows(named=True):
        label = row["from" if way == "export" else "to"]
        place = ends.get(label, label)
        share = open_share(row["status"], row["start"], row["end"], year)
        if place in places_of("gas") and share > 0 and row["capacity"] is not None:
            before, _, record = found.get(place, (0.0, "", ""))
            record = f"{record}; {row['id']}" if record and row["id"] not in record else row["id"]
            found[place] = (before + share * row["capacity"], "compiled_links", record)
    return found


def tanker_arcs(
    balance: pl.DataFrame, year: int, cost: Costs, closed: Collection[str], loading: Collection[str]
) -> list[Arc]:
    """Voyages of crude between places.

    Parameters
    ----------
    balance
        place, production and consumption in Mt.
    loading
        Ports that are places of their own and are fed by a line.
    """
    made = dict(balance.select("place", pl.col("production").fill_null(0.0)).iter_rows())
    used = dict(balance.select("place", pl.col("consumption").fill_null(0.0)).iter_rows())
    sells = {p for p, q in made.items() if q >= 1 and (q > used[p] or q >= LARGE)} | set(loading)
    buys = {p for p, q in used.items() if q >= 0.3 and made[p] < SELLS_ONLY * q}
    out = {port.place for port in ports() if port.way != "import"}
    into = {port.place for port in ports() if port.way != "export"}
    found = voyages(sells & out, buys & into, "crude_oil", closed=closed)
    arcs = []
    for buyer in sorted(buys & into):
        mine = sorted(
            (
                (a, voyage)
                for (a, b), voyage in found.items()
                if b == buyer
                and state_of(a) != state_of(b)
                and embargo_share(a, b, "crude_oil", year) <= ENOUGH
            ),
            key=lambda item: item[1].effective_km,
        )
        for a, voyage in mine if used[buyer] >= LARGE else mine[:NEAREST]:
            carried = cost["tanker_fixed"] + cost["tanker"] * voyage.effective_km / 1000
            arcs.append(_sea("crude", a, buyer, a, buyer, voyage, carried))
    return arcs


@cache
def _embargoes() -> tuple[dict[str, str | None], ...]:
    return tuple(read_table("energy_embargoes").iter_rows(named=True))


def embargo_share(seller: str, buyer: str, commodity: Commodity, year: int) -> float:
    """Share of a year in which a state sells another nothing by sea: embargoes, boycotts, buyers' stops."""
    a, b = state_of(seller), state_of(buyer)
    total = 0.0
    for row in _embargoes():
        named = row["buyer"] or ""
        inside = named in ("*", b) or (named == "EU" and b in _european(year))
        if row["seller"] != a or row["commodity"] != commodity or not inside:
            continue
        if b not in (row["except"] or "").split(";"):
            total += open_share("operating", row["start"], row["end"], year)
    return min(total, 1.0)


@cache
def _european(year: int) -> frozenset[str]:
    return frozenset(members("EU", f"{year}-07-01"))


def overland_arcs(
    world: World, wanting: Collection[str], have: Mapping[str, float], cost: Costs
) -> list[Arc]:
    """Rail and road from neighbours, for places that nothing else reaches."""
    touching = world.rows("ties", pl.col("depth") == 1, of="contiguity").filter(
        pl.col("end").is_null()
    )
    if touching.is_empty():
        last = world.rows("ties", pl.col("depth") == 1, of="contiguity")
        touching = last.filter(pl.col("end") == last["end"].max()) if last.height else last
    pairs = {(a, b) for a, b in touching.select("a", "b").iter_rows()}
    arcs = []
    for place in sorted(wanting):
        here = position(place, "crude_oil")
        for other in sorted({b if a == place else a for a, b in pairs if place in (a, b)}):
            near = "RUS.west" if other == "RUS" else other
            there = position(near, "crude_oil")
            if near not in have or here is None or there is None:
                continue
            km = great_circle(here.lat, here.lon, there.lat, there.lon) * cost["detour"]
            id_ = f"overland:{near}>{place}"
            arcs.append(
                Arc(
                    id_, id_, f"{there.name}–{here.name} by land",
                    "overland", near, place, float("inf"), True, cost["overland_oil"] * km / 1000, km,
                    "cow_contiguity", "neighbours by land; that it is used is assumed",
                )
            )  # fmt: skip
    return arcs


def _sea(prefix: str, a: str, b: str, start: str, end: str, voyage: Voyage, carried: float) -> Arc:
    id_ = f"{prefix}:{a}>{b}"
    return Arc(
        id_, id_, f"{voyage.ports[0]}–{voyage.ports[1]}", "sea", start, end, float("inf"), False,
        carried, voyage.km, "compiled_sea", "shortest way on the compiled sea graph",
        passages=";".join(voyage.passages) or None,
    )  # fmt: skip


def _name(place: str) -> str:
    found = position(place, "gas")
    return found.name if found is not None else place
