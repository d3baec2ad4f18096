"""A trade table without imbalances: the world as it would be if every state spent what it earns."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from comity.simulate.trade.base_table import checked_table, checked_theta
from comity.simulate.trade.clearing import clear
from comity.simulate.trade.parts import connected, sever_one_way, weak_parts
from comity.simulate.trade.reach import Array
from comity.simulate.trade.trade_errors import not_cleared

__all__ = ["without_imbalances"]


def without_imbalances(trade: ArrayLike, *, theta: float, tolerance: float = 1e-12) -> Array:
    """The table (N, N) with rows and columns of equal sums, by the model itself.

    Costs stay, spending becomes output, and prices follow (Dekle, Eaton & Kortum 2008): the base to take
    where an embargo would leave a state no trade to carry its imbalance with, and the one on which all
    treatments of imbalances agree. World output keeps its value.

    Parameters
    ----------
    trade : (N, N)
        Rows export, the diagonal is internal trade.
    theta
        Elasticity of trade.

    Raises
    ------
    DataError, SolveError
        As :func:`comity.simulate.trade.gravity.counterfactual`.
    """
    table = checked_table(trade)
    checked_theta(theta)
    output = table.sum(axis=1)
    share = table / table.sum(axis=0)
    if not connected(share > 0):
        share = np.where(sever_one_way(share > 0, np.ones_like(share, dtype=bool)), share, 0.0)
    new = np.zeros_like(share)
    for part in weak_parts(share > 0):
        block, made = share[np.ix_(part, part)], output[part]
        found = clear(
            block[None],
            made[None],
            made[None],
            np.array([[theta]]),
            "additive",
            tolerance=tolerance,
        )
        if not np.abs(found.excess).max() <= tolerance:
            raise not_cleared(
                found.excess[0], int(found.steps[0]), tolerance, np.ones(len(part)), part
            )
        price = found.price[0]
        reached = block * price[:, None] ** -theta
        new[np.ix_(part, part)] = reached * (made * price / reached.sum(axis=0))
    return new
