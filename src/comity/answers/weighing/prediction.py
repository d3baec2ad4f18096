"""What a reading predicts for one indicator, in words that stand for numbers.

``high`` is one standard deviation above the middle of all dyads of the year, give or take
:data:`LATITUDE`; ``low to high`` is anywhere between the two. An indicator of few states
(:data:`STATES`) is predicted by the chance of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

__all__ = ["LATITUDE", "LEVELS", "STATES", "Level", "level_of", "parse"]

#: Levels in standard deviations among dyads.
LEVELS = {"very low": -2.0, "low": -1.0, "middling": 0.0, "high": 1.0, "very high": 2.0}
#: Standard deviation of what a word allows around its level.
LATITUDE = 0.6
#: Indicators of few states, and the values by name.
STATES = {
    "alliance_grade": {"none": 0.0, "nonaggression": 1.0, "consultation": 2.0, "defence": 3.0},
    "rivalry": {"none": 0.0, "rivals": 1.0},
}


@dataclass(frozen=True, slots=True)
class Level:
    """A normal density over standings among dyads.

    Attributes
    ----------
    words
        As written.
    mean, spread
        In standard deviations among dyads.
    """

    words: str
    mean: float
    spread: float


def parse(words: str) -> Level:
    """A level or a range of levels.

    Raises
    ------
    ValueError
        If it is neither.
    """
    ends = [end.strip() for end in words.lower().split(" to ")]
    if not 1 <= len(ends) <= 2 or any(end not in LEVELS for end in ends):
        raise ValueError(
            f'"{words}" is no level; write one of {", ".join(LEVELS)}, or two with "to" between'
        )
    low, high = LEVELS[ends[0]], LEVELS[ends[-1]]
    if low > high or (len(ends) == 2 and low == high):
        raise ValueError(f'"{words}" does not run upwards; write "{ends[-1]} to {ends[0]}"')
    return Level(words, (low + high) / 2, sqrt(LATITUDE**2 + (high - low) ** 2 / 12))


def level_of(standing: float) -> str:
    """The word nearest to a standing."""
    return min(LEVELS, key=lambda word: abs(LEVELS[word] - standing))
