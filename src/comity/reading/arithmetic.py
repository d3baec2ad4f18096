"""Arithmetic inside a text: whether the figures it prints agree, within what is printed of them.

Every figure stands for the interval that its rounding and its words leave open (``about`` a tenth either
way, else half of the last printed place). Two figures agree where what one implies for the other meets what
is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from comity.reading.quantities import Quantity

__all__ = [
    "Printed", "Statement", "annual_rate", "growth", "implied_price_change", "printed", "share_of",
]  # fmt: skip

Kind = Literal["growth", "target", "share", "price", "rate"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed, and what it can stand for: ``low`` to ``high``."""

    value: float
    low: float
    high: float

    def meets(self, other: Printed) -> bool:
        """Whether the two can be the same number."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Statement:
    """One sum a text lets its reader do.

    Attributes
    ----------
    kind
        ``growth`` (a change against its end points), ``target`` (what a goal implies a year, against the rate
        told), ``share`` (a part and its percentage of a whole), ``price`` (what changes of value and volume
        imply for the price), ``rate`` (what a goal or two levels imply a year, where no rate is told).
    said, implied
        In ``unit``; ``said`` is None where the text tells nothing to hold against it.
    agrees
        None where nothing is said, or what is said is the rate so far of a goal.
    spans
        Where the figures used stand.
    words
        The sum in words.
    """

    kind: Kind
    said: Printed | None
    implied: Printed
    unit: str
    agrees: bool | None
    spans: tuple[tuple[int, int], ...]
    words: str


def growth(first: Printed, last: Printed) -> Printed:
    """Change in percent between two levels: 100 · (last / first − 1)."""
    return _through(lambda a, b: 100 * (b / a - 1), first, last)


def annual_rate(first: Printed, last: Printed, years: float) -> Printed:
    """Growth a year in percent between two levels: 100 · ((last / first)^(1 / years) − 1)."""
    return _through(lambda a, b: 100 * ((b / a) ** (1 / years) - 1), first, last)


def share_of(part: Printed, whole: Printed) -> Printed:
    """A part in percent of a whole."""
    return _through(lambda a, b: 100 * a / b, part, whole)


def implied_price_change(volume: Printed, value: Printed) -> Printed:
    """Change of the price in percent, from those of volume and value: 100 · ((1 + v) / (1 + q) − 1)."""
    return _through(lambda a, b: 100 * ((100 + b) / (100 + a) - 1), volume, value)


def _through(rule: Callable[[float, float], float], a: Printed, b: Printed) -> Printed:
    """A rule monotone in both figures, over what they can stand for."""
    ends = [rule(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return Printed(rule(a.value, b.value), min(ends), max(ends))


_OPEN = 0.1  # how far an open side reaches: "more than 60" is at most a tenth more
_WORDED = 0.05  # "halved" is said of what fell by 48 % too


def printed(quantity: Quantity) -> Printed | None:
    """What a figure stands for; None where it is told in words of size or direction only."""
    value = quantity.value
    if not isinstance(value, float):
        return None
    if not quantity.approximate:
        worded = quantity.kind == "change" and not quantity.rounding
        reach = _WORDED * abs(value) if worded else quantity.rounding
        return Printed(value, value - reach, value + reach)
    reach = _OPEN * abs(value)
    low = value - reach if quantity.low is None else quantity.low - quantity.rounding
    high = value + reach if quantity.high is None else quantity.high + quantity.rounding
    return Printed(value, min(low, high), max(low, high))
