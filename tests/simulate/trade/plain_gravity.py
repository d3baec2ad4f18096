"""The one-sector model written as plainly as it can be: loops, and prices raised where demand exceeds supply.

And small worlds to try it on.
"""

from __future__ import annotations

import math

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Array = NDArray[np.float64]


def plain(
    trade: Array,
    cost_hat: Array,
    theta: float,
    *,
    imbalance: str = "proportional",
    tariff: Array | None = None,
    before: Array | None = None,
) -> dict[str, Array]:
    """Factory prices, consumer prices, trade, welfare and tariff revenue, step by plain step."""
    n = len(trade)
    states = range(n)
    after = np.ones((n, n)) if tariff is None else tariff
    old = np.ones((n, n)) if before is None else before
    output = [sum(trade[i, j] for j in states) for i in states]
    bought = [sum(trade[i, j] for i in states) for j in states]
    budget = [sum(trade[i, j] * old[i, j] for i in states) for j in states]
    world = sum(output)
    wage = [1.0] * n
    for _ in range(100_000):
        earned = [output[i] * wage[i] for i in states]
        if imbalance == "proportional":
            factor = sum(earned) / sum(bought[j] * wage[j] for j in states)
            net = [factor * bought[j] * wage[j] for j in states]
        else:
            net = [earned[j] + (bought[j] - output[j]) * sum(earned) / world for j in states]
        new, price, spent = np.zeros((n, n)), np.zeros(n), np.zeros(n)
        for j in states:
            # what i offers in j, at the door of j's consumer
            worth = [
                trade[i, j] * old[i, j] / budget[j]
                * (cost_hat[i, j] * after[i, j] / old[i, j] * wage[i]) ** -theta
                for i in states
            ]  # fmt: skip
            price[j] = sum(worth) ** (-1 / theta)
            share = [w / sum(worth) for w in worth]
            # a unit of spending leaves 1 / tariff with the exporter: spend until the doors get what is due
            spent[j] = net[j] / sum(share[i] / after[i, j] for i in states)
            for i in states:
                new[i, j] = share[i] * spent[j] / after[i, j]
        excess = [sum(new[i, j] for j in states) / earned[i] - 1 for i in states]
        if max(abs(e) for e in excess) < 1e-13:
            break
        wage = [wage[i] * (1 + excess[i]) ** (1 / (1 + theta)) for i in states]
        level = sum(output[i] * wage[i] for i in states) / world
        wage = [w / level for w in wage]
    return {
        "factory_price": np.array(wage),
        "price": price,
        "trade": new,
        "expenditure": spent,
        "real_expenditure": spent / np.array(budget) / price,
        "tariff_revenue": ((after - 1) * new).sum(axis=0),
    }


def made_up(states: int, seed: int, *, home: float = 3.0, noughts: float = 0.0) -> Array:
    """A trade table with sizes far apart, distances and imbalances; ``home`` internal over foreign trade."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(0, 1.5, states))
    place = rng.uniform(0, 1, (states, 2))
    apart = np.hypot(*(place[:, None] - place).T) + 0.05
    table = size[:, None] * size * apart**-1.2 * np.exp(rng.normal(0, 0.6, (states, states)))
    table[(rng.uniform(size=table.shape) < noughts)] = 0.0
    np.fill_diagonal(table, 0)
    foreign = (table.sum(axis=0) + table.sum(axis=1)) / 2
    np.fill_diagonal(table, foreign * home * np.exp(rng.normal(0, 0.5, states)) + 1e-3)
    return np.asarray(1000 * table / math.fsum(table.ravel()))


def embargo(states: int, one: list[int], other: list[int]) -> Array:
    """No trade between two groups, either way."""
    cost = np.ones((states, states))
    cost[np.ix_(one, other)] = cost[np.ix_(other, one)] = np.inf
    return cost


#: Trade tables of three to eight states.
worlds = st.builds(
    made_up,
    st.integers(3, 8),
    st.integers(0, 10_000),
    home=st.sampled_from([1.0, 3.0, 20.0]),
    noughts=st.sampled_from([0.0, 0.2]),
)
thetas = st.sampled_from([1.5, 4.0, 8.0])


def some_costs(table: Array, seed: int, spread: float = 0.2) -> Array:
    """Changes of costs between states, none at home."""
    cost = np.exp(np.random.default_rng(seed).normal(0, spread, table.shape))
    np.fill_diagonal(cost, 1)
    return np.asarray(cost)
