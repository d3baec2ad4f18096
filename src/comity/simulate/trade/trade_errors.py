"""What is said when no equilibrium is found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.errors import ComityError
from comity.simulate.trade.reach import Array

__all__ = ["SolveError", "not_cleared", "nowhere_to_sell", "spends_nothing"]


class SolveError(ComityError):
    """No equilibrium: ``residual`` is the worst relative excess demand, ``stuck`` the index it is of."""

    def __init__(self, message: str, *, residual: float = np.nan, stuck: int = -1) -> None:
        super().__init__(message)
        self.residual = residual
        self.stuck = stuck


def not_cleared(
    excess: Array, steps: int, tolerance: float, spends: Array, names: NDArray[np.intp] | None
) -> SolveError:
    """Markets that did not clear; arrays (N,), ``spends`` per unit of output, ``names`` the indices meant."""
    size = np.where(np.isfinite(excess), np.abs(excess), np.inf)
    worst = int(size.argmax())
    stuck = worst if names is None else int(names[worst])
    return SolveError(
        f"no equilibrium after {steps} steps: excess demand {size[worst]:.1e} (asked: {tolerance:.0e}), "
        f"stuck on index {stuck}, which spends {spends[worst]:.3f} times what it earns\n"
        "  a state nearly cut off cannot keep its trade imbalance: take the imbalances out of the table "
        "first (without_imbalances), or ask for a looser tolerance",
        residual=float(size[worst]),
        stuck=stuck,
    )


def nowhere_to_sell(index: int) -> SolveError:
    """A state cut off from all others that sells nothing at home either."""
    return SolveError(
        f"no equilibrium: index {index} is cut off from every other state and has no internal trade\n"
        "  give what it sells to itself on the diagonal of the trade table",
        residual=float("inf"),
        stuck=index,
    )


def spends_nothing(net: Array, residual: float) -> SolveError:
    """An equilibrium in which a state would spend less than nothing; net spending (N,)."""
    stuck = int(net.argmin())
    return SolveError(
        f"no equilibrium: index {stuck} would have to lend more than it earns to keep its surplus "
        f"(spending {net[stuck]:.4g})\n"
        '  ask for imbalance="proportional", or take the imbalances out of the table first '
        "(without_imbalances)",
        residual=residual,
        stuck=stuck,
    )
