"""What it costs to carry gas and oil: compiled parameters with a range, and lengths of lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from comity.errors import UnknownName
from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.seas import great_circle

__all__ = ["Cost", "Costs", "costs", "line_km"]


@dataclass(frozen=True, slots=True)
class Cost:
    """One parameter: its central value, the range of an ensemble, its unit and where it is from."""

    value: float
    low: float
    high: float
    unit: str
    record: str


Costs = Mapping[str, float]


@cache
def table() -> Mapping[str, Cost]:
    """Every parameter by name."""
    rows = read_table("energy_costs", numbers=("value", "low", "high"))
    return {
        row["parameter"]: Cost(row["value"], row["low"], row["high"], row["unit"], row["record"])
        for row in rows.iter_rows(named=True)
    }


def costs(**changed: float) -> Costs:
    """Central values, some of them replaced: ``costs(pipe_gas=30)``.

    Raises
    ------
    UnknownName
        For a parameter that does not exist.
    """
    for parameter in changed:
        if parameter not in table():
            raise UnknownName.among("cost parameter", parameter, table())
    return {name: cost.value for name, cost in table().items()} | changed


def line_km(
    start: tuple[float, float], end: tuple[float, float], route: str | None, detour: float
) -> float:
    """Length of a line: of its route where one is known and longer, else the great circle with a detour."""
    direct = great_circle(*start, *end) * detour
    if not route:
        return direct
    longest = 0.0
    for path in route.split("|"):
        points = [tuple(map(float, point.split(","))) for point in path.split()]
        longest = max(
            longest,
            sum(great_circle(*p, *q) for p, q in pairwise(points)),
        )
    return max(direct, longest)
