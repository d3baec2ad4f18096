"""One session's votes as a quadratic in its positions, its own items eliminated.

The gradient is that of the expected log likelihood under a factorised posterior: the variance of an
item's discrimination draws positions in, the variance of a position draws discriminations in. Without it
(at the joint mode) every session's scale wants to grow, because thousands of item parameters are
profiled out instead of averaged over (Neyman & Scott 1948).

Two matrices belong to it. The *curvature*, for the step: observed where positions and discriminations
meet, expected elsewhere, which makes the loop converge quadratically. The *information*, for
intervals: expected throughout and never indefinite.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.measures.positions.items import PER_ITEM, ItemPrior
from comity.measures.positions.ordinal import Score, score
from comity.measures.positions.panel import Block

__all__ = ["OwnItems", "System", "item_information", "own_steps", "system"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
_THREE = np.arange(PER_ITEM)


@dataclass(frozen=True, slots=True)
class OwnItems:
    """Items of one session only, given its positions.

    Attributes
    ----------
    inverse : (own, 3, 3)
        Their covariance given the positions.
    cross : (own, 3, states)
        Curvature shared with the positions.
    gradient : (own, 3)
    """

    inverse: Array
    cross: Array
    gradient: Array


@dataclass(frozen=True, slots=True)
class System:
    """Quadratic approximation of one session's log likelihood; positions first, then shared items.

    Attributes
    ----------
    loglik
        Log likelihood of its votes.
    curvature, information : (front, front)
        For the step and, where asked for, for intervals (else empty).
    gradient : (front,)
    own
        What was eliminated, in the order of the roll calls.
    among : (calls, 3, 3)
        Information of each roll call's item parameters, positions given.
    alone : (states,)
        Information of each position, items given.
    """

    loglik: float
    curvature: Array
    information: Array
    gradient: Array
    own: OwnItems
    among: Array
    alone: Array


def system(
    block: Block,
    places: Ints,
    size: int,
    x: Array,
    spread: Array,
    items: Array,
    doubt: Array,
    prior: ItemPrior,
    *,
    observed: float = 1.0,
    intervals: bool = False,
) -> System:
    """Assemble one session.

    Parameters
    ----------
    block
        Its votes.
    places : (calls,)
        Place of each roll call's item in the front, for those that are shared.
    size
        Variables in the front.
    x, spread : (states,)
        Positions of the session, and their variances, items given.
    items, doubt : (items, 3), (items, 3, 3)
        All items, and their covariances, positions given.
    prior
        Prior of the session's own items; shared ones get theirs where they begin.
    observed
        Share of the observed curvature between positions and discriminations that is used, 0 to 1.
    intervals
        Whether to assemble the information too.
    """
    n = x.size
    mine, unsure = items[block.items], doubt[block.items]
    slope, half = mine[:, :1], 0.5 * np.exp(mine[:, 2:])
    s = _score(block.choices, x, mine)
    cross = np.empty((block.items.size, PER_ITEM, n))
    cross[:, 0] = slope * (s.shift_shift * x)
    cross[:, 1] = -slope * s.shift_shift
    cross[:, 2] = -(slope * half) * s.shift_spread
    among = _among(s, x, half[:, 0])
    alone = (slope**2 * s.shift_shift).sum(axis=0)
    told = _told(s, x, half[:, 0])
    told[:, 0] -= slope[:, 0] * (s.shift_shift @ spread)
    gradient = -(
        slope * s.shift
        + s.shift_shift * (unsure[:, 0, :1] * x - unsure[:, 0, 1:2])
        - (half * unsure[:, 0, 2:]) * s.shift_spread
    ).sum(axis=0)

    one = block.single
    own_gradient = told[one] + prior.gradient(mine[one])
    information = np.empty((0, 0))
    if intervals:
        information = _join(size, alone, among, cross, one, places, prior)[0]
    # means of squares, which is what the factorised posterior's gradient has for a derivative
    softened = among.copy()
    softened[:, 0, 0] += s.shift_shift @ spread
    stiffened = alone + (unsure[:, 0, :1] * s.shift_shift).sum(axis=0)
    cross[:, 0] += observed * s.shift
    curvature, inverse, white, root = _join(size, stiffened, softened, cross, one, places, prior)
    if observed < 1.0 and n > 1:
        # along a stretch of the whole session the missing part is known: the pull of the prior
        away = x - x.mean()
        away /= max(float(away @ away), 1e-9)
        pull = float((mine[one, 0] * (mine[one, 0] - prior.mean[0])).sum()) / prior.sd[0] ** 2
        curvature[:n, :n] += (1.0 - observed) * max(pull, 0.0) * np.outer(away, away)
    whole = np.zeros(size)
    whole[:n] = (
        gradient - np.matmul(root.transpose(0, 2, 1), own_gradient[:, :, None]).ravel() @ white
    )
    at = (places[~one, None] + _THREE).ravel()
    np.add.at(whole, at, told[~one].ravel())
    return System(
        s.loglik,
        curvature,
        information,
        whole,
        OwnItems(inverse, cross[one], own_gradient),
        among,
        alone,
    )


def own_steps(own: OwnItems, moved: Array) -> Array:
    """Newton step (own, 3) of a session's own items, its positions having moved by ``moved``."""
    left = own.gradient - own.cross @ moved
    return np.matmul(own.inverse, left[:, :, None])[:, :, 0]


