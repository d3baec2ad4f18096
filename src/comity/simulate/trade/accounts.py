"""What prices that clear the markets mean for spending, welfare, revenue, resistances and trade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from comity.errors import DataError
from comity.simulate.trade.base_table import Base
from comity.simulate.trade.reach import Array, met

__all__ = ["Accounts", "Numeraire", "accounts"]

#: What is worth the same before and after: see :func:`comity.simulate.trade.gravity.counterfactual`.
Numeraire = Literal["world_output"] | int | tuple[Literal["price"], int]


@dataclass(frozen=True, slots=True)
class Accounts:
    """All of a world's accounts at new prices; arrays (..., N), hats as in ``GravityEquilibrium``."""

    output: Array
    expenditure: Array
    price: Array
    factory_price: Array
    real_expenditure: Array
    tariff_revenue: Array
    outward_resistance: Array
    sellers: Array
    buyers: Array

    def trade(self, reach: Array) -> Array:
        """Trade at the exporters' doors, (..., N, N)."""
        return np.asarray(reach * self.sellers[..., :, None] * self.buyers[..., None, :])


def accounts(
    base: Base,
    reach: Array,
    price: Array,
    net: Array,
    numeraire: Numeraire,
    *,
    revalued: bool,
) -> Accounts:
    """Accounts of worlds whose markets clear.

    Parameters
    ----------
    base
        The world before.
    reach : (B, N, N)
        T of :mod:`clearing`.
    price, net : (B, N)
        Factory prices, and what is spent at the exporters' doors at them.
    revalued
        Whether prices were found at the old incomes, which are now revalued once (PyPI gegravity).
    """
    theta = base.theta
    power = price**-theta
    reached = met(reach, power)
    paid = reached if base.tariff is None else met(reach * base.tariff, power)
    with np.errstate(divide="ignore"):  # nobody sells to a state: its price index is infinite
        consumer = paid ** (-1 / np.asarray(theta))
    worth = base.output * price
    world = worth.sum(axis=-1, keepdims=True) / base.output.sum(axis=-1, keepdims=True)
    sellers = power
    if revalued:
        net = base.spending * price
        sellers = power * price / world
        outward = 1 / price
    else:
        # Y_i p_i = (p_i Π_i)^−θ Σ Y p up to a constant, solved for Π_i
        outward = price ** (-(1 + 1 / np.asarray(theta))) * world ** (1 / np.asarray(theta))
    expenditure = net * (paid / reached)
    level = _level(numeraire, price, consumer, world)
    return Accounts(
        output=worth / level,
        expenditure=expenditure / level,
        price=consumer / level,
        factory_price=price / level,
        real_expenditure=expenditure / base.budget / consumer,
        tariff_revenue=(expenditure - net) / level,
        outward_resistance=outward * level,
        sellers=sellers,
        buyers=net / reached / level,
    )


def _level(numeraire: Numeraire, price: Array, consumer: Array, world: Array) -> Array:
    """What all values are divided by, (..., 1)."""
    last = price.shape[-1] - 1
    match numeraire:
        case "world_output":
            return world
        case int() | np.integer() as index if 0 <= index <= last:
            return price[..., [index]]
        case ("price", int() | np.integer() as index) if 0 <= index <= last:
            return consumer[..., [index]]
    raise DataError(
        f'no numeraire {numeraire!r}: "world_output", an index from 0 to {last}, or ("price", index)'
    )
