"""What each member adds to a coalition: the Shapley value, exact or sampled.

The Shapley (1953) value of a member is what it adds to those who joined before it, averaged over all
orders of joining:

    phi_i = sum over S without i of |S|! (n − |S| − 1)! / n! · (v(S + i) − v(S)).

Up to a dozen members all 2^n coalitions are valued. Above that orders are drawn, each with its reverse
(Mitchell, Cooper, Frank & Holmes 2022), so that a member's early and late arrivals balance; every order
shares out v(all) without remainder, hence so does the mean. A *guide*, a cheap game close to the true
one, takes up most of what varies from order to order: its own value is sampled heavily, and only the
difference between the two games is left to the few orders that can be paid for (a control variate).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from comity.errors import DataError

__all__ = ["EXACT_UP_TO", "Shares", "additive_guide", "exact", "sampled", "subsets"]

Floats: TypeAlias = NDArray[np.float64]
Members: TypeAlias = NDArray[np.bool_]
#: Worth of coalitions: (B, n) membership to (B,) values.
Game: TypeAlias = Callable[[Members], Floats]

#: Members up to which every coalition is valued.
EXACT_UP_TO = 12
#: Orders from which the value of a guide is taken; each costs next to nothing. Of many members fewer, so that
#: members times arrivals times orders fit into memory.
GUIDE_ORDERS, GUIDE_CELLS = 20_000, 20_000_000


@dataclass(frozen=True, slots=True)
class Shares:
    """Shapley values with the error of sampling.

    Attributes
    ----------
    value : (n,)
        Adds up to the worth of all together.
    error : (n,)
        Standard error over the pairs of orders drawn; zero where every coalition was valued.
    exact
        Whether every coalition was valued.
    """

    value: Floats
    error: Floats
    exact: bool


def subsets(n: int) -> Members:
    """All coalitions of n members, (2^n, n); row r holds the members whose bits r has."""
    return (np.arange(1 << n)[:, None] >> np.arange(n)[None, :] & 1).astype(bool)


def exact(worth: Floats) -> Floats:
    """Shapley values from the worth of every coalition.

    Parameters
    ----------
    worth : (2^n,)
        In the order of :func:`subsets`; the worth of nobody comes first.

    Returns
    -------
    (n,)
    """
    n = len(worth).bit_length() - 1
    if len(worth) != 1 << n:
        raise DataError(f"{len(worth)} coalitions are no power of two: every one must be valued")
    size = subsets(n).sum(axis=1)
    weight = np.array([1.0 / (n * comb(n - 1, s)) for s in range(n)])
    rows = np.arange(1 << n)
    value = np.empty(n)
    for i in range(n):
        without = rows[(rows >> i & 1) == 0]
        value[i] = weight[size[without]] @ (worth[without | 1 << i] - worth[without])
    return value


def sampled(
    game: Game, n: int, *, pairs: int, rng: np.random.Generator, guide: Game | None = None
) -> Shares:
    """Shapley values from drawn orders of joining, each with its reverse.

    Parameters
    ----------
    game
        Worth of a batch of coalitions.
    pairs
        Pairs of an order and its reverse; at least two, or there is no error to report.
    guide
        A cheap game like it; what is drawn then is the difference.
    """
    if pairs < 2:
        raise DataError(f"{pairs} pair of orders gives no error; draw at least 2")
    orders = np.array([rng.permutation(n) for _ in range(pairs)])
    orders = np.concatenate([orders, orders[:, ::-1]])
    added = _added(game, orders)
    value = spread = np.zeros(n)
    if guide is not None:
        count = max(min(GUIDE_ORDERS, GUIDE_CELLS // (n * n)), 2 * pairs)
        many = _added(guide, np.array([rng.permutation(n) for _ in range(count)]))
        value, spread = many.mean(0), many.var(0, ddof=1) / count
        added = added - _added(guide, orders)
    both = (added[:pairs] + added[pairs:]) / 2
    error = np.sqrt(both.var(0, ddof=1) / pairs + spread)
    return Shares(value + both.mean(0), error, exact=False)


def _added(game: Game, orders: NDArray[np.int64]) -> Floats:
    """What each member adds on arrival, (orders, n): one coalition for each arrival."""
    count, n = orders.shape
    arrival = np.argsort(orders, axis=1)
    joined = arrival[:, None, :] < np.arange(n + 1)[None, :, None]
    worth = game(joined.reshape(-1, n)).reshape(count, n + 1)
    return np.take_along_axis(np.diff(worth, axis=1), arrival, axis=1)


def additive_guide(alone: Floats, together: float) -> Game | None:
    """A game with the right worth for each member alone and for all together.

    Where a target loses its imports one partner after another and nothing else changes, its welfare W
    obeys W^theta = 1 − (sum of the partners' shares) (Arkolakis, Costinot & Rodríguez-Clare 2012). The
    guide keeps that form, (1 − v)^(1/k) additive over members, and takes the k that meets ``together``.

    Parameters
    ----------
    alone : (n,)
        Worth of each member alone, a share below 1.
    together
        Worth of all.

    Returns
    -------
    Game or None
        None where no such game exists.
    """
    if not (np.all(alone < 1) and together < 1 and np.all(np.isfinite(alone))):
        return None

    def miss(log_k: float) -> float:
        k = np.exp(log_k)
        left = 1 - (1 - (1 - alone) ** (1 / k)).sum()
        return float(1 - max(left, 0.0) ** k - together)

    grid = np.log(np.geomspace(1e-3, 1e3, 200))
    signs = np.sign([miss(x) for x in grid])
    crossing = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    if not len(crossing):
        return None
    at = crossing[-1]
    k = float(np.exp(brentq(miss, grid[at], grid[at + 1])))
    part = 1 - (1 - alone) ** (1 / k)
    return lambda joined: 1 - np.maximum(1 - joined @ part, 0.0) ** k
