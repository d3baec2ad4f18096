"""The trade matrix of a year, put together: prior, balancing, intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.measures.uncertainty import REACH
from comity.simulate.trade.balancing import balance
from comity.simulate.trade.internal_trade import OUTPUT_PER_GDP, internal_sd, internal_trade
from comity.simulate.trade.matrix import TradeMatrix
from comity.simulate.trade.matrix_cells import fitted
from comity.simulate.trade.matrix_ground import Ground, ground
from comity.simulate.trade.matrix_prior import shipped_prior
from comity.simulate.trade.matrix_sanctions import sanctions_shift
from comity.simulate.trade.matrix_statements import elsewhere
from comity.world.world import World

__all__ = ["DRIFT", "DRIFT_LISTED", "assembled", "built"]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: How much wider errors are than those measured on COW trade up to 2013, for cells that no listing of any
#: year names, and for those that one of another year does: the mean over held-out listings of 2022 and
#: 2023 (``benchmarks/trade_matrix.py``), rounded up.
DRIFT, DRIFT_LISTED = 1.2, 1.05
OBSERVED, BOUNDED, INFERRED = range(3)


def built(world: World, year: int) -> TradeMatrix:
    """The matrix of a year; raises :class:`CoverageError` if the world states too few totals."""
    return assembled(world, year, ground(world, year))


def assembled(
    world: World, year: int, base: Ground, *, hidden: Mask | None = None, others: bool = True
) -> TradeMatrix:
    """The matrix that totals and statements give.

    Parameters
    ----------
    world, year, base
        The world, the year, and what is known of it.
    hidden : (N, N), optional
        Listed cells of which nothing is to be known: how well they are found again measures the matrix.
    others
        Whether listings of other years inform the prior.
    """
    states, said = base.states, base.said if hidden is None else base.said.without(hidden)
    shift = sanctions_shift(world, states, year, shipped_prior().sample["years"][1])
    prior, near = _prior(world, year, base, shift, others=others)
    value, residual = fitted(prior, base.exports, base.imports, said.value, said.sd, said.upper)
    observed = ~np.isnan(said.value)
    drift = np.where(near, DRIFT_LISTED, DRIFT)
    low, high, log_sd = shipped_prior().cells.of(value, said.upper, drift)
    # a total that is not known well widens all cells of its state
    vague = np.exp(REACH * base.vague)
    spread = np.exp(REACH * said.sd)
    low = np.where(observed, np.fmin(said.value, value) / spread, low / vague)
    beyond = np.fmax(value, np.fmin(high * vague, said.upper))
    high = np.where(observed, np.fmax(said.value, value) * spread, beyond)
    log_sd = np.where(observed, said.sd, np.hypot(log_sd, base.vague))
    status = np.where(
        observed & ~said.borrowed, OBSERVED, np.where(np.isfinite(said.upper), BOUNDED, INFERRED)
    )
    own = internal_trade(base.gdp, base.exports)
    own_sd = internal_sd(base.gdp, base.exports, base.gdp_sd)
    for table, diagonal in (
        (value, own), (log_sd, own_sd), (low, own * np.exp(-REACH * own_sd)),
        (high, own * np.exp(REACH * own_sd)), (status, np.full(len(states), INFERRED)),
    ):  # fmt: skip
        np.fill_diagonal(table, diagonal)
    pairs = np.count_nonzero(shift) // 2
    notes = (
        "totals are of goods and services, listings of goods: services are taken to go where goods go",
        "intervals hold 90 % of flows that exist; that a pair does not trade at all is not among them",
        f"internal trade is {OUTPUT_PER_GDP} times GDP less exports, an assumption",
        f"sanctions since 2013 take {-shift.min():.2f} from the log prior of {pairs} pairs",
        *base.notes,
        *(
            (f"bounds leave a sum {residual:.2g} of the mean total short",)
            if residual > 1e-6
            else ()
        ),
    )
    return TradeMatrix(year, states, value, low, high, log_sd, status.astype(np.int8), notes)


def _prior(
    world: World, year: int, base: Ground, shift: Array, *, others: bool
) -> tuple[Array, Mask]:
    """Log prior, and whether a listing of another year names the cell."""
    states, exports, imports = base.states, base.exports, base.imports
    prior = shipped_prior().of(world, states, year, np.log(exports + imports)) + shift
    if not others:
        return prior, np.zeros(prior.shape, dtype=bool)
    off = ~np.eye(len(states), dtype=bool)
    shape = np.where(off, np.exp(prior - prior[off].max()), 0.0)
    usual = balance(shape, exports, imports, tolerance=1e-4, limit=200).table
    surprise = elsewhere(world, year, base, usual)
    return prior + surprise, surprise != 0