def item_information(choices: npt.NDArray[np.int8], x: Array, items: Array) -> tuple[Array, Array]:
    """Information (calls, 3, 3) and gradient (calls, 3) of items, positions (states,) held.

    ``items`` (calls, 3) are those of the roll calls ``choices`` (calls, states).
    """
    s = _score(choices, x, items)
    half = 0.5 * np.exp(items[:, 2])
    return _among(s, x, half), _told(s, x, half)


def _score(choices: npt.NDArray[np.int8], x: Array, items: Array) -> Score:
    middle, half = items[:, 1:2] - items[:, :1] * x, 0.5 * np.exp(items[:, 2:])
    return score(choices, middle - half, middle + half)


def _told(s: Score, x: Array, half: Array) -> Array:
    """Gradient (calls, 3) of item parameters."""
    return np.stack([-(s.shift @ x), s.shift.sum(axis=1), half * s.spread.sum(axis=1)], axis=1)


def _among(s: Score, x: Array, half: Array) -> Array:
    """Information (calls, 3, 3) of item parameters, positions given."""
    among = np.empty((half.size, PER_ITEM, PER_ITEM))
    among[:, 0, 0] = s.shift_shift @ (x * x)
    among[:, 0, 1] = among[:, 1, 0] = -(s.shift_shift @ x)
    among[:, 0, 2] = among[:, 2, 0] = -half * (s.shift_spread @ x)
    among[:, 1, 1] = s.shift_shift.sum(axis=1)
    among[:, 1, 2] = among[:, 2, 1] = half * s.shift_spread.sum(axis=1)
    among[:, 2, 2] = half**2 * s.spread_spread.sum(axis=1)
    return among


def _join(
    size: int,
    alone: Array,
    among: Array,
    cross: Array,
    one: npt.NDArray[np.bool_],
    places: Ints,
    prior: ItemPrior,
) -> tuple[Array, Array, Array, Array]:
    """The matrix (size, size) with own items eliminated; and their inverse, whitened cross and root."""
    n = alone.size
    joined = np.zeros((size, size))
    joined[np.arange(n), np.arange(n)] = alone
    inverse = np.linalg.inv(among[one] + prior.precision())
    root = np.linalg.cholesky(inverse)  # inverse = root root'
    white = np.matmul(root.transpose(0, 2, 1), cross[one])
    white = white.reshape(PER_ITEM * white.shape[0], n)
    joined[:n, :n] -= white.T @ white
    if not one.all():
        at = places[~one, None] + _THREE
        rows, flat = at.ravel(), cross[~one].reshape(-1, n)
        if rows.size == np.unique(rows).size:
            joined[rows, :n] += flat
        else:
            np.add.at(joined, (rows[:, None], np.arange(n)[None, :]), flat)
        joined[:n, n:] = joined[n:, :n].T
        np.add.at(joined, (at[:, :, None], at[:, None, :]), among[~one])
    return joined, np.asarray(inverse, dtype=np.float64), white, np.asarray(root, dtype=np.float64)
