"""Who joins when each decides for itself: best responses to what the others do, from both ends.

Each of n states compares joining with staying out, the others' choices given. A set of joiners from
which nobody wants to move is an equilibrium (Nash 1951). There can be several: the search starts from
nobody and from everybody, and a difference between the two ends says so. That they are the smallest and
the largest set is certain where joining never becomes less worth while as others join (Topkis 1979),
and not otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Settled", "both_ends", "settle"]

Members: TypeAlias = NDArray[np.bool_]
#: From who has joined (n,) to what each would gain by having joined rather than not, the others as they are.
Gain: TypeAlias = Callable[[Members], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Settled:
    """Where best responses came to rest.

    Attributes
    ----------
    joined : (n,)
    gain : (n,)
        What each gains by joining rather than not, at rest: not negative for those who joined.
    rounds
        Times all were asked.
    at_rest
        False where they still moved when the search was given up.
    """

    joined: Members
    gain: NDArray[np.float64]
    rounds: int
    at_rest: bool


def settle(gain: Gain, start: Members, *, most: int = 60, slack: float = 1e-9) -> Settled:
    """Let everybody answer the others' choices until nobody moves.

    All who want to move do so at once; where that leads back to a set that was there before, one at a time
    moves, the one who gains most by it.

    Parameters
    ----------
    gain
        Of joining, in any unit.
    start : (n,)
        Who has joined at first.
    slack
        A gain of no more moves nobody: one who is indifferent stays as he is.
    """
    joined = start.copy()
    seen: set[bytes] = set()
    together = True
    worth = gain(joined)
    for rounds in range(1, most + 1):
        wants = np.where(joined, worth < -slack, worth > slack)
        if not wants.any():
            return Settled(joined, worth, rounds, at_rest=True)
        seen.add(joined.tobytes())
        moved = joined ^ wants
        if together and moved.tobytes() in seen:
            together = False
        if not together:
            one = int(np.argmax(np.where(wants, np.abs(worth), -np.inf)))
            moved = joined.copy()
            moved[one] = not moved[one]
        joined = moved
        worth = gain(joined)
    return Settled(joined, worth, most, at_rest=False)


def both_ends(gain: Gain, n: int, *, most: int = 60) -> tuple[Settled, Settled]:
    """Where best responses lead from nobody and from everybody."""
    return (
        settle(gain, np.zeros(n, dtype=bool), most=most),
        settle(gain, np.ones(n, dtype=bool), most=most),
    )
