"""What is stated of single cells in a year, from both sides, and what other years' listings hint at.

The share of b in a's exports and the share of a in b's imports are two statements of one flow. They differ by
more than rounding (valuation, re-exports, services in the totals but not in the shares); how much is
measured on the cells that both sides list, and each is weighed by its error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from comity.measures.uncertainty import REACH
from comity.simulate.trade.matrix_listings import Listed, listed
from comity.world.world import World

__all__ = [
    "Statements",
    "carried",
    "elsewhere",
    "mirror_error",
    "stated",
    "unnamed",
    "with_stand_ins",
]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Error of one statement beyond rounding (log standard deviation) where too few mirrors tell.
USUAL_ERROR, FEWEST_MIRRORS = 0.25, 30
#: Other years whose listings are looked at, and how much of a surprise then carries over: 0.6 from the year
#: next to it, falling by e each so many years. Measured on COW trade: 2011 to 2013 for 2014.
YEARS_AROUND, CARRIED, FADES = 8, 0.6, 8.0
#: Where the year has no listing at all, one of at most so many years away stands in, with this standard
#: deviation (log) of a listed share from one year to the next (2022 to 2023, 1,607 shares).
STAND_IN, YEARLY_CHANGE = 3, 0.33


class Basis(Protocol):
    """States and totals, million US dollars."""

    @property
    def states(self) -> tuple[str, ...]: ...
    @property
    def exports(self) -> Array: ...
    @property
    def imports(self) -> Array: ...


@dataclass(frozen=True, slots=True)
class Statements:
    """What is stated of the cells between N states.

    Attributes
    ----------
    value, sd : (N, N)
        Million US dollars, and the standard deviation of the logarithm; NaN where nothing is stated.
    threshold : (N, N)
        What a cell must reach to be listed, so the most one that is not listed can be; inf where there is
        no listing.
    borrowed : (N, N)
        Cells of which the value is the share of a listing of a year near by.
    error
        Error of one statement beyond rounding (log standard deviation).
    mirrors
        Cells that both sides list.
    """

    value: Array
    sd: Array
    threshold: Array
    borrowed: Mask
    error: float
    mirrors: int

    @property
    def upper(self) -> Array:
        """(N, N) the most a cell can be that is not stated; inf where it is, or no listing bounds it."""
        return np.where(np.isnan(self.value), self.threshold, np.inf)

    def without(self, hidden: NDArray[np.bool_]) -> Statements:
        """The same with the statements of some cells taken away, and any bound on them."""
        gone = hidden & ~np.isnan(self.value)
        return Statements(
            np.where(gone, np.nan, self.value), np.where(gone, np.nan, self.sd),
            np.where(gone, np.inf, self.threshold), self.borrowed & ~gone, self.error, self.mirrors,
        )  # fmt: skip


def stated(said: Listed, exports: Array, imports: Array, sds: tuple[Array, Array]) -> Statements:
    """Both sides' statements as one value a cell, weighed by their errors.

    Parameters
    ----------
    said
        The listings.
    exports, imports : (N,)
        Totals, million US dollars.
    sds
        Standard deviations of the logarithms of both.
    """
    by_exports, by_imports = said.of_exports * exports[:, None], said.of_imports * imports[None, :]
    error, mirrors = mirror_error(by_exports, by_imports)
    variances = (
        error**2 + said.exports_sd**2 + sds[0][:, None] ** 2,
        error**2 + said.imports_sd**2 + sds[1][None, :] ** 2,
    )
    total, mean = np.zeros_like(by_exports), np.zeros_like(by_exports)
    for value, variance in zip((by_exports, by_imports), variances, strict=True):
        weight = np.nan_to_num(1 / variance)
        total += weight
        mean += weight * np.nan_to_num(np.log(value))
    named = said.named
    total = np.where(named, total, 1.0)
    log, variance = mean / total, 1 / total
    bounds = (
        _bound(said.exports_rest, exports[:, None]), _bound(said.imports_rest, imports[None, :]),
    )  # fmt: skip
    for value, bound, sd in zip(
        (by_exports, by_imports), bounds, (sds[0][:, None], sds[1][None, :]), strict=True
    ):
        silent = named & np.isnan(value) & np.isfinite(bound)
        edge = np.log(np.where(silent, bound, 1.0))
        log, variance = (
            np.where(silent, found, before)
            for found, before in zip(
                unnamed(log, variance, edge, error**2 + sd**2), (log, variance), strict=True
            )
        )
    return Statements(
        np.where(named, np.exp(log), np.nan),
        np.where(named, np.sqrt(variance), np.nan),
        np.minimum(*bounds),
        np.zeros_like(named),
        error,
        mirrors,
    )


def _bound(rest: Array, whole: Array) -> Array:
    return np.where(rest < 1, rest * whole, np.inf)


def unnamed(log: Array, variance: Array, edge: Array, other: Array) -> tuple[Array, Array]:
    """One side's statement, given that the other side's listing does not name the cell.

    The other side would have stated the flow with an error of its own, and that statement lies below the
    smallest it lists: a normal observed below an edge. On trade of 2014 cells that the other side's
    listing leaves no room for are found a third to three quarters below what the first one says.

    Parameters
    ----------
    log, variance
        Of the statement made.
    edge
        Log of the most that the other side leaves room for.
    other
        Variance of a statement of that side.

    Returns
    -------
    array, array
        Mean and variance of the logarithm of the flow.
    """
    from scipy.special import log_ndtr

    whole = np.sqrt(variance + other)
    at = (edge - log) / whole
    pull = np.exp(-0.5 * at**2 - log_ndtr(at)) / np.sqrt(2 * np.pi)
    gain = variance / whole
    return log - gain * pull, variance - gain**2 * pull * (at + pull)


def mirror_error(by_exports: Array, by_imports: Array) -> tuple[float, int]:
    """Error of one statement (log standard deviation), from cells that both sides state, and their number.

    The 90 % range of the difference counts, not its variance: a few mirrors are off by much.
    """
    both = ~np.isnan(by_exports) & ~np.isnan(by_imports)
    n = int(both.sum())
    if n < FEWEST_MIRRORS:
        return USUAL_ERROR, n
    apart = np.log(by_exports[both] / by_imports[both])
    reach = float(np.quantile(np.abs(apart - np.median(apart)), 0.9))
    return reach / REACH / float(np.sqrt(2.0)), n


def elsewhere(
    world: World, year: int, base: Basis, usual: Array, shift: Callable[[int], Array]
) -> Array:
    """(N, N) what listings of other years add to the log prior: their surprise, faded (0: no listing).

    Parameters
    ----------
    base
        States and totals of the year.
    usual : (N, N)
        The matrix that the prior and the totals alone give, without any sanctions since the prior.
    shift
        What the sanctions in force in a year take from the log prior: a listing of before they began is no
        surprise on that account, and one of since is less of one.
    """
    exports, imports = base.exports[:, None], base.imports[None, :]
    total, weight = np.zeros_like(usual), np.zeros_like(usual)
    for other in range(year - YEARS_AROUND, year + YEARS_AROUND + 1):
        if other == year:
            continue
        said = listed(world, base.states, other)
        trust, expected = carried(abs(other - year)), usual * np.exp(shift(other))
        for value in (said.of_exports * exports, said.of_imports * imports):
            known = ~np.isnan(value) & (usual > 0)
            surprise = np.log(np.where(known, value, 1.0) / np.where(known, expected, 1.0))
            total += np.where(known, trust**2 * surprise, 0.0)
            weight += np.where(known, trust, 0.0)
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)


def with_stand_ins(
    said: Statements, world: World, year: int, base: Basis, sds: tuple[Array, Array]
) -> Statements:
    """Cells on which the year has no listing that could name them, by the shares of the nearest year."""
    value, sd, borrowed = said.value.copy(), said.sd.copy(), said.borrowed.copy()
    silent = np.isinf(said.threshold) & np.isnan(value) & ~np.eye(len(value), dtype=bool)
    for gap in range(1, STAND_IN + 1):
        for other in (year - gap, year + gap):
            if not silent.any():
                break
            near = stated(listed(world, base.states, other), base.exports, base.imports, sds)
            fill = silent & ~np.isnan(near.value)
            value[fill] = near.value[fill]
            sd[fill] = np.hypot(near.sd[fill], YEARLY_CHANGE * np.sqrt(gap))
            borrowed |= fill
            silent &= ~fill
    return replace(said, value=value, sd=sd, borrowed=borrowed)


def carried(years: int) -> float:
    """How much of a listing's surprise still holds so many years away."""
    return CARRIED * float(np.exp(-(years - 1) / FADES))
