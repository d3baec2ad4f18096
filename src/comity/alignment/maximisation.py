"""The M-step: parameters that fit the smoothed states best.

Loadings are learned in turn from two ways to complete the data (Meng & van Dyk 1997): from what an
observation leaves beside the indicator's own state, which learns fast where noise is large; and
from the steps of the signal λ x + u, which learns fast where noise is small. Either raises the likelihood.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from comity.alignment.statistics import Statistics
from comity.alignment.structure import Layout, Parameters, StateSpace

__all__ = ["LEAST_NOISE", "LEAST_PERSISTENCE", "LEAST_STEP", "maximise", "rescale"]

Array = npt.NDArray[np.floating]

#: Least variance of an indicator's noise: none is measured without error.
LEAST_NOISE = 0.01
#: Least variance of a step, so that no state is frozen.
LEAST_STEP = 1e-5
#: Least persistence of an indicator's own state.
LEAST_PERSISTENCE = 0.05
#: Keeps a division from 0 / 0.
TINY = 1e-300


def maximise(
    layout: Layout, old: Parameters, space: StateSpace, sums: Statistics, *, by_steps: bool
) -> Parameters:
    """Parameters after one M-step; ``by_steps`` says from which completed data loadings are learned."""
    c = layout.common
    new = _by_steps(layout, old, space, sums) if by_steps else _by_observations(layout, old, sums)
    step, initial, overall = new.step.copy(), new.initial.copy(), new.overall.copy()
    step[:c] = np.maximum(np.diag(sums.even) / sums.moves.sum(), LEAST_STEP)
    initial[:c] = np.maximum(np.diag(sums.start_zz) / sums.starts, LEAST_STEP)
    persistence = new.persistence.copy()
    for g in range(c - len(layout.families), c):
        squares, cross = sums.zz[:, g, g].sum(), sums.zh[:, g, g].sum()
        persistence[g] = np.clip(old.persistence[g] + cross / squares, LEAST_PERSISTENCE, 1.0)
        change = persistence[g] - old.persistence[g]
        squares = sums.hh[:, g, g].sum() - 2 * change * cross + change**2 * squares
        step[g] = max(squares / sums.moves.sum(), LEAST_STEP)
    # regression of D on A, in their steps and in their first year
    own = np.arange(1, 1 + len(layout.domains))
    along = sums.even[0, own] / old.step[own] + sums.start_zz[0, own] / old.initial[own]
    length = sums.even[0, 0] / old.step[own] + sums.start_zz[0, 0] / old.initial[own]
    overall = np.maximum(overall + along / length, 0.0)
    free = replace(
        new, persistence=persistence, step=step, initial=initial, overall=overall,
        shares=sums.members / sums.members.sum(),
    )  # fmt: skip
    return rescale(layout, free)


def _by_observations(layout: Layout, old: Parameters, sums: Statistics) -> Parameters:
    loading = _together(layout, old, sums.xe / old.noise, sums.xx / old.noise)
    change = loading - old.loading
    left = sums.ee - 2 * change * sums.xe + change**2 * sums.xx
    persistence, step, initial = old.persistence.copy(), old.step.copy(), old.initial.copy()
    own = np.arange(layout.common, layout.common + layout.n)
    uu, ug, gg = sums.uu.sum(axis=0), sums.ug.sum(axis=0), sums.gg.sum(axis=0)
    # an own state that hardly persists would divide by nothing
    persistence[own] = np.clip(
        old.persistence[own] + ug / np.maximum(uu, TINY), LEAST_PERSISTENCE, 1.0
    )
    shift = persistence[own] - old.persistence[own]
    squares = gg - 2 * shift * ug + shift**2 * uu
    step[own] = _ratio(squares, _moves(sums), old.step[own], LEAST_STEP)
    initial[own] = _ratio(sums.entry_uu, sums.entries, old.initial[own], LEAST_STEP)
    return replace(
        old, loading=loading, noise=_ratio(left, sums.seen, old.noise, LEAST_NOISE),
        persistence=persistence, step=step, initial=initial,
    )  # fmt: skip


def _by_steps(layout: Layout, old: Parameters, space: StateSpace, sums: Statistics) -> Parameters:
    c, own = layout.common, np.arange(layout.common, layout.common + layout.n)
    ww, wg, xx, xu = np.zeros((4, layout.n))
    for i in range(layout.n):
        reads, moving = space.reads[i], sums.gg[:, i] > 0
        zz, zh, hh = (total[moving].sum(axis=0) for total in (sums.zz, sums.zh, sums.hh))
        zg, hg = sums.zg[moving, :, i].sum(axis=0), sums.hg[moving, :, i].sum(axis=0)
        # w = x(t + 1) − φ x(t) = reads · [(T − φ) z + h]
        pull = reads * (old.persistence[:c] - old.persistence[c + i])
        ww[i] = pull @ zz @ pull + 2 * pull @ zh @ reads + reads @ hh @ reads
        wg[i] = pull @ zg + reads @ hg
        xx[i], xu[i] = reads @ sums.entry_zz[i] @ reads, sums.entry_zu[i] @ reads
    along = wg / old.step[own] + xu / old.initial[own]
    length = ww / old.step[own] + xx / old.initial[own]
    loading = _together(layout, old, along, length)
    change = loading - old.loading
    step, initial = old.step.copy(), old.initial.copy()
    squares = sums.gg.sum(axis=0) - 2 * change * wg + change**2 * ww
    step[own] = _ratio(squares, _moves(sums), old.step[own], LEAST_STEP)
    entry = sums.entry_uu - 2 * change * xu + change**2 * xx
    initial[own] = _ratio(entry, sums.entries, old.initial[own], LEAST_STEP)
    noise = _ratio(sums.ee, sums.seen, old.noise, LEAST_NOISE)
    return replace(old, loading=loading, noise=noise, step=step, initial=initial)


def _together(layout: Layout, old: Parameters, along: Array, length: Array) -> Array:
    """Loadings after the step that the indicators of a domain take together.

    Left to itself, an indicator that the others do not confirm is dropped; but hostility among neighbours who
    also sign the pacts of their region is evidence all the same. So the indicators of a domain
    load alike, and differ in noise, blur and in how much of them is sticky and their own.
    """
    change = np.bincount(layout.domain, along) / np.maximum(
        np.bincount(layout.domain, length), TINY
    )
    loading: Array = np.maximum(old.loading + change[layout.domain], 0.0)
    return loading


def _ratio(total: Array, number: Array, unknown: Array, least: float) -> Array:
    """Means, at least ``least``; what they were where there is nothing to average."""
    mean = np.divide(total, number, out=unknown.copy(), where=number > 0)
    bounded: Array = np.maximum(mean, least)
    return bounded


def _moves(sums: Statistics) -> Array:
    """Number of moves of each indicator's own state."""
    return (sums.gg > 0).T.astype(float) @ sums.moves


def rescale(layout: Layout, free: Parameters) -> Parameters:
    """The same model with A and D of variance 1 in a first year."""
    step, initial = free.step.copy(), free.initial.copy()
    overall, loading = free.overall * np.sqrt(initial[0]), free.loading.copy()
    step[0], initial[0] = step[0] / initial[0], 1.0
    for d in range(len(layout.domains)):
        variance = overall[d] ** 2 + initial[1 + d]
        overall[d] /= np.sqrt(variance)
        step[1 + d] /= variance
        initial[1 + d] /= variance
        loading[layout.domain == d] *= np.sqrt(variance)
    # one β for all domains: words and A could not be told apart in a domain that has words alone
    tied = float(np.mean(overall))
    overall[:] = tied
    initial[1 : 1 + len(layout.domains)] = 1.0 - tied**2
    return replace(free, loading=loading, overall=overall, step=step, initial=initial)
