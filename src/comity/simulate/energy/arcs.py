"""Arcs of a network as rows, and lines made into them.

A line through other states is a chain: it has a node of its own in every transit state, ``tap@GRC``, where
gas may leave it for that state (a net importer) or join it (a net exporter); nothing else can turn there,
so a transit state lends no gas of its own to a line that passes through. A compiled table says where a
transit state may not draw or add, though its balance would let it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

import polars as pl

from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.costs import Costs, line_km
from comity.simulate.energy.lines import Line
from comity.simulate.energy.places import Commodity, place_of, position, state_of

__all__ = ["Arc", "arc_frame", "line_arcs"]

ARC_KINDS = ("pipeline", "draw", "add", "liquefaction", "regasification", "sea", "overland")


@dataclass(frozen=True, slots=True)
class Arc:
    """One arc: what may be carried from a node to a node in a year, and at what cost."""

    id: str
    link: str
    name: str
    kind: str
    start: str
    end: str
    capacity: float
    inferred: bool
    cost: float
    km: float | None
    source: str
    record: str
    loss: float = 0.0
    floor: float = 0.0
    passages: str | None = None
    via: str | None = None


def arc_frame(arcs: Sequence[Arc]) -> pl.DataFrame:
    """The arcs as a table; ``from`` and ``to`` are node keys, infinite capacity is what no link bounds."""
    rows = [asdict(arc) for arc in arcs]
    schema = {
        "id": pl.String, "link": pl.String, "name": pl.String, "kind": pl.String, "start": pl.String,
        "end": pl.String, "capacity": pl.Float64, "inferred": pl.Boolean, "cost": pl.Float64,
        "km": pl.Float64, "source": pl.String, "record": pl.String, "loss": pl.Float64,
        "floor": pl.Float64, "passages": pl.String, "via": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema).rename({"start": "from", "end": "to"})


def line_arcs(
    found: Sequence[Line], commodity: Commodity, balance: Mapping[str, float], cost: Costs
) -> list[Arc]:
    """Every line as an arc, or as a chain of them with the places where it may be drawn on."""
    rules = {
        (row["link"], row["state"]): (row["draws"] == "yes", row["adds"] == "yes")
        for row in read_table("energy_transit").iter_rows(named=True)
    }
    arcs: list[Arc] = []
    for line in found:
        arcs += _chain(line, commodity, balance, cost, rules)
    return arcs


def _chain(
    line: Line,
    commodity: Commodity,
    balance: Mapping[str, float],
    cost: Costs,
    rules: Mapping[tuple[str, str], tuple[bool, bool]],
) -> Iterator[Arc]:
    per_km = cost["pipe_gas" if commodity == "gas" else "pipe_oil"] / 1000
    per_border = cost["pipe_gas_entry"] if commodity == "gas" else 0.0
    if commodity == "gas" and state_of(line.start) == state_of(line.end):
        per_km, per_border = cost["pipe_gas_home"] / 1000, 0.0
    stops = [line.start, *(f"{line.link}@{state}" for state in line.via), line.end]
    at = _where(commodity)
    km = line_km(at(line.start), at(line.end), line.route, cost["detour"])
    legs = len(stops) - 1
    each = {
        "link": line.link, "name": line.name, "inferred": line.inferred, "source": line.source,
        "record": line.record, "capacity": line.capacity, "via": ";".join(line.via) or None,
    }  # fmt: skip
    for n, (start, end) in enumerate(pairwise(stops)):
        id_ = line.link if legs == 1 else f"{line.link}:{n + 1}"
        leg = km / legs
        yield Arc(id=id_, kind="pipeline", start=start, end=end, km=leg,
                  cost=per_km * leg + per_border, **each)  # type: ignore[arg-type]  # fmt: skip
    extra = [
        s
        for (link, s), (draws, _) in rules.items()
        if link == line.link and draws and s not in line.via
    ]
    for state in (*line.via, *extra):
        hub = f"{line.link}@{state if state in line.via else line.via[-1]}"
        place = place_of(state, commodity)
        net = balance.get(place)
        if net is None:
            continue
        draws, adds = rules.get((line.link, state), (net < 0, net > 0))
        if draws:
            yield Arc(id=f"{line.link}>{state}", kind="draw", start=hub, end=place, km=0.0,
                      cost=per_border, **each)  # type: ignore[arg-type]  # fmt: skip
        if adds:
            yield Arc(id=f"{state}>{line.link}", kind="add", start=place, end=hub, km=0.0,
                      cost=per_border, **each)  # type: ignore[arg-type]  # fmt: skip


def _where(commodity: Commodity) -> Callable[[str], tuple[float, float]]:
    def at(key: str) -> tuple[float, float]:
        place = position(key, commodity)
        return (place.lat, place.lon) if place is not None else (0.0, 0.0)

    return at
