"""Numbers, names and years as a reader expects them in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from comity.states.spoken import bloc_name
from comity.states.spoken import state_name as state

__all__ = [
    "bloc_name",
    "interval",
    "listed",
    "percent",
    "period",
    "signed",
    "state",
    "two_decimals",
]


def percent(value: float, digits: int = 0) -> str:
    """A share as a percentage: 0.314 → "31 %"."""
    return f"{100 * value:.{digits}f}\N{NO-BREAK SPACE}%"


def two_decimals(value: float) -> str:
    """A score, with a true minus sign."""
    return f"{value:.2f}".replace("-", "−")


def signed(value: float, digits: int = 2) -> str:
    """A difference with its sign."""
    return f"{value:+.{digits}f}".replace("-", "−")


def interval(low: float | None, high: float | None, *, share: bool = False) -> str:
    """An interval in brackets; an empty text where there is none."""
    if low is None or high is None:
        return ""
    if share:
        return f"[{100 * low:.0f}–{100 * high:.0f}\N{NO-BREAK SPACE}%]"
    return f"[{two_decimals(low)}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{two_decimals(high)}]"


def period(first: int, last: int) -> str:
    """One year, or first and last: 2014, 2014–2019."""
    return str(first) if first == last else f"{first}–{last}"


def listed(items: Sequence[str], *, most: int = 6) -> str:
    """Items as a list in a sentence (a, b and c), and how many more there are."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
