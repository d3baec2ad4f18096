"""Pipelines and other land links of a year, each line once, as directed lines with a capacity.

The links table holds a line more than once (compiled, tracker, ledger), repeats the figure of a system on its
strings, and knows no capacity for one line in three. In order:

1. The compiled table of overlaps leaves out lines that are part of another, feed it or repeat it.
2. Compiled lines go before the tracker's: a project that a compiled row names is not taken again, and a pair
   of states whose interconnection points are compiled as a total (``ip_…``) has no other line.
3. Capacity counts for the share of the year in which the line operated.
4. The tracker does not say which way gas flows: from a net exporter to a net importer, else both ways.
5. A line without a capacity (*inferred*) is given what the state at its end lacks, shared among such
   lines, and at least the lower quartile of known lines: enough for what was observed, and little more.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.places import Commodity, place_of, state_of
from comity.world.world import World

__all__ = ["Line", "lines", "open_share"]

KINDS: Mapping[Commodity, tuple[str, ...]] = {
    "gas": ("gas_pipeline", "corridor"),
    "crude_oil": ("oil_pipeline", "sea_lane", "rail"),
}
#: Units of a year's capacity in that of the network (bcm, Mt).
UNITS: Mapping[str, float] = {"bcm/y": 1.0, "Mt/y": 1.0, "kb/d": 365 / 7.33 / 1000}
_PROJECT = re.compile(r"\b[PT]\d{4,6}\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One directed line of a year.

    Attributes
    ----------
    link
        Id in the links table; the reverse of a line whose direction is not known ends in ``:reverse``.
    capacity
        bcm or Mt a year over the share of the year it operated.
    inferred
        Whether the capacity is not stated by any source.
    via
        Transit states, in the order of the flow.
    """

    link: str
    name: str
    start: str
    end: str
    via: tuple[str, ...]
    capacity: float
    inferred: bool
    route: str | None
    source: str
    record: str


def lines(
    world: World, commodity: Commodity, year: int, balance: Mapping[str, float]
) -> tuple[list[Line], list[str]]:
    """The lines that operated in a year, and notes on what was left out or inferred.

    Parameters
    ----------
    balance
        Production less consumption by place; decides directions and inferred capacities.
    """
    rows = world.links.filter(
        pl.col("kind").is_in(KINDS[commodity])
        & (pl.col("commodity") == commodity)
        & (pl.col("source") != "ledger")
        & (pl.col("to") != "WLD") | pl.col("id").is_in(_rerouted())
        & (pl.col("commodity") == commodity)
    )  # fmt: skip
    part_of = dict(read_table("energy_overlaps").select("link", "part_of").iter_rows())
    kept = rows.filter(~pl.col("id").is_in(list(part_of)))
    found: list[Line] = []
    undirected: set[str] = set()
    compiled = kept.filter(pl.col("source") != "gem_gas").filter(pl.col("source") != "gem_oil")
    found += _periods(compiled, commodity, year)
    taken = {
        p
        for text in rows.filter(pl.col("source") == "compiled_links")["record"]
        for p in _PROJECT.findall(text)
    }
    totals = {frozenset((line.start, line.end)) for line in found if line.link.startswith("ip_")}
    tracker = kept.filter(pl.col("source").is_in(["gem_gas", "gem_oil"]))
    for line in _periods(tracker, commodity, year):
        if taken & set(_PROJECT.findall(line.record)):
            continue
        if frozenset((line.start, line.end)) in totals:
            continue
        found.append(line)
        undirected.add(line.link)
    directed = [d for line in found for d in _directions(line, line.link in undirected, balance)]
    notes = [
        f"{rows['id'].n_unique() - kept['id'].n_unique()} links are part of others and left out"
    ]
    return _filled(directed, balance, notes), notes


def _rerouted() -> list[str]:
    """Links that end at sea in the table, and in a port here."""
    return read_table("energy_ends")["link"].drop_nulls().to_list()


def _periods(rows: pl.DataFrame, commodity: Commodity, year: int) -> Iterable[Line]:
    """Lines by id, their operating periods of the year added up."""
    by_link: dict[str, list[tuple[float, dict[str, Any]]]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        share = open_share(row["status"], row["start"], row["end"], year)
        if share > 0:
            by_link[row["id"]].append((share, row))
    for link, periods in by_link.items():
        row = max(periods, key=lambda p: str(p[1]["start"] or ""))[1]
        known = all(p["capacity"] is not None for _, p in periods)
        capacity = 0.0
        for share, p in periods:
            if p["capacity"] is not None:
                capacity += share * p["capacity"] * UNITS[p["unit"]]
        start = place_of(str(row["from"]), commodity, link=link, end="from")
        end = place_of(str(row["to"]), commodity, link=link, end="to")
        if start == end:
            continue
        via = tuple(v for v in str(row["via"] or "").split(";") if v)
        yield Line(
            link, str(row["name"]), start, end, via, capacity if known else np.nan, not known,
            row["route"],
            str(row["source"]), str(row["record"]),
        )  # fmt: skip


def open_share(status: str, start: str | None, end: str | None, year: int) -> float:
    """Share of a year in which a period of a link's life operates."""
    if status != "operating":
        return 0.0
    days = 366 if isleap(year) else 365
    first = _day(start, last=False) if start else date.min
    final = _day(end, last=True) if end else date.max
    low, high = max(first, date(year, 1, 1)), min(final, date(year, 12, 31))
    return max(0, (high - low).days + 1) / days


def _day(text: str, *, last: bool) -> date:
    """The first or last day of a date of reduced precision."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else (12 if last else 1)
    if not last:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - date.resolution


def _directions(line: Line, undirected: bool, balance: Mapping[str, float]) -> list[Line]:
    """Rule 4."""
    if not undirected:
        return [line]
    here, there = balance.get(line.start, 0.0), balance.get(line.end, 0.0)
    back = replace(
        line, link=f"{line.link}:reverse", start=line.end, end=line.start, via=line.via[::-1]
    )
    if here > 0 >= there:
        return [line]
    if there > 0 >= here:
        return [replace(back, link=line.link)]
    return [line, back]


def _filled(found: list[Line], balance: Mapping[str, float], notes: list[str]) -> list[Line]:
    """Rule 5."""
    known = [line.capacity for line in found if not line.inferred]
    least = float(np.quantile(known, 0.25)) if known else 0.0
    into: dict[str, float] = defaultdict(float)
    unknown: dict[str, int] = defaultdict(int)
    for line in found:
        if line.inferred:
            unknown[line.end] += 1
        else:
            into[line.end] += line.capacity
    made = []
    for line in found:
        if line.inferred:
            lack = max(0.0, -balance.get(line.end, 0.0) - into[line.end])
            made.append(replace(line, capacity=max(least, lack / unknown[line.end])))
        else:
            made.append(line)
    guessed = sorted(line.link for line in made if line.inferred)
    if guessed:
        notes.append(
            f"{len(guessed)} of {len(made)} lines have no stated capacity; at least {least:.1f} a year "
            f"taken: {', '.join(guessed)}"
        )
    return [
        line
        for line in made
        if state_of(line.start) != state_of(line.end) or line.start != line.end
    ]
