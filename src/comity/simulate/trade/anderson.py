"""Fixed points by Anderson's (1965) acceleration, with a way back when it overshoots."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["fixed_point"]

Array = NDArray[np.float64]
#: A step that leaves the residual this many times the best so far is taken back.
WORSE = 5.0
#: Evaluations without progress after which acceleration pauses.
STALLED = 15
#: Cut of small singular values in the least squares of the differences.
CUT = 1e-12


def fixed_point(
    improve: Callable[[Array], Array],
    start: Array,
    *,
    tolerance: float,
    memory: int = 8,
    most: int = 500,
    reach: float = np.inf,
) -> tuple[Array, float, int]:
    """The x with improve(x) = x, or the best found.

    Combines the last steps so that their residuals cancel in least squares (Walker & Ni 2011, type II).

    Parameters
    ----------
    improve
        A map whose plain repetition would converge, if slowly.
    start : (K,)
    tolerance
        Largest |improve(x) − x| accepted.
    memory
        Steps remembered.
    most
        Evaluations after which the best point is returned as it is; the caller judges it.
    reach
        Farthest that any entry of x moves at once.

    Returns
    -------
    x : (K,)
        The image of the best point found: one plain step further.
    residual
        Largest |improve(x) − x| at the best point.
    evaluations
    """
    x = start
    points: list[Array] = []
    steps: list[Array] = []
    best, best_image, least, since = x, x, np.inf, 0
    setbacks, plain = 0, 0
    for evaluation in range(1, most + 1):
        image = improve(x)
        step = image - x
        size = float(np.abs(step).max(initial=0.0))
        if size < least:
            best, best_image, least, since = x, image, size, evaluation
        if least <= tolerance:
            return best_image, least, evaluation
        if not size <= WORSE * least or (not plain and evaluation - since > STALLED):
            # Back to the best point, and on from there without acceleration: further every time.
            setbacks, points, steps, since = setbacks + 1, [], [], evaluation
            x, step, plain = best, best_image - best, 2 ** ((setbacks + 1) // 2)
        mix = 0.5 if plain and setbacks % 2 == 0 else 1.0
        if plain:
            plain -= 1
            since = evaluation
            x = x + _within(mix * step, reach)
            continue
        points.append(x)
        steps.append(step)
        if len(points) > memory + 1:
            points.pop(0)
            steps.pop(0)
        move = step - _correction(points, steps) if len(points) > 1 else step
        x = x + _within(move, reach)
    return best_image, least, most


def _within(move: Array, reach: float) -> Array:
    """The move, shortened where an entry of it goes too far."""
    far = float(np.abs(move).max(initial=0.0))
    return move * (reach / far) if far > reach else move


def _correction(points: list[Array], steps: list[Array]) -> Array:
    """What to take off the plain step, so that the remembered residuals cancel."""
    moved = np.diff(np.array(points), axis=0)
    changed = np.diff(np.array(steps), axis=0)
    gram = changed @ changed.T
    values, vectors = np.linalg.eigh(gram)
    keep = values > CUT * values[-1]
    if not keep.any():
        return np.zeros_like(points[-1])
    weight = vectors[:, keep] @ ((vectors[:, keep].T @ (changed @ steps[-1])) / values[keep])
    return weight @ (moved + changed)
