"""Which states are carried through which years, and dyads in batches that share them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

__all__ = ["BATCH", "Batch", "Years", "batches", "in_parallel", "years_of"]

Mask = npt.NDArray[np.bool_]
Index = npt.NDArray[np.intp]
Result = TypeVar("Result")

#: Dyads of a batch: enough that two threads seldom wait for the interpreter.
BATCH = 256
#: Batches worked on at once.
THREADS = 2


@dataclass(frozen=True, slots=True)
class Years:
    """An indicator's own state is carried only while some dyad has it; before and after it touches nothing.

    Attributes
    ----------
    common
        Number of common states, always carried.
    active : one (n_t,) per year
        Indicators whose own state is carried.
    stay : one pair per year but the last
        Places of the states that go on into the next year: among those of this year, and of the next.
    """

    common: int
    active: tuple[Index, ...]
    stay: tuple[tuple[Index, Index], ...]

    def states(self, t: int) -> Index:
        """Places, among all states, of those carried in year t."""
        return np.concatenate([np.arange(self.common), self.common + self.active[t]])


def years_of(used: Mask, common: int) -> Years:
    """The states to carry, from which indicators any dyad has in which year (years, n)."""
    begun = np.logical_or.accumulate(used, axis=0)
    to_come = np.logical_or.accumulate(used[::-1], axis=0)[::-1]
    active = [np.flatnonzero(row) for row in begun & to_come]
    shared = np.arange(common)
    stay = []
    for now, then in pairwise(active):
        _, here, there = np.intersect1d(now, then, assume_unique=True, return_indices=True)
        stay.append(
            (np.concatenate([shared, common + here]), np.concatenate([shared, common + there]))
        )
    return Years(common, tuple(active), tuple(stay))


@dataclass(frozen=True, slots=True)
class Batch:
    """Dyads smoothed together.

    Attributes
    ----------
    dyads : (d,)
        Places of the dyads.
    first, last : (d,)
        Places of each one's first and last year.
    """

    dyads: Index
    first: Index
    last: Index

    @property
    def stop(self) -> int:
        """One after the last year of the longest."""
        return int(self.last.max()) + 1


def batches(first: Index, last: Index, dyads: Index, size: int = BATCH) -> Iterator[Batch]:
    """Batches of some dyads, given the places of every dyad's first and last year; like with like."""
    ordered = dyads[np.lexsort((last[dyads], first[dyads]))]
    for begin in range(0, len(ordered), size):
        chosen = ordered[begin : begin + size]
        yield Batch(chosen, first[chosen], last[chosen])


def in_parallel(work: Callable[[Batch], Result], parts: Iterable[Batch]) -> list[Result]:
    """Work on batches side by side, and its results in their order.

    One thread inside each small product: more would get in each other's way.
    """
    with threadpool_limits(1), ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, parts))
