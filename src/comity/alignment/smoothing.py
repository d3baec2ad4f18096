"""Kalman filter and smoother over many dyads at once (Durbin & Koopman 2012, sections 4.3–4.5).

A forward pass, then one backward pass that carries r, what later years say of the mean, and N, what
they say of the covariance. No covariance of states is inverted, so one that is known exactly, or
not at all, does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from comity.alignment.structure import StateSpace
from comity.alignment.years import Years

__all__ = ["Filtered", "Moments", "filter_forward", "log_density", "past", "predict", "smooth"]

Array = npt.NDArray[np.floating]
Index = npt.NDArray[np.intp]

#: Fewer matrices than this are inverted one by one.
FEW = 16


@dataclass(frozen=True, slots=True)
class Filtered:
    """One year of the forward pass, k states and n_t indicators being carried.

    Attributes
    ----------
    mean : (d, k, …)
    covariance : (d, k, k)
        Of the states, given observations up to this year.
    error : (d, n_t, …)
        Forecast errors; 0 where not observed.
    precision : (d, n_t, n_t)
        Inverse of their covariance; 0 where not observed.
    gain : (d, k, n_t)
        What an error adds to each state.
    spread : (d,)
        Logarithm of the determinant of the errors' covariance.
    """

    mean: Array
    covariance: Array
    error: Array
    precision: Array
    gain: Array
    spread: Array


@dataclass(frozen=True, slots=True)
class Moments:
    """Posterior moments of one year given all observations; z are the common states, u the indicators' own.

    Attributes
    ----------
    t
        Place of the year.
    mean : (d, k, …)
        Of the states carried.
    common : (d, c, k)
        Covariance of z with all of them.
    own : (d, n_t)
        Variance of u.
    step : (d, q, …) or None
        Means of the steps into the next year of the q states that go on; None in the last year.
    step_common : (d, c, q) or None
        Covariance of z with those steps.
    step_own : (d, q − c) or None
        Covariance of each u that goes on with its own step.
    known_common : (d, c, q) or None
        What is known of the steps of z: their covariance with all steps is the prior's less this.
    known_own : (d, q − c) or None
        The same for the step of each u with itself.
    """

    t: int
    mean: Array
    common: Array
    own: Array
    step: Array | None = None
    step_common: Array | None = None
    step_own: Array | None = None
    known_common: Array | None = None
    known_own: Array | None = None


def filter_forward(
    space: StateSpace, years: Years, values: Array, blur: Array, first: Index
) -> list[Filtered]:
    """Forward pass, from the first year of any of the dyads.

    Parameters
    ----------
    values : (d, years, n, …)
        Scores; 0 where not observed. Each of any trailing axes is filtered for itself.
    blur : (d, years, n)
        Variance that an observation has beside the indicator's noise; infinite where not observed.
    first : (d,)
        Place of each dyad's first year, in which its states have their initial variances.
    """
    start = int(first.min())
    common, trailing = years.common, (1,) * (values.ndim - 3)
    states = years.states(start)
    size = len(states)
    mean = np.zeros((len(values), size, *values.shape[3:]), dtype=values.dtype)
    covariance = np.zeros((len(values), size, size), dtype=values.dtype)
    covariance[:, np.arange(size), np.arange(size)] = space.initial[states]
    passed = []
    for t in range(start, values.shape[1]):
        active = years.active[t]
        design, n = space.design[active], np.arange(len(active))
        seen = np.isfinite(blur[:, t, active])
        cross = covariance[:, :, :common] @ design.T + covariance[:, :, common:]
        cross *= seen[:, None, :]
        spread = design @ cross[:, :common] + cross[:, common:]
        spread *= seen[:, :, None]
        spread[:, n, n] += np.where(seen, space.noise[active] + blur[:, t, active], 1.0)
        precision, determinant = _inverse(spread)
        precision[:, n, n] -= ~seen
        gain = cross @ precision
        forecast = _read(design, mean, common)
        error = (values[:, t, active] - forecast) * seen.reshape(*seen.shape, *trailing)
        mean = mean + _times(gain, error)
        covariance = _symmetric(covariance - gain @ cross.transpose(0, 2, 1))
        passed.append(Filtered(mean, covariance, error, precision, gain, determinant))
        if t + 1 < values.shape[1]:
            mean, covariance = predict(space, years, mean, covariance, t)
            new = first == t + 1
            if new.any():
                mean[new] = 0.0
                covariance[new] = np.diag(space.initial[years.states(t + 1)])
    return passed


def predict(
    space: StateSpace, years: Years, mean: Array, covariance: Array, t: int
) -> tuple[Array, Array]:
    """Mean and covariance of the next year's states before its observations."""
    here, there = years.stay[t]
    states = years.states(t + 1)
    size = len(states)
    carry = space.persistence[states[there]]
    ahead = np.zeros((len(mean), size, *mean.shape[2:]), dtype=mean.dtype)
    ahead[:, there] = mean[:, here] * carry.reshape(-1, *(1,) * (mean.ndim - 2))
    if len(here) == size == mean.shape[1]:
        spread = covariance * (carry[:, None] * carry)
    else:
        spread = np.zeros((len(mean), size, size), dtype=mean.dtype)
        spread[:, there[:, None], there] = covariance[:, here[:, None], here] * (
            carry[:, None] * carry
        )
    added = np.repeat(space.initial[None, states], len(space.step), axis=0)
    added[:, there] = space.step[:, states[there]]
    spread[:, np.arange(size), np.arange(size)] += added
    return ahead, spread


