"""Votes and portfolios to tallies, by matrix products.

A tally is the K × K table of one pair: in how many cases (resolutions, or partner states) a made
choice i and b made choice j. For votes K = 3 (yes, abstain, no). For alliance portfolios K is the
number of grades of obligation. One-hot matrices turn the count over all pairs into K² products,
of which symmetry leaves K (K + 1) / 2.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["pairs", "tally_choices"]

Choices = npt.NDArray[np.integer]
Counts = npt.NDArray[np.float32]


def pairs(n: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Row and column of the n (n − 1) / 2 unordered pairs, first index below the second."""
    return np.triu_indices(n, k=1)


def tally_choices(choices: Choices, k: int) -> Counts:
    """Tallies of every pair of actors over the cases in which both chose.

    Parameters
    ----------
    choices : (cases, actors)
        Choice of each actor in each case, 1 … k; 0 where the actor made none (absent, not a member).
    k
        Number of possible choices.

    Returns
    -------
    (pairs, k, k)
        Counts as float32 (exact below 2²⁴), pairs in the order of :func:`pairs`; entry [p, i, j] is the
        number of cases in which the first actor chose i + 1 and the second j + 1.
    """
    actors = choices.shape[1]
    first, second = pairs(actors)
    counts = np.empty((k, k, first.size), dtype=np.float32)
    chose = [np.ascontiguousarray((choices == c + 1), dtype=np.float32) for c in range(k)]
    flat = first * actors + second
    flipped = second * actors + first
    for i in range(k):
        for j in range(i, k):
            product = (chose[i].T @ chose[j]).ravel()
            np.take(product, flat, out=counts[i, j])
            if i != j:
                np.take(product, flipped, out=counts[j, i])
    return np.moveaxis(counts, -1, 0)
