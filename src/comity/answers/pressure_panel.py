"""What pressure may have moved: alignment by dyad and year, unsmoothed and without sanctions.

The smoothed readings of :mod:`comity.alignment` will not do here: a smoother lets what came after an onset
into the years before it, which looks like a trend ahead of the onset, and sanctions are themselves among
its indicators. So each dyad-year is the expected normal score of what was observed in that year alone
(:mod:`comity.alignment.scores`), with ``sanctions`` and ``shared_targets`` left out.

Indicators begin and end. A change is therefore taken indicator by indicator, between years in which both
are observed, and only then averaged: over the measures of one record, the indicators of a domain and cost
(a *cell*), its costs, and domains, in that order, as :mod:`comity.alignment.reading` weighs signals. What is
averaged is divided by its standard deviation among dyads.

Not covered is not unchanged. A domain is known where each of its costs is: of economic alignment in a year
without trade shares only membership of blocs would be left, which stands still in most dyads and would
read as a change of zero. And what a dyad's years are compared by must not change with the year: overall,
words, deeds and their gap are over the cells that are observed in each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.catalog import CATALOG, Entry, values
from comity.alignment.opportunity import CLASSES, opportunity
from comity.alignment.progress import Progress, silent
from comity.alignment.scores import LEAST_DYADS, ranking
from comity.errors import CoverageError
from comity.measures.scope import Scope
from comity.measures.spells import system_dyads
from comity.world.world import World

__all__ = ["LEFT_OUT", "OUTCOMES", "Composition", "Scores", "composition", "score_panel"]

Narrow = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

#: Indicators that are pressure themselves.
LEFT_OUT = ("sanctions", "shared_targets")
DOMAINS = ("diplomatic", "military", "economic")
#: What is asked of pressure, in order; gap is words less deeds.
OUTCOMES = ("overall", *DOMAINS, "words", "deeds", "gap")
#: First and last year read.
FIRST, LAST = 1985, 2024
#: Years over which the spread among dyads is taken.
SPREAD = range(1995, 2021)


@dataclass(frozen=True, slots=True)
class Composition:
    """How indicators become outcomes.

    Attributes
    ----------
    family : (n, f)
        Which family of one record (columns) an indicator (rows) belongs to, 0 or 1.
    cell : (f, c)
        Which domain and cost a family belongs to.
    domain : (c, 3), cost : (c, 2)
        Which domain, and whether declaratory (0) or material (1), a cell belongs to.
    scale : (7,)
        Standard deviation among dyads of each outcome, by which it is divided.
    """

    family: Narrow
    cell: Narrow
    domain: Narrow
    cost: Narrow
    scale: Narrow

    def cells(self, scores: Narrow) -> Narrow:
        """Cells (…, c) of scores or of their changes (…, n); NaN where nothing is observed."""
        return _mean(_mean(scores, self.family), self.cell)

    def outcomes(self, cells: Narrow) -> Narrow:
        """Outcomes (…, years, 7) of the cells (…, years, c) of a dyad over some years; NaN where not known.

        A domain in the years in which all of its cells are; what several domains are averaged into, over
        the cells known in every year in which anything is.
        """
        known = np.isfinite(cells)
        lasting = np.all(known | ~known.any(axis=-1, keepdims=True), axis=-2, keepdims=True)
        steady: Narrow = np.where(lasting, cells, np.float32(np.nan))
        every = np.ones((self.domain.shape[-1], 1), np.float32)
        overall = _mean(self._domains(steady), every)
        sides = _mean(steady, self.cost)
        gap = sides[..., :1] - sides[..., 1:]
        parts = [overall, self._domains(cells), sides, gap]
        found: Narrow = (np.concatenate(parts, axis=-1) / self.scale).astype(np.float32, copy=False)
        return found

    def _domains(self, cells: Narrow) -> Narrow:
        """Means (…, 3) over the costs of each domain, where all that the world has are known."""
        known = np.isfinite(cells).astype(np.float32) @ self.domain
        whole = known == self.domain.sum(axis=0)
        found: Narrow = np.where(whole, _mean(cells, self.domain), np.float32(np.nan))
        return found


@dataclass(frozen=True, slots=True)
class Scores:
    """Expected normal scores of all dyads.

    Attributes
    ----------
    states
        Keys, in the order of ``place``.
    years
        Calendar years of the first axis of ``score``.
    indicators
        Names along its third.
    score : (years, dyads + 1, n)
        Towards closeness; NaN where not observed. The last dyad is none, and empty.
    place : (states, states)
        Row of a dyad; that of none where two were never states together.
    composition
        How they become outcomes.
    """

    states: tuple[str, ...]
    years: range
    indicators: tuple[str, ...]
    score: Narrow
    place: Index
    composition: Composition


def _mean(values: Narrow, belongs: Narrow) -> Narrow:
    """Means (…, k) of values (…, n) by group (n, k), over what is known; NaN of nothing."""
    known = np.isfinite(values)
    total = np.where(known, values, np.float32(0)) @ belongs
    number = known.astype(np.float32) @ belongs
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Narrow = np.where(number > 0, total / number, np.float32(np.nan))
    return found


def composition(entries: Sequence[Entry]) -> Composition:
    """How some indicators are averaged; not yet scaled."""
    families = list(dict.fromkeys((e.family or e.name, e.domain, e.cost) for e in entries))
    cells = list(dict.fromkeys(family[1:] for family in families))
    costs = ("declaratory", "material")

    def belongs(of: Sequence[object], to: Sequence[object]) -> Narrow:
        return np.array([[x == y for y in to] for x in of], dtype=np.float32)

    return Composition(
        belongs([(e.family or e.name, e.domain, e.cost) for e in entries], families),
        belongs([family[1:] for family in families], cells),
        belongs([domain for domain, _ in cells], DOMAINS),
        belongs([cost for _, cost in cells], costs),
        np.ones(len(OUTCOMES), np.float32),
    )


def score_panel(
    world: World, first: int = FIRST, last: int = LAST, *, progress: Progress = silent
) -> Scores:
    """Measure and score every dyad of a world, each year by itself.

    Raises
    ------
    CoverageError
        If the world covers no indicator of alignment other than sanctions.
    """
    scope, years = Scope(since=first, until=last, values_only=True), range(first, last + 1)
    members = system_dyads(scope, years).with_columns(pl.col("year").cast(pl.Int32))
    rows = members.select("a", "b").unique().sort("a", "b").with_row_index("row")
    exists = np.zeros((rows.height, len(years)), dtype=bool)
    placed = members.join(rows, on=["a", "b"])
    exists[placed["row"].to_numpy(), placed["year"].to_numpy() - first] = True
    classes = opportunity(world, rows.select("a", "b"), years)
    wanted = [e for e in CATALOG.values() if e.name not in LEFT_OUT and e.domain in DOMAINS]
    entries: list[Entry] = []
    grids: list[Narrow] = []
    for i, entry in enumerate(wanted):
        progress("measuring", i / len(wanted))
        try:
            found = values(world, entry, scope).join(rows, on=["a", "b"])
        except CoverageError:
            continue
        if found.height:
            grid = np.full(exists.shape, np.nan)
            at = found["row"].to_numpy(), found["year"].to_numpy() - first
            grid[at] = found["value"].to_numpy() * entry.toward
            grid[~exists] = np.nan
            entries.append(entry)
            grids.append(_scored(grid, classes if entry.contact else None))
    if not entries:
        raise CoverageError(
            "this world covers no indicator of alignment other than sanctions\n  see  comity indicators"
        )
    nothing = np.full((len(years), 1, len(entries)), np.nan, np.float32)
    # years first: a year is then read in one piece
    score = np.concatenate([np.stack([grid.T for grid in grids], axis=-1), nothing], axis=1)
    keys = tuple(sorted({*rows["a"], *rows["b"]}))
    number = {key: i for i, key in enumerate(keys)}
    place = np.full((len(keys), len(keys)), rows.height, dtype=np.intp)
    a, b = (np.array([number[key] for key in rows[side]], dtype=np.intp) for side in ("a", "b"))
    place[a, b] = place[b, a] = np.arange(rows.height)
    scaled = _scaled(entries, score, years)
    return Scores(keys, years, tuple(e.name for e in entries), score, place, scaled)


def _scored(grid: npt.NDArray[np.float64], classes: npt.NDArray[np.int8] | None) -> Narrow:
    """Expected normal score of each value among those of its year (and class)."""
    scored = np.full(grid.shape, np.nan, np.float32)
    for t in range(grid.shape[1]):
        for group in (-1,) if classes is None else range(CLASSES):
            of = np.isfinite(grid[:, t])
            if classes is not None:
                of &= classes[:, t] == group
            if of.sum() >= LEAST_DYADS:
                score, blur = ranking(grid[of, t]).score(grid[of, t])
                # of an interval of the ranking, the mean of the normal variable in it
                scored[of, t] = score / (1.0 + blur)
    return scored


def _scaled(entries: Sequence[Entry], score: Narrow, years: range) -> Composition:
    plain = composition(entries)
    at = [year - years[0] for year in SPREAD if year in years]
    cells = np.stack([plain.cells(score[t]) for t in at], axis=1)
    spread = [_spread(level) for level in plain.outcomes(cells).transpose(1, 0, 2)]
    # the mean over years with some spread; an outcome never observed has no scale, and stays unknown
    known = np.isfinite(np.stack(spread))
    total = np.where(known, np.stack(spread), 0.0).sum(axis=0)
    scale = np.where(total > 0, total, np.nan) / np.maximum(known.sum(axis=0), 1)
    scale = scale.astype(np.float32)
    return Composition(plain.family, plain.cell, plain.domain, plain.cost, scale)


def _spread(values: Narrow) -> npt.NDArray[np.float64]:
    """Standard deviation of each column over what is known of it; NaN of fewer than two."""
    columns = [column[np.isfinite(column)] for column in values.T]
    return np.array([float(c.std()) if len(c) > 1 else np.nan for c in columns])
