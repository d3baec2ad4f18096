"""How well listed cells are found again when their listing is hidden, and what that says of the others.

Listed cells are listed because they are large: what is large by chance is more often listed, so errors on
hidden listings are not those of cells that never were. The scale of errors comes from both kinds at
once, by a censored regression (Tobin 1958, Econometrica 26(1)): a listed cell shows its error; one that
is not listed shows that it lies below the smallest share listed. The classes of errors that the matrix
uses (:mod:`comity.simulate.trade.matrix_errors`) are thereby checked, and where needed widened, with
nothing but public listings of the year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.simulate.trade.matrix_build import assembled
from comity.simulate.trade.matrix_ground import ground
from comity.simulate.trade.matrix_prior import shipped_prior
from comity.world.world import World

__all__ = ["HeldOut", "error_scale", "held_out"]

Array = NDArray[np.float64]
FOLDS = 5


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Errors on hidden listings of a year.

    Attributes
    ----------
    cells
        Listings hidden, each once.
    correlation
        Of the logarithms of what is stated and what is found without the statement.
    shift, scale
        Middle of log(truth / fit), and its spread over that of the classes of errors, allowing for
        selection.
    """

    cells: int
    correlation: float
    shift: float
    scale: float


def held_out(world: World, year: int, *, others: bool = True) -> HeldOut:
    """Hide the listings of a year in five parts and find them again."""
    base = ground(world, year)
    listed = ~np.isnan(base.said.value) & ~base.said.borrowed
    fold = np.random.default_rng(0).integers(0, FOLDS, listed.shape)
    plain = shipped_prior().cells
    found, spread = np.full(listed.shape, np.nan), np.full(listed.shape, np.nan)
    for n in range(FOLDS):
        hidden = listed & (fold == n)
        fit = assembled(world, year, base, hidden=hidden, others=others).value
        found[hidden], spread[hidden] = (
            fit[hidden],
            _spread(plain.of(fit, base.said.threshold), base.vague)[hidden],
        )
    full = assembled(world, year, base, others=others).value
    silent = (
        np.isnan(base.said.value)
        & np.isfinite(base.said.threshold)
        & ~np.eye(len(full), dtype=bool)
    )
    error = np.log(base.said.value[listed] / found[listed])
    shift, scale = error_scale(
        error,
        spread[listed],
        np.log(base.said.threshold[silent] / full[silent]),
        _spread(plain.of(full, base.said.threshold), base.vague)[silent],
    )
    stated = np.log(base.said.value[listed])
    agree = float(np.corrcoef(stated, stated - error)[0, 1])
    return HeldOut(int(listed.sum()), agree, shift, scale)


def _spread(errors: tuple[Array, Array, Array], vague: Array) -> Array:
    made: Array = np.hypot(errors[2], vague)
    return made


def error_scale(
    error: Array, spread: Array, below: Array, below_spread: Array
) -> tuple[float, float]:
    """Middle and scale of errors of which some are seen and others only known to lie below a bound.

    Parameters
    ----------
    error, spread : (n,)
        Errors seen, and the standard deviations expected of them.
    below, below_spread : (m,)
        Bounds of the errors not seen, and the standard deviations expected of them.

    Returns
    -------
    float, float
        ``shift`` and ``scale`` of greatest likelihood: error ~ N(shift, (scale × spread)²).
    """
    from scipy.optimize import minimize
    from scipy.special import log_ndtr

    def loss(at: Array) -> float:
        scale = np.exp(at[1])
        seen = (error - at[0]) / (scale * spread)
        unseen = (below - at[0]) / (scale * below_spread)
        return float((0.5 * seen**2 + np.log(scale)).sum() - log_ndtr(unseen).sum())

    best = minimize(loss, np.zeros(2), method="Nelder-Mead")
    return float(best.x[0]), float(np.exp(best.x[1]))
