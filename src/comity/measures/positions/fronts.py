"""Solve and invert the information matrix of all positions and items, session by session.

Items that occur once tie the positions of their session together and are eliminated there. What is
left, the positions and the items that return in later sessions, is eliminated forward in time: the
*front* of a session holds its positions and the items then in use, and leaves a message, a precision
and a gradient, on the front of the next. Running back gives the solution and, by the recursion of
Takahashi, Fagan & Chin (1973), the exact covariance within each front: for items that never return this is
the Kalman filter and the Rauch-Tung-Striebel smoother of all states at once, item uncertainty included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used

from comity.measures.positions.items import PER_ITEM
from comity.measures.positions.panel import Panel

__all__ = ["Covariances", "Front", "Step", "covariances", "eliminate", "plan", "substitute"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Front:
    """Which variables stand in the front of a session, and where they go.

    Variables are numbered: positions of the session first, then three per item in use.

    Attributes
    ----------
    items
        Shared items in use: voted on before or in this session, and in this or later.
    out, kept
        Variables eliminated here (all positions, items not voted on again), and the items that stay.
    stays
        Which positions (of this session) go on into the next.
    entered : (number staying,)
        Where they stand in the next front.
    kept_next : (kept,)
        Where the kept items stand in the next front.
    new_states, new_items
        Positions without a predecessor, and items that come into use.
    """

    states: int
    items: Ints
    out: Ints
    kept: Ints
    stays: Ints
    entered: Ints
    kept_next: Ints
    new_states: Ints
    new_items: Ints

    @property
    def size(self) -> int:
        """Number of variables."""
        return self.states + PER_ITEM * self.items.size


@dataclass(frozen=True, slots=True)
class Step:
    """What the elimination of one front leaves for the way back."""

    factor: Array
    across: Array
    rest: Array


@dataclass(frozen=True, slots=True)
class Covariances:
    """Posterior covariance within each front.

    Attributes
    ----------
    fronts : tuple of (front, front)
        Positions first, then three per item in use.
    steps : tuple of (staying,)
        Covariance of each staying state's position with its position in the next block.
    """

    fronts: tuple[Array, ...]
    steps: tuple[Array, ...]


def plan(panel: Panel) -> tuple[Front, ...]:
    """The fronts of a panel."""
    shared = np.flatnonzero(panel.shared)
    items = [
        shared[(panel.first[shared] <= b) & (panel.last[shared] >= b)]
        for b in range(len(panel.blocks))
    ]
    fronts = []
    nothing = np.empty(0, dtype=np.intp)
    for b, block in enumerate(panel.blocks):
        n = block.states.size
        dying = panel.last[items[b]] == b
        offsets = n + PER_ITEM * np.arange(items[b].size)
        stays = entered = kept_next = nothing
        if b + 1 < len(panel.blocks):
            following = panel.blocks[b + 1].states
            stays = np.flatnonzero(np.isin(block.states, following))
            entered = np.searchsorted(following, block.states[stays])
            kept_next = _triples(
                following.size + PER_ITEM * np.searchsorted(items[b + 1], items[b][~dying])
            )
        before = panel.blocks[b - 1].states if b else nothing
        fronts.append(
            Front(
                states=n,
                items=items[b],
                out=np.concatenate([np.arange(n), _triples(offsets[dying])]),
                kept=_triples(offsets[~dying]),
                stays=stays,
                entered=entered,
                kept_next=kept_next,
                new_states=np.flatnonzero(~np.isin(block.states, before)),
                new_items=_triples(offsets[panel.first[items[b]] == b]),
            )
        )
    return tuple(fronts)


def eliminate(
    fronts: tuple[Front, ...],
    precisions: list[Array],
    gradients: list[Array],
    tie: list[Array],
    keep: int | None = None,
) -> tuple[list[Step], tuple[Array, Array] | None]:
    """Forward elimination.

    Parameters
    ----------
    fronts
        From :func:`plan`.
    precisions : one (front, front) a block
        Information of the session's votes and of the priors of what is new in it; overwritten.
    gradients : one (front, k) a block
        Right-hand sides, likewise.
    tie : one (staying,) a block but the last
        Precision of each staying state's step to the next block.
    keep
        A block whose message from the past is wanted.

    Returns
    -------
    The steps, and the message: precision (front, front) and right-hand sides (front, k) that all
    blocks before ``keep`` leave on its front.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the information is not positive definite: something is not identified.
    """
    steps = []
    message = kept = None
    for b, front in enumerate(fronts):
        if b == keep:
            kept = message
        precision, gradient = precisions[b], gradients[b]
        if message is not None:
            precision += message[0]
            gradient += message[1]
        staying = front.stays
        step = tie[b] if b + 1 < len(fronts) else np.empty(0)
        precision[staying, staying] += step
        factor = scipy.linalg.cholesky(
            precision[np.ix_(front.out, front.out)].T,
            lower=True,
            overwrite_a=True,
            check_finite=False,
        )
        links = np.zeros((front.out.size, staying.size + front.kept.size))
        links[staying, np.arange(staying.size)] = -step
        links[:, staying.size :] = precision[np.ix_(front.out, front.kept)]
        across = scipy.linalg.solve_triangular(factor, links, lower=True, check_finite=False)
        rest = scipy.linalg.solve_triangular(
            factor, gradient[front.out], lower=True, check_finite=False
        )
        steps.append(Step(factor, across, rest))
        if b + 1 == len(fronts):
            break
        to = np.concatenate([front.entered, front.kept_next])
        passed = -(across.T @ across)
        told = -(across.T @ rest)
        k = staying.size
        passed[np.arange(k), np.arange(k)] += step
        passed[k:, k:] += precision[np.ix_(front.kept, front.kept)]
        told[k:] += gradient[front.kept]
        size = fronts[b + 1].size
        whole, vector = np.zeros((size, size)), np.zeros((size, gradient.shape[1]))
        whole[np.ix_(to, to)] = passed
        vector[to] = told
        message = (whole, vector)
    return steps, kept


def substitute(fronts: tuple[Front, ...], steps: list[Step]) -> list[Array]:
    """The solutions, one (front, k) a block; an item in several fronts has one value."""
    solution: list[Array] = [np.empty(0)] * len(fronts)
    for b in range(len(fronts) - 1, -1, -1):
        front, step = fronts[b], steps[b]
        known = np.empty((0, step.rest.shape[1]))
        if b + 1 < len(fronts):
            known = solution[b + 1][np.concatenate([front.entered, front.kept_next])]
        found = np.empty((front.size, step.rest.shape[1]))
        right = step.rest - step.across @ known
        found[front.out] = scipy.linalg.solve_triangular(
            step.factor, right, lower=True, trans="T", check_finite=False
        )
        found[front.kept] = known[front.stays.size :]
        solution[b] = found
    return solution


def covariances(fronts: tuple[Front, ...], steps: list[Step]) -> Covariances:
    """Exact covariance within each front, and of each position with the next."""
    found: list[Array] = [np.empty((0, 0))] * len(fronts)
    following: list[Array] = [np.empty(0)] * len(fronts)
    for b in range(len(fronts) - 1, -1, -1):
        front, step = fronts[b], steps[b]
        inverse = scipy.linalg.solve_triangular(
            step.factor, np.eye(front.out.size), lower=True, check_finite=False
        )
        own = inverse.T @ inverse
        whole = np.empty((front.size, front.size))
        if b + 1 < len(fronts):
            to = np.concatenate([front.entered, front.kept_next])
            k = front.stays.size
            after = found[b + 1][np.ix_(to, to)]
            gain = inverse.T @ step.across
            cross = -(gain @ after)
            own -= cross @ gain.T
            following[b] = cross[front.stays, np.arange(k)]
            whole[np.ix_(front.out, front.kept)] = cross[:, k:]
            whole[np.ix_(front.kept, front.out)] = cross[:, k:].T
            whole[np.ix_(front.kept, front.kept)] = after[k:, k:]
        whole[np.ix_(front.out, front.out)] = own
        found[b] = whole
    return Covariances(tuple(found), tuple(following))


def _triples(offsets: Ints) -> Ints:
    return (offsets[:, None] + np.arange(PER_ITEM)).ravel()
