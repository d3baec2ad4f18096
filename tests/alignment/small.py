"""Small models: one written out as a single Gaussian vector, the slow way, and simulated panels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comity.alignment.estimation import start
from comity.alignment.structure import NONE, SCALES, Layout, Parameters, StateSpace, state_space
from comity.alignment.years import Years, years_of

T = 7


def layout(domains: int = 2) -> Layout:
    """Five indicators of two domains (or one), of words and deeds, two of them of one family."""
    return Layout(
        tuple("abcde"), ("p", "q")[:domains], np.array([0, 0, 1, 1, 1]) % domains,
        np.array([0, 1, 0, 1, 1]), ("f",), np.array([0, NONE, NONE, 0, NONE]),
    )  # fmt: skip


def parameters(kept: Layout, rng: np.random.Generator) -> Parameters:
    begun = start(kept)
    persistence = begun.persistence.copy()
    persistence[kept.common :] = rng.uniform(0.3, 1.0, kept.n)
    return replace(begun, loading=rng.uniform(0.2, 1.0, kept.n), persistence=persistence)


def observations(rng: np.random.Generator, dyads: int = 4, n: int = 5):
    """Values and blurs with holes; indicator 4 begins late, 1 ends early."""
    blur = np.where(rng.random((dyads, T, n)) < 0.4, np.inf, rng.choice([0.0, 2.0], (dyads, T, n)))
    blur[:, :3, 4] = np.inf
    blur[:, 5:, 1] = np.inf
    return np.where(np.isfinite(blur), rng.normal(size=blur.shape), 0.0), blur


def cut(values, blur, first, last):
    """Nothing observed outside a dyad's years."""
    years = np.arange(blur.shape[1])
    outside = (years < first[:, None]) | (years > last[:, None])
    blur = np.where(outside[..., None], np.inf, blur)
    return np.where(np.isfinite(blur), values, 0.0), blur


@dataclass(frozen=True)
class Dense:
    """All states of all years of one dyad given all its observations; (years × states)."""

    mean: np.ndarray
    covariance: np.ndarray
    log_density: float
    states: int
    first: int

    def place(self, t: int, states) -> np.ndarray:
        return (t - self.first) * self.states + np.asarray(states)


def dense(space: StateSpace, years: Years, values, blur, first: int) -> Dense:
    """The model as one big normal vector, conditioned by the textbook formula."""
    k, c, stop = len(space.persistence), years.common, len(values)
    rows, current = [], np.zeros((k, 0))
    for t in range(first, stop):
        goes_on = np.zeros(k, dtype=bool)
        if t > first:
            goes_on[years.states(t)[years.stay[t - 1][1]]] = True
        spread = np.where(goes_on, space.step[0], space.initial)
        kept = current * np.where(goes_on, space.persistence, 0.0)[:, None]
        current = np.concatenate([kept, np.diag(np.sqrt(spread))], axis=1)
        rows.append(current)
    width = current.shape[1]
    joint = np.concatenate([np.pad(r, ((0, 0), (0, width - r.shape[1]))) for r in rows])
    prior = joint @ joint.T
    read, noise, y = [], [], []
    for t, i in zip(*np.nonzero(np.isfinite(blur)), strict=True):
        h = np.zeros(len(prior))
        h[(t - first) * k : (t - first) * k + c] = space.design[i]
        h[(t - first) * k + c + i] = 1.0
        read.append(h)
        noise.append(space.noise[i] + blur[t, i])
        y.append(values[t, i])
    H, y = np.array(read), np.array(y)
    spread = H @ prior @ H.T + np.diag(noise)
    gain = prior @ H.T @ np.linalg.inv(spread)
    density = -0.5 * np.linalg.slogdet(spread)[1] - 0.5 * y @ np.linalg.solve(spread, y)
    return Dense(gain @ y, prior - gain @ H @ prior, float(density), k, first)


def simulate(kept: Layout, told: Parameters, rng, dyads: int, years: int, missing: float):
    """States (dyads, years, common), values, blurs and scales of dyads drawn from the model."""
    space, c = state_space(kept, told), kept.common
    scales = rng.choice(SCALES, dyads, p=told.shares)
    steps = np.sqrt(space.scaled(scales).step)
    state = rng.normal(size=(dyads, c + kept.n)) * np.sqrt(space.initial)
    shape = (dyads, years, kept.n)
    z, y = np.zeros((dyads, years, c)), np.zeros(shape)
    blur = np.where(rng.random(shape) < missing, np.inf, rng.choice([0.0, 0.5], shape))
    for t in range(years):
        if t:
            state = state * space.persistence + rng.normal(size=state.shape) * steps
        z[:, t] = state[:, :c]
        noise = np.sqrt(space.noise + np.where(np.isfinite(blur[:, t]), blur[:, t], 0.0))
        y[:, t] = state[:, :c] @ space.design.T + state[:, c:]
        y[:, t] += rng.normal(size=noise.shape) * noise
    values = np.where(np.isfinite(blur), y, 0.0).astype(np.float32)
    return z, values, blur.astype(np.float32), scales


def every_year(kept: Layout, years: int) -> Years:
    """All indicators in all years."""
    return years_of(np.ones((years, kept.n), dtype=bool), kept.common)
