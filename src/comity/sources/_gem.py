"""Pipelines as Global Energy Monitor lists them, made into links.

1. *Twice.* Rows of one project, capacity, status and states whose units have no name of their own, or
   are phases, stages or segments, are one line: it is kept once, with all their paths. Rows over one
   and the same route are parallel lines and stay apart, unless no unit name tells them apart.
2. *Ends.* A line in several states ends in those of them whose other lines are nearest to its ends;
   it runs from the end that the publisher names first. That is an order, not the way the gas flows.
3. *Under one state.* Two lines of equal capacity and status, each under one state alone, whose ends are
   within 50 km continue each other: the first reaches the state of the second.
4. *Under none.* A line without a state gets those whose lines are within 50 km of its ends, with low
   confidence, or is left out.
5. A capacity beyond what any line carries is an error of unit, and null.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from comity.sources._geometry import Path2D, distance, ends, nearest_state, route_text
from comity.states import table
from comity.world.schema import dtypes

__all__ = ["Line", "links"]

CONTINUES_WITHIN = 50.0
LIES_WITHIN = 50.0

_PART = re.compile(
    r"(?i)(phase|stage|segment|section|part)\b(?!.*(expansion|loop|parallel|branch|lateral))"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the tracker: a pipeline, or a named unit of one."""

    id: str
    name: str
    unit: str
    status: str
    states: tuple[str, ...]
    capacity: float | None
    year: int | None
    paths: list[Path2D]
    record: str
    commodity: str
    confidence: str | None = None


def links(
    lines: Sequence[Line], *, kind: str, unit: str, largest: float, as_of: str
) -> tuple[pl.DataFrame, list[str]]:
    """Rows of the links table and notes; the five rules of this module are applied."""
    notes: list[str] = []
    lines, doubtful = _plausible(lines, largest)
    if doubtful:
        notes.append(
            f"{doubtful} capacities above {largest:g} {unit} left out: no line carries that much"
        )
    merged = _merged(lines)
    if len(merged) < len(lines):
        notes.append(
            f"{len(lines) - len(merged)} rows are phases or repetitions of another: kept as one line"
        )
    known = _known_points(merged)
    placed, lost = _placed(merged, known)
    if lost:
        notes.append(f"{lost} lines without a state, and none within {LIES_WITHIN:g} km, left out")
    inferred = sum(line.confidence == "low" for line in placed)
    if inferred:
        notes.append(
            f"{inferred} lines without a state placed by their nearest neighbours (confidence low)"
        )
    reached = _continued(placed)
    if reached:
        names = ", ".join(sorted(line.name for line in placed if line.id in reached))
        notes.append(
            f"{len(reached)} lines listed under one state continue over its border: {names}"
        )
    unknown = sum(line.capacity is None for line in placed)
    notes.append(f"{unknown} of {len(placed)} lines have no capacity")
    rows = [_row(line, kind, unit, as_of, known, reached.get(line.id)) for line in placed]
    schema = {
        name: kind_ for name, kind_ in dtypes("links").items() if name not in ("source", "end")
    }
    return pl.DataFrame(rows, schema=schema, orient="row"), notes


