"""What moved an answer: each observation's part in a change, and how sure the change is.

Given the probabilities of the classes of volatility, smoothed means are linear in the scores, with no
constant. So a change between two years is a sum over observations of weight times score, and the parts
add up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.alignment.smoothing import Filtered, filter_forward, past, predict, smooth
from comity.alignment.structure import SCALES, StateSpace
from comity.alignment.volatility import filter_classes, probable
from comity.alignment.years import Years

__all__ = ["Change", "change"]

Array = npt.NDArray[np.floating]
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
    space: StateSpace, shares: Array, years: Years, values: Array, blur: Array, first: int,
    readings: Array, start: int, end: int,
) -> Change:  # fmt: skip
    """Explain a change between two years.

    Parameters
    ----------
    shares : (classes,)
        Share of dyads in each class of volatility.
    values, blur : (years, n)
        Scores and blurs of one dyad, up to its last year.
    first
        Place of the dyad's first year.
    readings : (m, common)
        Weights of the readings on the common states.
    start, end
        Places of the two years, in this order.
    """
    if start >= end:
        raise ValueError("a change needs an earlier and a later year")
    begin, c = np.array([first]), years.common
    _, probability = filter_classes(space, shares, years, values[None], blur[None], begin)
    mixture = probable(probability)
    classes = len(mixture.weight)
    scaled = space.scaled(np.asarray(SCALES)[mixture.kind])
    year, indicator = np.nonzero(np.isfinite(blur))
    units = np.zeros((*values.shape, len(year) + 1))
    units[year, indicator, np.arange(len(year))] = 1.0
    units[year, indicator, -1] = values[year, indicator]
    passed = filter_forward(
        scaled, years, np.repeat(units[None], classes, axis=0), np.repeat(blur[None], classes, axis=0),
        np.repeat(begin, classes),
    )  # fmt: skip
    found = {at.t: at for at in smooth(scaled, years, passed, first) if at.t in (start, end)}
    means = {t: np.einsum("mi,ric->rmc", readings, at.mean[:, :c]) for t, at in found.items()}
    spread = found[start].common[:, :, :c] + found[end].common[:, :, :c]
    spread -= 2 * _across(scaled, years, passed, first, start, end)[:, :c, :c]
    variance = np.einsum("mi,mj,rij->rm", readings, readings, spread)
    difference = means[end] - means[start]
    _, mixed = mixture.moments(difference[..., -1], np.maximum(variance, 0.0))
    weight = mixture.mean(difference[..., :-1])[0].T
    before, after = (mixture.mean(means[t][..., -1])[0] for t in (start, end))
    return Change(
        before, after, np.sqrt(mixed[0]), year, indicator, weight,
        weight * values[year, indicator][:, None],
    )  # fmt: skip


def _across(
    space: StateSpace, years: Years, passed: list[Filtered], first: int, start: int, end: int
) -> Array:
    """Posterior covariance of one year's states with a later year's (Durbin & Koopman 2012, 4.69)."""
    carried = passed[start - first].covariance
    for t in range(start + 1, end):
        ahead = _carry(space, years, carried, t - 1)
        design = space.design[years.active[t]]
        reader = np.concatenate([design, np.eye(len(design))], axis=1)
        carried = ahead - (ahead @ reader.T) @ passed[t - first].gain.transpose(0, 2, 1)
    ahead = _carry(space, years, carried, end - 1)
    # what the last year and those after it say: I − N P
    before = passed[end - 1 - first]
    _, covariance = predict(space, years, before.mean, before.covariance, end - 1)
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
    both: Array = ahead - ahead @ n @ covariance
    return both


def _carry(space: StateSpace, years: Years, covariance: Array, t: int) -> Array:
    """Covariance with the states of the year after t, before its observations."""
    here, there = years.stay[t]
    states = years.states(t + 1)
    ahead = np.zeros((*covariance.shape[:2], len(states)))
    ahead[:, :, there] = covariance[:, :, here] * space.persistence[states[there]]
    return ahead
