"""From a full world to the one that ships: what licences allow, computed and compact.

The table of licences is in ``docs/explanation/data-and-licences.md``. A source states
itself what of it may ship: its rows, aggregates made here, or nothing; see :class:`~comity.world.provenance.Source`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from comity.measures.scope import Scope
from comity.measures.spells import first_year, last_year
from comity.measures.voting import Tallies, roll_calls, vote_tallies
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import CELLS, ISSUES, TableName
from comity.world.world import Part, World

__all__ = ["embed"]

#: Issues are tallied from this year; earlier ones would add a third to the size.
ISSUES_SINCE = 1990
#: Aggregated sources whose spells are dyad-level aggregates already.
SPELLS = ("alliance", "shared_igos", "contiguity", "rivalry", "min_distance")
#: State attributes shipped of sources that ship aggregates.
ATTRIBUTES = ("cinc",)

PartKey = tuple[TableName, str]


def embed(world: World) -> World:
    """The world that ships, computed from a full one."""
    parts: dict[PartKey, Part] = {}
    for table, name, part in world.parts():
        ships = world.source(_source_of(part, name)).ships
        if ships == "rows":
            parts[table, name] = part
        elif ships == "aggregates" and (kept := _aggregate(table, part)) is not None:
            parts[table, name] = kept
    parts |= _tally_parts(world) | _yearly_counts(world)
    kept_sources = {_source_of(part, name) for (_, name), part in parts.items()}
    sources = [_without_events(s) for key, s in world.sources.items() if key in kept_sources]
    return World(parts, sources, name="embedded")


def _source_of(part: Part, name: str) -> str:
    return part.constants.get("source", name)


def _aggregate(table: TableName, part: Part) -> Part | None:
    """Dyad-level spells and state-year attributes; anything else of such a source does not ship."""
    if table == "ties":
        rows = part.scan("ties").filter(pl.col("kind").is_in(SPELLS)).collect()
    elif table == "states":
        rows = part.scan("states").filter(pl.col("attribute").is_in(ATTRIBUTES)).collect()
    else:
        return None
    if rows.is_empty():
        return None
    constants = {c: t for c, t in part.constants.items() if c in rows.columns}
    stored = [c for c in rows.columns if c not in constants and not rows[c].is_null().all()]
    return Part(rows.select(stored).sort(stored[:4]).lazy(), constants)


def _tally_parts(world: World) -> dict[PartKey, Part]:
    """All tallies since 1946, and by issue since 1990, split by the source of the votes."""
    votes = roll_calls(world)
    if votes is None:
        return {}
    frames = [_tally_frame(vote_tallies(world), "all")]
    frames += [
        _tally_frame(vote_tallies(world, Scope(since=ISSUES_SINCE), issue=i), i) for i in ISSUES
    ]
    rows = pl.concat(frames).sort("a", "b", "issue", "year")
    chief = world.rows("votes", pl.col("source") == "unga", storing="resolution")
    covered = chief.select(state="state", year="year").unique()
    in_chief = rows.join(
        covered, left_on=["a", "year"], right_on=["state", "year"], how="semi"
    ).join(covered, left_on=["b", "year"], right_on=["state", "year"], how="semi")
    keys = ["a", "b", "issue", "year"]
    others = rows.join(in_chief, on=keys, how="anti")
    parts: dict[PartKey, Part] = {}
    for source, frame in (("unga", in_chief), ("unvotes", others)):
        if frame.is_empty():
            continue
        constants = {
            "source": source, "body": "UNGA",
            "record": "tally of the roll calls of {year}, issue {issue}",
        }  # fmt: skip
        parts["votes", f"{source}_tallies"] = Part(frame.sort(keys).lazy(), constants)
    return parts


def _tally_frame(tallies: Tallies, issue: str) -> pl.DataFrame:
    cells = tallies.counts.reshape(-1, len(CELLS)).astype(np.uint16)
    return tallies.keys.with_columns(
        pl.lit(issue).alias("issue"), *(pl.Series(c, cells[:, i]) for i, c in enumerate(CELLS))
    )


def _yearly_counts(world: World) -> dict[PartKey, Part]:
    """Yearly counts, as flows, of events whose single rows may not ship."""
    parts: dict[PartKey, Part] = {}
    for table, name, part in world.parts():
        if table != "events" or world.source(_source_of(part, name)).ships != "aggregates":
            continue
        counts = yearly_counts(part.scan("events").collect())
        constants = {
            "source": _source_of(part, name), "measure": "level",
            "record": "count of {commodity} of {year}",
        }  # fmt: skip
        parts["flows", f"{name}_counts"] = Part(counts.lazy(), constants)
    return parts


#: Action and mode of an event, as the commodity its yearly count is called.
COUNTED = {"COOPERATE": "joint_exercises", "SANCTION": "sanctions", "COERCE": "disputes"}
UNITS = {"joint_exercises": "exercises", "sanctions": "cases", "disputes": "disputes"}


def yearly_counts(events: pl.DataFrame) -> pl.DataFrame:
    """Events counted by dyad and year in which they were under way: a, b, year, commodity, value, unit."""
    lasting = events.with_columns(
        commodity=pl.col("action").replace_strict(COUNTED, default="disputes"),
        _first=first_year("date"),
        _last=pl.max_horizontal(first_year("date"), last_year(open_end=0)),
    )
    yearly = lasting.with_columns(
        year=pl.int_ranges("_first", pl.col("_last") + 1, dtype=pl.Int32)
    ).explode("year")
    counted = yearly.group_by("a", "b", "year", "commodity").agg(
        value=pl.col("record").n_unique().cast(pl.Float64)
    )
    return counted.with_columns(
        unit=pl.col("commodity").replace_strict(UNITS, default="count"),
        directed=pl.col("commodity") == "sanctions",
    ).sort("commodity", "a", "b", "year")


def _without_events(source: Source) -> Source:
    """Coverage of the counts that stand for the events of a source."""
    if source.ships != "aggregates":
        return source
    moved = tuple(
        Coverage("flows", COUNTED.get(c.subject, c.subject), c.first, c.last, c.scope, c.states, c.note)
        if c.table == "events" else c
        for c in source.coverage
    )  # fmt: skip
    return replace(source, coverage=moved)
