"""How goods get from one state to another: corridors with length, days, cost, capacity, use and status.

A corridor is a stretch of a named one (Trans-Siberian, North–South, Middle Corridor, …) or a way by sea
between two ports, with the alternatives to the canal or strait it passes. What is not known is null. The open
sea and natural straits have no capacity of their own: ports, canals, railways and crossings have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.answers.routes_figures import Estimate, cost_of, days_of
from comity.answers.routes_links import State, links_in
from comity.answers.routes_paths import Path, paths_between, served
from comity.answers.routes_tables import figures
from comity.errors import ComityError, CoverageError, UnknownName
from comity.measures.registry import Evidence
from comity.simulate.energy.seas import PASSAGES
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.routes_target import Target

__all__ = ["MODES", "YEAR", "Corridor", "Routes", "routes"]

MODES = ("freight", "rail", "road", "sea")
#: The year asked about where none is: the last that the compiled capacities speak of.
YEAR = 2024
#: What stands in the way of using a link, the worst last.
ORDER = ("operating", "idle", "suspended", "mothballed", "construction", "proposed", "shelved",
         "cancelled", "retired", "destroyed")  # fmt: skip
COLUMNS: dict[str, type[pl.DataType]] = {
    "id": pl.String, "name": pl.String, "modes": pl.String, "via": pl.String, "passages": pl.String,
    "km": pl.Float64, "days_low": pl.Float64, "days_high": pl.Float64, "days_basis": pl.String,
    "cost_low": pl.Float64, "cost_high": pl.Float64, "cost_unit": pl.String, "usd_per_tonne_low": pl.Float64,
    "usd_per_tonne_high": pl.Float64, "cost_basis": pl.String, "capacity_low": pl.Float64,
    "capacity_high": pl.Float64, "capacity": pl.String, "binds": pl.String, "use": pl.Float64,
    "use_year": pl.Int32, "not_covered": pl.String, "status": pl.String,
}  # fmt: skip
LEGS: dict[str, type[pl.DataType]] = {
    "corridor": pl.String, "leg": pl.Int32, "mode": pl.String, "from": pl.String, "to": pl.String,
    "km": pl.Float64, "km_basis": pl.String, "links": pl.String, "passages": pl.String, "record": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corridor:
    """One corridor in one year.

    Attributes
    ----------
    days, cost
        Ranges with their basis; None where not covered. ``per_tonne``: dollars a tonne the cost comes to.
    capacity
        Million tonnes a year, low and high: the least of the links whose capacity is known; None of none.
    covered
        ``known`` where every link that bounds it is known, ``at most`` where some are, else ``unknown``.
    binds
        The link of that least capacity.
    missing
        Links whose capacity is not known; "(other stretches)" for those that are not compiled.
    status
        The worst of its links; ``operating`` where nothing else is known of them.
    """

    path: Path
    days: Estimate | None
    cost: Estimate | None
    per_tonne: tuple[float, float] | None
    capacity: tuple[float, float] | None
    covered: str
    binds: State | None
    missing: tuple[str, ...]
    status: str

    @property
    def open(self) -> bool:
        """Whether it can be used."""
        return self.status == "operating"


@dataclass(frozen=True, slots=True)
class Routes:
    """The corridors between two states in a year.

    Attributes
    ----------
    world, a, b, year, mode
        As asked, names resolved.
    corridors
        Operating ones first, by dollars a tonne where held, then by length.
    links
        What every compiled link could and did carry in the year.
    target
        Whether a trade of so many dollars fits, where that was asked.
    """

    world: World
    a: str
    b: str
    year: int
    mode: str
    corridors: tuple[Corridor, ...]
    links: Mapping[str, State]
    target: Target | None = None

    def table(self) -> pl.DataFrame:
        """One row per corridor; capacity and use in Mt a year. Null is not covered."""
        return pl.DataFrame([_row(c) for c in self.corridors], schema=COLUMNS)

    def legs(self) -> pl.DataFrame:
        """One row per leg of every corridor, with its source."""
        rows = [
            {
                "corridor": c.path.id, "leg": n, "mode": leg.mode, "from": leg.start, "to": leg.end,
                "km": round(leg.km), "km_basis": "computed" if leg.computed else "compiled",
                "links": ";".join(leg.links) or None, "passages": ";".join(leg.passages) or None,
                "record": leg.record,
            }
            for c in self.corridors
            for n, leg in enumerate(c.path.legs, 1)
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=LEGS)

    def evidence(self) -> list[Evidence]:
        """Rows of the world behind capacity, use and status: links, and flows on them."""
        from comity.answers.routes_links import evidence

        used = {x for c in self.corridors for x in c.path.limits if x}
        used |= {p for c in self.corridors for p in c.path.passages}
        used |= {x for c in self.corridors for leg in c.path.legs for x in leg.links}
        return evidence(self.world, used, self.year)

    def sources(self) -> pl.DataFrame:
        """Where each published day, cost, length and use stands: figure, of, from, to, year, record."""
        ids = {c.path.id for c in self.corridors}
        records = {e.record for c in self.corridors for e in (c.days, c.cost) if e is not None}
        links = {x for c in self.corridors for x in c.path.limits if x}
        rows = [
            {"figure": f.figure, "of": f.corridor or f.link, "from": f.ends[0], "to": f.ends[1],
             "year": f.year, "low": f.low, "high": f.high, "unit": f.unit, "notes": f.notes,
             "record": f.record}
            for f in figures()
            if f.record in records or f.corridor in ids or (f.figure == "use" and f.link in links)
        ]  # fmt: skip
        return pl.DataFrame(rows)

    def verdict(self) -> str:
        """What can be said in a few sentences: how many corridors, and what is known of them."""
        from comity.answers.routes_words import verdict

        return verdict(self)

    def plot(self) -> alt.LayerChart | alt.FacetChart:
        """Length, with capacity and status, of every corridor."""
        from comity.answers.routes_words import picture

        return picture(self)


def routes(
    world: World,
    a: str,
    b: str,
    *,
    mode: str = "freight",
    year: int = YEAR,
    target: float | None = None,
    density: tuple[float, float] | None = None,
) -> Routes:
    """List the corridors between two states, and say whether they can carry a trade.

    Parameters
    ----------
    mode
        ``freight`` for all, or those that use ``rail``, ``road`` or ``sea``.
    target
        Dollars of trade a year, both directions together.
    density
        Dollars a tonne of goods other than oil, low and high; by default an assumed range.

    Raises
    ------
    ComityError
        For an unknown state or mode, twice the same, or a target that is no positive amount.
    CoverageError
        If no corridor between the two is held, or the world holds no links.
    """
    a, b = states.resolve(a), states.resolve(b)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a corridor joins two states")
    if mode not in MODES:
        raise UnknownName.among("mode of transport", mode, MODES)
    _check_amounts(target, density)
    links = links_in(world, year)
    shut = [p for p in PASSAGES if p in links and links[p].status not in (None, "operating")]
    found = [
        _corridor(path, links, year)
        for path in paths_between(a, b, shut)
        if mode == "freight" or mode in path.modes
    ]
    if not found:
        raise _nothing(a, b, mode)
    found.sort(key=_order)
    result = Routes(world, a, b, year, mode, tuple(found), links)
    if target is None:
        return result
    from comity.answers.routes_target import answer

    return replace(result, target=answer(result, target, density))


def _check_amounts(target: float | None, density: tuple[float, float] | None) -> None:
    if target is not None and not 0 < target < 1e14:
        raise ComityError(
            f"a target of {target:g} dollars a year is none: give a positive amount, as 100e9"
        )
    if density is not None and not 0 < density[0] <= density[1]:
        raise ComityError(
            f"dollars a tonne from {density[0]:g} to {density[1]:g} are no range: give two positive "
            "amounts, the lower first"
        )


def _nothing(a: str, b: str, mode: str) -> CoverageError:
    have = served()
    lacking = [x for x in (a, b) if x not in have]
    what = "corridor" if mode == "freight" else f"corridor by {mode}"
    lines = [f"no {what} between {states.name(a)} ({a}) and {states.name(b)} ({b}) is held"]
    if lacking:
        lines.append(f"no place of {' or '.join(states.name(x) for x in lacking)} is compiled")
    lines.append("corridors touch  " + " ".join(sorted(have)))
    return CoverageError("\n  ".join(lines))


def _corridor(path: Path, links: Mapping[str, State], year: int) -> Corridor:
    limits = [x for x in path.limits if x is not None]
    known = [links[x] for x in limits if x in links and links[x].capacity is not None]
    missing = [
        x if x is not None else "(other stretches)"
        for x in path.limits
        if x is None or x not in links or links[x].capacity is None
    ]
    binds = min(known, key=lambda s: s.capacity or (0.0, 0.0), default=None)
    statuses = [
        links[x].status or "operating"
        for x in (*(x for leg in path.legs for x in leg.links), *limits, *path.passages)
        if x in links
    ]
    cost = cost_of(path, year)
    return Corridor(
        path,
        days_of(path, year),
        cost[0] if cost else None,
        cost[1] if cost else None,
        binds.capacity if binds else None,
        "unknown" if not known else "at most" if missing else "known",
        binds,
        tuple(missing),
        max(statuses, key=ORDER.index, default="operating"),
    )


def _order(c: Corridor) -> tuple[bool, bool, float, float]:
    return (not c.open, c.per_tonne is None, sum(c.per_tonne or (0.0,)), c.path.km)


def _row(c: Corridor) -> dict[str, object]:
    path = c.path
    return {
        "id": path.id, "name": path.name, "modes": ";".join(path.modes),
        "via": ";".join(path.via) or None, "passages": ";".join(path.passages) or None,
        "km": float(round(path.km)),
        "days_low": c.days and c.days.low, "days_high": c.days and c.days.high,
        "days_basis": c.days and c.days.basis,
        "cost_low": c.cost and c.cost.low, "cost_high": c.cost and c.cost.high,
        "cost_unit": c.cost and c.cost.unit,
        "usd_per_tonne_low": c.per_tonne and c.per_tonne[0],
        "usd_per_tonne_high": c.per_tonne and c.per_tonne[1],
        "cost_basis": c.cost and c.cost.basis,
        "capacity_low": c.capacity and c.capacity[0], "capacity_high": c.capacity and c.capacity[1],
        "capacity": c.covered, "binds": c.binds and c.binds.id,
        "use": c.binds and c.binds.used and sum(c.binds.used) / 2,
        "use_year": c.binds and c.binds.used_in,
        "not_covered": ";".join(c.missing) or None, "status": c.status,
    }  # fmt: skip
