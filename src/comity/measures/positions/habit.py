"""Habit: what a state's vote on a text says of its other votes on the same text.

The same text comes back year after year, and a state that voted against what its position would have
one expect tends to do so again. In the model's terms the deviates ``e`` of two votes of one state on one
text are correlated. Given one vote, its ``e`` is a normal truncated to the interval the vote leaves it;
the other's is ``r e`` plus an independent part of variance ``1 - r**2``. The correlation r is one number,
the likeliest on all pairs of votes a state cast on one text in succession.

The fit takes deviates as independent: the correlation is found after it and changes no position.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from comity.measures.positions.items import cut_points
from comity.measures.positions.ordinal import ABSTAIN, NO, YES
from comity.measures.positions.panel import Panel
from comity.measures.positions.predict import Habit, chances

__all__ = ["Pairs", "habit", "pairs_on_one_text", "strength"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Choices = npt.NDArray[np.int8]

_NODES, _TWICE = np.polynomial.legendre.leggauss(16)
_SHARES, _WEIGHTS = 0.5 * (_NODES + 1.0), 0.5 * _TWICE
_LEAST = 1e-300
#: Pairs the correlation is found on, evenly spread over all: more change its second decimal no more.
MOST_PAIRS = 60_000
#: The correlation is sought up to here, evenly in Fisher's z.
_LARGEST_Z, _STEPS = 3.5, 36


@dataclass(frozen=True, slots=True)
class Pairs:
    """Votes a state cast on one text in succession; all arrays (pairs,).

    Attributes
    ----------
    earlier, later
        The votes.
    at_earlier, at_later
        Index of the state's position then.
    item
        Their item.
    """

    earlier: Choices
    later: Choices
    at_earlier: Ints
    at_later: Ints
    item: Ints


def habit(votes: Choices, x: Array, items: Array, correlation: float) -> Habit:
    """What votes say of other votes of the same states on the same texts.

    The truncated normals of their deviates are represented by Gauss's nodes in probability.

    Parameters
    ----------
    votes, x, items : (n,), (n,), (n, 3)
        The votes (1 yes, 2 abstain, 3 no), the positions and the items.
    correlation
        From :func:`strength`.
    """
    lower, upper = cut_points(items)
    lower, upper = lower - items[:, 0] * x, upper - items[:, 0] * x
    low = np.select([votes == YES, votes == ABSTAIN], [upper, lower], -np.inf)
    high = np.select([votes == NO, votes == ABSTAIN], [lower, upper], np.inf)
    # in the lower tail, where probabilities keep their digits
    flip = low > 0
    low, high = np.where(flip, -high, low), np.where(flip, -low, high)
    below, above = ndtr(low)[:, None], ndtr(high)[:, None]
    share = np.maximum(below + _SHARES * (above - below), _LEAST)
    values: Array = np.where(flip[:, None], -ndtri(share), ndtri(share))
    return Habit(values, _WEIGHTS, correlation)


def pairs_on_one_text(panel: Panel) -> Pairs:
    """All pairs of successive votes of one state on one text, in the order of texts."""
    calls: list[tuple[int, int, int]] = []
    for b, block in enumerate(panel.blocks):
        rows = np.flatnonzero(~block.single)
        calls.extend((int(block.items[r]), b, int(r)) for r in rows)
    calls.sort()
    found: list[tuple[Choices, Choices, Ints, Ints, Ints]] = []
    for (item, b, r), (other, c, s) in pairwise(calls):
        if item != other:
            continue
        first, second = panel.blocks[b], panel.blocks[c]
        _, i, j = np.intersect1d(first.states, second.states, return_indices=True)
        both = (first.choices[r, i] > 0) & (second.choices[s, j] > 0)
        i, j = i[both], j[both]
        found.append(
            (
                first.choices[r, i],
                second.choices[s, j],
                first.where[i],
                second.where[j],
                np.full(i.size, item),
            )
        )
    if not found:
        none, vote = np.empty(0, dtype=np.intp), np.empty(0, dtype=np.int8)
        return Pairs(vote, vote, none, none, none)
    return Pairs(*(np.concatenate(part) for part in zip(*found, strict=True)))


def strength(pairs: Pairs, x: Array, variance: Array, items: Array, doubt: Array) -> float:
    """Correlation of the deviates of two votes of a state on one text; 0 without pairs.

    Parameters
    ----------
    x, variance : (positions,)
    items, doubt : (items, 3), (items, 3, 3)
        Of the fit the pairs index into.
    """
    n = pairs.later.size
    if n == 0:
        return 0.0
    some = np.unique(np.linspace(0, n - 1, min(n, MOST_PAIRS)).astype(np.intp))
    item, at = pairs.item[some], pairs.at_later[some]
    told = habit(pairs.earlier[some], x[pairs.at_earlier[some]], items[item], 0.0)
    said = pairs.later[some] - 1

    def loglik(correlation: float) -> float:
        found = chances(
            x[at], variance[at], items[item], doubt[item], replace(told, correlation=correlation)
        )
        return float(np.log(np.maximum(found[np.arange(said.size), said], 1e-9)).sum())

    grid = np.tanh(np.linspace(0.0, _LARGEST_Z, _STEPS))
    return float(max(grid, key=loglik))
