"""A trade table without imbalances: the world as it would be if every state spent what it earns.

The base of every answer on trade: what a change does is found on the table without imbalances, and its ratios
are applied to the table as it is (:func:`carried`). A state that is cut off has nobody to lend its surplus
to, and would seem the richer for spending it itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from comity.simulate.trade.base_table import checked_table, checked_theta
from comity.simulate.trade.clearing import clear
from comity.simulate.trade.parts import connected, sever_one_way, weak_parts
from comity.simulate.trade.reach import Array
from comity.simulate.trade.trade_errors import not_cleared

__all__ = ["all_without_imbalances", "carried", "without_imbalances"]


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
        block, made = share[np.ix_(part, part)][None], output[part][None]
        power = np.array([[theta]])
        found = clear(block, made, made, power, "additive", tolerance=tolerance)
        if not np.abs(found.excess).max() <= tolerance:
            raise not_cleared(
                found.excess[0], int(found.steps[0]), tolerance, np.ones(len(part)), part
            )
        new[np.ix_(part, part)] = _even(block, made, found.price, power)[0]
    return new


def all_without_imbalances(trade: Array, theta: Array, *, tolerance: float = 1e-12) -> Array:
    """Many tables (B, N, N) without imbalances, each at an elasticity (B,) of its own, side by side.

    Raises
    ------
    DataError, SolveError
        As for one.
    """
    table = checked_table(trade)
    checked_theta(theta)
    output, power = table.sum(axis=2), theta[:, None]
    share = table / table.sum(axis=1)[:, None]
    found = clear(share, output, output, power, "additive", tolerance=tolerance)
    new = _even(share, output, found.price, power)
    sound = np.abs(found.excess).max(axis=1) <= tolerance
    for i, links in enumerate(share > 0):
        if not (sound[i] and connected(links)):
            new[i] = without_imbalances(table[i], theta=float(theta[i]), tolerance=tolerance)
    return new


def carried(observed: Array, before: Array, after: Array) -> Array:
    """Observed trade (..., N, N), imbalances and all, times what a change makes of the balanced table."""
    ratio = np.divide(after, before, out=np.ones_like(before), where=before > 0)
    return np.asarray(observed * ratio)


def _even(share: Array, output: Array, price: Array, theta: Array) -> Array:
    """Tables (B, N, N) at the prices (B, N) at which every state spends what it earns."""
    reached = share * (price**-theta)[:, :, None]
    spent: Array = output * price / reached.sum(axis=1)
    return np.asarray(reached * spent[:, None])
