"""How often the intervals of ``comity pressure`` hold what is true, by simulation, beside other estimators.

python -m benchmarks.pressure

Panels of 90 states beside a power, twenty of them targets at seven dates, noise that lasts. Designs: no
effect; the same effect for all; effects that grow with the years and with the date, and the same with only
four states never targets (then a two-way within estimator compares late targets with early ones); effects
that differ by chance; a drift of the targets that no onset causes. Peers in the same run: that two-way within
estimator in plain NumPy, and pyfixest's local projections with clean controls.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.pressure_panels import POWER, YEARS, Small, simulated
from benchmarks.timing import clock, report
from comity.answers.pressure import pressure
from comity.answers.pressure_checks import detrended
from comity.answers.pressure_effects import AFTER, HORIZONS, average, estimate, pre_test
from comity.answers.pressure_findings import estimate_all
from comity.answers.pressure_onsets import find_onsets, stored_counts
from comity.answers.pressure_panel import score_panel
from comity.answers.pressure_relations import excess_of, partners
from comity.world.world import World

Array = npt.NDArray[np.float64]

DRAWS = 300
DESIGNS: dict[str, dict[str, float]] = {
    "no effect": {},
    "same effect": {"effect": 0.3},
    "grows, later ones larger": {"effect": 0.1, "growth": 0.1, "later": 0.15},
    "the same, few never targets": {"effect": 0.1, "growth": 0.1, "later": 0.15, "states": 24},
    "differs between targets": {"effect": 0.2, "spread": 0.3},
    "drift before": {"trend": 0.08},
}
#: Draws of the comparison with pyfixest, which takes longer.
PEER_DRAWS = 10


def levels(small: Small) -> tuple[Array, Array]:
    """Levels (states, years) of the panel, and each state's year of onset (infinite if none)."""
    n = len(small.scores.states) - 1
    place = small.scores.place[:n, small.scores.states.index(POWER)]
    y = small.scores.score[:, place, 0].T.astype(float)
    begun = np.full(n, np.inf)
    for target, year in small.onsets.onset.select("target", "year").rows():
        begun[small.scores.states.index(target)] = year
    return y, begun


def two_way(small: Small) -> float:
    """The mean effect of years 1 to 5 by the two-way within estimator with one dummy per year since.

    Years outside -5 … 8 share the end dummies; the year before the onset is left out.
    """
    y, begun = levels(small)
    since = np.array(list(YEARS), dtype=float)[None, :] - begun[:, None]
    held = np.isfinite(since)
    clipped = np.where(held, np.clip(since, HORIZONS[0], HORIZONS[-1]), np.nan)
    shown = [h for h in HORIZONS if h != -1]
    x = np.stack([(clipped == h).astype(float) for h in shown])

    def within(z: Array) -> Array:
        apart: Array = (
            z - z.mean(axis=-1, keepdims=True) - z.mean(axis=-2, keepdims=True)
            + z.mean(axis=(-2, -1), keepdims=True)
        )  # fmt: skip
        return apart

    slope = np.linalg.lstsq(within(x).reshape(len(shown), -1).T, within(y).ravel(), rcond=None)[0]
    return float(np.mean([slope[shown.index(h)] for h in AFTER]))


def simulate(design: dict[str, float]) -> dict[str, float]:
    """Bias, spread, coverage of the 90 % interval, the test of the years before; and the peer's bias."""
    error, inside, seen, less, naive = [], [], [], [], []
    for draw in range(DRAWS):
        small = simulated(np.random.default_rng(10_000 + draw), **design)  # type: ignore[arg-type]
        excess = excess_of(small.scores, small.onsets, partners(small.onsets, "third"))
        mean, by_year = average(excess, AFTER), estimate(excess)
        found = estimate(mean)
        # where targets differ by chance, the interval is for the mean they are drawn from
        true = small.after if "spread" not in design else design["effect"]
        error.append(float(found.value[0, 0]) - true)
        inside.append(float(found.low[0, 0]) <= true <= float(found.high[0, 0]))
        seen.append(pre_test(by_year, 0)[1] < 0.10 if draw < DRAWS // 4 else np.nan)
        less.append(float(detrended(mean, by_year).value[0, 0]) - true)
        naive.append(two_way(small) - true)
    return {
        "bias": round(float(np.mean(error)), 4),
        "sd": round(float(np.std(error)), 4),
        "covers": round(float(np.mean(inside)), 3),
        "trend_seen": round(float(np.nanmean(seen)), 3),
        "bias_less_trend": round(float(np.mean(less)), 4),
        "two_way_bias": round(float(np.mean(naive)), 4),
        "two_way_sd": round(float(np.std(naive)), 4),
    }


def beside_pyfixest() -> dict[str, Any]:
    """The same panels by pyfixest's ``lpdid``: largest difference by year since, and time."""
    if find_spec("pyfixest") is None:
        return {"pyfixest": "not installed: pip install pyfixest"}
    import pandas as pd
    from pyfixest import lpdid

    differences, mine, theirs = [], [], []
    for draw in range(PEER_DRAWS):
        small = simulated(np.random.default_rng(draw), effect=0.3)
        with clock() as own:
            excess = excess_of(small.scores, small.onsets, partners(small.onsets, "third"))
            found = estimate(excess).value[:, 0]
        y, begun = levels(small)
        n, t = y.shape
        frame = pd.DataFrame(
            {
                "unit": np.repeat(np.arange(n), t), "year": np.tile(np.arange(t), n), "y": y.ravel(),
                "g": np.repeat(np.where(np.isfinite(begun), begun - YEARS[0], 0), t).astype(int),
            }
        )  # fmt: skip
        with clock() as other, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = lpdid(
                frame, yname="y", idname="unit", tname="year", gname="g", vcov={"CRV1": "unit"},
                pre_window=-5, post_window=8, att=False, never_treated=0,
            )  # fmt: skip
        table = fit.tidy() if hasattr(fit, "tidy") else fit
        held = dict(
            zip((int(str(i).split("::")[-1]) for i in table.index), table["Estimate"], strict=True)
        )
        differences += [abs(held[h] - found[HORIZONS.index(h)]) for h in HORIZONS if h in held]
        mine.append(own.seconds)
        theirs.append(other.seconds)
    return {
        "largest_difference": round(float(np.max(differences)), 5),
        "mean_difference": round(float(np.mean(differences)), 5),
        "seconds": round(float(np.median(mine)), 4),
        "pyfixest_seconds": round(float(np.median(theirs)), 4),
        "ratio": round(float(np.median(theirs) / np.median(mine)), 1),
    }


def main() -> None:
    designs = {name: simulate(design) for name, design in DESIGNS.items()}
    peer = beside_pyfixest()
    world = World.load()
    with clock() as shipped:
        found = pressure(world, "RUS", "RUS-CHN")
    held = found.figure()
    with clock() as anew:
        counts, sample = stored_counts(world)
        scores = score_panel(world)
        again = estimate_all(scores, find_onsets(counts, scores.states, scores.years), sample)
    report(
        draws=DRAWS, designs=designs, pyfixest=peer, shipped_seconds=round(shipped.seconds, 2),
        again_seconds=round(anew.seconds, 1), onsets=again.onsets.height,
        third_overall={k: held[k] for k in ("value", "low", "high", "onsets", "targets")},
    )  # fmt: skip


if __name__ == "__main__":
    main()
