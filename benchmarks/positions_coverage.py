"""Positions on votes drawn from the model: how often 90 % intervals hold the truth, by size."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from benchmarks.timing import clock, report
from comity.measures.positions.fit import one_thread
from comity.measures.positions.fitting import begin, iterate, settle
from comity.measures.positions.newton import problem
from comity.measures.positions.panel import panel
from comity.measures.positions.start import standing

#: States, sessions, roll calls a session, variance of the walk, replications: 220 in all.
SIZES = (
    (20, 6, 10, 0.05, 60),
    (30, 8, 12, 0.05, 60),
    (20, 30, 6, 0.10, 50),
    (60, 15, 25, 0.05, 40),
    (100, 20, 40, 0.03, 10),
)
REACH = NormalDist().inv_cdf(0.95)
#: Share of roll calls that repeat one of the session before, and of votes that are missing.
BRIDGED, ABSENT = 0.3, 0.1


def drawn(states: int, sessions: int, calls: int, variance: float, seed: int):
    """Votes (calls, states), session and item of each roll call, and true positions (sessions, states).

    Items have the priors of the fit, but for midpoints, which are narrower (deviation 1.5 about zero), so
    that most roll calls divide; a third of the states join in the first half of the sessions.
    """
    random = np.random.default_rng(seed)
    steps = np.sqrt(variance) * random.standard_normal((sessions - 1, states))
    x = np.cumsum(np.concatenate([random.standard_normal((1, states)), steps]), axis=0)
    joins = np.where(random.random(states) < 0.3, random.integers(0, sessions // 2, states), 0)
    item, session = np.arange(sessions * calls), np.repeat(np.arange(sessions), calls)
    for t in range(1, sessions):
        rows = t * calls + np.flatnonzero(random.random(calls) < BRIDGED)
        item[rows] = item[rows - calls]
    slope = random.standard_normal(item.size)[item, None]
    middle = 1.5 * random.standard_normal(item.size)[item, None]
    half = 0.5 * np.exp(0.35 + 0.75 * random.standard_normal(item.size))[item, None]
    latent = slope * x[session] + random.standard_normal((item.size, states))
    votes = np.where(latent < middle - half, 3, np.where(latent < middle + half, 2, 1))
    votes[random.random(votes.shape) < ABSENT] = 0
    votes[session[:, None] < joins[None, :]] = 0
    return votes.astype(np.int8), session, item, x


def one(states: int, sessions: int, calls: int, variance: float, seed: int) -> dict[str, float]:
    """One replication: shares inside the intervals, correlation, error, estimated by true variance."""
    votes, session, item, x = drawn(states, sessions, calls, variance, seed)
    laid_out = problem(panel(votes, session, item))
    point = begin(laid_out, standing(votes)[laid_out.panel.state])
    point, trail, step = iterate(laid_out, point)
    estimate = settle(laid_out, point, trail, step)
    true = x[laid_out.panel.block, laid_out.panel.state]
    mean = laid_out.weights @ true
    scale = np.sqrt(laid_out.weights @ (true - mean) ** 2)
    true = (true - mean) / scale
    true = true if (laid_out.weights * true) @ point.x > 0 else -true
    inside, both = [], []
    for block, covariance in zip(laid_out.panel.blocks, estimate.covariance, strict=True):
        here = np.flatnonzero(laid_out.panel.votes[block.where])
        away, spread = (point.x - true)[block.where][here], covariance[np.ix_(here, here)]
        own = np.diag(spread)
        i, j = np.triu_indices(here.size, 1)
        inside.append(np.abs(away) < REACH * np.sqrt(own))
        of_two = own[i] + own[j] - 2 * spread[i, j]
        both.append(np.abs(away[i] - away[j]) < REACH * np.sqrt(of_two))
    return {
        "positions": float(np.concatenate(inside).mean()),
        "differences": float(np.concatenate(both).mean()),
        "correlation": float(np.corrcoef(true, point.x)[0, 1]),
        "rms_error": float(np.sqrt(((point.x - true) ** 2).mean())),
        "variance_ratio": point.walk.variance * scale**2 / variance,
    }


def main() -> None:
    table, runs = [], 0
    for *size, times in SIZES:
        with clock() as reading, one_thread():
            found = [one(*size, seed) for seed in range(times)]
        row: dict[str, object] = {
            "states_sessions_calls": "x".join(map(str, size[:3])),
            "walk_variance": size[3],
            "replications": times,
        }
        for name in found[0]:
            values = np.array([f[name] for f in found])
            row[name] = round(float(np.median(values)) if "ratio" in name else values.mean(), 3)
            if name in ("positions", "differences"):
                row[f"{name}_error"] = round(float(values.std(ddof=1) / np.sqrt(times)), 4)
        row["seconds_each"] = round(reading.seconds / times, 2)
        table.append(row)
        runs += times
    report(
        replications=runs,
        least_coverage=min(min(r["positions"], r["differences"]) for r in table),
        sizes=table,
    )


if __name__ == "__main__":
    main()
