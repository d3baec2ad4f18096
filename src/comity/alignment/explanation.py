"""What moved an answer: each observation's part in a change, and how sure the change is.

Smoothed means are linear in the scores, with no constant, so a change between two years is a sum over
observations of weight times score, and the parts add up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.alignment.smoothing import Filtered, Moments, filter_forward, past, predict, smooth
from comity.alignment.structure import StateSpace
from comity.alignment.years import Years

__all__ = ["Change", "change"]

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of readings between two years.

    Attributes
    ----------
    before, after : (m,)
        Posterior means of the readings.
    deviation : (m,)
        Posterior standard deviation of their difference.
    year, indicator : (o,)
        Places of the observations.
    weight : (o, m)
        What one unit of an observation's score adds to the change.
    part : (o, m)
        What the observation adds; they sum to ``after - before``.
    """

    before: Array
    after: Array
    deviation: Array
    year: Index
    indicator: Index
    weight: Array
    part: Array


def change(
    space: StateSpace, years: Years, values: Array, blur: Array, first: int, readings: Array,
    start: int, end: int,
) -> Change:  # fmt: skip
    """Explain a change between two years.

    Parameters
    ----------
    values, blur : (years, n)
        Scores and blurs of one dyad, up to its last year.
    first
        Place of the dyad's first year.
    readings : (m, common)
        Weights of the readings on the common states.
    start, end
        Places of the two years, in this order.
    """
    year, indicator = np.nonzero(np.isfinite(blur))
    observations = np.arange(len(year))
    units = np.zeros((*values.shape, len(year) + 1))
    units[year, indicator, observations] = 1.0
    units[year, indicator, -1] = values[year, indicator]
    passed = filter_forward(space, years, units[None], blur[None], np.array([first]))
    found: dict[int, Moments] = {}
    for at in smooth(space, years, passed, first):
        if at.t in (start, end):
            found[at.t] = at
    c = years.common
    means = {t: readings @ at.mean[0, :c] for t, at in found.items()}
    difference = means[end] - means[start]
    variance = np.einsum("mi,mj,ij->m", readings, readings, found[start].common[0, :, :c])
    variance += np.einsum("mi,mj,ij->m", readings, readings, found[end].common[0, :, :c])
    across = _across(space, years, passed, first, start, end)
    variance -= 2 * np.einsum("mi,mj,ij->m", readings, readings, across[:c, :c])
    weight = difference[:, :-1].T
    return Change(
        means[start][:, -1], means[end][:, -1], np.sqrt(np.maximum(variance, 0.0)), year, indicator,
        weight, weight * values[year, indicator][:, None],
    )  # fmt: skip


def _across(
    space: StateSpace, years: Years, passed: list[Filtered], first: int, start: int, end: int
) -> Array:
    """Posterior covariance of one year's states with a later year's (Durbin & Koopman 2012, 4.69)."""
    if start == end:
        raise ValueError("a change needs two years")
    now = passed[start - first]
    carried = now.covariance[0]
    for t in range(start, end):
        here, there = years.stay[t]
        states = years.states(t + 1)
        ahead = np.zeros((len(carried), len(states)))
        ahead[:, there] = carried[:, here] * space.persistence[states[there]]
        if t + 1 == end:
            break
        then = passed[t + 1 - first]
        design = space.design[years.active[t + 1]]
        reader = np.concatenate([design, np.eye(len(design))], axis=1)
        carried = ahead - (ahead @ reader.T) @ then.gain[0].T
    # what the last year and those after it say: I − N P
    _, covariance = predict(
        space, years, passed[end - 1 - first].mean, passed[end - 1 - first].covariance, end - 1
    )
    last = first + len(passed) - 1
    r, n = np.zeros_like(passed[-1].mean), np.zeros_like(passed[-1].covariance)
    for t in range(last, end - 1, -1):
        if t < last:
            here, there = years.stay[t]
            carry = space.persistence[years.states(t)[here]]
            inside = n[:, there[:, None], there] * (carry[:, None] * carry)
            r = np.zeros_like(passed[t - first].mean)
            n = np.zeros_like(passed[t - first].covariance)
            n[:, here[:, None], here] = inside
        r, n = past(space, years, passed[t - first], r, n, t)
    both: Array = ahead - ahead @ n[0] @ covariance[0]
    return both
