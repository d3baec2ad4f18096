"""Which date of a sentence is that of a figure."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.dates import When
from comity.reading.quantities import Quantity

__all__ = ["date_of"]


def date_of(quantity: Quantity, whens: Sequence[When], others: Sequence[Quantity]) -> When | None:
    """The date of a figure.

    The next one behind it, before another figure; else the last one before it, with no other figure between;
    else the first of the sentence ("In 2023 … 5 million tonnes …, 3 % more"). What a change is held against
    ("than in 2021") is none.

    Parameters
    ----------
    quantity, whens, others
        A figure, and all dates and figures of its sentence, in order.
    """
    own = [when for when in whens if when.role in ("at", "by", "since") and when.date is not None]
    behind = next((when for when in own if when.start >= quantity.end), None)
    if behind is not None and not _between(others, quantity.end, behind.start):
        return behind
    before = [when for when in own if when.end <= quantity.start]
    if before and not _between(others, before[-1].end, quantity.start):
        return before[-1]
    return before[0] if before else None


def _between(others: Sequence[Quantity], start: int, end: int) -> bool:
    return any(start <= other.start < end for other in others)
