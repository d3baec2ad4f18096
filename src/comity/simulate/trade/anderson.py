"""Fixed points by Anderson's (1965) acceleration, with a way back when it overshoots."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["fixed_point"]

Array = NDArray[np.float64]
#: A step that leaves the residual this many times the best so far is taken back.
WORSE = 5.0
#: Cut of small singular values in the least squares of the differences.
CUT = 1e-12


def fixed_point(
    improve: Callable[[Array], Array],
    start: Array,
    *,
    tolerance: float,
    memory: int = 8,
    most: int = 500,
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
    best, best_image, least = x, x, np.inf
    for evaluation in range(1, most + 1):
        image = improve(x)
        step = image - x
        size = float(np.abs(step).max(initial=0.0))
        if size < least:
            best, best_image, least = x, image, size
        if least <= tolerance:
            return best_image, least, evaluation
        if not size <= WORSE * least:  # also when it is not a number
            points, steps = [], []
            x = best + 0.5 * (best_image - best) if evaluation % 2 else best_image
            continue
        points.append(x)
        steps.append(step)
        if len(points) > memory + 1:
            points.pop(0)
            steps.pop(0)
        x = image - _correction(points, steps) if len(points) > 1 else image
    return best_image, least, most


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