def _plausible(lines: Sequence[Line], largest: float) -> tuple[list[Line], int]:
    wrong = [line.capacity is not None and line.capacity > largest for line in lines]
    kept = [replace(x, capacity=None) if bad else x for x, bad in zip(lines, wrong, strict=True)]
    return kept, sum(wrong)


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Rule 1. Order is kept; a merged line stands where its first row stood."""
    groups: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        named = bool(line.unit) and not _PART.search(line.unit)
        known = line.capacity is not None
        own = (line.id,) if named or not known else ()
        groups[line.name, line.capacity, line.status, line.states, line.commodity, own].append(line)
    merged = []
    for group in groups.values():
        if len(group) == 1:
            merged += group
            continue
        by_route: dict[str | None, list[Line]] = defaultdict(list)
        for line in group:
            by_route[route_text(line.paths)].append(line)
        nameless = any(not line.unit for line in group)
        if len(by_route) == 1 and not nameless:
            merged += group  # parallel lines, told apart by their names
            continue
        first = group[0]
        years = [line.year for line in group if line.year]
        paths = [path for same in by_route.values() for path in same[0].paths]
        record = ", ".join(line.record for line in group)
        merged.append(
            replace(first, unit="", year=min(years, default=None), paths=paths, record=record)
        )
    order = {line.id: i for i, line in enumerate(lines)}
    return sorted(merged, key=lambda line: order[line.id])


def _known_points(lines: Sequence[Line]) -> dict[str, Path2D]:
    """Points known to lie in each state: its capital, and the ends of the lines it alone has."""
    points: dict[str, list[Path2D]] = defaultdict(list)
    for state, lat, lon in (
        table().filter(pl.col("end").is_null()).select("state", "lat", "lon").iter_rows()
    ):
        points[state].append(np.array([[lat, lon]]))
    for line in lines:
        if len(line.states) == 1 and line.paths:
            points[line.states[0]].append(ends(line.paths))
    return {state: np.concatenate(parts) for state, parts in points.items()}


def _placed(lines: Sequence[Line], known: dict[str, Path2D]) -> tuple[list[Line], int]:
    """Rule 4."""
    states = np.repeat(list(known), [len(points) for points in known.values()])
    points = np.concatenate(list(known.values()))
    placed = []
    for line in lines:
        if line.states:
            placed.append(line)
        elif line.paths:
            away = distance(_tips(line.paths), points)
            if (away.min(axis=1) <= LIES_WITHIN).all():
                found = tuple(dict.fromkeys(str(state) for state in states[away.argmin(axis=1)]))
                placed.append(replace(line, states=found, confidence="low"))
    return placed, len(lines) - len(placed)


def _tips(paths: list[Path2D]) -> Path2D:
    """The two ends of a whole route: the two points farthest apart among those of its paths."""
    points = ends(paths)
    apart = distance(points, points)
    i, j = sorted(divmod(int(apart.argmax()), len(points)))
    return points[[i, j]]


def _continued(lines: Sequence[Line]) -> dict[str, str]:
    """Rule 3: the state that a line listed under another reaches, by the line's id."""
    alone = defaultdict(list)
    for line in lines:
        if len(line.states) == 1 and line.capacity is not None and line.paths:
            alone[line.capacity, line.status].append(line)
    reached: dict[str, str] = {}
    taken: set[str] = set()
    for group in alone.values():
        for n, line in enumerate(group):
            for other in group[n + 1 :]:
                if line.states == other.states or {line.id, other.id} & taken:
                    continue
                if float(distance(ends(line.paths), ends(other.paths)).min()) <= CONTINUES_WITHIN:
                    reached[line.id] = other.states[0]
                    taken |= {line.id, other.id}
    return reached


def _row(
    line: Line, kind: str, unit: str, as_of: str, known: dict[str, Path2D], reaches: str | None
) -> dict[str, object]:
    start, end = _first_and_last(line, known)
    via = [state for state in line.states if state not in (start, end)]
    operating = line.status == "operating"
    notes = [f"status of {as_of}"]
    if line.year and not operating:
        notes.append(f"start year {line.year}")
    return {
        "id": f"gem:{line.id}",
        "name": f"{line.name}, {line.unit}" if line.unit else line.name,
        "start": str(line.year) if line.year and operating else None,
        "kind": kind,
        "commodity": line.commodity,
        "from": start,
        "to": reaches or end,
        "via": ";".join(via) or None,
        "capacity": line.capacity,
        "unit": unit if line.capacity is not None else None,
        "status": line.status,
        "route": route_text(line.paths),
        "notes": "; ".join(notes),
        "confidence": line.confidence,
        "record": line.record,
    }


def _first_and_last(line: Line, known: dict[str, Path2D]) -> tuple[str, str]:
    """Rule 2."""
    if len(line.states) == 1:
        return line.states[0], line.states[0]
    if line.paths and line.confidence is None:
        there = {state: known[state] for state in line.states if state in known}
        found = {nearest_state(point, there) for point in _tips(line.paths)}
        tips = [state for state in line.states if state in found]
        if len(tips) == 2:
            return tips[0], tips[1]
    return line.states[0], line.states[-1]
