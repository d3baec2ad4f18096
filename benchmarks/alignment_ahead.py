"""One year ahead: does alignment help to foresee an indicator, and do classes of volatility help alignment?

First, for each indicator, the CRPS of next year's score by a regression on this year's (AR(1)) and by one
that has filtered alignment as well: the overall state and what the indicator reads. Regressions are fitted
on the 15 years before each origin, 1990 to 2018. Indicators that hardly ever change are scored on changes
alone. Second, the log score that the model itself gives to each year's observations, with classes of
volatility and without.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from benchmarks.timing import report
from comity.alignment.estimation import estimate, start
from comity.alignment.panel import Panel, build_panel
from comity.alignment.smoothing import filter_forward
from comity.alignment.stored import fitted
from comity.alignment.structure import SCALES, Layout, Parameters, state_space
from comity.alignment.years import Years, batches
from comity.world.world import World

DYADS, ORIGINS, BEFORE = 6000, range(1990, 2019), 15
STICKY = {
    "shared_political_blocs", "alliance_grade", "shared_military_blocs", "joint_exercises", "disputes",
    "rivalry", "shared_economic_blocs", "sanctions", "shared_targets", "export_share", "import_share",
}  # fmt: skip
#: A score that moves by less has not changed.
CHANGED = 0.25


@dataclass(frozen=True)
class Passed:
    """What a model knew each year: common states (d, years, c) and its log score (d, years)."""

    states: np.ndarray
    score: np.ndarray


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else DYADS
    world = World.load()
    panel, model = build_panel(world), fitted(world)
    layout, years = model.layout, model.years
    kept = [[e.name for e in panel.entries].index(name) for name in layout.indicators]
    scores, blur = (np.ascontiguousarray(x[..., kept]) for x in (panel.scores, panel.blur))
    rng = np.random.default_rng(3)
    chosen = rng.choice(panel.dyads.height, min(size, panel.dyads.height), replace=False)
    classes = forward(layout, model.parameters, years, scores, blur, panel, chosen)
    ahead = {
        name: foresee(
            model.parameters, layout, i, scores[chosen], blur[chosen], classes, panel, rng
        )
        for i, name in enumerate(layout.indicators)
    }
    tested = {name: found for name, found in ahead.items() if found}
    single, _ = estimate(
        layout, years, scores, blur, panel.first, panel.last, begin=start(layout, classes=False)
    )
    one = forward(layout, single, years, scores, blur, panel, chosen)
    gain = (classes.score - one.score)[:, np.array(panel.years) >= ORIGINS[0]].sum(axis=1)
    report(
        dyads=len(chosen),
        beats_ar1=sum(found["interval"][0] > 0 for found in tested.values()),
        tested=len(tested),
        indicators=ahead,
        classes_of_volatility={
            "gain_in_log_score_per_dyad_since_1990": round(float(gain.mean()), 3),
            "standard_error": round(float(gain.std() / np.sqrt(len(gain))), 3),
        },
    )


def forward(
    layout: Layout, told: Parameters, years: Years, scores, blur, panel: Panel, chosen
) -> Passed:
    """The forward pass: each year given the years up to it, classes weighted by what they foresaw."""
    space, kinds, c = (
        state_space(layout, told).narrowed(),
        np.flatnonzero(told.shares),
        layout.common,
    )
    states = np.full((panel.dyads.height, len(panel.years), c), np.nan, dtype=np.float32)
    score = np.zeros(states.shape[:2])
    for batch in batches(panel.first, panel.last, chosen):
        d, stop = len(batch.dyads), batch.stop
        rows = np.repeat(np.arange(d), len(kinds))
        scaled = space.scaled(np.tile(np.asarray(SCALES)[kinds], d))
        passed = filter_forward(
            scaled, years, scores[batch.dyads, :stop][rows], blur[batch.dyads, :stop][rows],
            batch.first[rows],
        )  # fmt: skip
        odds = np.tile(np.log(told.shares[kinds]), (d, 1))
        for t, year in enumerate(passed, start=int(batch.first.min())):
            before = np.logaddexp.reduce(odds, axis=1)
            explained = np.einsum("ri,rij,rj->r", year.error, year.precision, year.error)
            odds = odds - 0.5 * (year.spread + explained).reshape(d, -1)
            after = np.logaddexp.reduce(odds, axis=1)
            score[batch.dyads, t] = after - before
            weight = np.exp(odds - after[:, None])
            common = year.mean[:, :c].reshape(d, -1, c)
            states[batch.dyads, t] = (weight[..., None] * common).sum(axis=1)
    states[~panel.exists] = np.nan
    return Passed(states[chosen], score[chosen])


def foresee(
    told: Parameters, layout: Layout, i: int, scores, blur, passed: Passed, panel: Panel, rng
):
    """Mean CRPS of AR(1) and with alignment, and a bootstrap interval (over dyads) of the difference."""
    known = np.where(np.isfinite(blur[..., i]), blur[..., i], np.nan)
    y = (scores[..., i] / (1 + known)).astype(np.float64)
    signal = passed.states @ state_space(layout, told).reads[i]
    overall = passed.states[..., 0].astype(np.float64)
    gain, number, base, better = np.zeros(len(y)), np.zeros(len(y)), 0.0, 0.0
    for origin in ORIGINS:
        t = origin - panel.years[0]
        s = np.arange(max(0, t - BEFORE), t)
        learn = np.isfinite(y[:, s]) & np.isfinite(y[:, s + 1]) & np.isfinite(signal[:, s])
        test = np.isfinite(y[:, t]) & np.isfinite(y[:, t + 1]) & np.isfinite(signal[:, t])
        if layout.indicators[i] in STICKY:
            test &= np.abs(y[:, t + 1] - y[:, t]) > CHANGED
        if learn.sum() < 500 or test.sum() < 5:
            continue
        losses = []
        for columns in ([y], [y, signal, overall]):
            X = np.stack([np.ones(learn.sum()), *(x[:, s][learn] for x in columns)], axis=1)
            Z = np.stack([np.ones(test.sum()), *(x[test, t] for x in columns)], axis=1)
            target = y[:, s + 1][learn]
            told_by = np.linalg.solve(X.T @ X + 1e-6 * np.eye(X.shape[1]), X.T @ target)
            spread = np.sqrt(np.mean((target - X @ told_by) ** 2))
            losses.append(crps(y[test, t + 1], Z @ told_by, spread))
        gain[test] += losses[0] - losses[1]
        number[test] += 1
        base, better = base + losses[0].sum(), better + losses[1].sum()
    if not number.any():
        return None
    d, n = gain[number > 0], number[number > 0]
    draws = rng.integers(0, len(d), (300, len(d)))
    low, high = np.quantile(d[draws].sum(axis=1) / n[draws].sum(axis=1), [0.05, 0.95])
    return {
        "on": "changes" if layout.indicators[i] in STICKY else "all",
        "forecasts": int(n.sum()),
        "ar1": round(base / n.sum(), 5),
        "with_alignment": round(better / n.sum(), 5),
        "interval": [round(float(low), 5), round(float(high), 5)],
    }


def crps(y, mean, deviation):
    """Of a normal forecast (Gneiting & Raftery 2007, eq. 21)."""
    z = (y - mean) / deviation
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return deviation * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))


if __name__ == "__main__":
    main()
