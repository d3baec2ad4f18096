"""Weights of evidence: how much likelier each observation is under a reading than for any dyad.

An observation of standing x, blurred by b (:mod:`comity.alignment.scores`), has under a reading that
predicts mean m and spread s the density N(x; m, s² + b + e), and among all dyads N(x; 0, 1 + b + e); e is
how far a standing strays from year to year and with age. A source of reliability r bears on the question
with chance r and otherwise says what it would of any dyad, so that an observation weighs

    log(1 − r + r · ratio),

which no single observation can take below log(1 − r). The k observations of one source are not k
witnesses: with a correlation ρ between them they count as k / (1 + (k − 1) ρ)
(Kish 1965, design effect), so each weight is divided by 1 + (k − 1) ρ.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["CORRELATION", "log_normal_ratio", "shares", "tempered", "weigh_ratio"]

Array = npt.NDArray[np.float64]

#: Correlation between observations of one source.
CORRELATION = 0.5


def log_normal_ratio(x: Array, noise: Array, mean: Array, spread: Array) -> Array:
    """Log of the density under a prediction over that among all dyads; arrays broadcast."""
    told, any_dyad = spread**2 + noise, 1.0 + noise
    found: Array = 0.5 * (np.log(any_dyad / told) + x**2 / any_dyad - (x - mean) ** 2 / told)
    return found


def weigh_ratio(log_ratio: Array, reliability: Array) -> Array:
    """Weight of an observation of some reliability."""
    with np.errstate(divide="ignore"):
        found: Array = np.logaddexp(np.log1p(-reliability), np.log(reliability) + log_ratio)
    return found


def tempered(
    weights: Array, source: npt.NDArray[np.intp], correlation: float = CORRELATION
) -> Array:
    """Weights (readings, n) with the n observations of each source (n,) counted as correlated."""
    count = np.bincount(source)[source] if source.size else np.zeros(0)
    found: Array = weights / (1.0 + (count - 1.0) * correlation)
    return found


def shares(log_likelihood: Array) -> Array:
    """Posterior shares over the first axis, all readings equally likely beforehand."""
    top = np.exp(log_likelihood - log_likelihood.max(axis=0))
    found: Array = top / top.sum(axis=0)
    return found
