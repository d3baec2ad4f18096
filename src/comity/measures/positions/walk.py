"""The random walk of positions: how far a state moves from one session to the next.

A step's variance is a common one times a factor of the session (agendas and upheavals) times a factor of
the state (revolutions, restless neutrals) times the sessions passed. All three are estimated
by marginal likelihood; the factors are drawn towards one by the weight of so many steps, so
that a session or a state with few steps keeps the common variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.measures.positions.fronts import Covariances, Front
from comity.measures.positions.panel import Panel

__all__ = ["Walk", "conditional_variances", "drift", "refit", "ties"]

Array = npt.NDArray[np.float64]

#: Steps the prior of a session's and of a state's factor counts as.
SESSION_STEPS = 20.0
STATE_STEPS = 20.0
#: Steps the prior of the common variance counts as, and its value: a bare hold against collapse to zero.
PRIOR_STEPS, PRIOR_VARIANCE = 10.0, 0.05
#: The variance changes by no larger factor in one round.
MOST_CHANGE = 3.0


@dataclass(frozen=True, slots=True)
class Walk:
    """Variance of a step: ``variance * by_block[b] * by_state[i] * gap``.

    Attributes
    ----------
    variance
        Common variance of a step over one session.
    by_block : (blocks,)
        Factor of the step into each block (the first is not used).
    by_state : (states,)
        Factor of each state.
    first
        Variance of a state's first position.
    """

    variance: float
    by_block: Array
    by_state: Array
    first: float = 4.0


def ties(walk: Walk, panel: Panel, fronts: tuple[Front, ...]) -> list[Array]:
    """Precision of each staying state's step to the next block."""
    found = []
    for b, front in enumerate(fronts[:-1]):
        states = panel.blocks[b].states[front.stays]
        scale = walk.variance * walk.by_block[b + 1] * panel.gaps[b + 1]
        found.append(1.0 / (scale * walk.by_state[states]))
    return found


def drift(
    panel: Panel, fronts: tuple[Front, ...], tie: list[Array], x: Array, first: float
) -> tuple[Array, float]:
    """Gradient (positions,) and log density, up to a constant, of the walk at positions x."""
    gradient = np.zeros(x.size)
    total = 0.0
    for b, front in enumerate(fronts):
        where = panel.blocks[b].where
        fresh = where[front.new_states]
        gradient[fresh] -= x[fresh] / first
        total -= 0.5 * float((x[fresh] ** 2).sum()) / first
        if b + 1 < len(fronts):
            here, there = where[front.stays], panel.blocks[b + 1].where[front.entered]
            pull = tie[b] * (x[there] - x[here])
            gradient[here] += pull
            gradient[there] -= pull
            total -= 0.5 * float((pull * (x[there] - x[here])).sum())
    return gradient, total


def conditional_variances(
    panel: Panel, fronts: tuple[Front, ...], tie: list[Array], alone: Array, first: Array | float
) -> Array:
    """Variance of each position, items given: a smoother per state.

    ``alone`` (positions,) is what the votes say of each position by itself; ``first`` the variance of
    a first position, one for all or (positions,).
    """
    start = 1.0 / np.broadcast_to(first, panel.positions)
    ahead = np.zeros(panel.positions)  # what the past says
    behind = np.zeros(panel.positions)  # what the future says
    for b, front in enumerate(fronts):
        where = panel.blocks[b].where
        fresh = where[front.new_states]
        ahead[fresh] = start[fresh]
        if b + 1 < len(fronts):
            here, there = where[front.stays], panel.blocks[b + 1].where[front.entered]
            known = ahead[here] + alone[here]
            ahead[there] = known * tie[b] / (known + tie[b])
    for b in range(len(fronts) - 2, -1, -1):
        front = fronts[b]
        here = panel.blocks[b].where[front.stays]
        there = panel.blocks[b + 1].where[front.entered]
        known = behind[there] + alone[there]
        behind[here] = known * tie[b] / (known + tie[b])
    return 1.0 / (ahead + alone + behind)


def refit(
    walk: Walk, panel: Panel, fronts: tuple[Front, ...], x: Array, covariance: Covariances
) -> Walk:
    """One step towards the likeliest variance and factors; a walk without steps is kept.

    The variance is the steps' sum of squares by the number of steps the votes determine, which has the
    fixed point of EM and reaches it in a few rounds (MacKay 1992, eq. 2.25).
    """
    squares, noises, who, at = [], [], [], []
    for b, front in enumerate(fronts[:-1]):
        block, following = panel.blocks[b], panel.blocks[b + 1]
        moved = x[following.where[front.entered]] - x[block.where[front.stays]]
        here = np.diag(covariance.fronts[b])[front.stays]
        there = np.diag(covariance.fronts[b + 1])[front.entered]
        squares.append(moved**2 / panel.gaps[b + 1])
        noises.append((here + there - 2.0 * covariance.steps[b]) / panel.gaps[b + 1])
        who.append(block.states[front.stays])
        at.append(np.full(front.stays.size, b + 1))
    if not squares or not sum(s.size for s in squares):
        return walk
    square, noise = np.concatenate(squares), np.concatenate(noises)
    state, block_of = np.concatenate(who), np.concatenate(at)
    scale = walk.variance * walk.by_block[block_of] * walk.by_state[state]
    told = np.clip(1.0 - noise / scale, 1e-3, 1.0)
    held = PRIOR_STEPS * PRIOR_VARIANCE / walk.variance
    ratio = float(((square / scale).sum() + held) / (told.sum() + PRIOR_STEPS))
    variance = walk.variance * float(np.clip(ratio, 1.0 / MOST_CHANGE, MOST_CHANGE))
    scale = scale / walk.by_state[state] * ratio
    by_state = _drawn_in(square / scale, told, state, walk.by_state.size, STATE_STEPS)
    scale = scale / walk.by_block[block_of] * by_state[state]
    by_block = _drawn_in(square / scale, told, block_of, walk.by_block.size, SESSION_STEPS)
    return Walk(variance, by_block, by_state, walk.first)


def _drawn_in(
    square: Array, told: Array, group: npt.NDArray[np.intp], groups: int, prior: float
) -> Array:
    """Ratio of each group with ``prior`` ratios of one added; geometric mean one over the steps."""
    total, count = np.bincount(group, square, groups), np.bincount(group, told, groups)
    factor: Array = (total + prior) / (count + prior)
    return factor / np.exp(np.average(np.log(factor), weights=np.bincount(group, minlength=groups)))
