"""What distance and language do not explain: a few hidden traits of exporters and importers.

The residuals of a gravity equation have structure: what a state sells, and who buys that. They are
written as u_i · v_j with k traits on each side (a low-rank matrix with missing cells; Salakhutdinov & Mnih
2008, "probabilistic matrix factorisation"), the traits normal around 0 with a precision that keeps
states with few flows near it. An economy that no trade table holds gets the mean of its neighbours.

Pure arrays; labels stay outside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["factors", "from_neighbours", "without_effects"]

Array = NDArray[np.float64]

#: Kilometres, and logs of size, over which a neighbour's weight falls to 1/e.
REACH_KM, REACH_SIZE = 1000.0, 2.0


def without_effects(values: Array, weight: Array, *, rounds: int = 60) -> Array:
    """(N, N) values less weighted effects of rows and columns (least squares, by turns)."""
    made: Array = np.where(weight > 0, values, 0.0)
    rows, columns = np.maximum(weight.sum(axis=1), 1e-9), np.maximum(weight.sum(axis=0), 1e-9)
    for _ in range(rounds):
        made = made - ((made * weight).sum(axis=1) / rows)[:, None]
        made = made - ((made * weight).sum(axis=0) / columns)[None, :]
    return np.where(weight > 0, made, 0.0)


def factors(
    residual: Array, weight: Array, *, rank: int, ridge: float, rounds: int = 25
) -> tuple[Array, Array]:
    """Traits of exporters and importers by alternating ridge regressions.

    Parameters
    ----------
    residual, weight : (N, N)
        Values, and how far each is believed (0 to 1; 0 where there is none).
    rank, ridge
        Number of traits, and the precision of their prior relative to a cell's.

    Returns
    -------
    (N, rank), (N, rank)
    """
    size = len(residual)
    rng = np.random.default_rng(0)
    u: Array = rng.normal(0, 0.1, (size, rank))
    v: Array = rng.normal(0, 0.1, (size, rank))
    held = ridge * np.eye(rank)
    known = weight * residual
    for _ in range(rounds):
        u = _regressed(known, weight, v, held)
        v = _regressed(known.T, weight.T, u, held)
    return u, v


def _regressed(known: Array, weight: Array, other: Array, held: Array) -> Array:
    squares = other[:, :, None] * other[:, None, :]
    left = np.tensordot(weight, squares, axes=(1, 0)) + held
    return np.asarray(np.linalg.solve(left, (known @ other)[..., None])[..., 0], dtype=np.float64)


def from_neighbours(
    traits: Array, known: NDArray[np.bool_], far: Array, size: Array, near: Array
) -> Array:
    """Traits with those of unknown economies replaced by a mean of known ones.

    Parameters
    ----------
    traits : (N, k)
    known : (N,)
        Which rows are estimated.
    far : (N, N)
        Kilometres.
    size : (N,)
        Log of total trade.
    near : (N, N)
        Other likeness (0 and up): it multiplies the weight of a neighbour.
    """
    if known.all() or not known.any():
        return traits
    weight = (
        np.exp(-far / REACH_KM - np.abs(size[:, None] - size[None, :]) / REACH_SIZE) * (1 + near)
        + 1e-12
    ) * known[None, :]
    mean = weight @ np.where(known[:, None], traits, 0.0) / weight.sum(axis=1, keepdims=True)
    made: Array = np.where(known[:, None], traits, mean)
    return made
