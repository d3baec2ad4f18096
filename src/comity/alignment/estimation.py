"""Estimation on all dyads together: EM in small steps (Cappé & Moulines 2009).

Each step smooths some dyads drawn without replacement, blends their expected sums into those of the steps
before, and maximises. A dyad is smoothed in a class of volatility drawn with the probabilities of its
classes (Delyon, Lavielle & Moulines 1999). The parameters returned are the mean over the last part of the
round, which takes out the noise of the draws (Polyak & Juditsky 1992).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import reduce

import numpy as np
import numpy.typing as npt

from comity.alignment.maximisation import (
    LEAST_NOISE,
    LEAST_PERSISTENCE,
    LEAST_STEP,
    maximise,
    rescale,
)
from comity.alignment.progress import Progress, silent
from comity.alignment.smoothing import smooth
from comity.alignment.statistics import Statistics
from comity.alignment.structure import SCALES, Layout, Parameters, StateSpace, state_space
from comity.alignment.volatility import filter_classes, select
from comity.alignment.years import Batch, Years, batches, in_parallel

__all__ = ["estimate", "expect", "start"]

Array = npt.NDArray[np.floating]
Narrow = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

#: Steps in a round, dyads drawn in each, and how fast old sums are forgotten.
STEPS, DRAWN, FORGET = 200, 64, 0.6
#: Shares of the classes of volatility to begin with.
EVENLY = (0.3, 0.6, 0.1)
#: Each step goes this many times as far as the M-step says (Salakhutdinov & Roweis 2003).
STRIDE = 1.8
#: Share of the round over which parameters are averaged.
TAIL = 0.25


def start(layout: Layout, *, classes: bool = True) -> Parameters:
    """Where the estimation starts: every indicator alike, classes of volatility or only one."""
    n, c = layout.n, layout.common
    shares = np.array(EVENLY if classes else (0.0, 1.0, 0.0))
    persistence, step, initial = np.ones(c + n), np.full(c + n, 0.02), np.ones(c + n)
    initial[1:c] = 0.5
    step[1:c] = 0.015
    families = slice(c - len(layout.families), c)
    persistence[families], step[families], initial[families] = 0.5, 0.1, 0.1
    persistence[c:], step[c:], initial[c:] = 0.95, 0.03, 0.4
    return Parameters(
        np.full(n, 0.4), np.full(n, 0.1), np.full(len(layout.domains), np.sqrt(0.5)),
        persistence, step, initial, shares,
    )  # fmt: skip


def expect(
    space: StateSpace, shares: Array, years: Years, values: Narrow, blur: Narrow,
    parts: Sequence[Batch], rng: np.random.Generator,
) -> Statistics:  # fmt: skip
    """The E-step: expected sums over the dyads of some batches; values, blur (dyads, years, n).

    Single precision is enough for sums, and twice as fast.
    """
    narrow, number = space.narrowed(), (len(space.noise), years.common, values.shape[1])
    chances = {id(batch): rng.random((len(batch.dyads), 1)) for batch in parts}

    def one(batch: Batch) -> Statistics:
        total = Statistics.empty(*number)
        mine, blurred = values[batch.dyads, : batch.stop], blur[batch.dyads, : batch.stop]
        passed, probability = filter_classes(narrow, shares, years, mine, blurred, batch.first)
        total.members += probability.sum(axis=0)
        drawn = (chances[id(batch)] > probability.cumsum(axis=1)[:, :-1]).sum(axis=1)
        chosen = select(passed, shares, np.arange(len(mine)), drawn)
        scales = np.asarray(SCALES, dtype=mine.dtype)[drawn]
        scaled = narrow.scaled(scales)
        for at in smooth(scaled, years, chosen, int(batch.first.min()), steps=True):
            total.add(narrow, years, batch, mine, blurred, scales, at)
        return total

    return reduce(lambda x, y: x.mixed(y, 1.0, 1.0), in_parallel(one, parts))


def estimate(
    layout: Layout, years: Years, values: Narrow, blur: Narrow, first: Index, last: Index,
    *, seed: int = 0, begin: Parameters | None = None, steps: int = STEPS, size: int = DRAWN,
    progress: Progress = silent,
) -> tuple[Parameters, list[Parameters]]:  # fmt: skip
    """Parameters from one round of steps on ``size`` dyads each, and those after each step."""
    rng = np.random.default_rng(seed)
    parameters, path = begin or start(layout), []
    order = rng.permutation(len(values))
    count = min(size, len(values))
    sums: Statistics | None = None
    for place in range(steps):
        progress("estimating", place / steps)
        if len(order) < count:
            order = np.concatenate([order, rng.permutation(len(values))])
        drawn, order = order[:count], order[count:]
        space = state_space(layout, parameters)
        # one batch: side by side, batches so small would wait for each other
        parts = list(batches(first, last, drawn, count))
        new = expect(space, parameters.shares, years, values, blur, parts, rng)
        pace = (place + 1.0) ** -FORGET
        sums = (
            new.mixed(new, 1 / count, 0.0)
            if sums is None
            else sums.mixed(new, 1 - pace, pace / count)
        )
        told = maximise(layout, parameters, space, sums, by_steps=bool(place % 2))
        parameters = _further(layout, parameters, told)
        path.append(parameters)
    return _mean(path[-max(int(steps * TAIL), 1) :]), path


def _further(layout: Layout, old: Parameters, told: Parameters) -> Parameters:
    """From old parameters beyond those the M-step tells: variances in logarithms, within their bounds."""
    by = {
        name: getattr(old, name) * (getattr(told, name) / getattr(old, name)) ** STRIDE
        for name in ("noise", "step", "initial")
    }
    loading = np.maximum(old.loading + STRIDE * (told.loading - old.loading), 0.0)
    overall = np.clip(old.overall + STRIDE * (told.overall - old.overall), 0.0, 0.99)
    persistence = old.persistence + STRIDE * (told.persistence - old.persistence)
    further = Parameters(
        loading, np.maximum(by["noise"], LEAST_NOISE), overall,
        np.clip(persistence, LEAST_PERSISTENCE, 1.0), np.maximum(by["step"], LEAST_STEP), by["initial"],
        told.shares,
    )  # fmt: skip
    return rescale(layout, further)


def _mean(found: Sequence[Parameters]) -> Parameters:
    return Parameters(
        *(np.mean([getattr(p, f.name) for p in found], axis=0) for f in fields(Parameters))
    )
