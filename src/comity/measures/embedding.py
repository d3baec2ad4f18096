"""From a full world to the one that ships: what licences allow, computed and compact.

The table of licences is in ``docs/explanation/data-and-licences.md``. A source states
itself what of it may ship: its rows, aggregates made here, or nothing; see
:class:`~comity.world.provenance.Source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from comity.measures.acts import ACTS, yearly_counts
from comity.measures.scope import Scope
from comity.measures.voting import Tallies, roll_calls, vote_tallies
from comity.world.provenance import Source
from comity.world.schema import CELLS, ISSUES, TableName
from comity.world.world import Part, World

__all__ = ["embed", "place"]

#: Issues are tallied from this year; earlier ones would add a third to the size.
ISSUES_SINCE = 1990
#: Aggregated sources whose spells are dyad-level aggregates already.
SPELLS = ("alliance", "shared_igos", "contiguity", "rivalry", "min_distance")
#: Sources that list every link of the world: of theirs, those inside one state ship as its totals.
TRACKERS = ("gem_gas", "gem_oil")
#: State attributes shipped of sources that ship aggregates.
ATTRIBUTES = ("cinc",)

PartKey = tuple[TableName, str]


def embed(world: World) -> World:
    """The world that ships, computed from a full one."""
    parts: dict[PartKey, Part] = {}
    for table, name, part in world.parts():
        ships = world.source(_source_of(part, name)).ships
        if table == "links" and name in TRACKERS:
            parts |= _links(part, world.source(_source_of(part, name)))
        elif ships == "rows":
            parts[table, name] = part
        elif ships == "aggregates" and (kept := _aggregate(table, part)) is not None:
            parts[table, name] = kept
    parts |= _tally_parts(world) | _yearly_counts(world)
    kept_sources = {_source_of(part, name) for (_, name), part in parts.items()}
    sources = [_without_events(s) for key, s in world.sources.items() if key in kept_sources]
    return World(parts, sources, name="embedded")


def place(world: World, *, by_issue: bool) -> World:
    """A world with single votes that also holds the positions fitted to them, by issue if asked."""
    from comity.measures.positions import fit
    from comity.measures.positions.stored import with_positions

    if not world.holds("votes", "resolution"):
        return world
    votes = world.rows("votes", pl.col("body") == "UNGA", storing="resolution")
    if votes.is_empty():
        return world
    issues: tuple[str | None, ...] = (None, *ISSUES) if by_issue else (None,)
    return with_positions(world, *(fit(votes, issue=issue) for issue in issues))


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
    return _stored(rows.sort(rows.columns[:4]), part.constants)


def _links(part: Part, source: Source) -> dict[PartKey, Part]:
    """Links that cross a border; terminals inside one are in the totals by state that their reader makes."""
    links = part.scan("links").collect()
    inside = _state_of("from") == _state_of("to")
    return {("links", source.key): _stored(links.filter(~inside), part.constants)}


def _state_of(place: str) -> pl.Expr:
    return pl.col(place).str.split(".").list.first()


def _stored(rows: pl.DataFrame, constants: Mapping[str, str]) -> Part:
    """The rows as a part: columns that are constant or empty throughout are not stored."""
    stored = [c for c in rows.columns if c not in constants and not rows[c].is_null().all()]
    return Part(rows.select(stored).lazy(), constants)


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
        source = _source_of(part, name)
        if table != "events" or world.source(source).ships != "aggregates":
            continue
        events = part.scan("events").collect()
        for act in ACTS.values():
            counts = yearly_counts(events, act)
            if counts.is_empty():
                continue
            constants = {
                "source": source, "commodity": act.name, "measure": "level", "unit": act.unit,
                "record": "number of " + act.unit + " of {year}",
            }  # fmt: skip
            rows = counts.with_columns(directed=pl.lit(act.directed))
            parts["flows", f"{name}_counts"] = Part(rows.lazy(), constants)
    return parts


def _without_events(source: Source) -> Source:
    """The source with its coverage of events as coverage of the counts that stand for them."""
    if source.ships != "aggregates":
        return source
    names = {act.subject: act.name for act in ACTS.values()}
    moved = tuple(
        replace(c, table="flows", subject=names[c.subject])
        if c.table == "events" and c.subject in names else c
        for c in source.coverage
    )  # fmt: skip
    return replace(source, coverage=moved)
