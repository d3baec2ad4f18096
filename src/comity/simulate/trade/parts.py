"""Which states still trade with one another: prices compare only within such a part of the world."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["connected", "sever_one_way", "weak_parts"]

Links = NDArray[np.bool_]
Index = NDArray[np.intp]


def connected(links: Links) -> bool:
    """Whether every state reaches every other by trade, directly or through others; links (N, N)."""
    if (links.all(axis=1) & links.all(axis=0)).any():  # somebody trades with everybody
        return True
    return bool(_reached(links, 0).all() and _reached(links.T, 0).all())


def sever_one_way(links: Links, before: Links) -> Links:
    """The links that can last, where ``before`` was there and ``links`` is left of it; (N, N).

    A state that can only buy has no way to pay, and one that can only sell nothing to buy: where trade went
    both ways (directly or through others) and now goes one way, it ends. What was one-way already stays.
    """
    now, once = _rounds(links), _rounds(before)
    apart = (now[:, None] != now) & (once[:, None] == once)
    return links & ~apart


def weak_parts(links: Links) -> Iterator[Index]:
    """The parts of the world between which nothing is traded: the indices of each."""
    either = links | links.T
    left = np.ones(len(links), dtype=bool)
    while left.any():
        part = _reached(either, int(left.argmax()))
        left &= ~part
        yield np.flatnonzero(part)


def _rounds(links: Links) -> Index:
    """The same number for states that reach each other both ways; (N,)."""
    label = np.full(len(links), -1, dtype=np.intp)
    while (label < 0).any():
        first = int((label < 0).argmax())
        label[_reached(links, first) & _reached(links.T, first)] = first
    return label


def _reached(links: Links, start: int) -> Links:
    """What is reached from ``start``; (N,)."""
    seen = np.zeros(len(links), dtype=bool)
    edge = np.array([start])
    while len(edge):
        seen[edge] = True
        edge = np.flatnonzero(links[edge].any(axis=0) & ~seen)
    return seen
