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

__all__ = [
    "Past",
    "Walk",
    "conditional_variances",
    "drift",
    "past_steps",
    "refit",
    "renew",
    "ties",
]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

#: Steps the prior of a session's and of a state's factor counts as.
SESSION_STEPS = 10.0
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
    steps = _steps(panel, fronts, x, covariance)
    if not steps.square.size:
        return walk
    told = steps.told(walk)
    scale = walk.variance * walk.by_block[steps.block] * walk.by_state[steps.state]
    held = PRIOR_STEPS * PRIOR_VARIANCE / walk.variance
    ratio = float(((steps.square / scale).sum() + held) / (told.sum() + PRIOR_STEPS))
    variance = walk.variance * float(np.clip(ratio, 1.0 / MOST_CHANGE, MOST_CHANGE))
    scale = scale / walk.by_state[steps.state] * ratio
    states = _Factor.of(steps.square / scale, told, steps.state, walk.by_state.size)
    by_state = states.factors(STATE_STEPS, states.norm(STATE_STEPS))
    scale = scale / walk.by_block[steps.block] * by_state[steps.state]
    blocks = _Factor.of(steps.square / scale, told, steps.block, walk.by_block.size)
    return Walk(
        variance, by_block=blocks.factors(SESSION_STEPS, blocks.norm(SESSION_STEPS)),
        by_state=by_state, first=walk.first,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """What a window does not see of the sessions before it.

    Attributes
    ----------
    states
        What the steps before the window say of the states' factors.
    state_norm, block_norm
        What holds the factors' mean at one.
    scale : (3,)
        Variance of a position that holding the scale takes away: a quadratic in the position, highest
        power first.
    """

    states: _Factor
    state_norm: float
    block_norm: float
    scale: Array


def past_steps(
    walk: Walk,
    panel: Panel,
    fronts: tuple[Front, ...],
    x: Array,
    covariance: Covariances,
    until: int,
) -> Past:
    """The past of a window that begins with the block ``until``."""
    steps = _steps(panel, fronts, x, covariance)
    told = steps.told(walk)
    of_state = steps.square / (walk.variance * walk.by_block[steps.block])
    of_block = steps.square / (walk.variance * walk.by_state[steps.state])
    old = steps.block <= until
    whole = _Factor.of(of_state, told, steps.state, walk.by_state.size)
    blocks = _Factor.of(of_block, told, steps.block, walk.by_block.size)
    kept = _Factor.of(of_state[old], told[old], steps.state[old], walk.by_state.size)
    return Past(kept, whole.norm(STATE_STEPS), blocks.norm(SESSION_STEPS), np.zeros(3))


def renew(
    walk: Walk,
    panel: Panel,
    fronts: tuple[Front, ...],
    x: Array,
    covariance: Covariances,
    past: Past,
) -> Walk:
    """The factors of states and of a window's blocks from its steps and the past; the variance is kept."""
    steps = _steps(panel, fronts, x, covariance)
    if not steps.square.size:
        return walk
    told = steps.told(walk)
    scale = walk.variance * walk.by_block[steps.block]
    states = _Factor.of(steps.square / scale, told, steps.state, walk.by_state.size)
    old = past.states.total.size
    states.total[:old] += past.states.total
    states.count[:old] += past.states.count
    by_state = states.factors(STATE_STEPS, past.state_norm)
    scale = walk.variance * by_state[steps.state]
    blocks = _Factor.of(steps.square / scale, told, steps.block, walk.by_block.size)
    return Walk(walk.variance, blocks.factors(SESSION_STEPS, past.block_norm), by_state, walk.first)


@dataclass(frozen=True, slots=True)
class _Steps:
    """All steps (steps,): square per session passed, posterior variance, whose, and into which block."""

    square: Array
    noise: Array
    state: Ints
    block: Ints

    def told(self, walk: Walk) -> Array:
        """Share of each step that the votes determine."""
        scale = walk.variance * walk.by_block[self.block] * walk.by_state[self.state]
        return np.clip(1.0 - self.noise / scale, 1e-3, 1.0)


def _steps(panel: Panel, fronts: tuple[Front, ...], x: Array, covariance: Covariances) -> _Steps:
    squares, noises = [np.empty(0)], [np.empty(0)]
    who, at = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    for b, front in enumerate(fronts[:-1]):
        block, following = panel.blocks[b], panel.blocks[b + 1]
        moved = x[following.where[front.entered]] - x[block.where[front.stays]]
        here = np.diag(covariance.fronts[b])[front.stays]
        there = np.diag(covariance.fronts[b + 1])[front.entered]
        squares.append(moved**2 / panel.gaps[b + 1])
        noises.append((here + there - 2.0 * covariance.steps[b]) / panel.gaps[b + 1])
        who.append(block.states[front.stays])
        at.append(np.full(front.stays.size, b + 1))
    return _Steps(
        np.concatenate(squares), np.concatenate(noises), np.concatenate(who), np.concatenate(at)
    )


@dataclass(frozen=True, slots=True)
class _Factor:
    """Sums by group: squares against what was expected, and steps determined; and how many steps."""

    total: Array
    count: Array
    steps: Ints

    @classmethod
    def of(cls, square: Array, told: Array, group: Ints, groups: int) -> _Factor:
        return cls(
            np.bincount(group, square, groups).astype(np.float64),
            np.bincount(group, told, groups).astype(np.float64),
            np.bincount(group, minlength=groups),
        )

    def factors(self, prior: float, norm: float) -> Array:
        """Ratio of each group with ``prior`` ratios of one added."""
        return (self.total + prior) / (self.count + prior) / norm

    def norm(self, prior: float) -> float:
        """What brings the geometric mean of the factors over the steps to one."""
        return float(np.exp(np.average(np.log(self.factors(prior, 1.0)), weights=self.steps)))
