"""The observed table and what is asked of it, checked once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comity.errors import DataError
from comity.simulate.trade.reach import Array

__all__ = ["Base", "checked_cost", "checked_start", "checked_table", "checked_theta"]


@dataclass(frozen=True, slots=True)
class Base:
    """The world before.

    Attributes
    ----------
    trade : (..., N, N)
        At the exporters' doors.
    theta : float or (B, 1)
    output, spending : (..., N)
        Sold and bought at the exporters' doors.
    budget : (..., N)
        Spending with tariffs.
    share : (..., N, N)
        Trade at the exporters' doors over the buyer's budget, at today's costs and the new tariffs.
    tariff, tariff_before : (..., N, N) or None
        Factors after and before.
    """

    trade: Array
    theta: float | Array
    output: Array
    spending: Array
    budget: Array
    share: Array
    tariff: Array | None
    tariff_before: Array | None

    @classmethod
    def of(
        cls,
        trade: ArrayLike,
        theta: float | Array,
        *,
        tariff: ArrayLike | None = None,
        tariff_before: ArrayLike | None = None,
    ) -> Base:
        """From a table (..., N, N) and tariff factors.

        Raises
        ------
        DataError
            Naming what is wrong, and where.
        """
        table = checked_table(trade)
        checked_theta(theta)
        after = None if tariff is None else _checked_tariff(tariff, table.shape, "tariff")
        before = None
        if tariff_before is not None:
            before = _checked_tariff(tariff_before, table.shape, "tariff_before")
            after = np.ones(table.shape[-2:]) if after is None else after
        output, spending = table.sum(axis=-1), table.sum(axis=-2)
        budget = spending if before is None else (table * before).sum(axis=-2)
        share = table / budget[..., None, :]
        if after is not None:
            power = -(1 + np.asarray(theta))
            share = share * (after / (1 if before is None else before)) ** (
                power if power.ndim == 0 else power[..., None]
            )
        return cls(table, theta, output, spending, budget, share, after, before)

    @property
    def size(self) -> int:
        """Number of states."""
        return int(self.trade.shape[-1])

    def reach(self, cost: Array) -> Array:
        """T of :mod:`clearing` once costs change by ``cost`` (..., N, N)."""
        theta = np.asarray(self.theta)
        theta = theta[..., None] if theta.ndim else theta
        changed = cost != 1
        if changed.mean() > 0.3:
            return np.asarray(self.share * np.exp(-theta * np.log(cost)))
        reach = self.share.copy()  # most cells stay as they are, and powers are dear
        reach[changed] *= np.exp(
            -np.broadcast_to(theta, cost.shape)[changed] * np.log(cost[changed])
        )
        return reach


def checked_table(trade: ArrayLike) -> Array:
    """A trade table, or several, as numbers."""
    table = np.asarray(trade, dtype=np.float64)
    if table.ndim < 2 or table.shape[-1] != table.shape[-2] or not table.shape[-1]:
        raise DataError(
            f"a trade table of shape {table.shape} is not square\n"
            "  rows export, columns import, the diagonal is internal trade"
        )
    low = table.min()
    if not (low >= 0 and np.isfinite(table.max())):  # also what is not a number
        *_, i, j = (int(k) for k in np.argwhere(~(np.isfinite(table) & (table >= 0)))[0])
        raise DataError(
            f"trade from index {i} to index {j} is {table[..., i, j].ravel()[0]:g}: a number ≥ 0 is needed\n"
            "  what is not known must be estimated first (comity trade-matrix)"
        )
    for axis, does in ((-1, "sells"), (-2, "buys")):
        idle = table.sum(axis=axis) <= 0
        if idle.any():
            raise DataError(
                f"index {int(np.argwhere(idle)[0, -1])} {does} nothing in the trade table\n"
                "  leave it out, or give its internal trade on the diagonal"
            )
    return table


def checked_cost(cost_hat: ArrayLike, size: int) -> Array:
    """Factors of trade costs, (..., N, N)."""
    cost = np.asarray(cost_hat, dtype=np.float64)
    if cost.shape[-2:] != (size, size):
        raise DataError(f"cost_hat has shape {cost.shape}; the trade table is {size} by {size}")
    if not cost.min() > 0:  # also what is not a number
        *_, i, j = (int(k) for k in np.argwhere(~(cost > 0))[0])
        raise DataError(
            f"cost_hat from index {i} to index {j} is {cost[..., i, j].ravel()[0]:g}: a factor above 0 is "
            "needed (1 nothing changes, inf trade stops)"
        )
    return cost


def checked_start(start: ArrayLike, size: int) -> Array:
    """Prices to begin from, (N,)."""
    price = np.asarray(start, dtype=np.float64)
    if price.shape != (size,) or not (price.min() > 0 and np.isfinite(price.max())):
        raise DataError(f"start must hold {size} prices above 0")
    return price


def checked_theta(theta: float | Array) -> None:
    """An elasticity of trade."""
    values = np.asarray(theta, dtype=np.float64)
    if not (np.isfinite(values).all() and (values > 0).all()):
        raise DataError(f"an elasticity of trade of {values.min():g}: a number above 0 is needed")


def _checked_tariff(tariff: ArrayLike, shape: tuple[int, ...], name: str) -> Array:
    """Tariff factors, (..., N, N)."""
    factor = np.asarray(tariff, dtype=np.float64)
    if factor.shape[-2:] != shape[-2:]:
        raise DataError(f"{name} has shape {factor.shape}; the trade table is {shape[-2:]}")
    if not (factor.min() > 0 and np.isfinite(factor.max())):
        raise DataError(
            f"{name} must hold factors above 0 (1.1 for ten per cent); a ban is an infinite cost_hat"
        )
    return factor
