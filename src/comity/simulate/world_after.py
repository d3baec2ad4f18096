"""A scenario's world: the observed one with the simulated year's energy flows, links and trade shares.

Energy flows and links are added as rows of the source ``simulation``. The published partner shares of the
year are moved as :mod:`comity.simulate.world_shares` says, by energy and by trade in general; everything
else (votes, treaties, exercises, the years before) stays as it was observed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import polars as pl

from comity.errors import DataError
from comity.simulate.outcome import Outcome, Side
from comity.simulate.world_shares import GOODS, SOURCE, shares_after
from comity.world.coverage import Coverage
from comity.world.damage import UNREADABLE
from comity.world.provenance import Source
from comity.world.schema import TableName, conform
from comity.world.world import Part, World

__all__ = ["SOURCE", "SimulatedWorld", "world_after"]


class SimulatedWorld(World):
    """The world after a scenario; seven tables like any other, with the ``outcome`` it stems from."""

    def __init__(self, parts: Mapping[tuple[TableName, str], Part], before: World, outcome: Outcome,
                 source: Source | None) -> None:  # fmt: skip
        known = before.sources
        sources = {**known, **({source.key: source} if source else {})}
        told = (f"simulation: {outcome.scenario.name} ({outcome.year})",)
        super().__init__(
            parts, sources.values(), name=before.name, parent=before,
            changes=(*before.changes, *told), origin=before.origin,
        )  # fmt: skip
        self.outcome = outcome


def world_after(world: World, outcome: Outcome) -> SimulatedWorld:
    """The world in which the scenario holds; one without changes has the tables of the world it is of."""
    parts = {(table, name): part for table, name, part in world.parts()}
    if not moves(outcome):
        return SimulatedWorld(parts, world, outcome, None)
    flows, links = _flow_rows(outcome), _link_rows(world, outcome)
    shares = shares_after(world, outcome)
    if not shares.is_empty():
        gone = shares.select("a", "b", "year", "reporter")
        parts |= {
            key: _without(key, part, gone) for key, part in parts.items() if key[0] == "flows"
        }
    rows = pl.concat([conform(flows, "flows"), conform(shares, "flows")])
    if not rows.is_empty():
        parts["flows", SOURCE] = Part(rows.lazy())
    if not links.is_empty():
        parts["links", SOURCE] = Part(conform(links, "links").lazy())
    return SimulatedWorld(parts, world, outcome, _source(outcome, listed=not shares.is_empty()))


def moves(outcome: Outcome) -> bool:
    """Whether anything is different after the scenario."""
    pairs = (
        (getattr(outcome.baseline, f.name), getattr(outcome.after, f.name)) for f in fields(Side)
    )
    energy = not all(before.equals(after) for before, after in pairs)
    return energy or (outcome.trade is not None and outcome.trade.moves)


def _source(outcome: Outcome, *, listed: bool) -> Source:
    year, name = outcome.year, outcome.scenario.name
    coverage = [
        Coverage("flows", of, year, year, "rows") for of in ("pipeline_gas", "lng", "crude_oil")
    ]
    if listed:
        coverage.append(
            Coverage("flows", GOODS, year, year, "rows", note="shares moved by the scenario")
        )
    return Source(
        key=SOURCE, title=f"Simulation: {name}", cite="computed by Comity from the world it descends from",
        licence="that of the sources it is computed from", url="", coverage=tuple(coverage),
        notes=outcome.notes,
    )  # fmt: skip


def _flow_rows(outcome: Outcome) -> pl.DataFrame:
    year, name = outcome.year, outcome.scenario.name
    return outcome.after.flows.select(
        a="from", b="to", year=pl.lit(year, pl.Int32), commodity="commodity",
        measure=pl.lit("level"), value="value", unit="unit", reporter=pl.lit(SOURCE),
        name=pl.lit(name), directed=pl.lit(value=True), commitment=pl.lit("deed"),
        domain=pl.lit("energy"), source=pl.lit(SOURCE), record=pl.lit(f"scenario {name}"),
    )  # fmt: skip


def _link_rows(world: World, outcome: Outcome) -> pl.DataFrame:
    """Links whose capacity the scenario changes, as they are in it."""
    moved = outcome.changes.links.filter(pl.col("capacity").fill_null(0.0) != 0)
    was, new = set(outcome.baseline.links["id"]), set(outcome.after.links["id"])
    added = new - was
    changed = sorted((set(moved["id"]) | added) & new)
    if not changed:
        return pl.DataFrame()
    now = outcome.after.links.filter(pl.col("id").is_in(changed))
    known = world.links.sort("start", nulls_last=False).unique("id", keep="last")
    rows = known.join(now.select("id", now_capacity="capacity", now_unit="unit"), on="id")
    year = str(outcome.year)
    shut = pl.col("now_capacity") <= 0
    return rows.with_columns(
        start=pl.lit(year), end=pl.lit(None, pl.String), unit=pl.col("now_unit").str.replace("/year", "/y"),
        capacity=pl.when(shut).then("capacity").otherwise("now_capacity"),
        status=pl.when(shut).then(pl.lit("suspended")).otherwise(pl.lit("operating")),
        notes=pl.lit(f"simulated: {outcome.scenario.name}"), source=pl.lit(SOURCE),
        record=pl.lit(f"scenario {outcome.scenario.name}"),
    ).drop("now_capacity", "now_unit")  # fmt: skip


def _without(key: tuple[TableName, str], part: Part, gone: pl.DataFrame) -> Part:
    """A part without the shares that are told anew; the part itself where it has none of them."""
    rows = part.scan(key[0])
    stale = (
        (pl.col("commodity") == GOODS) & (pl.col("measure") == "share")
        & (pl.col("unit") == "percent") & pl.col("start").is_null()
    )  # fmt: skip
    match = gone.lazy().unique().with_columns(stale=pl.lit(value=True))
    kept = (
        rows.join(match, on=["a", "b", "year", "reporter"], how="left", maintain_order="left")
        .filter(~(stale & pl.col("stale").fill_null(value=False)))
        .drop("stale")
    )
    try:
        left = kept.collect()
        return part if left.height == part.height() else Part(left.lazy())
    except UNREADABLE as error:
        raise DataError(f"the part {key[1]} of table {key[0]} cannot be read: {error}") from error
