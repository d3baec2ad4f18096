"""The fitting loop: steps of positions and items, variances between them, until nothing moves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from comity.measures.positions.fronts import Covariances
from comity.measures.positions.items import ItemPrior
from comity.measures.positions.newton import (
    Message,
    Move,
    Point,
    Problem,
    intervals,
    newton_step,
)
from comity.measures.positions.panel import Panel
from comity.measures.positions.session import item_information
from comity.measures.positions.walk import (
    Past,
    Walk,
    conditional_variances,
    past_steps,
    refit,
    renew,
    ties,
)

__all__ = ["WINDOW", "Estimate", "begin", "item_steps", "iterate", "loose", "settle"]

Array = npt.NDArray[np.float64]

#: The loop ends when the root mean square step is below this (standard deviations of positions).
TOLERANCE = 1.5e-3
MOST_ROUNDS = 40
#: Sessions an update estimates again, with the new one.
WINDOW = 6
#: Rounds before the observed curvature is phased in, and over how many.
_EXPECTED_ROUNDS = 5
_PHASE = 5.0
#: No position moves further in one round, and no item parameter twice as far.
_LONGEST = 1.0
_FIRST_VARIANCE_ROUND = 2
#: Rounds from one estimate of the variances to the next: intervals cost as much as a step.
_EVERY = 3
#: Share of the last step that the next takes back, from which on only half of it is taken.
_TURNED = 0.5
#: Relative change of the walk's variance at which it counts as found.
_STEADY = 0.005


@dataclass(frozen=True, slots=True)
class Estimate:
    """A fitted model.

    Attributes
    ----------
    point
        Positions, items, walk and prior.
    covariance : tuple of (states, states)
        Posterior covariance of the positions of each block, item uncertainty included.
    message
        What the sessions before the last ``WINDOW`` say of the positions then: for updates.
    past
        What their steps say of the walk: likewise.
    rounds
        Rounds of the loop, and the root mean square step of the last.
    trail : list of float
        Log posterior (up to a constant) at the start of each round.
    """

    point: Point
    covariance: tuple[Array, ...]
    message: Message | None
    past: Past
    rounds: int
    last_step: float
    trail: tuple[float, ...]


def begin(
    problem: Problem,
    x: Array,
    *,
    variance: float = 0.03,
    prior: ItemPrior | None = None,
    rounds: int = 6,
) -> Point:
    """A point from starting positions (positions,): items fitted to them, positions held."""
    panel = problem.panel
    prior = prior or ItemPrior()
    items = np.tile(np.array(prior.mean), (panel.items, 1))
    items[:, 1] = 0.0
    walk = Walk(variance, np.ones(len(panel.blocks)), np.ones(panel.state.max() + 1))
    point = Point(
        x, np.zeros_like(x), items, np.zeros((panel.items, 3, 3)), walk, prior, np.zeros(2)
    )
    for _ in range(rounds):
        point = replace(point, items=point.items + np.clip(item_steps(problem, point), -1.5, 1.5))
    return point


def iterate(
    problem: Problem,
    point: Point,
    *,
    walk: bool = True,
    warm: bool = False,
    message: Message | None = None,
    past: Past | None = None,
    tolerance: float = TOLERANCE,
    most: int = MOST_ROUNDS,
) -> tuple[Point, list[float], float]:
    """Rounds until the root mean square step is below ``tolerance``.

    ``walk`` says whether the walk's variances are estimated (the items' prior is, but for a
    message), given a ``past`` its factors only; ``warm`` that the point is already near the solution.

    Returns
    -------
    The point, the log posterior at the start of each round, and the last step.
    """
    trail: list[float] = []
    step = np.inf
    steady = not walk
    went = np.zeros_like(point.x)
    for k in range(most):
        observed = 1.0 if warm else float(np.clip((k - _EXPECTED_ROUNDS) / _PHASE, 0.0, 1.0))
        estimate_walk = (
            walk
            and (warm or k >= _FIRST_VARIANCE_ROUND)
            and k % _EVERY == _FIRST_VARIANCE_ROUND % _EVERY
        )
        move = _step(problem, point, observed, intervals=estimate_walk, message=message)
        trail.append(move.logpost)
        longest = max(float(np.abs(move.x).max()), 0.5 * float(np.abs(move.items).max()), 1e-12)
        share = min(1.0, _LONGEST / longest)
        # a state with few votes can swing between two places: meet in the middle
        turned = float(went @ move.x) < -_TURNED * float(went @ went)
        went = move.x
        before = point.walk.variance
        if estimate_walk:
            found, _, _ = intervals(problem, point, move)
            at = (point.walk, problem.panel, problem.fronts, point.x, found)
            point = replace(point, walk=refit(*at) if past is None else renew(*at, past))
        if message is None:
            point = replace(point, prior=point.prior.refit(point.items))
        taken = 0.5 * share if turned else share
        point = _moved(problem, point, move, taken, settled=k > 0 or warm, message=message)
        step = float(np.sqrt((move.x**2).mean()))
        if estimate_walk:
            steady = abs(point.walk.variance / before - 1.0) < _STEADY
        if share == 1.0 and step < tolerance and steady and (observed > 0.9 or k > 2 * _PHASE):
            break
    return point, trail, step


def settle(problem: Problem, point: Point, trail: list[float], step: float) -> Estimate:
    """The estimate at a point the loop has reached, with its intervals."""
    move = _step(problem, point, 0.0, intervals=True, message=None)
    start = max(len(problem.panel.blocks) - WINDOW, 0)
    found, blocks, message = intervals(problem, point, move, keep=start)
    past = past_steps(point.walk, problem.panel, problem.fronts, point.x, found, start)
    recent = problem.panel.block >= start
    freed = loose(problem, found) - np.concatenate([np.diag(c) for c in blocks])
    scale = np.polyfit(point.x[recent], freed[recent], 2)
    past = replace(past, scale=np.asarray(scale, dtype=np.float64))
    return Estimate(point, tuple(blocks), message, past, len(trail), step, tuple(trail))


def loose(problem: Problem, found: Covariances) -> Array:
    """Variances (positions,) with the scale free to shift and stretch."""
    sizes = [front.states for front in problem.fronts]
    return np.concatenate([np.diag(c)[:n] for c, n in zip(found.fronts, sizes, strict=True)])


def _step(
    problem: Problem, point: Point, observed: float, *, intervals: bool, message: Message | None
) -> Move:
    """A step, with less of the observed curvature where it is not positive definite."""
    while True:
        try:
            return newton_step(
                problem, point, observed=observed, intervals=intervals, message=message
            )
        except np.linalg.LinAlgError:
            if observed == 0.0:
                raise
            observed = 0.5 * observed if observed > 0.1 else 0.0


def _moved(
    problem: Problem,
    point: Point,
    move: Move,
    share: float,
    *,
    settled: bool,
    message: Message | None = None,
) -> Point:
    """The point after a share of a step.

    Where a session is shifted and stretched as a whole its own items follow exactly, not to first order.
    """
    panel = problem.panel
    dx, items = share * move.x, point.items + share * move.items
    for block in panel.blocks:
        own = block.items[block.single]
        x = point.x[block.where]
        away = x - x.mean()
        square = float(away @ away)
        if not own.size or x.size < 3 or square < 1e-6:
            continue
        new = x + dx[block.where]
        stretch = float(away @ new) / square
        if not 0.3 < stretch < 3.0:
            continue
        shift = new.mean() - stretch * x.mean()
        slope = point.items[own, 0]
        items[own, 0] += slope / stretch - slope + (stretch - 1.0) * slope
        items[own, 1] += slope * shift / stretch - slope * shift
    tie = ties(point.walk, panel, problem.fronts)
    spread, doubt = point.spread, point.doubt
    if settled:
        first = np.full(panel.positions, point.walk.first)
        if message is not None:
            first[panel.blocks[0].where] = (
                1.0 / np.diag(message.precision)[: panel.blocks[0].where.size]
            )
        spread = conditional_variances(panel, problem.fronts, tie, move.alone, first)
        doubt = move.doubt
    return replace(
        point, x=point.x + dx, items=items, spread=spread, doubt=doubt, multipliers=move.multipliers
    )


def item_steps(problem: Problem, point: Point) -> Array:
    """Scoring step (items, 3) of all items, positions held."""
    panel: Panel = problem.panel
    precision = np.tile(point.prior.precision(), (panel.items, 1, 1))
    gradient = point.prior.gradient(point.items)
    for block in panel.blocks:
        mine = point.items[block.items]
        among, told = item_information(block.choices, point.x[block.where], mine)
        np.add.at(precision, block.items, among)
        np.add.at(gradient, block.items, told)
    found = np.linalg.solve(precision, gradient[:, :, None])
    return np.asarray(found[:, :, 0], dtype=np.float64)