def smooth(
    space: StateSpace, years: Years, passed: list[Filtered], first: int, *, steps: bool = False
) -> Iterator[Moments]:
    """Backward pass: moments of each year, from the last to ``first``, the first passed.

    Those of a dyad's years before its own first mean nothing. ``steps`` asks for the moments of steps.
    """
    c = years.common
    now = passed[-1]
    own = np.arange(c, now.mean.shape[1])
    last = first + len(passed) - 1
    yield Moments(last, now.mean, now.covariance[:, :c], now.covariance[:, own, own])
    r, n = np.zeros_like(now.mean), np.zeros_like(now.covariance)
    for t in range(last - 1, first - 1, -1):
        r_next, n_next = past(space, years, passed[t + 1 - first], r, n, t + 1)
        now = passed[t - first]
        here, there = years.stay[t]
        carried = years.states(t)[here]
        carry, step = space.persistence[carried], space.step[:, carried]
        r_next, n_next = r_next[:, there], _block(n_next, there)
        trailing = (1,) * (r_next.ndim - 2)
        r, n = np.zeros_like(now.mean), np.zeros_like(now.covariance)
        r[:, here] = carry.reshape(-1, *trailing) * r_next
        n[:, here[:, None], here] = n_next * (carry[:, None] * carry)
        toward = now.covariance @ n
        own = np.arange(c, now.mean.shape[1])
        moments = Moments(
            t,
            now.mean + _times(now.covariance, r),
            now.covariance[:, :c] - toward[:, :c] @ now.covariance,
            now.covariance[:, own, own] - (toward[:, c:] * now.covariance[:, c:]).sum(axis=2),
        )
        if steps:
            # Cov(a, η) = − P T' N Q, and toward = P T' N T
            cross = toward[:, :, here] * (-step / carry)[:, None]
            gone_on = np.arange(c, len(here))
            moments = replace(
                moments, step=r_next * step.reshape(*step.shape, *trailing), step_common=cross[:, :c],
                step_own=cross[:, here[c:], gone_on],
                known_common=n_next[:, :c] * (step[:, :c, None] * step[:, None]),
                known_own=n_next[:, gone_on, gone_on] * step[:, c:] ** 2,
            )  # fmt: skip
        yield moments


def past(
    space: StateSpace, years: Years, now: Filtered, r: Array, n: Array, t: int
) -> tuple[Array, Array]:
    """The r and N of a year's states before its observations, from those after.

    r ← H' F⁻¹ v + (I − K H)' r and N ← H' F⁻¹ H + (I − K H)' N (I − K H), with H = [design, I].
    """
    common, design = years.common, space.design[years.active[t]]
    signal = _times(now.precision, now.error) - _times(now.gain.transpose(0, 2, 1), r)
    back = np.empty_like(r)
    back[:, :common] = np.moveaxis(np.tensordot(signal, design, axes=(1, 0)), -1, 1)
    back[:, common:] = signal
    # (I − K H)' N (I − K H) + H' F⁻¹ H = N − B − B' + H' (F⁻¹ + K' N K) H, with B = N K H
    weighted = n @ now.gain
    inner = now.precision + now.gain.transpose(0, 2, 1) @ weighted
    across = _times_design(weighted, design)
    both = _times_design(inner.transpose(0, 2, 1), design)
    full = np.empty_like(n)
    full[:, :common] = design.T @ both
    full[:, common:] = both
    return r + back, _symmetric(n - across - across.transpose(0, 2, 1) + full)


def _symmetric(matrices: Array) -> Array:
    """Rounding makes covariances lopsided, and that grows; this takes it out."""
    return 0.5 * (matrices + matrices.transpose(0, 2, 1))


def _times_design(matrices: Array, design: Array) -> Array:
    """X H with H = [design, I]."""
    return np.concatenate([matrices @ design, matrices], axis=2)


def log_density(passed: list[Filtered]) -> Array:
    """Log likelihood of each dyad's observations, less its constant; (d,)."""
    total = np.zeros(len(passed[0].mean))
    for year in passed:
        explained = (year.error * _times(year.precision, year.error)).sum(axis=1)
        total -= 0.5 * (year.spread + explained)
    return total


def _inverse(matrices: Array) -> tuple[Array, Array]:
    """Inverses of positive definite matrices (d, n, n), and the logarithms of their determinants.

    For many small matrices, sweeping all at once is faster than a call for each.
    """
    if len(matrices) < FEW:
        return np.linalg.inv(matrices), np.linalg.slogdet(matrices)[1]
    swept = np.ascontiguousarray(matrices.transpose(1, 2, 0))
    determinant = np.zeros(len(matrices), dtype=matrices.dtype)
    for k in range(len(swept)):
        pivot = swept[k, k].copy()
        determinant += np.log(pivot)
        row = swept[k].copy()
        scaled = row / pivot
        swept -= row[:, None] * scaled
        swept[k] = swept[:, k] = scaled
        swept[k, k] = -1.0 / pivot
    return -np.ascontiguousarray(swept.transpose(2, 0, 1)), determinant


def _block(matrices: Array, places: npt.NDArray[np.intp]) -> Array:
    chosen: Array = (
        matrices if len(places) == matrices.shape[1] else matrices[:, places[:, None], places]
    )
    return chosen


def _times(matrices: Array, vectors: Array) -> Array:
    """Matrix of each dyad times its vector, or its vectors along trailing axes."""
    flat = vectors.reshape(*vectors.shape[:2], -1)
    return (matrices @ flat).reshape(len(vectors), matrices.shape[1], *vectors.shape[2:])


def _read(design: Array, states: Array, common: int) -> Array:
    """H α."""
    shared = np.moveaxis(np.tensordot(states[:, :common], design, axes=(1, 1)), -1, 1)
    return shared + states[:, common:]
