"""What clearing needs of worlds: products with their tables, and how spending follows output."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Closure", "earning", "met", "net_spending", "sold"]

Array = NDArray[np.float64]

#: How spending follows output: see :func:`net_spending`.
Closure = Literal["proportional", "additive", "fixed"]


def met(tables: Array, power: Array) -> Array:
    """Σ_i T_ij power_i for T (B, N, N): (B, N)."""
    return np.matmul(power[:, None, :], tables)[:, 0]


def sold(tables: Array, spent: Array) -> Array:
    """Σ_j T_ij spent_j for T (B, N, N): (B, N)."""
    return np.matmul(tables, spent[:, :, None])[:, :, 0]


def earning(closure: Closure) -> float:
    """By how many per cent earnings rise with the price by one: none where incomes are held."""
    return 0.0 if closure == "fixed" else 1.0


def net_spending(closure: Closure, output: Array, spending: Array, price: Array) -> Array:
    """What states spend at the exporters' doors when factory prices are ``price``; arrays (..., N).

    ``proportional``: the same multiple of output as before, up to the one factor by which the world adds up;
    ``additive``: output and the same imbalance, as a share of world output; ``fixed``: what it was.
    """
    if closure == "fixed":
        return spending
    worth = output * price
    world = worth.sum(axis=-1, keepdims=True)
    if closure == "proportional":
        asked = spending * price
        return asked * (world / asked.sum(axis=-1, keepdims=True))
    return worth + (spending - output) * (world / output.sum(axis=-1, keepdims=True))
