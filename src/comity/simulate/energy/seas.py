"""Sea distances: shortest paths over a small graph of way-points, with the passages on the way.

The graph (about 130 points, 270 lanes) and the ports are compiled facts. A lane's length is its great circle;
lanes through a strait or canal carry its id, the one its link has. What is shortest is judged by *effective*
kilometres: tolls and waiting of a canal, ice and season of the Northern Sea Route count as distance (see
``PASSAGE_KM`` and ``PASSAGE_FACTOR``), but the length that is reported is the true one. A closed passage is
left out, and the next best path is found, or none.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from comity.errors import UnknownName
from comity.simulate.energy.compiled import read_table

__all__ = ["PASSAGES", "Port", "Voyage", "great_circle", "ports", "voyages"]

EARTH_KM = 6371.0

#: Tolls and waiting of a canal as kilometres of sailing: a laden tanker or LNG carrier pays some 0.4 to
#: 0.5 million dollars at Suez and Panama, what about 900 km of sailing cost it; Panama's queue adds as much.
PASSAGE_KM: Mapping[str, float] = {"suez": 900.0, "panama": 1800.0}
#: Ice: slower, escorted, and open to most ships for five months of the year.
PASSAGE_FACTOR: Mapping[str, float] = {"northern_sea_route": 3.0}
#: Every passage that a lane may carry, and its usual name.
PASSAGES: Mapping[str, str] = {
    "hormuz": "Strait of Hormuz", "bab_el_mandeb": "Bab el-Mandeb", "suez": "Suez Canal",
    "turkish_straits": "Turkish Straits", "danish_straits": "Danish Straits",
    "malacca": "Strait of Malacca", "panama": "Panama Canal", "gibraltar": "Strait of Gibraltar",
    "cape": "Cape of Good Hope", "northern_sea_route": "Northern Sea Route",
    "sunda": "Sunda Strait", "lombok": "Lombok Strait", "taiwan_strait": "Taiwan Strait",
    "korea_strait": "Korea Strait", "magellan": "Strait of Magellan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Port:
    """A loading or discharging port (or a stretch of coast between several), and where it meets the sea."""

    place: str
    name: str
    lat: float
    lon: float
    points: tuple[str, ...]
    commodities: tuple[str, ...]
    way: str


@dataclass(frozen=True, slots=True)
class Voyage:
    """The best way by sea between two places.

    Attributes
    ----------
    km
        Its length, and ``effective_km`` with the tolls, waiting and ice of its passages.
    passages
        Ids of the straits and canals on the way, in order.
    ports
        Where it starts and ends, of the ports the two places have.
    points
        The way-points, for maps.
    """

    km: float
    effective_km: float
    passages: tuple[str, ...]
    ports: tuple[str, str]
    points: tuple[str, ...]


def great_circle(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points given in degrees (haversine formula)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2
    half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


@cache
def ports() -> tuple[Port, ...]:
    """The compiled ports, in the order of the file."""
    return tuple(
        Port(
            row["place"], row["name"], row["lat"], row["lon"], tuple(row["points"].split(";")),
            tuple(c for c in ("gas", "crude_oil") if row[c] == "yes"), row["way"],
        )
        for row in read_table("energy_ports", numbers=("lat", "lon")).iter_rows(named=True)
    )  # fmt: skip


@cache
def _lanes() -> tuple[Mapping[str, tuple[float, float]], pl.DataFrame]:
    points = read_table("sea_points", numbers=("lat", "lon"))
    at = {row["id"]: (row["lat"], row["lon"]) for row in points.iter_rows(named=True)}
    lanes = read_table("sea_lanes")
    km = [great_circle(*at[a], *at[b]) for a, b in zip(lanes["a"], lanes["b"], strict=True)]
    return at, lanes.with_columns(km=pl.Series(km))


def voyages(
    origins: Iterable[str],
    destinations: Iterable[str],
    commodity: str,
    *,
    closed: Collection[str] = (),
) -> dict[tuple[str, str], Voyage]:
    """The best voyage for every pair of places that have ports and are joined by open lanes.

    Parameters
    ----------
    origins, destinations
        Keys of places with a port for the commodity; others are left out.
    commodity
        ``gas`` (as LNG) or ``crude_oil``.
    closed
        Ids of passages that cannot be used.

    Raises
    ------
    UnknownName
        For a passage in ``closed`` that the sea graph does not know.
    """
    for passage in closed:
        if passage not in PASSAGES:
            raise UnknownName.among("passage", passage, PASSAGES)
    at, lanes = _lanes()
    open_lanes = lanes.filter(~pl.col("passage").is_in(list(closed)) | pl.col("passage").is_null())
    from_ports = _of(origins, commodity, "export")
    to_ports = _of(destinations, commodity, "import")
    index = {point: i for i, point in enumerate(at)}
    ways = _ways(open_lanes, index)
    starts = sorted({index[p] for port in from_ports for p in port.points})
    reach, before = dijkstra(ways, directed=False, indices=starts, return_predecessors=True)
    row_of = {start: row for row, start in enumerate(starts)}
    names = list(at)
    passages = {
        frozenset((lane["a"], lane["b"])): (lane["km"], lane["passage"])
        for lane in open_lanes.iter_rows(named=True)
    }
    found: dict[tuple[str, str], Voyage] = {}
    for start in from_ports:
        for end in to_ports:
            if start.place == end.place:
                continue
            best = min(
                (
                    (
                        _leg(start, at[p]) + reach[row_of[index[p]], index[q]] + _leg(end, at[q]),
                        p,
                        q,
                    )
                    for p in start.points
                    for q in end.points
                ),
            )
            key = start.place, end.place
            if not np.isfinite(best[0]) or (key in found and found[key].effective_km <= best[0]):
                continue
            row, node, trail = row_of[index[best[1]]], index[best[2]], [best[2]]
            while names[node] != best[1]:
                node = int(before[row, node])
                trail.append(names[node])
            trail.reverse()
            legs = [passages[frozenset(pair)] for pair in pairwise(trail)]
            passed = dict.fromkeys(passage for _, passage in legs if passage)
            km = sum(length for length, _ in legs)
            km += _leg(start, at[best[1]]) + _leg(end, at[best[2]])
            found[key] = Voyage(km, best[0], tuple(passed), (start.name, end.name), tuple(trail))
    return found


def _of(places: Iterable[str], commodity: str, way: str) -> list[Port]:
    wanted = set(places)
    return [
        port
        for port in ports()
        if port.place in wanted and commodity in port.commodities and port.way in (way, "both")
    ]


def _leg(port: Port, point: tuple[float, float]) -> float:
    return great_circle(port.lat, port.lon, *point)


def _ways(lanes: pl.DataFrame, index: Mapping[str, int]) -> coo_array:
    """Effective kilometres as a sparse symmetric matrix."""
    effective = [
        lane["km"] * PASSAGE_FACTOR.get(lane["passage"], 1.0) + PASSAGE_KM.get(lane["passage"], 0.0)
        for lane in lanes.iter_rows(named=True)
    ]
    a = [index[p] for p in lanes["a"]]
    b = [index[p] for p in lanes["b"]]
    return coo_array((effective, (a, b)), shape=(len(index), len(index))).tocsr()
