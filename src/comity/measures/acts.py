"""Acts counted by dyad and year: exercises, sanctions in force, disputes.

A list of single acts becomes yearly counts; a bloc that acts (the EU as a sender of sanctions) is
expanded to its members of the year. Only sources that declare what their silence means are counted:
a purposive list of facts is no count.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from comity import states
from comity.errors import UnknownName
from comity.measures.scope import Scope
from comity.measures.spells import first_year, last_year, ordered, system_dyads
from comity.world.world import World

__all__ = ["ACTS", "Act", "act_rows", "counted", "yearly_counts"]


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of act that is counted.

    Attributes
    ----------
    name
        Name of the indicator, and of the commodity under which yearly counts are stored.
    subject
        What sources call it in their coverage of events.
    which
        Whether an event is such an act.
    unit
        What is counted.
    directed
        Whether a → b and b → a are counted apart.
    """

    name: str
    subject: str
    which: pl.Expr
    unit: str
    directed: bool


ACTS = {
    act.name: act
    for act in (
        Act("joint_exercises", "exercise", pl.col("mode") == "exercise", "exercises", directed=False),
        Act("sanctions", "SANCTION", pl.col("action") == "SANCTION", "cases", directed=True),
        Act("disputes", "dispute", pl.col("mode") == "dispute", "disputes", directed=False),
    )
}  # fmt: skip

COUNT_SCHEMA = {"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64}


def yearly_counts(events: pl.DataFrame, act: Act) -> pl.DataFrame:
    """Acts by dyad and each year in which they were under way: a, b, year, value.

    One act may have several rows (directions, parties); it is one act where the first part of their
    record, up to a comma, is the same.
    """
    acts = events.filter(act.which)
    if acts.is_empty():
        return pl.DataFrame(schema=COUNT_SCHEMA)
    yearly = (
        acts.select(
            "a", "b",
            _act=pl.col("record").str.split(",").list.first(),
            _first=first_year("date"),
            _last=pl.max_horizontal(first_year("date"), last_year(open_end=0)),
        )
        .with_columns(year=pl.int_ranges("_first", pl.col("_last") + 1, dtype=pl.Int32))
        .explode("year")
    )  # fmt: skip
    dyads = _expanded(_expanded(yearly, "a"), "b").filter(pl.col("a") != pl.col("b"))
    dyads = dyads if act.directed else ordered(dyads)
    return (
        dyads.group_by("a", "b", "year")
        .agg(value=pl.col("_act").n_unique().cast(pl.Float64))
        .sort("a", "b", "year")
    )


def counted(world: World, act: Act, scope: Scope) -> pl.DataFrame:
    """Acts by dyad-year, zero where a source that covers both states reports none.

    Of several sources for one dyad-year the largest count stands, since each misses some acts.

    Returns
    -------
    DataFrame
        a, b, year, value, n; empty where no source covers the act.
    """
    found, spans = [], []
    for source, table, first, last in _covering(world, act):
        if table == "flows":
            rows = world.rows(
                "flows",
                (pl.col("source") == source) & scope.rows(),
                of=act.name,
            ).select("a", "b", "year", "value")
        else:
            counts = world.remember(
                ("counts", act.name, source),
                lambda source=source: yearly_counts(
                    world.rows("events", (pl.col("source") == source)), act
                ),
            )
            rows = counts.filter(scope.rows())
        found.append(rows.filter(pl.col("year").is_between(first, last)))
        spans.append((first, last))
    if not spans:
        return pl.DataFrame(schema={**COUNT_SCHEMA, "n": pl.Int64})
    most = pl.concat(found).group_by("a", "b", "year").agg(pl.col("value").max())
    years = scope.overlap(min(f for f, _ in spans), max(u for _, u in spans))
    dyads = system_dyads(scope, years)
    if act.directed:
        dyads = pl.concat([dyads, dyads.select(a="b", b="a", year="year")])
    silent = dyads.join(most, on=["a", "b", "year"], how="anti").with_columns(value=pl.lit(0.0))
    return pl.concat([most, silent.select(most.columns)]).with_columns(
        n=pl.col("value").cast(pl.Int64)
    )


def act_rows(world: World, act: Act, scope: Scope) -> list[tuple[str, pl.DataFrame]]:
    """The events, or the stored counts, behind the counts of a scope."""
    keys = {source for source, _, _, _ in _covering(world, act)}
    counts = world.rows("flows", pl.col("source").is_in(keys) & scope.rows(), of=act.name)
    events = world.rows("events", pl.col("source").is_in(keys) & act.which & scope.pairs())
    inside = scope.years("_year")
    events = events.with_columns(_year=first_year("date")).filter(inside).drop("_year")
    return [(table, rows) for table, rows in (("flows", counts), ("events", events)) if len(rows)]


def _covering(world: World, act: Act) -> list[tuple[str, str, int, int]]:
    declared = [
        *((s.key, c) for s, c in world.covering("flows", act.name)),
        *((s.key, c) for s, c in world.covering("events", act.subject)),
    ]
    return [(key, c.table, c.first, c.last) for key, c in declared if c.scope == "system"]


def _expanded(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows with a bloc in ``column`` replaced by its members of the year, one row each."""
    actors = rows.select(column, "year").unique()
    blocs = actors.filter(~pl.col(column).is_in(_states()))
    if blocs.is_empty():
        return rows
    members = [
        (actor, year, state) for actor, year in blocs.rows() for state in _members(actor, year)
    ]
    of_year = pl.DataFrame(
        members, schema={column: pl.String, "year": pl.Int32, "_member": pl.String}, orient="row"
    )
    single = rows.filter(pl.col(column).is_in(_states()))
    joined = rows.join(of_year, on=[column, "year"]).with_columns(pl.col("_member").alias(column))
    return pl.concat([single, joined.select(rows.columns)])


@cache
def _states() -> frozenset[str]:
    return frozenset(states.table()["state"].to_list())


@cache
def _members(actor: str, year: int) -> tuple[str, ...]:
    """Members of a bloc, or the actor itself where its members are not held."""
    try:
        return tuple(states.expand(actor, year))
    except UnknownName:
        return (actor,)
