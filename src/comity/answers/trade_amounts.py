"""Figures with their intervals, as answers on trade tell them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Amount", "interval"]

Array = NDArray[np.float64]


def interval(values: Array) -> tuple[Array, Array] | tuple[None, None]:
    """5th and 95th percentile over the first axis; nulls where nothing was drawn."""
    if not len(values):
        return None, None
    low, high = np.quantile(values, (0.05, 0.95), axis=0)
    return low, high


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its 90 % interval; null bounds where nothing was drawn."""

    value: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, value: float, drawn: Array) -> Amount:
        """With the interval of its draws."""
        low, high = interval(drawn)
        return cls(float(value), *(None if x is None else float(x) for x in (low, high)))

    def over(self, whole: float | None) -> Amount | None:
        """As a share of something; null where that is not known."""
        if whole is None or not whole > 0:
            return None
        low, high = (None if x is None else x / whole for x in (self.low, self.high))
        return Amount(self.value / whole, low, high)

    def turned(self) -> Amount:
        """With the other sign: a loss as a gain."""
        low, high = (None if x is None else -x for x in (self.high, self.low))
        return Amount(-self.value, low, high)

    def told(self, name: str) -> dict[str, float | None]:
        """name, name_low, name_high."""
        return {name: self.value, f"{name}_low": self.low, f"{name}_high": self.high}
