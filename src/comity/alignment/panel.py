"""A world as the arrays the model reads: scores and blurs by dyad, year and indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.catalog import CATALOG, Entry, values
from comity.alignment.opportunity import CLASSES, opportunity
from comity.alignment.progress import Progress, silent
from comity.alignment.scores import LEAST_DYADS, Ranking, ranking
from comity.errors import CoverageError
from comity.measures.scope import Scope
from comity.measures.spells import system_dyads
from comity.world.world import World

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Panel",
    "Rankings",
    "build_panel",
    "coverage",
    "latent_domains",
]

Narrow = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

FIRST_YEAR, LAST_YEAR = 1946, 2024
#: A domain is latent if this many indicators each cover this many states.
LEAST_INDICATORS, LEAST_STATES = 3, 50

#: Ranking by indicator, year and class (-1 where not by class).
Rankings = Mapping[tuple[str, int, int], Ranking]


@dataclass(frozen=True, slots=True)
class Panel:
    """All dyads of a world.

    Attributes
    ----------
    dyads
        Columns a, b (a < b), in the order of the arrays' first axis.
    years
        Calendar years of the second axis.
    entries
        Indicators of the third axis.
    exists : (dyads, years)
        Whether both were members of the state system.
    values, scores, blur : (dyads, years, n)
        Values as measured (NaN if not covered), scores (0 where not observed) and blurs (infinite there).
    first, last : (dyads,)
        Places of the first and last year.
    rankings
        What turns a value into a score.
    """

    dyads: pl.DataFrame
    years: range
    entries: tuple[Entry, ...]
    exists: npt.NDArray[np.bool_]
    values: Narrow
    scores: Narrow
    blur: Narrow
    first: Index
    last: Index
    rankings: Rankings


def build_panel(
    world: World,
    entries: Sequence[Entry] | None = None,
    first: int = FIRST_YEAR,
    last: int = LAST_YEAR,
    *,
    progress: Progress = silent,
) -> Panel:
    """Measure and score every dyad of a world.

    Raises
    ------
    CoverageError
        If the world covers none of the indicators.
    """
    scope = Scope(since=first, until=last, values_only=True)
    years = range(first, last + 1)
    chosen = tuple(CATALOG.values() if entries is None else entries)
    members = system_dyads(scope, years).with_columns(pl.col("year").cast(pl.Int32))
    dyads = members.select("a", "b").unique().sort("a", "b")
    rows = dyads.with_row_index("row")
    exists = np.zeros((dyads.height, len(years)), dtype=bool)
    placed = members.join(rows, on=["a", "b"])
    exists[placed["row"].to_numpy(), placed["year"].to_numpy() - first] = True
    classes = opportunity(world, dyads, years)
    measured: list[tuple[Entry, Narrow]] = []
    for place, entry in enumerate(chosen):
        progress("measuring", place / len(chosen))
        try:
            found = values(world, entry, scope).join(rows, on=["a", "b"])
        except CoverageError:
            continue
        if found.is_empty():
            continue
        grid = np.full(exists.shape, np.nan, dtype=np.float32)
        grid[found["row"].to_numpy(), found["year"].to_numpy() - first] = found["value"].to_numpy()
        grid[~exists] = np.nan
        measured.append((entry, grid))
    if not measured:
        raise CoverageError(
            "this world covers none of the model's indicators\n  see  comity indicators"
        )
    scores = np.zeros((*exists.shape, len(measured)), dtype=np.float32)
    blur = np.full(scores.shape, np.inf, dtype=np.float32)
    rankings: dict[tuple[str, int, int], Ranking] = {}
    for i, (entry, grid) in enumerate(measured):
        for t, year in enumerate(years):
            for group in range(CLASSES) if entry.contact else (-1,):
                of = np.isfinite(grid[:, t]) & ((classes[:, t] == group) | (group < 0))
                if of.sum() < LEAST_DYADS:
                    continue
                toward = grid[of, t].astype(np.float64) * entry.toward
                rankings[entry.name, year, group] = found_ranking = ranking(toward)
                scores[of, t, i], blur[of, t, i] = found_ranking.score(toward)
    return Panel(
        dyads, years, tuple(entry for entry, _ in measured), exists,
        np.stack([grid for _, grid in measured], axis=-1), scores, blur,
        exists.argmax(axis=1), len(years) - 1 - exists[:, ::-1].argmax(axis=1), rankings,
    )  # fmt: skip


def coverage(panel: Panel) -> pl.DataFrame:
    """What is really covered: indicator, domain, cost, direction, dyads, dyad_years, states, first, last.

    ``telling`` is the share of observations that are more than a common zero (blur below 1).
    """
    rows = []
    a, b = panel.dyads["a"].to_numpy(), panel.dyads["b"].to_numpy()
    for i, entry in enumerate(panel.entries):
        seen = np.isfinite(panel.blur[..., i])
        dyads, years = seen.any(axis=1), np.flatnonzero(seen.any(axis=0))
        rows.append(
            (
                entry.name, entry.domain, entry.cost, entry.direction, int(dyads.sum()),
                int(seen.sum()), len(set(a[dyads]) | set(b[dyads])),
                panel.years[years[0]] if len(years) else None,
                panel.years[years[-1]] if len(years) else None,
                float((panel.blur[..., i][seen] < 1).mean()) if seen.any() else None,
            )
        )  # fmt: skip
    names = ["indicator", "domain", "cost", "direction", "dyads", "dyad_years", "states", "first",
             "last", "telling"]  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row")


def latent_domains(table: pl.DataFrame) -> tuple[str, ...]:
    """Domains with enough indicators to be latent, in order of appearance; the others are evidence panels."""
    wide = table.filter(pl.col("states") >= LEAST_STATES)
    number = wide.group_by("domain", maintain_order=True).len()
    return tuple(number.filter(pl.col("len") >= LEAST_INDICATORS)["domain"])
