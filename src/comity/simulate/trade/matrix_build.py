"""The trade matrix of a year, put together: prior, balancing, intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comity.measures.uncertainty import REACH
from comity.simulate.trade.balancing import balance
from comity.simulate.trade.internal_trade import OUTPUT_PER_GDP, internal_sd, internal_trade
from comity.simulate.trade.matrix import TradeMatrix
from comity.simulate.trade.matrix_cells import ROOM, fitted
from comity.simulate.trade.matrix_goods import customs_beside
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
#: Cells at their bound that a note names.
SHOWN = 6


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
    since = shipped_prior().sample["years"][1]

    def shifted(of: int) -> Array:
        return sanctions_shift(world, states, of, since)

    shift = shifted(year)
    prior, near = _prior(world, year, base, shifted, others=others)
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
    bound = np.where(observed, np.inf, said.upper)
    np.fill_diagonal(bound, np.inf)
    held = value >= ROOM * bound * (1 - 1e-6)
    notes = (
        "totals are of goods and services, listings of goods: services are taken to go where goods go",
        "intervals hold 90 % of flows that exist; that a pair does not trade at all is not among them",
        f"internal trade is {OUTPUT_PER_GDP} times GDP less exports, an assumption",
        *(
            f"sanctions since {since} take {-step:.2f} from the log prior of "
            f"{np.count_nonzero(shift == step) // 2} pairs"
            for step in np.unique(shift[shift < 0])[::-1]
        ),
        *base.notes,
        *_at_bound(states, value, held),
        *customs_beside(world, year, states, value),
        *(
            (f"bounds leave a sum {residual:.2g} of the mean total short",)
            if residual > 1e-6
            else ()
        ),
    )
    return TradeMatrix(year, states, value, low, high, log_sd, status.astype(np.int8), notes, bound)


def _at_bound(states: tuple[str, ...], value: Array, held: Mask) -> tuple[str, ...]:
    """Cells that the prior puts above what a listing leaves room for."""
    if not held.any():
        return ()
    between = value.sum() - np.trace(value)
    largest = np.argsort(-np.where(held, value, 0.0), axis=None)[: min(SHOWN, int(held.sum()))]
    named = (f"{states[n // len(states)]} to {states[n % len(states)]}" for n in largest)
    told = (
        f"{held.sum()} cells ({value[held].sum() / between:.1%} of trade) stand at {ROOM:g} of a bound that "
        f"the prior would pass; what is drawn lies below it: {', '.join(named)}"
    )
    return (f"{told}, ..." if held.sum() > SHOWN else told,)


def _prior(
    world: World, year: int, base: Ground, shifted: Callable[[int], Array], *, others: bool
) -> tuple[Array, Mask]:
    """Log prior, and whether a listing of another year names the cell."""
    states, exports, imports = base.states, base.exports, base.imports
    plain = shipped_prior().of(world, states, year, np.log(exports + imports))
    prior = plain + shifted(year)
    if not others:
        return prior, np.zeros(prior.shape, dtype=bool)
    off = ~np.eye(len(states), dtype=bool)
    shape = np.where(off, np.exp(plain - plain[off].max()), 0.0)
    usual = balance(shape, exports, imports, tolerance=1e-4, limit=200).table
    surprise = elsewhere(world, year, base, usual, shifted)
    return prior + surprise, surprise != 0
