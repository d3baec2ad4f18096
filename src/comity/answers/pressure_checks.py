"""How far an estimate of pressure can be leaned on: placebos, and what it owes to single choices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from comity.answers.pressure_effects import (
    AFTER,
    BASE,
    HORIZONS,
    PRE,
    Estimate,
    Excess,
    average,
    estimate,
    student,
)
from comity.answers.pressure_onsets import Onsets
from comity.answers.pressure_panel import Scores
from comity.answers.pressure_relations import excess_of, partners

__all__ = ["SHIFT", "detrended", "placebo_dates", "placebo_targets", "variants"]

Array = npt.NDArray[np.float64]

#: Draws of placebo targets.
DRAWS = 1999
#: Placebo dates lie so many years before the true ones, so that the years averaged all come before these.
SHIFT = 6
#: Targets that are left out one at a time by name; the largest sway of any other is looked for.
LARGE = ("RUS", "CHN", "IRN")
#: First year from which the list of cases is complete.
COMPLETE = 2013


def placebo_targets(excess: Excess, seed: int = 0) -> tuple[Array, Array, Array]:
    """What is found where each onset is laid on a state that had none, drawn at random among its controls.

    Returns
    -------
    low, high, p : (outcomes,)
        5 % and 95 % of the placebo means, and the share that is at least as far from zero as the mean found.
    """
    mean = average(excess, AFTER)
    found = estimate(mean).value[0]
    rng = np.random.default_rng(seed)
    outcomes = mean.value.shape[-1]
    total, number = np.zeros((DRAWS, outcomes)), np.zeros((DRAWS, outcomes))
    for e in range(len(mean.year)):
        pool = mean.value[e, mean.control[e, :, 0], 0]
        pool = pool[np.isfinite(pool[:, 0])]
        if len(pool):
            drawn = pool[rng.integers(len(pool), size=DRAWS)]
            total += np.nan_to_num(drawn)
            number += np.isfinite(drawn)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(number > 0, total / number, np.nan)
    known = np.isfinite(means).all(axis=0)
    low, high = np.full((2, outcomes), np.nan)
    if known.any():
        low[known], high[known] = np.quantile(means[:, known], (0.05, 0.95), axis=0)
    p = (1 + (np.abs(means) >= np.abs(found)).sum(axis=0)) / (1 + DRAWS)
    return low, high, np.where(np.isfinite(found) & known, p, np.nan)


def placebo_dates(scores: Scores, onsets: Onsets, relation: str, *, pooled: bool) -> Estimate:
    """The mean over the same years since dates :data:`SHIFT` years too early, (1, outcomes)."""
    early = [of for of in partners(onsets, relation, shift=-SHIFT) if of.year > scores.years[0]]
    excess = excess_of(scores, onsets, early, pooled=pooled)
    return estimate(average(excess, AFTER))


def variants(
    excess: Excess, by_year: Estimate, states: tuple[str, ...]
) -> Iterator[tuple[str, Estimate]]:
    """The mean after an onset under other choices: name, estimate (1, outcomes)."""
    mean = average(excess, AFTER)
    yield "less the trend before", detrended(mean, by_year)
    whole = np.asarray(excess.control.all(axis=2, keepdims=True))
    yield (
        "controls clean to year 8",
        estimate(Excess(mean.value - _control_mean(mean, whole), whole, mean.treated, mean.year)),
    )
    keys = np.array(states)[excess.treated]
    for key in LARGE:
        if (keys == key).any():
            yield f"without {key}", estimate(mean.only(keys != key))
    single = [(key, estimate(mean.only(keys != key))) for key in dict.fromkeys(keys.tolist())]
    overall = np.array([found.value[0, 0] for _, found in single])
    if np.isfinite(overall).any():
        for name, at in (("least", np.nanargmin(overall)), ("most", np.nanargmax(overall))):
            yield f"{name} without one ({single[int(at)][0]})", single[int(at)][1]
    late = mean.year >= COMPLETE
    yield f"onsets from {COMPLETE}", estimate(mean.only(late))
    yield f"onsets before {COMPLETE}", estimate(mean.only(~late))


def _control_mean(mean: Excess, clean: npt.NDArray[np.bool_]) -> Array:
    """Mean of other controls than those subtracted, (onsets, 1, 1, outcomes)."""
    usable = clean[..., None] & np.isfinite(mean.value)
    count = usable.sum(axis=1, keepdims=True)
    total = np.where(usable, mean.value, 0.0).sum(axis=1, keepdims=True)
    found: Array = total / np.where(count > 0, count, np.nan)
    return found


def detrended(mean: Excess, by_year: Estimate) -> Estimate:
    """The mean after less the straight line through the years before, carried on.

    The line goes through zero in the year before the onset; its error is that of its influences,
    taken together with those of the mean.
    """
    found = estimate(mean)
    at = [HORIZONS.index(h) for h in PRE]
    x = np.array(PRE, dtype=float) - BASE
    weight = x / (x @ x) * (float(np.mean(AFTER)) - BASE)
    drift = np.einsum("h,ho->o", weight, by_year.value[at])
    line = np.einsum("h,uho->uo", weight, by_year.influence[:, at])
    influence = found.influence - line[:, None]
    g = np.maximum(found.targets, 2)
    own = np.sqrt((influence**2).sum(axis=0) * g / (g - 1))
    # what clustering by year adds to the mean is added here in proportion
    plain = np.sqrt((found.influence**2).sum(axis=0) * g / (g - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        se = own * np.where(plain > 0, found.se / plain, 1.0)
    value = found.value - drift
    reach = student(found.targets.astype(float) - 1) * se
    return Estimate(
        value, se, value - reach, value + reach, found.onsets, found.targets, found.controls, influence
    )  # fmt: skip
