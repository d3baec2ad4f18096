"""Prices at which every state sells what it makes: the one system behind every one-sector counterfactual.

With T_ij ≥ 0 the reach of i's good in j at today's prices, p the factory prices, Y output at today's prices,
n what states spend at the exporters' doors and θ the elasticity::

    Y_i p_i = p_i^−θ Σ_j T_ij n_j / q_j        q_j = Σ_i T_ij p_i^−θ

A step needs two products with T. The plain step (a price rises by the (1 + θ)th root of its excess demand)
heads the right way, but takes hundreds of steps where states buy mostly from themselves. Here each log price
is moved by its own slope, and the last moves are combined (Anderson 1965): some twenty steps, each far
cheaper than one of Newton's. Many worlds are cleared side by side; the few that this does not settle are left
to Newton's method (:mod:`comity.simulate.trade.settling`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.simulate.trade.reach import Array, Closure, earning, met, net_spending, sold
from comity.simulate.trade.settling import settle

__all__ = ["Cleared", "clear"]

#: Moves remembered.
MEMORY = 8
#: Combined steps before Newton's method takes over.
QUICK = 120
#: The farthest a log price is moved by its own slope, and in one step.
PULL, STRIDE = 0.5, 1.5
#: The flattest slope believed: a state that sells to itself alone has next to none.
FLAT = 1e-3
#: Keeps the combination of nearly parallel moves solvable.
RIDGE = 1e-12


@dataclass(frozen=True, slots=True)
class Cleared:
    """Where clearing ended: at an equilibrium, or short of it (the caller, who knows what is asked, judges).

    Attributes
    ----------
    price : (B, N)
        Hats of factory prices, the value of world output unchanged.
    excess : (B, N)
        What is asked of each state over what it makes, less one.
    steps : (B,)
    """

    price: Array
    excess: Array
    steps: NDArray[np.intp]


def clear(
    reach: Array,
    output: Array,
    spending: Array,
    theta: Array,
    closure: Closure,
    *,
    tolerance: float,
    start: Array | None = None,
) -> Cleared:
    """Factory prices at which markets clear, in B worlds at once.

    Parameters
    ----------
    reach : (B, N, N)
        T of each world, rows export.
    output, spending : (B, N)
        At today's prices and the exporters' doors; a world's two sums are equal.
    theta : (B, 1)
        Elasticities of trade.
    closure
        How spending follows output.
    tolerance
        Worst excess demand allowed.
    start : (B, N), optional
        Prices to begin from.
    """
    own = np.diagonal(reach, axis1=1, axis2=2)
    log_price = np.zeros(output.shape) if start is None else np.log(start)
    worlds, n = output.shape
    earns = earning(closure)
    moves, changes = np.zeros((worlds, MEMORY, n)), np.zeros((worlds, MEMORY, n))
    steps = np.zeros(worlds, dtype=np.intp)
    before = worst = np.full(worlds, np.inf)
    ratio = np.ones(output.shape)
    earlier = earlier_pull = log_price
    with np.errstate(all="ignore"):  # a world that leaves the numbers is caught by its excess
        for step in range(QUICK):
            price, power = np.exp(log_price), np.exp(-theta * log_price)
            net = net_spending(closure, output, spending, price)
            worth = output * price if earns else output
            reached = met(reach, power)
            ratio = power * sold(reach, net / reached) / worth
            worst = np.abs(ratio - 1).max(axis=1)
            going = worst > tolerance
            if not going.any():
                break
            steps += going
            log_excess = np.log(np.maximum(ratio, 0.01))
            home = own * power / reached
            slope = earns + theta - home * net / (worth * ratio) * (earns + theta * home)
            pull = np.clip(log_excess / np.maximum(slope, FLAT), -PULL, PULL)
            pull -= (worth * pull).sum(axis=1, keepdims=True) / worth.sum(axis=1, keepdims=True)
            stride = pull
            if step:
                slot = step % MEMORY
                moves[:, slot], changes[:, slot] = log_price - earlier, pull - earlier_pull
                worse = worst > 2 * before
                if worse.any():  # what was learnt elsewhere misleads here
                    moves[worse] = changes[worse] = 0
                stride = pull - _explained(moves, changes, pull)
                longest = np.abs(stride).max(axis=1, keepdims=True)
                stride *= np.minimum(1, STRIDE / np.maximum(longest, STRIDE))
            earlier, earlier_pull, before = log_price, pull, worst
            log_price = log_price + np.where(going[:, None], stride, 0.0)
    excess = ratio - 1
    for world in np.flatnonzero(~(worst <= tolerance)):
        log_price[world], excess[world], more = settle(
            reach[world],
            output[world],
            spending[world],
            float(theta[world, 0]),
            closure,
            tolerance,
        )
        steps[world] += more
    price = np.exp(log_price)
    price *= output.sum(axis=1, keepdims=True) / (output * price).sum(axis=1, keepdims=True)
    return Cleared(price, excess, steps)


def _explained(moves: Array, changes: Array, pull: Array) -> Array:
    """What of the pull (B, N) the remembered moves (B, MEMORY, N) explain, with the moves themselves."""
    products = np.matmul(changes, changes.transpose(0, 2, 1))
    size = np.sqrt(np.diagonal(products, axis1=1, axis2=2))
    size = np.where(size > 0, size, 1.0)[:, :, None]
    products /= size * size.transpose(0, 2, 1)
    # an empty memory has a row of noughts: the added one keeps it out of the combination
    empty = np.diagonal(products, axis1=1, axis2=2) == 0
    products += np.where(empty, 1.0, RIDGE)[:, :, None] * np.eye(MEMORY)
    weights = np.linalg.solve(products, np.matmul(changes, pull[:, :, None]) / size) / size
    return np.matmul(weights.transpose(0, 2, 1), moves + changes)[:, 0]
