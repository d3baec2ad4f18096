"""One joint step of all positions and items, under a scale that is held fixed.

Positions have mean 0 and variance 1 over the votes cast, the variance being that of the posterior means
plus the mean posterior variance. The step solves the quadratic approximation under the two constraints, by
Lagrange multipliers; the covariances it gives are those of the constrained positions.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.measures.positions.fronts import (
    Covariances,
    Front,
    covariances,
    eliminate,
    plan,
    substitute,
)
from comity.measures.positions.items import PER_ITEM, ItemPrior
from comity.measures.positions.panel import Panel
from comity.measures.positions.session import System, own_steps, system
from comity.measures.positions.walk import Walk, drift, ties

__all__ = ["Message", "Move", "Point", "Problem", "intervals", "newton_step", "problem"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

#: The posterior means keep at least this share of the variance of one.
LEAST_SHARE = 0.25
#: Sessions assembled at a time.
THREADS = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """A panel made ready: its fronts, and where each roll call's shared item stands in them.

    ``weights`` (positions,) sum to one, in proportion to the votes cast.
    """

    panel: Panel
    fronts: tuple[Front, ...]
    places: tuple[Ints, ...]
    weights: Array


@dataclass(frozen=True, slots=True)
class Point:
    """Where the fit stands.

    Attributes
    ----------
    x, spread : (positions,)
        Positions, and their variances given the items.
    items, doubt : (items, 3), (items, 3, 3)
        Items, and their covariances given the positions.
    walk, prior
        Variance of the walk; prior of the items.
    multipliers : (2,)
        Of the mean and of the variance.
    """

    x: Array
    spread: Array
    items: Array
    doubt: Array
    walk: Walk
    prior: ItemPrior
    multipliers: Array


@dataclass(frozen=True, slots=True)
class Message:
    """What sessions before a block say of its positions and the items then in use: a normal density.

    Attributes
    ----------
    precision, gradient : (n, n), (n,)
        Of the density's logarithm, positions first, then three per item.
    at : (n,)
        Values at which the gradient is taken.
    items
        The items.
    """

    precision: Array
    gradient: Array
    at: Array
    items: Ints


@dataclass(frozen=True, slots=True)
class Move:
    """A step: of positions and items, with the log posterior and variances where it starts."""

    x: Array
    items: Array
    logpost: float
    alone: Array
    doubt: Array
    multipliers: Array
    systems: list[System]


def problem(panel: Panel) -> Problem:
    """Make a panel ready for the fit."""
    fronts = plan(panel)
    places = []
    for block, front in zip(panel.blocks, fronts, strict=True):
        place = np.zeros(block.items.size, dtype=np.intp)
        shared = ~block.single
        within = np.searchsorted(front.items, block.items[shared])
        place[shared] = front.states + PER_ITEM * within
        places.append(place)
    return Problem(panel, fronts, tuple(places), panel.votes / panel.votes.sum())


def newton_step(
    problem: Problem,
    point: Point,
    *,
    observed: float,
    intervals: bool = False,
    message: Message | None = None,
) -> Move:
    """The step from a point; with a message the multipliers are kept and the scale is the message's.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the curvature is not positive definite: try a smaller ``observed``.
    """
    panel, fronts = problem.panel, problem.fronts
    systems, logpost = _linearise(problem, point, observed, intervals, message)
    tie = ties(point.walk, panel, fronts)
    sides = _constraints(problem, point)
    right = []
    for block, built in zip(panel.blocks, systems, strict=True):
        side = np.zeros((built.gradient.size, 3))
        side[:, 0] = built.gradient
        side[: block.where.size, 1:] = sides[block.where]
        right.append(side)
    steps, _ = eliminate(fronts, [s.curvature for s in systems], right, tie)
    solution = substitute(fronts, steps)
    multipliers = point.multipliers
    if message is None:
        multipliers = _multipliers(problem, point, sides, solution)
    mix = np.concatenate([[1.0], -multipliers])
    dx, di = np.empty_like(point.x), np.zeros_like(point.items)
    whole = np.zeros_like(point.doubt)
    alone = np.empty_like(point.x)
    for block, front, built, found in zip(panel.blocks, fronts, systems, solution, strict=True):
        moved = found @ mix
        dx[block.where] = moved[: front.states]
        alone[block.where] = built.alone
        di[front.items] = moved[front.states :].reshape(-1, PER_ITEM)
        di[block.items[block.single]] = own_steps(built.own, moved[: front.states])
        np.add.at(whole, block.items, built.among)
    doubt = np.asarray(np.linalg.inv(whole + point.prior.precision()), dtype=np.float64)
    return Move(dx, di, logpost, alone, doubt, multipliers, systems)


def intervals(
    problem: Problem, point: Point, move: Move, *, keep: int | None = None
) -> tuple[Covariances, list[Array], Message | None]:
    """Covariances from the information assembled with a move (``intervals=True``).

    Returns
    -------
    covariances
        Of the unconstrained positions and items, within fronts and between steps.
    blocks : list of (states, states)
        Of the positions of each block, mean and variance held.
    message
        What the blocks before ``keep`` say of its positions.
    """
    panel, fronts = problem.panel, problem.fronts
    sides = _constraints(problem, point)
    right, matrices = [], []
    for block, front, built in zip(panel.blocks, fronts, move.systems, strict=True):
        side = np.zeros((front.size, 3))
        side[:, 2] = built.gradient
        side[: front.states, :2] = sides[block.where]
        side[: front.states, 2] -= sides[block.where] @ point.multipliers
        right.append(side)
        matrices.append(built.information)
    steps, kept = eliminate(fronts, matrices, right, ties(point.walk, panel, fronts), keep)
    found = covariances(fronts, steps)
    held = np.empty((point.x.size, 2))
    for block, solved in zip(panel.blocks, substitute(fronts, steps), strict=True):
        held[block.where] = solved[: block.where.size, :2]
    gain = held @ np.linalg.pinv(sides.T @ held)
    blocks = [
        whole[: front.states, : front.states] - gain[block.where] @ held[block.where].T
        for block, front, whole in zip(panel.blocks, fronts, found.fronts, strict=True)
    ]
    message = None if kept is None else _message(problem, point, keep or 0, *kept)
    return found, blocks, message


def _message(problem: Problem, point: Point, b: int, precision: Array, told: Array) -> Message:
    front = problem.fronts[b]
    n, fresh = front.states, front.new_states
    x = point.x[problem.panel.blocks[b].where]
    precision, gradient = precision.copy(), told[:, 2].copy()
    precision[fresh, fresh] += 1.0 / point.walk.first
    gradient[fresh] -= x[fresh] / point.walk.first
    if b:
        before = problem.fronts[b - 1]
        tie = ties(point.walk, problem.panel, problem.fronts)[b - 1]
        was = point.x[problem.panel.blocks[b - 1].where][before.stays]
        gradient[before.entered] -= tie * (x[before.entered] - was)
    carried = problem.panel.first[front.items] < b
    used = np.concatenate([np.ones(n, dtype=bool), np.repeat(carried, PER_ITEM)])
    at = np.concatenate([x, point.items[front.items].ravel()])
    return Message(precision[np.ix_(used, used)], gradient[used], at[used], front.items[carried])


def _linearise(
    problem: Problem, point: Point, observed: float, intervals: bool, message: Message | None
) -> tuple[list[System], float]:
    """Quadratic approximations of all sessions, with the priors in them."""
    panel = problem.panel
    first = point.walk.first
    tie = ties(point.walk, panel, problem.fronts)
    pull, logpost = drift(panel, problem.fronts, tie, point.x, first)
    logpost += point.prior.logpdf(point.items)
    of_items, stiff = point.prior.gradient(point.items), np.diag(point.prior.precision())
    # the constraint on the variance bends: a positive multiplier adds to the curvature
    bend = max(float(point.multipliers[1]), 0.0) * problem.weights

    def build(b: int) -> System:
        block = panel.blocks[b]
        return system(
            block, problem.places[b], problem.fronts[b].size, point.x[block.where],
            point.spread[block.where], point.items, point.doubt, point.prior, observed=observed,
            intervals=intervals,
        )  # fmt: skip

    # array operations of a session's size leave the interpreter to other threads
    with ThreadPoolExecutor(THREADS) as pool:
        systems = list(pool.map(build, range(len(panel.blocks))))
    for b, (block, front) in enumerate(zip(panel.blocks, problem.fronts, strict=True)):
        built, where, n = systems[b], block.where, front.states
        logpost += built.loglik
        built.gradient[:n] += pull[where]
        fresh = front.items[(front.new_items[::PER_ITEM] - n) // PER_ITEM]
        built.gradient[front.new_items] += of_items[fresh].ravel()
        built.curvature[np.arange(n), np.arange(n)] += bend[where]
        for matrix in (built.curvature, built.information):
            if not matrix.size:
                continue
            matrix[front.new_items, front.new_items] += np.tile(stiff, fresh.size)
            if b or message is None:
                matrix[front.new_states, front.new_states] += 1.0 / first
        if not b and message is not None:
            _listen(built, message, front, point, where)
    return systems, logpost


def _listen(built: System, message: Message, front: Front, point: Point, where: Ints) -> None:
    """Add to the first session what those before it say, in place of the prior."""
    here = point.x[where]
    built.gradient[front.new_states] += here[front.new_states] / point.walk.first
    within = front.states + PER_ITEM * np.searchsorted(front.items, message.items)
    to = np.concatenate([np.arange(front.states), (within[:, None] + np.arange(PER_ITEM)).ravel()])
    now = np.concatenate([here, point.items[message.items].ravel()])
    built.gradient[to] += message.gradient - message.precision @ (now - message.at)
    for matrix in (built.curvature, built.information):
        if matrix.size:
            matrix[np.ix_(to, to)] += message.precision


def _constraints(problem: Problem, point: Point) -> Array:
    """Gradients (positions, 2) of the mean and of half the variance."""
    away = point.x - problem.weights @ point.x
    return np.stack([problem.weights, problem.weights * away], axis=1)


def _multipliers(problem: Problem, point: Point, sides: Array, solution: list[Array]) -> Array:
    """Multipliers under which the step restores mean and variance."""
    moved = np.empty((point.x.size, 3))
    for block, found in zip(problem.panel.blocks, solution, strict=True):
        moved[block.where] = found[: block.where.size]
    mean = problem.weights @ point.x
    variance = problem.weights @ (point.x - mean) ** 2
    wanted = max(1.0 - float(problem.weights @ point.spread), LEAST_SHARE)
    missing = np.array([-mean, 0.5 * (wanted - variance)])
    found_: Array = np.linalg.lstsq(
        sides.T @ moved[:, 1:], sides.T @ moved[:, 0] - missing, rcond=None
    )[0]
    return found_
