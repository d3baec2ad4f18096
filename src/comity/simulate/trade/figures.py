"""The figures of a trade answer as arrays: for one table of trade, or for many draws of it at once.

Pairs that trade too little to be told (:data:`LEAST`) take part in the equilibrium, and are left out here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.simulate.trade.changes import Array, Mask, Step

__all__ = ["LEAST", "Figures", "Told", "figures", "of_all", "told", "turned"]

#: Million USD a year: pairs that trade less before and after, and diversions of less, are not told.
LEAST = 50.0
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Told:
    """Which figures are told.

    Attributes
    ----------
    exporter, importer : (P,)
        Pairs, as positions.
    side : (M,)
        0: what ``state`` buys, 1: what it sells; home trade included.
    state, partner : (M,)
        Whose purchases or sales turn, and from or to whom.
    """

    exporter: Index
    importer: Index
    side: Index
    state: Index
    partner: Index


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of B draws; values in million USD at the world's old output.

    Attributes
    ----------
    spending : (B, N)
        What a state spends before the change, on goods of all.
    welfare : (B, N)
        Change of real expenditure, percent.
    price, factory_price : (B, N)
        Change of consumer prices, and of the price at which a state sells, percent.
    before, after : (B, P)
        Trade by pair.
    exports_before, exports_after, imports_before, imports_after : (B, N)
    diverted : (B, M)
        Change of a partner's share in all a state buys (or sells), times what it bought (sold) before:
        what is lost and what replaces it add up to nothing.
    """

    spending: Array
    welfare: Array
    price: Array
    factory_price: Array
    before: Array
    after: Array
    exports_before: Array
    exports_after: Array
    imports_before: Array
    imports_after: Array
    diverted: Array


def figures(
    of: Told, before: Array, after: Array, real: Array, price: Array, factory_price: Array
) -> Figures:
    """Figures from tables before and after (B, N, N) and hats (B, N)."""
    home = np.einsum("bii->bi", before), np.einsum("bii->bi", after)
    sold, bought = (before.sum(axis=2), after.sum(axis=2)), (before.sum(axis=1), after.sum(axis=1))
    return Figures(
        spending=bought[0],
        welfare=100 * (real - 1),
        price=100 * (price - 1),
        factory_price=100 * (factory_price - 1),
        before=before[:, of.exporter, of.importer],
        after=after[:, of.exporter, of.importer],
        exports_before=sold[0] - home[0],
        exports_after=sold[1] - home[1],
        imports_before=bought[0] - home[0],
        imports_after=bought[1] - home[1],
        diverted=_diverted(of, before, after, sold, bought),
    )


def _diverted(
    of: Told, before: Array, after: Array, sold: tuple[Array, Array], bought: tuple[Array, Array]
) -> Array:
    buys = of.side == 0
    exporter, importer = np.where(buys, of.partner, of.state), np.where(buys, of.state, of.partner)
    old, new = before[:, exporter, importer], after[:, exporter, importer]
    whole = [
        np.where(buys, b[:, of.state], s[:, of.state]) for b, s in zip(bought, sold, strict=True)
    ]
    share: Array = new / whole[1] - old / whole[0]
    return share * whole[0]


def turned(before: Array, after: Array) -> Array:
    """What each partner (rows) gains or loses of what each state (columns) spends or sells, home included.

    The change of its share, times the old total: whatever prices do, what is lost and what replaces it add up
    to nothing.

    Parameters
    ----------
    before, after : (N,) or (N, K)
    """
    total = before.sum(axis=0)
    return np.asarray((after / after.sum(axis=0) - before / total) * total)


def of_all(part: Array, whole: Array) -> Array:
    """Shares; NaN where there is nothing to have a share in: a state that trades with nobody any more."""
    return np.divide(
        part, whole, out=np.full(part.shape, np.nan, dtype=part.dtype), where=whole > 0
    )


def told(of: list[Step], before: Array, after: Array) -> Told:
    """Which figures of a central answer (N, N) are worth telling."""
    home = np.eye(len(before), dtype=bool)
    pairs = (np.maximum(before, after) >= LEAST) & ~home
    exporter, importer = np.nonzero(pairs)
    touched = _touched(of, len(before))
    rows: list[tuple[int, int, int]] = []
    for side, (old, new) in enumerate(((before, after), (before.T, after.T))):
        # columns: whose purchases (or, the table flipped, sales) these are
        moved = turned(old, new)
        for state in np.flatnonzero(touched):
            rows += [
                (side, int(state), int(k)) for k in np.flatnonzero(np.abs(moved[:, state]) >= LEAST)
            ]
    side_, state_, partner = np.array(rows, dtype=np.intp).reshape(-1, 3).T
    return Told(exporter, importer, side_, state_, partner)


def _touched(of: list[Step], size: int) -> Mask:
    """States (N,) whose own trade a step changes."""
    found = np.zeros(size, dtype=bool)
    for step in of:
        found |= step.pairs.any(axis=0) | step.pairs.any(axis=1)
    return found
