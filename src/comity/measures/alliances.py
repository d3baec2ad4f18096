"""Alliance portfolios: what each state has promised to every state of the system, year by year.

The grade of an obligation is 3 for defence or offence, 2 for neutrality or consultation, 1 for
non-aggression and 0 for none; a state's tie to itself is 3 (Signorino & Ritter 1999). Two portfolios
are compared over all members of the state system of that year, the two themselves included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity import states
from comity.errors import CoverageError
from comity.measures.scope import Scope
from comity.measures.spells import first_year, last_year
from comity.measures.tallies import pairs, tally_choices
from comity.measures.voting import Tallies
from comity.world.world import World

__all__ = [
    "GRADES",
    "KIND",
    "Obligations",
    "alliance_tallies",
    "obligations",
    "portfolio_years",
    "portfolios",
]

#: Grades of obligation, 0 … 3, counted as choices 1 … 4.
GRADES = 4
KIND = "alliance"

Portfolios = npt.NDArray[np.int8]


def portfolio_years(world: World) -> tuple[int, int]:
    """First and last year in which the absence of an alliance means there was none."""
    declared = [c for _, c in world.covering("ties", KIND) if c.scope == "system"]
    if not declared:
        raise CoverageError(
            "this world holds no alliance data that cover the state system\n"
            "  add ATOP with  comity data add atop PATH"
        )
    return min(c.first for c in declared), max(c.last for c in declared)


@dataclass(frozen=True, slots=True)
class Obligations:
    """Every obligation, both ways where it is mutual.

    Attributes
    ----------
    actors
        Keys of all holders and partners.
    holder, partner : (n,)
        Indices into ``actors``.
    grade : (n,)
        1 … 3.
    first, last : (n,)
        Years in force, both included.
    """

    actors: list[str]
    holder: npt.NDArray[np.intp]
    partner: npt.NDArray[np.intp]
    grade: npt.NDArray[np.int8]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]


def obligations(world: World) -> Obligations:
    """The alliance obligations of a world as arrays."""
    held: Obligations = world.remember("obligations", lambda: _obligations(world))
    return held


def portfolios(
    world: World, years: range, holders: frozenset[str] | None = None
) -> Iterator[tuple[int, list[str], Portfolios]]:
    """For each year: the members of the state system and the (partner, holder) choices 1 … 4.

    Of holders that are not asked for the choices are not filled in.
    """
    held = obligations(world)
    if holders is not None:
        held = _held_by(held, holders)
    place_of = {key: i for i, key in enumerate(held.actors)}
    for year in years:
        members = states.keys(year)
        place = np.full(len(held.actors), -1, dtype=np.intp)
        for i, key in enumerate(members):
            if key in place_of:
                place[place_of[key]] = i
        now = (held.first <= year) & (held.last >= year)
        rows, columns = place[held.partner[now]], place[held.holder[now]]
        known = (rows >= 0) & (columns >= 0)
        choices = np.ones((len(members), len(members)), dtype=np.int8)
        np.maximum.at(choices, (rows[known], columns[known]), held.grade[now][known] + 1)
        np.fill_diagonal(choices, GRADES)
        yield year, members, choices


def alliance_tallies(world: World, scope: Scope | None = None) -> Tallies:
    """Tallies of alliance portfolios by dyad and year, within the years the sources cover."""
    scope = scope or Scope()
    if scope.states is None and scope.others is None:
        key = (scope.since, scope.until)
        kept: Tallies = world.remember_last("portfolios", key, lambda: _tallies(world, scope))
        return kept
    return _tallies(world, scope)


def _tallies(world: World, scope: Scope) -> Tallies:
    first, second, when, counts = [], [], [], []
    years, named = scope.overlap(*portfolio_years(world)), scope.named
    for year, members, choices in portfolios(world, years, named):
        columns = np.array([i for i, key in enumerate(members) if named is None or key in named])
        if columns.size < 2:
            continue
        i, j = pairs(columns.size)
        names = np.array(members, dtype=object)[columns]
        first.append(names[i])
        second.append(names[j])
        when.append(np.full(i.size, year, dtype=np.int32))
        counts.append(tally_choices(choices[:, columns], GRADES))
    schema = {"a": pl.String, "b": pl.String, "year": pl.Int32}
    if not counts:
        return Tallies(pl.DataFrame(schema=schema), np.zeros((0, GRADES, GRADES), dtype=np.float32))
    keys = pl.DataFrame(
        {"a": np.concatenate(first), "b": np.concatenate(second), "year": np.concatenate(when)},
        schema=schema,
    )
    tallied = np.concatenate(counts)
    if scope.states is None and scope.others is None:
        return Tallies(keys, tallied)
    asked = keys.select(scope.pairs()).to_series().to_numpy()
    return Tallies(keys.filter(asked), tallied[asked])


def _held_by(held: Obligations, holders: frozenset[str]) -> Obligations:
    asked = np.array([key in holders for key in held.actors], dtype=bool)[held.holder]
    return Obligations(
        held.actors,
        *(part[asked] for part in (held.holder, held.partner, held.grade, held.first, held.last)),
    )


def _obligations(world: World) -> Obligations:
    ties = world.rows("ties", of=KIND).select(
        "a", "b", "directed", "depth", first=first_year(), last=last_year()
    )
    mutual = ties.filter(~pl.col("directed").fill_null(value=False))
    swapped = mutual.with_columns(a=pl.col("b"), b=pl.col("a"))
    both = pl.concat([ties, swapped])
    actors = pl.concat([both["a"], both["b"]]).unique().sort().to_list()
    index = pl.Enum(actors)
    return Obligations(
        actors,
        both["a"].cast(index).to_physical().to_numpy().astype(np.intp),
        both["b"].cast(index).to_physical().to_numpy().astype(np.intp),
        both["depth"].cast(pl.Int8).to_numpy(),
        both["first"].to_numpy(),
        both["last"].to_numpy(),
    )
