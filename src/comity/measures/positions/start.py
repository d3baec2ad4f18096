"""Where the fit begins: one position per state for all time, so that no session can come out reversed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.measures.positions.ordinal import NO, YES

__all__ = ["standing"]

Array = npt.NDArray[np.float64]


def standing(
    choices: npt.NDArray[np.int8],
    *,
    seed: int | None = None,
    rounds: int = 60,
    tolerance: float = 1e-6,
) -> Array:
    """A position per state that holds for all sessions: a principal component of votes with gaps.

    Votes (yes 1, abstain 0, no -1), less the mean of their roll call, are explained by one number per
    roll call times one per state, least squares on the votes cast, with a small ridge.

    Parameters
    ----------
    choices : (calls, states)
        1 yes, 2 abstain, 3 no; 0 no vote.
    seed
        Starts from random positions instead of the row of the covariance with the most variance.

    Returns
    -------
    (states,) of mean 0 and variance 1 over the votes cast.
    """
    cast = (choices != 0).astype(np.float32)
    value = (choices == YES).astype(np.float32) - (choices == NO)
    count = cast.sum(axis=1, keepdims=True)
    value -= (
        np.divide(
            value.sum(axis=1, keepdims=True), count, where=count > 0, out=np.zeros_like(count)
        )
        * cast
    )
    x: npt.NDArray[np.float32]
    if seed is None:
        together = value.T @ value
        x = together[np.argmax(np.diag(together))].copy()
        x /= np.abs(x).max()
    else:
        drawn = np.random.default_rng(seed).standard_normal(size=(choices.shape[1],))
        x = drawn.astype(np.float32)
    weight = cast.sum(axis=0)
    for _ in range(rounds):
        slope = (value @ x) / (cast @ (x * x) + 1.0)
        new = (value.T @ slope) / (cast.T @ (slope * slope) + 1.0)
        new -= np.average(new, weights=weight)
        new /= np.sqrt(np.average(new * new, weights=weight))
        moved = np.abs(new - x).max()
        x = new
        if moved < tolerance:
            break
    return np.asarray(x, dtype=np.float64)
