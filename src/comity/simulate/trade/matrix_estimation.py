"""Estimate the gravity prior on a table of all flows of some years.

Logs of reported flows on the regressors with effects of each exporter and importer in each year; the mean
residual of a pair over the years, weighted by how many there are, as a low-rank matrix; and the errors
that the whole procedure makes on those years when it has only sums and listings, with traits that
have not seen the pair (five folds of pairs, both directions together).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import DataError
from comity.simulate.trade.matrix_cells import exercise
from comity.simulate.trade.matrix_economies import economies
from comity.simulate.trade.matrix_errors import NEAR, measured
from comity.simulate.trade.matrix_factors import factors, without_effects
from comity.simulate.trade.matrix_features import FEATURES, pair_features
from comity.simulate.trade.matrix_prior import GravityPrior
from comity.world.world import World

__all__ = ["FOLDS", "RANK", "RIDGE", "Panel", "estimated", "flow_tables", "folded", "residuals"]

Array = NDArray[np.float64]
#: By year: (N, N) flows, 0 or NaN where none is reported.
Panel = Mapping[int, Array]

#: Traits, and the precision of their prior: within 1 % of the best on pairs left out of 2006 to 2010.
RANK, RIDGE = 8, 5.0
#: Years after which a pair's mean residual is half believed.
HALF = 1.5
FOLDS = 5


def flow_tables(flows: pl.DataFrame, years: range) -> tuple[tuple[str, ...], dict[int, Array]]:
    """Levels of goods by year as tables over all economies whose place is known.

    Parameters
    ----------
    flows
        a (exporter), b, year, value, as the world's flows have them.
    """
    rows = flows.filter(pl.col("year").is_in(list(years)) & (pl.col("value") > 0))
    placed = sorted(economies())
    rows = rows.filter(pl.col("a").is_in(placed) & pl.col("b").is_in(placed))
    if rows["year"].n_unique() < len(years):
        raise DataError(f"the flows do not hold every year from {years[0]} to {years[-1]}")
    states = tuple(sorted({*rows["a"], *rows["b"]}))
    place = {state: n for n, state in enumerate(states)}
    tables = {year: np.zeros((len(states), len(states))) for year in years}
    for a, b, year, value in rows.select("a", "b", "year", "value").iter_rows():
        tables[year][place[a], place[b]] = value
    return states, tables


def estimated(
    world: World, states: tuple[str, ...], panel: Panel, *, source: str, scored: int = 3
) -> GravityPrior:
    """The prior from a panel of tables.

    Parameters
    ----------
    world, states, panel
        Regressors are those of the middle year.
    source
        What the flows are, for the record.
    scored
        Number of last years on which the errors of cells are measured.
    """
    years = sorted(panel)
    features = pair_features(world, states, years[len(years) // 2])
    beta, errors, fit = _regression(features, panel)
    shape = np.sum([beta[name] * features[name] for name in FEATURES], axis=0)
    residual, belief = residuals(shape, panel)
    u, v = factors(residual, belief, rank=RANK, ridge=RIDGE)
    unseen = shape + folded(residual, belief)
    shares, off, near = [], [], []
    for year in years[-scored:]:
        case = exercise(panel[year])
        made, cells = case.fit(unseen), case.scored
        shares.append(made[cells] / made.sum())
        off.append(np.log(case.truth[cells] / made[cells]))
        near.append(made[cells] > NEAR * case.upper[cells])
    return GravityPrior(
        beta, errors, states, u, v,
        measured(np.concatenate(shares), np.concatenate(off), np.concatenate(near)),
        {
            "source": source, "years": [years[0], years[-1]], **fit, "rank": RANK, "ridge": RIDGE,
            "error": "standard errors clustered by pair; effects of exporters and importers by year",
        },
    )  # fmt: skip


def folded(residual: Array, belief: Array) -> Array:
    """(N, N) what the traits say of each pair when they are estimated without it."""
    fold = np.random.default_rng(1).integers(0, FOLDS, residual.shape)
    fold = np.triu(fold) + np.triu(fold, 1).T
    made = np.zeros_like(residual)
    for n in range(FOLDS):
        u, v = factors(residual, belief * (fold != n), rank=RANK, ridge=RIDGE, rounds=15)
        made[fold == n] = (u @ v.T)[fold == n]
    return made


def _regression(
    features: Mapping[str, Array], panel: Panel
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Least squares of logs with exporter-year and importer-year effects; errors clustered by pair."""
    size = len(next(iter(panel.values())))
    lower = np.minimum.outer(np.arange(size), np.arange(size))
    pair = lower * size + np.maximum.outer(np.arange(size), np.arange(size))
    xs, ys, pairs = [], [], []
    for table in panel.values():
        weight = _reported(table)
        held = weight > 0
        xs.append(np.stack([without_effects(x, weight)[held] for x in features.values()], axis=1))
        ys.append(without_effects(_log(table), weight)[held])
        pairs.append(pair[held])
    x, y, group = np.concatenate(xs), np.concatenate(ys), np.concatenate(pairs)
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ (x.T @ y)
    left = y - x @ beta
    _, member = np.unique(group, return_inverse=True)
    scores = np.zeros((member.max() + 1, x.shape[1]))
    np.add.at(scores, member, x * left[:, None])
    spread = np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse))
    fit = {
        "flows": len(y), "pairs": len(scores),
        "within_r2": round(1 - float(left.var() / y.var()), 4), "residual_sd": round(float(left.std()), 4),
    }  # fmt: skip
    return (
        dict(zip(features, beta.tolist(), strict=True)),
        dict(zip(features, spread.tolist(), strict=True)),
        fit,
    )


def residuals(shape: Array, panel: Panel) -> tuple[Array, Array]:
    """The mean residual of each pair over the years, and how far it is believed."""
    total, count = np.zeros_like(shape), np.zeros_like(shape)
    for table in panel.values():
        weight = _reported(table)
        total += without_effects(_log(table) - shape, weight)
        count += weight
    return np.where(count > 0, total / np.maximum(count, 1), 0.0), count / (count + HALF)


def _reported(table: Array) -> Array:
    off = ~np.eye(len(table), dtype=bool)
    return ((np.nan_to_num(table) > 0) & off).astype(float)


def _log(table: Array) -> Array:
    return np.log(np.where(np.nan_to_num(table) > 0, table, 1.0))
