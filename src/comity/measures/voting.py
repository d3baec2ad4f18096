"""Tallies of a voting body, labelled: from votes where the world holds them, else from counts.

Where several sources hold the same vote, the first in alphabetical order of their keys stands, a vote
before an absence; a tally row is used only for dyad-years of which the world holds no votes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.measures.scope import Scope
from comity.measures.tallies import pairs, tally_choices
from comity.world.schema import CELLS, VOTES
from comity.world.world import World

__all__ = [
    "MISSING", "RollCalls", "Tallies", "roll_call_matrix", "roll_calls",
    "stored_tallies", "vote_tallies",
]  # fmt: skip

Array = npt.NDArray[np.floating]
MISSING = 0


@dataclass(frozen=True, slots=True)
class Tallies:
    """Tallies with their labels.

    Attributes
    ----------
    keys
        Columns a, b (a < b) and year, one row per tally.
    counts : (n, k, k)
        The tallies, in the same order.
    """

    keys: pl.DataFrame
    counts: Array


@dataclass(frozen=True, slots=True)
class RollCalls:
    """The votes of a body as one matrix.

    Attributes
    ----------
    calls
        One row per roll call, in order of date: resolution, date, year, topics, title.
    states
        Keys of the columns, sorted.
    choices : (calls, states)
        1 yes, 2 abstain, 3 no; 0 absent or not a member.
    """

    calls: pl.DataFrame
    states: list[str]
    choices: npt.NDArray[np.int8]


def roll_calls(world: World, body: str = "UNGA") -> RollCalls | None:
    """The votes of a body as a matrix; None where the world holds none (only counts, or nothing)."""
    return world.remember(("roll_calls", body), lambda: _roll_calls(world, body))


def _roll_calls(world: World, body: str) -> RollCalls | None:
    votes = world.rows("votes", pl.col("body") == body, storing="resolution")
    return None if votes.is_empty() else roll_call_matrix(votes)


def roll_call_matrix(votes: pl.DataFrame, *, absent: int = MISSING) -> RollCalls:
    """Single votes (rows of the ``votes`` table, not empty) as one matrix.

    ``absent`` is the choice an absence counts as; 0 leaves it out.
    """
    # A later row overwrites an earlier one below, so the source that comes first is put last.
    if votes["source"].n_unique() > 1:
        votes = votes.sort("source", descending=True, maintain_order=True)
    calls = (
        votes.group_by("resolution", maintain_order=True)
        .agg(
            pl.col("date", "year", "topics").last(),
            pl.col("title").drop_nulls().first(),
            pl.col("source").last(),
        )
        .sort("date", "resolution")
    )
    states = votes["state"].unique().sort().to_list()
    row = votes["resolution"].cast(pl.Enum(calls["resolution"])).to_physical().to_numpy()
    column = votes["state"].cast(pl.Enum(states)).to_physical().to_numpy()
    vote = votes["vote"].to_numpy()
    choices = np.zeros((calls.height, len(states)), dtype=np.int8)
    # an absence overwrites nothing: one source has votes of a state the other lists as absent
    cast = vote != VOTES["absent"]
    choices[row[~cast], column[~cast]] = absent
    choices[row[cast], column[cast]] = vote[cast]
    return RollCalls(calls, states, choices)


def vote_tallies(
    world: World, scope: Scope | None = None, *, body: str = "UNGA", issue: str = "all"
) -> Tallies:
    """Tallies of a body by dyad and calendar year.

    ``issue`` is ``all`` or one of :data:`comity.world.schema.ISSUES`; a dyad-year in which the two
    share no roll call is not returned.
    """
    scope = scope or Scope()
    if scope.states is None and scope.others is None:
        key = (body, issue, scope.since, scope.until)
        kept: Tallies = world.remember_last(
            "tallies", key, lambda: _tallies(world, scope, body, issue)
        )
        return kept
    return _tallies(world, scope, body, issue)


def _tallies(world: World, scope: Scope, body: str, issue: str) -> Tallies:
    found = []
    votes = roll_calls(world, body)
    if votes is not None:
        found.append(_from_votes(votes, scope, issue))
    stored = stored_tallies(world, scope, body, issue)
    if votes is not None and not stored.is_empty():
        stored = stored.join(found[0].keys, on=["a", "b", "year"], how="anti")
    if not stored.is_empty() or not found:
        cells = stored.select(CELLS).to_numpy().astype(np.float32).reshape(-1, 3, 3)
        found.append(Tallies(stored.select("a", "b", "year"), cells))
    return (
        found[0]
        if len(found) == 1
        else Tallies(pl.concat([t.keys for t in found]), np.concatenate([t.counts for t in found]))
    )


def stored_tallies(world: World, scope: Scope, body: str, issue: str) -> pl.DataFrame:
    """The rows of ``votes`` that hold counts on an issue; one dyad's are read once for all issues."""
    asked = (pl.col("body") == body) & (pl.col("issue") == issue)
    if scope.states is None or scope.others is None or len(scope.states | scope.others) > 2:
        return world.rows("votes", asked & scope.rows(), storing=CELLS[0])
    held: pl.DataFrame = world.remember_last(
        "tallies of a dyad",
        (scope.states, scope.others),
        lambda: world.rows("votes", scope.pairs(), storing=CELLS[0]),
    )
    return held.filter(asked & scope.years())


def _from_votes(votes: RollCalls, scope: Scope, issue: str) -> Tallies:
    years = votes.calls["year"].to_numpy()
    chosen = np.ones(len(years), dtype=bool)
    if issue != "all":
        topics = votes.calls["topics"].fill_null("").str.split(";").list.contains(issue)
        chosen = topics.to_numpy()
    columns = np.arange(len(votes.states))
    if scope.named is not None:
        columns = np.flatnonzero(np.isin(votes.states, sorted(scope.named)))
    first, second, when, cells = [], [], [], []
    for year in scope.overlap(int(years.min()), int(years.max())):
        cases = votes.choices[np.ix_((years == year) & chosen, columns)]
        present = np.flatnonzero((cases != MISSING).any(axis=0))
        # cells first in memory, so that measures read them without a copy
        tallied = np.moveaxis(tally_choices(cases[:, present], 3), 0, -1)
        i, j = pairs(present.size)
        met = tallied.any(axis=(0, 1))
        if not met.all():
            i, j, tallied = i[met], j[met], tallied[:, :, met]
        first.append(columns[present[i]])
        second.append(columns[present[j]])
        when.append(np.full(i.size, year, dtype=np.int32))
        cells.append(tallied)
    if not cells:
        keys = pl.DataFrame(schema={"a": pl.String, "b": pl.String, "year": pl.Int32})
        return Tallies(keys, np.zeros((0, 3, 3), dtype=np.float32))
    names = pl.Series(votes.states)
    keys = pl.DataFrame(
        {
            "a": names.gather(np.concatenate(first)),
            "b": names.gather(np.concatenate(second)),
            "year": np.concatenate(when),
        }
    )
    table = Tallies(keys, np.moveaxis(np.concatenate(cells, axis=-1), -1, 0))
    if scope.states is None and scope.others is None:
        return table
    asked = keys.select(scope.pairs()).to_series().to_numpy()
    return Tallies(keys.filter(asked), table.counts[asked])
