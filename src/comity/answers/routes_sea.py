"""Ways by sea between two places, and what they become when a strait or canal is avoided.

Shortest paths (Dijkstra) on the compiled sea lanes, whose lengths are great circles. The Northern Sea Route
is open part of the year and to few ships: it is no way to avoid another passage, and stands by itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from comity.answers.routes_tables import Place, places
from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.seas import great_circle

__all__ = ["Sailing", "sail", "ways"]

NORTHERN = "northern_sea_route"
#: Which passage each way avoids, one after the other: Malacca, then Sunda, leave Lombok.
AVOIDED = (("suez",), ("malacca",), ("malacca", "sunda"), ("panama",))
#: Round the capes or across the Pacific: what is left out so that the north is the way.
SOUTHERN = ("suez", "panama", "cape", "magellan")
#: A way this many times as long as the shortest is none that anyone would take.
LONGEST = 1.7


@dataclass(frozen=True, slots=True)
class Sailing:
    """A way by sea: kilometres, straits and canals in order, and its way-points."""

    km: float
    passages: tuple[str, ...]
    points: tuple[str, ...]


Lane = tuple[str, float, str | None]


@cache
def _lanes() -> Mapping[str, tuple[Lane, ...]]:
    at = _positions()
    found: dict[str, list[Lane]] = {}
    for row in read_table("sea_lanes").iter_rows(named=True):
        a, b = row["a"], row["b"]
        km = great_circle(*at[a], *at[b])
        found.setdefault(a, []).append((b, km, row["passage"]))
        found.setdefault(b, []).append((a, km, row["passage"]))
    return {point: tuple(lanes) for point, lanes in found.items()}


@cache
def _positions() -> Mapping[str, tuple[float, float]]:
    rows = read_table("sea_points", numbers=("lat", "lon"))
    return {r["id"]: (r["lat"], r["lon"]) for r in rows.iter_rows(named=True)}


@cache
def sail(start: str, end: str, closed: frozenset[str] = frozenset({NORTHERN})) -> Sailing | None:
    """The shortest way between two places without the closed passages; None where there is none."""
    a, b, at = places()[start], places()[end], _positions()
    queue = [(great_circle(a.lat, a.lon, *at[p]), p, (p,), ()) for p in a.points]  # type: list[tuple[float, str, tuple[str, ...], tuple[str, ...]]]
    heapq.heapify(queue)
    last = {p: great_circle(b.lat, b.lon, *at[p]) for p in b.points}
    best: Sailing | None = None
    done: set[str] = set()
    while queue:
        km, point, trail, passed = heapq.heappop(queue)
        if best is not None and km >= best.km:
            break
        if point in done:
            continue
        done.add(point)
        if point in last and (best is None or km + last[point] < best.km):
            best = Sailing(km + last[point], tuple(dict.fromkeys(passed)), trail)
        for onward, length, passage in _lanes().get(point, ()):
            if onward not in done and passage not in closed:
                way = (*passed, passage) if passage else passed
                heapq.heappush(queue, (km + length, onward, (*trail, onward), way))
    return best


def ways(start: Place, end: Place, closed: Collection[str] = ()) -> list[Sailing]:
    """The shortest way, then those that avoid its canal or strait, then the Northern Sea Route.

    ``closed`` are passages not to be used at all.
    """
    shut = frozenset(closed)
    first = sail(start.key, end.key, shut | {NORTHERN})
    if first is None:
        return []
    found = [first]
    for avoided in AVOIDED:
        if avoided[0] in first.passages:
            other = sail(start.key, end.key, shut | {NORTHERN, *avoided})
            if other is not None and other.km <= LONGEST * first.km:
                found.append(other)
    if NORTHERN not in shut:
        north = sail(start.key, end.key, shut | set(SOUTHERN))
        if north and NORTHERN in north.passages and north.km <= LONGEST * first.km:
            found.append(north)
    return list({way.passages: way for way in reversed(found)}.values())[::-1]
