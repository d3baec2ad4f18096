"""What is stated of single cells in a year, from both sides, and what other years' listings hint at.

The share of b in a's exports and the share of a in b's imports are two statements of one flow. They differ by
more than rounding (valuation, re-exports, services in the totals but not in the shares); how much is
measured on the cells that both sides list, and each is weighed by its error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.uncertainty import REACH
from comity.simulate.trade.matrix_listings import Listed, listed
from comity.world.world import World

__all__ = ["Statements", "carried", "elsewhere", "mirror_error", "stated"]

Array = NDArray[np.float64]

#: Error of one statement beyond rounding (log standard deviation) where too few mirrors tell.
USUAL_ERROR, FEWEST_MIRRORS = 0.25, 30
#: Other years whose listings are looked at, and how much of a surprise then carries over: 0.6 from the year
#: next to it, falling by e each so many years. Measured on COW trade: 2011 to 2013 for 2014.
YEARS_AROUND, CARRIED, FADES = 8, 0.6, 8.0


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
    error
        Error of one statement beyond rounding (log standard deviation).
    mirrors
        Cells that both sides list.
    """

    value: Array
    sd: Array
    threshold: Array
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
            np.where(gone, np.inf, self.threshold), self.error, self.mirrors,
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
    threshold = np.minimum(
        _bound(said.exports_rest, exports[:, None]), _bound(said.imports_rest, imports[None, :])
    )
    return Statements(
        np.where(named, np.exp(mean / total), np.nan),
        np.where(named, 1 / np.sqrt(total), np.nan),
        threshold,
        error,
        mirrors,
    )


def _bound(rest: Array, whole: Array) -> Array:
    return np.where(rest < 1, rest * whole, np.inf)


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
    world: World, states: tuple[str, ...], year: int, exports: Array, imports: Array, usual: Array
) -> Array:
    """(N, N) what listings of other years add to the log prior: their surprise, faded (0: no listing).

    Parameters
    ----------
    exports, imports : (N,)
        Totals of the year.
    usual : (N, N)
        The matrix that the prior and the totals alone give.
    """
    total, weight = np.zeros_like(usual), np.zeros_like(usual)
    for other in range(year - YEARS_AROUND, year + YEARS_AROUND + 1):
        if other == year:
            continue
        said = listed(world, states, other)
        if not said.named.any():
            continue
        trust = carried(abs(other - year))
        for value in (said.of_exports * exports[:, None], said.of_imports * imports[None, :]):
            known = ~np.isnan(value) & (usual > 0)
            surprise = np.log(np.where(known, value, 1.0) / np.where(known, usual, 1.0))
            total += np.where(known, trust**2 * surprise, 0.0)
            weight += np.where(known, trust, 0.0)
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)


def carried(years: int) -> float:
    """How much of a listing's surprise still holds so many years away."""
    return CARRIED * float(np.exp(-(years - 1) / FADES))
