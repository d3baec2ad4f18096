"""Which predicted record tells the same as which of a hand reading.

Two records match where their spans overlap and their actors are the same; where one side has more actors
than the other, the match counts half. The order of sides is ignored where either record is symmetric. Every
record is matched at most once, and so that the whole counts most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from comity.reading.record import Record

__all__ = ["Match", "likeness", "matched", "overlap"]

Likeness = Callable[[Record, Record], float]


@dataclass(frozen=True, slots=True)
class Match:
    """A record of the hand reading, one predicted, and what the match counts: 1 or ½."""

    gold: Record
    predicted: Record
    weight: float


def overlap(a: Record, b: Record) -> int:
    """Characters that both spans cover."""
    return max(0, min(a.char_end, b.char_end) - max(a.char_start, b.char_start))


def likeness(gold: Record, predicted: Record) -> float:
    """1 where the actors are the same, ½ where one side's contain the other's, else 0."""
    if not overlap(gold, predicted):
        return 0.0
    if gold.symmetric or predicted.symmetric:
        return _sets(gold.actors, predicted.actors)
    sides = (
        _contains(gold.sources, predicted.sources), _contains(gold.targets, predicted.targets)
    )  # fmt: skip
    if sides == (0, 0):
        return 1.0
    one_way = all(side is not None and side >= 0 for side in sides) or all(
        side is not None and side <= 0 for side in sides
    )
    return 0.5 if one_way else 0.0


def _contains(a: Sequence[str], b: Sequence[str]) -> int | None:
    """0 the same, 1 the first has more, −1 the second; None where neither contains the other."""
    first, second = frozenset(a), frozenset(b)
    if first == second:
        return 0
    return 1 if first > second else -1 if first < second else None


def _sets(a: frozenset[str], b: frozenset[str]) -> float:
    if a == b:
        return 1.0
    return 0.5 if (a < b or b < a) and a and b else 0.0


def matched(
    gold: Sequence[Record], predicted: Sequence[Record], like: Likeness = likeness
) -> list[Match]:
    """The matching that counts most; of equals the one whose spans overlap most."""
    from scipy.optimize import linear_sum_assignment

    found: list[Match] = []
    for doc in sorted({record.doc for record in gold}):
        ours = [record for record in gold if record.doc == doc]
        theirs = [record for record in predicted if record.doc == doc]
        weight = np.array([[like(a, b) for b in theirs] for a in ours]).reshape(
            len(ours), len(theirs)
        )
        shared = np.array([[_share(a, b) for b in theirs] for a in ours]).reshape(weight.shape)
        rows, columns = linear_sum_assignment(
            np.where(weight > 0, weight + 1e-3 * shared, 0.0), maximize=True
        )
        found += [
            Match(ours[i], theirs[j], float(weight[i, j]))
            for i, j in zip(rows, columns, strict=True)
            if weight[i, j] > 0
        ]
    return found


def _share(a: Record, b: Record) -> float:
    """Overlap of two spans as a share of what they cover together."""
    both = overlap(a, b)
    whole = (a.char_end - a.char_start) + (b.char_end - b.char_start) - both
    return both / whole if whole else 0.0
