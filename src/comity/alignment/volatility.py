"""Classes of volatility: dyads differ in how restless they are.

A dyad belongs, for all its years, to one of three classes, in which the steps of the states that hold
alignment (A, d and G) have the estimated variances times 0.1, 1 or 10. Which one is not known: a class has
the probability that Bayes' rule gives it, from the likelihood of the dyad's observations in it and
the share of dyads that are in it. Answers are mixtures over the classes: their mean is the mean of the
classes' means weighted by probability; their variance is that of the mixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from comity.alignment.smoothing import Filtered, filter_forward, log_density, smooth
from comity.alignment.structure import SCALES, StateSpace
from comity.alignment.years import Years

__all__ = [
    "NAMES",
    "Mixture",
    "filter_classes",
    "probable",
    "select",
    "smooth_mixture",
]

Array = npt.NDArray[np.floating]
Index = npt.NDArray[np.intp]

#: The classes, in the order of their scales.
NAMES = ("calm", "ordinary", "restless")
#: A class less probable than this is left out of a dyad's mixture.
LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Mixture:
    """Which classes some dyads may be in: r rows, each a dyad in one class, dyads in order.

    Attributes
    ----------
    dyad, kind : (r,)
        Place of the dyad, and of the class.
    weight : (r,)
        Probability of the class; those of a dyad sum to 1.
    begin : (d,)
        Row at which each dyad begins.
    """

    dyad: Index
    kind: Index
    weight: Array
    begin: Index

    def mean(self, rows: Array) -> Array:
        """Means over the classes of each dyad; rows (r, …)."""
        weight = self.weight.reshape(-1, *(1,) * (rows.ndim - 1))
        total: Array = np.add.reduceat(rows * weight.astype(rows.dtype), self.begin, axis=0)
        return total

    def moments(self, mean: Array, variance: Array) -> tuple[Array, Array]:
        """Mean and variance of each dyad's mixture; mean, variance (r, …)."""
        center = self.mean(mean)
        return center, self.mean(variance + (mean - center[self.dyad]) ** 2)


def filter_classes(
    space: StateSpace, shares: Array, years: Years, values: Array, blur: Array, first: Index
) -> tuple[list[Filtered], Array]:
    """Forward pass in every class, and the probability of each.

    Parameters
    ----------
    shares : (k,)
        Share of dyads in each class; a class of share 0 is not looked at.
    values, blur : (d, years, n)
    first : (d,)

    Returns
    -------
    passed
        Of d × j rows, the j classes of positive share of each dyad together.
    probability : (d, k)
    """
    kinds = np.flatnonzero(shares > 0)
    scales = np.tile(np.asarray(SCALES)[kinds], len(values))
    rows = np.repeat(np.arange(len(values)), len(kinds))
    passed = filter_forward(space.scaled(scales), years, values[rows], blur[rows], first[rows])
    density = log_density(passed).reshape(len(values), len(kinds)).astype(np.float64)
    odds = density + np.log(shares[kinds])
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    probability = np.zeros((len(values), len(shares)))
    probability[:, kinds] = odds / odds.sum(axis=1, keepdims=True)
    return passed, probability


def probable(probability: Array) -> Mixture:
    """The mixtures of classes that are probable enough; probability (d, k)."""
    kept = np.where(probability < LEAST, 0.0, probability)
    kept = kept / kept.sum(axis=1, keepdims=True)
    dyad, kind = np.nonzero(kept)
    begin = np.searchsorted(dyad, np.arange(len(probability)))
    return Mixture(dyad, kind, kept[dyad, kind], begin)


def select(passed: list[Filtered], shares: Array, dyad: Index, kind: Index) -> list[Filtered]:
    """The rows of a forward pass in every class that are these dyads in these classes."""
    looked_at = shares > 0
    rows = dyad * int(looked_at.sum()) + (np.cumsum(looked_at) - 1)[kind]
    return [Filtered(*(getattr(year, f.name)[rows] for f in fields(Filtered))) for year in passed]


def smooth_mixture(
    space: StateSpace, shares: Array, years: Years, values: Array, blur: Array, first: Index,
    readings: Array,
) -> tuple[Iterator[tuple[int, Array, Array]], Array]:  # fmt: skip
    """Readings of some dyads given all their observations.

    Parameters
    ----------
    readings : (m, common)
        Weights on the common states.

    Returns
    -------
    years
        Place of each year, from the last to the first; means and variances (d, m).
    probability : (d, k)
        Of each class.
    """
    passed, probability = filter_classes(space, shares, years, values, blur, first)
    mixture = probable(probability)
    chosen = select(passed, shares, mixture.dyad, mixture.kind)
    scaled = space.scaled(np.asarray(SCALES)[mixture.kind])
    c = years.common

    def found() -> Iterator[tuple[int, Array, Array]]:
        for at in smooth(scaled, years, chosen, int(first.min())):
            spread = ((at.common[:, :, :c] @ readings.T) * readings.T).sum(axis=1)
            yield at.t, *mixture.moments(at.mean[:, :c] @ readings.T, spread)

    return found(), probability
