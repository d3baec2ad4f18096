"""Estimation on all dyads together: EM in small steps (Cappé & Moulines 2009).

Each step smooths some dyads drawn without replacement, blends their expected sums into those of the steps
before, and maximises. One round uses every dyad once. The parameters returned are the mean over
the last part of the round, which takes out the noise of the draws (Polyak & Juditsky 1992).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

import numpy as np
import numpy.typing as npt

from comity.alignment.maximisation import (
    LEAST_NOISE,
    LEAST_PERSISTENCE,
    LEAST_STEP,
    maximise,
    rescale,
)
from comity.alignment.smoothing import filter_forward, smooth
from comity.alignment.statistics import Statistics
from comity.alignment.structure import Layout, Parameters, StateSpace, state_space
from comity.alignment.years import Batch, Years, batches

__all__ = ["estimate", "expect", "start"]

Array = npt.NDArray[np.float64]
Narrow = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

#: Steps in a round, and how fast old sums are forgotten.
STEPS, FORGET = 160, 0.6
#: Each step goes this many times as far as the M-step says (Salakhutdinov & Roweis 2003).
STRIDE = 1.8
#: Share of the round over which parameters are averaged.
TAIL = 0.25


def start(layout: Layout) -> Parameters:
    """Where the estimation starts: every indicator alike."""
    n, c = layout.n, layout.common
    persistence, step, initial = np.ones(c + n), np.full(c + n, 0.02), np.ones(c + n)
    initial[1:c] = 0.5
    step[1:c] = 0.015
    families = slice(c - len(layout.families), c)
    persistence[families], step[families], initial[families] = 0.5, 0.1, 0.1
    persistence[c:], step[c:], initial[c:] = 0.95, 0.03, 0.4
    return Parameters(
        np.full(n, 0.4), np.full(n, 0.1), np.full(len(layout.domains), np.sqrt(0.5)),
        persistence, step, initial,
    )  # fmt: skip


def expect(
    layout: Layout, space: StateSpace, years: Years, values: Narrow, blur: Narrow,
    parts: Iterable[Batch],
) -> Statistics:  # fmt: skip
    """The E-step: expected sums over the dyads of some batches; values, blur (dyads, years, n).

    Single precision is enough for sums, and twice as fast; results are smoothed in double.
    """
    total = Statistics.empty(layout.n, layout.common, values.shape[1])
    narrow = space.narrowed()
    for batch in parts:
        mine, blurred = values[batch.dyads, : batch.stop], blur[batch.dyads, : batch.stop]
        passed = filter_forward(narrow, years, mine, blurred, batch.first)
        for at in smooth(narrow, years, passed, int(batch.first.min()), steps=True):
            total.add(narrow, years, batch, mine, blurred, at)
    return total


def estimate(
    layout: Layout, years: Years, values: Narrow, blur: Narrow, first: Index, last: Index,
    *, seed: int = 0, begin: Parameters | None = None, steps: int = STEPS,
) -> tuple[Parameters, list[Parameters]]:  # fmt: skip
    """Parameters from one round over all dyads, and those after each step."""
    rng = np.random.default_rng(seed)
    parameters, path = begin or start(layout), []
    sums: Statistics | None = None
    for place, drawn in enumerate(np.array_split(rng.permutation(len(values)), steps)):
        space = state_space(layout, parameters)
        new = expect(layout, space, years, values, blur, batches(first, last, drawn))
        scale = 1.0 / len(drawn)
        pace = (place + 1.0) ** -FORGET
        sums = (
            new.mixed(new, scale, 0.0) if sums is None else sums.mixed(new, 1 - pace, pace * scale)
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
    )  # fmt: skip
    return rescale(layout, further)


def _mean(found: Sequence[Parameters]) -> Parameters:
    return Parameters(
        *(np.mean([getattr(p, f.name) for p in found], axis=0) for f in fields(Parameters))
    )
