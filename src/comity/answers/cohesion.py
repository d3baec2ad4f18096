"""Cohesion and distance of sets of states within the alignments of all dyads of a year, as arrays.

A set is a row of zeros and ones over the states; its cohesion is the mean alignment of the dyads inside it,
and its difference is that less the mean alignment of its members with the reference states outside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.alignment import Field
from comity.alignment.stored import STEP

__all__ = [
    "GROUPS",
    "SEED",
    "Sets",
    "Year",
    "measure_sets",
    "random_sets",
    "share_below",
    "year_of",
]

Array = npt.NDArray[np.float64]

#: Random groups drawn, and the seed of the draw.
GROUPS, SEED = 1000, 1815


@dataclass(frozen=True, slots=True)
class Year:
    """All dyads of a year.

    Attributes
    ----------
    states
        Keys of the n states.
    mean, variance : (m, n, n)
        Of the readings, symmetric, the spread of their rounding included; 0 where ``known`` is not.
    known : (n, n)
        Whether the two were both states; never on the diagonal.
    """

    states: tuple[str, ...]
    mean: Array
    variance: Array
    known: npt.NDArray[np.bool_]

    def indicator(self, states: frozenset[str]) -> Array:
        """The states as a row of zeros and ones, (n,)."""
        return np.array([float(s in states) for s in self.states])


@dataclass(frozen=True, slots=True)
class Sets:
    """What is measured of k sets of states.

    Attributes
    ----------
    inside, across : (k, m)
        Mean alignment inside, and with the reference states that are not members; NaN where there is none.
    inside_variance, across_variance : (k, m)
        Of these means, dyads being independent.
    """

    inside: Array
    across: Array
    inside_variance: Array
    across_variance: Array

    @property
    def difference(self) -> Array:
        """Mean alignment inside less that across, (k, m)."""
        return self.inside - self.across


def year_of(field: Field, year: int, names: tuple[str, ...]) -> Year:
    """The stored readings of a year as matrices between its states."""
    t, keep = year - field.years[0], [field.names.index(name) for name in names]
    alive = np.isfinite(field.mean[:, t, keep[0]])
    a, b = (field.dyads[side].to_numpy()[alive] for side in ("a", "b"))
    states = np.unique(np.concatenate([a, b]))
    i, j = np.searchsorted(states, a), np.searchsorted(states, b)
    shape = (len(keep), len(states), len(states))
    mean, variance, known = np.zeros(shape), np.zeros(shape), np.zeros(shape[1:], dtype=bool)
    for x, y in ((i, j), (j, i)):
        mean[:, x, y] = field.mean[alive, t][:, keep].T
        variance[:, x, y] = (
            field.deviation[alive, t][:, keep].T.astype(np.float64) ** 2 + STEP**2 / 3
        )
        known[x, y] = True
    return Year(tuple(states.tolist()), mean, variance, known)


def measure_sets(year: Year, sets: Array, reference: Array) -> Sets:
    """Measure sets of states, (k, n), against a reference, (n,)."""
    outside = reference * (1.0 - sets)
    known = year.known.astype(np.float64)
    inner = ((sets @ known) * sets).sum(axis=1)
    outer = ((sets @ known) * outside).sum(axis=1)
    sums = [
        [[(reached * side).sum(axis=1) for side in (sets, outside)] for reached in sets @ layers]
        for layers in (year.mean, year.variance)
    ]
    # (layer, side, set) to (side, set, layer)
    mean, variance = (np.moveaxis(np.array(side), 0, -1) for side in sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        inside, across = mean[0] / inner[:, None], mean[1] / outer[:, None]
        # each dyad inside counts twice in the sums
        within = 2.0 * variance[0] / inner[:, None] ** 2
        between = variance[1] / outer[:, None] ** 2
    return Sets(inside, across, within, between)


def random_sets(states: int, size: int, seed: tuple[int, ...], groups: int = GROUPS) -> Array:
    """Groups of a size drawn from all states without replacement, (groups, states)."""
    order = np.random.default_rng(seed).random((groups, states)).argsort(axis=1)
    chosen: Array = (order < size).astype(np.float64)
    return chosen


def share_below(values: Array, at: float) -> float | None:
    """Percentage of values below one; None where there is none to compare with."""
    known = values[np.isfinite(values)]
    return float(100.0 * np.mean(known < at)) if len(known) and np.isfinite(at) else None
