"""Values to normal scores: where a dyad stands among the dyads of its year, and how blurred that is.

A latent normal variable lies behind every indicator; what is observed is the interval it fell into. Among
the dyads of one year (and, for an indicator that needs contact, of one class of opportunity), dyads
whose value is the same block of shares p₀ … p₁ of the ranking have a latent variable between the normal
quantiles of p₀ and p₁. The mean m and variance v of a standard normal in that interval are what a single
observation of score s = m / (1 − v) with variance b = v / (1 − v) would say. So a common zero among rare
events says little (b is large), an event much, and a value that no other dyad has is its normal score
(b = 0). Ranking within the year takes out what is common to all dyads in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, pi, sqrt

import numpy as np
import numpy.typing as npt

__all__ = ["LEAST_DYADS", "Ranking", "normal_quantile", "ranking", "score"]

Array = npt.NDArray[np.float64]

#: A ranking of fewer dyads says nothing.
LEAST_DYADS = 30
#: A block whose interval leaves more than this of the variance says nothing.
VAGUE = 0.999
#: A blur below this is none.
SHARP = 0.02
#: An interval of the normal variable that is narrower is a point.
NARROW = 0.05
#: A block of more than one in so many dyads is kept in a ranking, and of the smaller ones about as many, at
#: even distances of the normal quantile between -REACH and REACH; those between are interpolated.
BLOCKS, REACH = 96, 3.5

_Z = np.linspace(-6.0, 6.0, 6001)
_P = np.array([0.5 * (1.0 + erf(z / sqrt(2.0))) for z in _Z])


def normal_quantile(p: Array) -> Array:
    """Quantile of the standard normal, interpolated to about 1e-6; infinite at 0 and 1."""
    inside = np.interp(p, _P, _Z)
    return np.where(p <= 0, -np.inf, np.where(p >= 1, np.inf, inside))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking of one indicator in one year (and class).

    Attributes
    ----------
    value : (k,)
        Values, ascending.
    below, upto : (k,)
        Number of dyads with a lower value, and with at most this one.
    dyads
        Number of dyads ranked.
    """

    value: Array
    below: npt.NDArray[np.int64]
    upto: npt.NDArray[np.int64]
    dyads: int

    def score(self, values: Array) -> tuple[Array, Array]:
        """Scores and blurs of some values; blur is infinite for one that says nothing."""
        return score(*self.shares(values))

    def shares(self, values: Array) -> tuple[Array, Array]:
        """Between which shares of the ranking some values lie: what :func:`score` reads."""
        place = np.clip(np.searchsorted(self.value, values), 0, len(self.value) - 1)
        known = self.value[place] == values
        low, high = self.below[place] / self.dyads, self.upto[place] / self.dyads
        if not known.all():
            middle = normal_quantile(0.5 * (self.below + self.upto) / self.dyads)
            between = _share(np.interp(values, self.value, middle))
            low, high = np.where(known, low, between), np.where(known, high, between)
        return low, high


def ranking(values: Array, blocks: int = BLOCKS) -> Ranking:
    """The ranking of the values of all dyads of a year (and class)."""
    value, count = np.unique(values, return_counts=True)
    upto = np.cumsum(count)
    below = upto - count
    if len(value) > 2 * blocks:
        kept = count > len(values) / blocks
        middle = 0.5 * (below + upto) / len(values)
        spread = np.searchsorted(middle, _share(np.linspace(-REACH, REACH, blocks)))
        kept[spread.clip(0, len(value) - 1)] = True
        kept[:3] = kept[-3:] = True
        value, below, upto = value[kept], below[kept], upto[kept]
    return Ranking(value, below, upto, len(values))


def _share(z: Array) -> Array:
    share: Array = np.interp(z, _Z, _P)
    return share


def score(low: Array, high: Array) -> tuple[Array, Array]:
    """Score and blur of intervals of shares; of a point, its quantile and 0."""
    a, b = normal_quantile(low), normal_quantile(high)
    point = (low >= high) | (np.nan_to_num(b, posinf=9.0) - np.nan_to_num(a, neginf=-9.0) < NARROW)
    share = np.where(low >= high, 1.0, high - low)
    at_a, at_b = _density(a), _density(b)
    mean = (at_a - at_b) / share
    moment = (
        np.where(np.isfinite(a), a, 0.0) * at_a - np.where(np.isfinite(b), b, 0.0) * at_b
    ) / share
    left = np.clip(1.0 + moment - mean**2, 0.0, 1.0)
    vague = left > VAGUE
    weight = np.where(vague, 1.0, 1.0 - left)
    blur = np.where(vague, np.inf, left / weight)
    middle = np.where(vague, 0.0, mean / weight)
    return np.where(point, normal_quantile(0.5 * (low + high)), middle), np.where(
        point | (blur < SHARP), 0.0, blur
    )


def _density(z: Array) -> Array:
    finite = np.where(np.isfinite(z), z, 0.0)
    return np.where(np.isfinite(z), np.exp(-0.5 * finite**2) / sqrt(2 * pi), 0.0)
