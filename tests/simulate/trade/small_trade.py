"""A table of trade small enough to check by eye, as the trade engine sees it."""

from __future__ import annotations

import numpy as np

from comity.simulate.trade.market import TradeCase
from comity.simulate.trade.matrix import TradeMatrix

STATES = ("CHN", "DEU", "IND", "RUS", "USA")


def small_matrix(states=STATES) -> TradeMatrix:
    """Larger states trade more; home trade is most of each; cells known to a fifth."""
    rng = np.random.default_rng(3)
    size = len(states)
    value = 1e4 * np.exp(rng.normal(0.0, 0.5, (size, size)))
    np.fill_diagonal(value, 2e6)
    spread = np.full((size, size), 0.2)
    reach = np.exp(1.645 * spread)
    return TradeMatrix(
        2021, tuple(states), value, value / reach, value * reach, spread,
        np.zeros((size, size), dtype=np.int8), ("made up",),
    )  # fmt: skip


def small_trade() -> TradeCase:
    matrix = small_matrix()
    return TradeCase(2021, matrix.states, matrix.value, 5.03, matrix, matrix.notes)
