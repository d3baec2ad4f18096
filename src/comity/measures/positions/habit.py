"""Habit: what a state's vote on a text says of its other votes on the same text.

The same text comes back year after year, and a state that voted against what its position would have
one expect tends to do so again. In the model's terms the deviates ``e`` of two votes of one state on one
text are correlated. Given one vote, its ``e`` is a normal truncated to the interval the vote leaves it;
the other's is ``r e`` plus an independent part of variance ``1 - r**2``. That holds for a share of votes;
the others are cast afresh, whatever was voted before: without them a correlation near one would call a
change of vote impossible. Both numbers are the likeliest on all pairs of votes a state cast on one text in
succession.

The fit takes deviates as independent: both are found after it and change no position.
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
from comity.measures.positions.predict import Habit, Strength, chances

__all__ = ["Pairs", "habit", "likeliest", "pairs_on_one_text"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Choices = npt.NDArray[np.int8]

_NODES, _TWICE = np.polynomial.legendre.leggauss(16)
_SHARES, _WEIGHTS = 0.5 * (_NODES + 1.0), 0.5 * _TWICE
_LEAST = 1e-300
#: Pairs the correlation is found on, evenly spread over all: more change its second decimal no more.
MOST_PAIRS = 60_000
#: The correlation is sought up to here, evenly in Fisher's z.
_LARGEST_Z, _STEPS = 4.5, 31
_ROUNDS = 50


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


def habit(votes: Choices, x: Array, items: Array, strength: Strength) -> Habit:
    """What votes say of other votes of the same states on the same texts.

    The truncated normals of their deviates are represented by Gauss's nodes in probability.

    Parameters
    ----------
    votes, x, items : (n,), (n,), (n, 3)
        The votes (1 yes, 2 abstain, 3 no), the positions and the items.
    strength
        From :func:`likeliest`.
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
    return Habit(values, _WEIGHTS, strength)


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


def likeliest(pairs: Pairs, x: Array, variance: Array, items: Array, doubt: Array) -> Strength:
    """How votes of one state on one text go together; no correlation without pairs.

    Parameters
    ----------
    x, variance : (positions,)
    items, doubt : (items, 3), (items, 3, 3)
        Of the fit the pairs index into.
    """
    n = pairs.later.size
    if n == 0:
        return Strength(0.0, 1.0)
    some = np.unique(np.linspace(0, n - 1, min(n, MOST_PAIRS)).astype(np.intp))
    item, at = pairs.item[some], pairs.at_later[some]
    told = habit(pairs.earlier[some], x[pairs.at_earlier[some]], items[item], Strength(0.0, 1.0))
    said = (np.arange(some.size), pairs.later[some] - 1)
    afresh = chances(x[at], variance[at], items[item], doubt[item])[said]

    def best(correlation: float) -> tuple[float, Strength]:
        whole = replace(told, strength=Strength(correlation, 1.0))
        again = chances(x[at], variance[at], items[item], doubt[item], whole)[said]
        kept = _share(again, afresh)
        mixed = np.maximum(kept * again + (1.0 - kept) * afresh, _LEAST)
        return float(np.log(mixed).sum()), Strength(correlation, kept)

    return max(best(float(r)) for r in np.tanh(np.linspace(0.0, _LARGEST_Z, _STEPS)))[1]


def _share(again: Array, afresh: Array) -> float:
    """Likeliest share of votes of chance ``again``, the others having ``afresh``: EM, from nearly all."""
    kept = 0.95
    for _ in range(_ROUNDS):
        mine = kept * again
        kept = float((mine / np.maximum(mine + (1.0 - kept) * afresh, _LEAST)).mean())
    return kept
