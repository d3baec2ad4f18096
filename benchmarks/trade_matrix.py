"""The trade matrix of 2014 from sums and listings, against Correlates of War trade on the cells not given.

Given are exports and imports of every state in 2014, and the five largest cells of each row and of each
column. Scored are the cells not given on which trade is reported (a zero of the file mostly stands for
"not reported"; how zeros are ranked is told apart). Nothing is estimated on a cell of 2014: the prior, its
traits and the classes of errors come from 2006 to 2010, in other rows from 2000 to 2004, and from 2009 to
2013 as shipped. "Pairs left out" and "states left out" are priors that never saw the pair, or any trade of
either state, in any year. On the shipped world, listings of 2022 and 2023 are hidden and found again.

``python -m benchmarks.trade_matrix --write-prior`` estimates the shipped prior anew.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from benchmarks.timing import clock, data_folder, repeated, report
from comity.simulate.trade.balancing import scale
from comity.simulate.trade.matrix import trade_matrix
from comity.simulate.trade.matrix_cells import Exercise, exercise, fitted
from comity.simulate.trade.matrix_estimation import (
    RANK,
    RIDGE,
    estimated,
    flow_tables,
    folded,
    residuals,
)
from comity.simulate.trade.matrix_factors import factors, from_neighbours
from comity.simulate.trade.matrix_features import distances, pair_features
from comity.simulate.trade.matrix_held_out import error_scale, held_out
from comity.simulate.trade.matrix_prior import GravityPrior
from comity.simulate.trade.matrix_statements import carried
from comity.sources import READERS
from comity.sources.reader import read_source
from comity.world.world import World

Array = NDArray[np.float64]
COW = "cow-dyadic-trade-1870-2014"
SOURCE = (
    "Correlates of War Bilateral Trade 4.0 (Barbieri, Keshk & Pollins 2009; Barbieri & Keshk 2016)"
)
#: Years of the priors: that compared, one ten years before 2014 (as 2013 is before 2023), the shipped.
MAIN, EARLY, SHIPPED = range(2006, 2011), range(2000, 2005), range(2009, 2014)
PRIOR = Path(__file__).parents[1] / "src" / "comity" / "data" / "trade" / "gravity_prior.json"


class Case:
    """One year to be found, and the panels that priors come from."""

    def __init__(self, world: World, flows: pl.DataFrame, year: int = 2014, top: int = 5) -> None:
        self.world, self.flows, self.year = world, flows, year
        self.states, tables = flow_tables(flows, range(year, year + 1))
        self.exercise: Exercise = exercise(tables[year], top)
        self.size = np.log(self.exercise.rows + self.exercise.columns + 1)

    def prior(self, years: range) -> GravityPrior:
        """The prior of some years."""
        states, panel = flow_tables(self.flows, years)
        return estimated(self.world, states, panel, source=SOURCE)

    def log_prior(self, prior: GravityPrior) -> Array:
        """The prior's table for this case."""
        return prior.of(self.world, self.states, self.year, self.size)

    def left_out(self, prior: GravityPrior, years: range) -> tuple[Array, Array]:
        """Log priors that never saw the pair, and that never saw any trade of either state."""
        states, panel = flow_tables(self.flows, years)
        features = pair_features(self.world, states, years[len(years) // 2])
        residual, belief = residuals(prior.from_features(features), panel)
        here = pair_features(self.world, self.states, self.year)
        shape = prior.from_features(here)
        place = [states.index(s) if s in states else 0 for s in self.states]
        known = np.array([s in states for s in self.states])
        both = known[:, None] & known[None, :]
        pairs = shape + np.where(both, folded(residual, belief)[np.ix_(place, place)], 0.0)
        far, likeness = distances(self.states), here["language"] + here["common_ruler"]
        alone = np.full_like(shape, np.nan)
        group = np.random.default_rng(3).integers(0, 5, len(states))
        for n in range(5):
            held = group != n
            u, v = factors(residual, belief * held[:, None] * held[None, :], rank=RANK, ridge=RIDGE)
            seen = known & held[place]
            u, v = (from_neighbours(t[place], seen, far, self.size, likeness) for t in (u, v))
            touched = ~seen[:, None] | ~seen[None, :]
            alone = np.where(touched & np.isnan(alone), shape + u @ v.T, alone)
        return pairs, np.where(np.isnan(alone), pairs, alone)


def scores(found: Array, case: Exercise) -> dict[str, float]:
    """How near a table is on the cells not given."""
    cells = case.scored
    x, y = np.log(np.maximum(found[cells], 1e-12)), np.log(case.truth[cells])
    zero = (case.truth == 0) & ~np.eye(len(found), dtype=bool)
    ranks = rankdata(np.concatenate([found[zero], found[cells]]))
    auc = 1 - (ranks[: zero.sum()].mean() - (zero.sum() + 1) / 2) / cells.sum()
    a, b = found[cells], case.truth[cells]
    return {
        "log_correlation": round(float(np.corrcoef(x, y)[0, 1]), 4),
        "log_rmse": round(float(np.sqrt(np.mean((x - y) ** 2))), 3),
        "log_correlation_above_10_million": round(
            float(np.corrcoef(x[b > 10], y[b > 10])[0, 1]), 4
        ),
        "misplaced_share": round(float(np.abs(a - b).sum() / 2 / b.sum()), 3),
        "reported_above_zero": round(float(auc), 3),
    }


def baselines(case: Case) -> dict[str, dict[str, float]]:
    """What is to be beaten, on the same cells."""
    e = case.exercise
    off = ~np.eye(len(e.rows), dtype=bool)
    inverse = np.where(off, 1 / distances(case.states), 0.0)
    log, free = -np.log(distances(case.states)), np.full_like(e.upper, np.inf)
    known, exact = np.where(e.given, e.truth, np.nan), np.zeros_like(e.truth)
    gravity = np.outer(e.rows, e.columns) * inverse

    def by(prior: Array, cells: Array) -> dict[str, float]:
        return scores(fitted(prior, e.rows, e.columns, cells, exact, free)[0], e)

    return {
        "plain gravity (totals over distance)": scores(gravity * e.truth.sum() / gravity.sum(), e),
        "plain RAS (sums alone)": scores(scale(off.astype(float), e.rows, e.columns), e),
        "RAS of inverse distance": by(log, np.full_like(known, np.nan)),
        "known cells, and RAS of the rest": by(exact, known),
        "known cells, and RAS of inverse distance": by(log, known),
        "the same, below the listing": scores(e.fit(log), e),
    }


def cover(
    prior: GravityPrior, case: Exercise, found: Array, widened: float = 1.0
) -> dict[str, object]:
    """How often 90 % intervals hold the flow, in all and by size of what was found."""
    low, high, _ = prior.cells.of(found, case.upper, widened)
    cells = case.scored
    within = ((case.truth >= low) & (case.truth <= high))[cells]
    fit = found[cells]
    edges = [0, 1, 10, 100, 1000, np.inf]
    return {
        "all": round(float(within.mean()), 3),
        "below": round(float((case.truth < low)[cells].mean()), 3),
        "above": round(float((case.truth > high)[cells].mean()), 3),
        "by_million_usd": {
            f"{a:g} to {b:g}": round(float(within[(fit >= a) & (fit < b)].mean()), 3)
            for a, b in pairwise(edges)
        },
        "median_factor": round(float(np.median(np.sqrt(high[cells] / low[cells]))), 2),
    }


def scale_from_listings(prior: GravityPrior, log: Array, case: Exercise) -> dict[str, float]:
    """The spread of errors over that of the classes, from hidden listings of the year alone."""
    fold = np.random.default_rng(0).integers(0, 5, case.given.shape)
    found, spread = np.full(log.shape, np.nan), np.full(log.shape, np.nan)
    for n in range(5):
        hidden = case.given & (fold == n)
        known = np.where(case.given & ~hidden, case.truth, np.nan)
        upper = np.where(hidden, np.inf, case.upper)
        fit, _ = fitted(log, case.rows, case.columns, known, np.zeros_like(log), upper)
        found[hidden], spread[hidden] = fit[hidden], prior.cells.of(fit, case.upper)[2][hidden]
    full = case.fit(log)
    silent = case.scored & np.isfinite(case.upper)
    shift, size = error_scale(
        np.log(case.truth[case.given] / found[case.given]),
        spread[case.given],
        np.log(case.upper[silent] / full[silent]),
        prior.cells.of(full, case.upper)[2][silent],
    )
    return {"shift": round(shift, 3), "scale": round(size, 3)}


def around(case: Case, log: Array) -> Array:
    """The log prior with what listings of the three years before add."""
    empty = np.full_like(log, np.nan)
    made, weight = np.zeros_like(log), np.zeros_like(log)
    for other in range(case.year - 3, case.year):
        states, tables = flow_tables(case.flows, range(other, other + 1))
        past = exercise(tables[other])
        both = [s for s in case.states if s in states]
        here = np.array([case.states.index(s) for s in both])
        there = np.array([states.index(s) for s in both])
        part, old = np.ix_(here, here), np.ix_(there, there)
        rows, columns = past.rows[there], past.columns[there]
        columns = columns * rows.sum() / columns.sum()
        free = np.full_like(log[part], np.inf)
        usual, _ = fitted(log[part], rows, columns, empty[part], empty[part], free)
        given = past.given[old] & (usual > 0)
        trust = carried(case.year - other)
        surprise = np.log(np.where(given, past.truth[old], 1.0) / np.where(given, usual, 1.0))
        made[part] += np.where(given, trust**2 * surprise, 0.0)
        weight[part] += np.where(given, trust, 0.0)
    return log + np.divide(made, weight, out=np.zeros_like(made), where=weight > 0)


def validation(case: Case, *priors: range) -> dict[str, object]:
    """2014 by all priors, with intervals."""
    e = case.exercise
    told: dict[str, object] = {
        "cells": {
            "states": len(case.states),
            "given": int(e.given.sum()),
            "given_share_of_trade": round(float(e.truth[e.given].sum() / e.truth.sum()), 3),
            "scored": int(e.scored.sum()),
            "zero_or_not_reported": int((e.truth == 0).sum()) - len(e.rows),
        },
        "baselines": baselines(case),
    }
    for years in priors:
        with clock() as estimating:
            prior = case.prior(years)
        log = case.log_prior(prior)
        shape = prior.from_features(pair_features(case.world, case.states, case.year))
        found = e.fit(log)
        pairs, states = case.left_out(prior, years)
        hidden = scale_from_listings(prior, log, e)
        rows: dict[str, object] = {
            "regressors alone": scores(e.fit(shape), e),
            "matrix": scores(found, e),
            "matrix, pairs left out": scores(e.fit(pairs), e),
            "matrix, states left out": scores(e.fit(states), e),
            "matrix, with listings of 2011 to 2013": scores(e.fit(around(case, log)), e),
            "coverage": cover(prior, e, found),
            "coverage, pairs left out": cover(prior, e, e.fit(pairs)),
            "errors from hidden listings of 2014": hidden,
            "coverage, with that scale": cover(prior, e, found, hidden["scale"]),
            "estimate_seconds": round(estimating.seconds, 2),
        }
        told[f"prior of {years[0]} to {years[-1]}"] = rows
    return told


def embedded() -> dict[str, object]:
    """The shipped world: hidden listings found again, dated facts, times."""
    told: dict[str, object] = {}
    for year in (2022, 2023):
        with clock() as first:
            world = World.load()
            matrix = trade_matrix(world, year)
        found = {
            name: {k: round(getattr(h, k), 3) for k in ("cells", "correlation", "shift", "scale")}
            for name, h in (
                ("with listings of other years", held_out(world, year)),
                ("without", held_out(world, year, others=False)),
            )
        }
        rng = np.random.default_rng(0)
        off = ~np.eye(len(matrix.states), dtype=bool)
        sums = np.where(off, matrix.value, 0).sum(axis=1)
        draw = np.where(off, matrix.draw(rng), 0.0)
        counts = matrix.table()["status"].value_counts().rows()
        told[str(year)] = {
            "economies": len(matrix.states),
            "cells": dict(sorted(counts)),
            "hidden_listings": found,
            "load_and_build_seconds": round(first.seconds, 2),
            "draw_seconds": round(repeated(partial(matrix.draw, rng)), 4),
            "draw_adds_up_to": float(f"{np.abs(draw.sum(axis=1) / sums - 1).max():.1e}"),
        }
    return told


def main() -> None:
    folder = data_folder() / COW
    if not folder.is_dir():
        report(embedded=embedded(), skipped=f"no folder {COW}: nothing to compare with")
        return
    flows = read_source(READERS["cow_trade"], folder)[0].flows
    world = World.load()
    if "--write-prior" in sys.argv:
        states, panel = flow_tables(flows, SHIPPED)
        made = estimated(world, states, panel, source=SOURCE).as_object()
        PRIOR.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
        return
    report(
        **{
            "2014": validation(Case(world, flows), MAIN, EARLY, SHIPPED),
            "2014, three largest partners": validation(Case(world, flows, top=3), MAIN),
            "embedded": embedded(),
        }
    )


if __name__ == "__main__":
    main()
