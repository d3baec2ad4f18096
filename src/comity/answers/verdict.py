"""The words a reading may be given, and no word beyond its interval.

Readings are in standard deviations among dyads: 0 is the middle of all dyads, and about one dyad in six
lies beyond 1 on either side. The scale of words is fixed here and nowhere else.
"""

from __future__ import annotations

__all__ = ["SCALE", "about_gap", "span", "word"]

#: Lower bound of each word, from the closest down.
SCALE: tuple[tuple[float, str], ...] = (
    (2.0, "very closely aligned"),
    (1.0, "closely aligned"),
    (0.5, "somewhat aligned"),
    (-0.5, "neither aligned nor opposed"),
    (-1.0, "somewhat opposed"),
    (-2.0, "opposed"),
    (float("-inf"), "strongly opposed"),
)


def word(value: float) -> str:
    """The word for a reading."""
    return next(text for least, text in SCALE if value >= least)


def span(low: float, high: float) -> str:
    """What an interval leaves open: one word, or from one to another."""
    lowest, highest = word(low), word(high)
    return lowest if lowest == highest else f"between “{lowest}” and “{highest}”"


def about_gap(low: float | None, high: float | None) -> str:
    """What can be said of words against deeds from the interval of their difference."""
    if low is None or high is None:
        return "words and deeds cannot be set against each other: one side is not covered"
    if low > 0:
        return "words outrun deeds"
    if high < 0:
        return "deeds outrun words"
    return "words and deeds cannot be told apart"
