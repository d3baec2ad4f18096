"""Simulated pressure: states with a power beside them, onsets at different dates, an effect that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from comity.answers.pressure_effects import AFTER, HORIZONS
from comity.answers.pressure_onsets import Onsets
from comity.answers.pressure_panel import OUTCOMES, Composition, Scores

YEARS = range(1985, 2025)
POWER = "CHN"


@dataclass(frozen=True)
class Small:
    """A simulated panel: what the estimator reads, and the mean effect it is to find by horizon."""

    scores: Scores
    onsets: Onsets
    truth: dict[int, float]

    @property
    def after(self) -> float:
        return float(np.mean([self.truth[h] for h in AFTER]))


def composition(indicators: int = 1) -> Composition:
    """Indicators of one declaratory cell of the first domain, unscaled."""
    family = np.eye(indicators, dtype=np.float32)
    cell = np.ones((indicators, 1), np.float32)
    domain = np.array([[1, 0, 0]], np.float32)
    cost = np.array([[1, 0]], np.float32)
    return Composition(family, cell, domain, cost, np.ones(len(OUTCOMES), np.float32))


def scores_of(levels: np.ndarray) -> Scores:
    """Scores of some states (rows) towards one power; levels (states, years) or (states, years, n)."""
    levels = levels[..., None] if levels.ndim == 2 else levels
    n = len(levels)
    keys = (*(f"S{i:03d}" for i in range(n)), POWER)
    place = np.full((n + 1, n + 1), n, dtype=np.intp)
    place[:n, n] = place[n, :n] = np.arange(n)
    nothing = np.full((1, *levels.shape[1:]), np.nan)
    score = np.concatenate([levels, nothing]).astype(np.float32).transpose(1, 0, 2)
    names = tuple(f"indicator {i}" for i in range(levels.shape[-1]))
    return Scores(keys, YEARS, names, score, place, composition(len(names)))


def onsets_of(states: int, begun: dict[int, int]) -> Onsets:
    """Onsets of places of states in calendar years; pressure then lasts."""
    keys = (*(f"S{i:03d}" for i in range(states)), POWER)
    senders = np.zeros((states + 1, len(YEARS)), dtype=np.int16)
    for place, year in begun.items():
        senders[place, year - YEARS[0] :] = 28
    imposed = np.zeros((states + 1, states + 1, len(YEARS)), dtype=bool)
    rows = sorted((year, keys[place]) for place, year in begun.items())
    onset = pl.DataFrame(
        [(key, year, 28, 28) for year, key in rows],
        schema={"target": pl.String, "year": pl.Int32, "senders": pl.Int64, "rise": pl.Int64},
        orient="row",
    )
    return Onsets(keys, YEARS, senders, senders > 0, imposed, onset, onset.clear(), 1990, 2022)


def simulated(
    rng: np.random.Generator,
    *,
    states: int = 90,
    treated: int = 20,
    dates: Sequence[int] = (1998, 2002, 2005, 2007, 2011, 2012, 2014),
    effect: float = 0.0,
    growth: float = 0.0,
    later: float = 0.0,
    spread: float = 0.0,
    trend: float = 0.0,
    memory: float = 0.6,
) -> Small:
    """States with lasting differences, common years and noise that lasts; targets at staggered dates.

    The effect of an onset is ``effect + growth · horizon``, ``later`` more per date in order, and differs
    between targets by ``spread``; ``trend`` is a yearly drift of the targets that no onset causes.
    """
    years = len(YEARS)
    noise = np.zeros((states, years))
    noise[:, 0] = rng.normal(0, 0.2, states)
    for t in range(1, years):
        noise[:, t] = memory * noise[:, t - 1] + rng.normal(0, 0.2, states)
    levels = noise + rng.normal(0, 1, (states, 1)) + np.cumsum(rng.normal(0, 0.1, years))
    begun = {i: int(dates[i % len(dates)]) for i in range(treated)}
    truth = dict.fromkeys(HORIZONS, 0.0)
    for i, year in begun.items():
        own = effect + later * dates.index(year) + rng.normal(0, spread)
        since = np.arange(years) - (year - YEARS[0])
        moved = np.where(since >= 0, own + growth * since, 0.0)
        levels[i] += moved + trend * since
        for h in HORIZONS:
            truth[h] += (own + growth * h if h >= 0 else 0.0) / treated
    return Small(scores_of(levels), onsets_of(states, begun), truth)
