"""Many counterfactuals at once: draws of an ensemble, steps of a path, rival measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comity.errors import DataError
from comity.simulate.trade.accounts import Numeraire, accounts
from comity.simulate.trade.base_table import Base, checked_cost
from comity.simulate.trade.clearing import clear
from comity.simulate.trade.gravity import Imbalance, closure_of, counterfactual
from comity.simulate.trade.parts import connected
from comity.simulate.trade.reach import Array, net_spending

__all__ = ["GravityDraws", "counterfactuals"]

#: What the accounts hold by the names of the results.
ACCOUNTS = (
    "output",
    "expenditure",
    "price",
    "factory_price",
    "real_expenditure",
    "tariff_revenue",
    "outward_resistance",
)
#: Cells of the tables cleared side by side: what stays near the processor.
CELLS = 400_000


@dataclass(frozen=True, slots=True)
class GravityDraws:
    """B counterfactuals; hats are ratios new / old, values are in the tables' unit.

    Attributes
    ----------
    output, expenditure, price, factory_price, real_expenditure, tariff_revenue : (B, N)
        As in :class:`comity.simulate.trade.gravity.GravityEquilibrium`.
    outward_resistance, inward_resistance : (B, N)
    trade : (B, N, N) or None
        Kept on request.
    residual : (B,)
    iterations : (B,)
    """

    output: Array
    expenditure: Array
    price: Array
    factory_price: Array
    real_expenditure: Array
    tariff_revenue: Array
    outward_resistance: Array
    inward_resistance: Array
    trade: Array | None
    residual: Array
    iterations: Array


def counterfactuals(
    trade: Array,
    cost_hat: Array,
    *,
    theta: float | Array,
    imbalance: Imbalance = "proportional",
    tariff: Array | None = None,
    tariff_before: Array | None = None,
    numeraire: Numeraire = "world_output",
    tolerance: float = 1e-12,
    keep_trade: bool = False,
) -> GravityDraws:
    """Many counterfactuals, each as :func:`comity.simulate.trade.gravity.counterfactual` would find it.

    Parameters
    ----------
    trade : (N, N) or (B, N, N)
        One table for all draws, or one each.
    cost_hat : (N, N) or (B, N, N)
    theta : float or (B,)
    tariff, tariff_before : (N, N) or (B, N, N), optional
    keep_trade
        Whether to return new trade: B · N² numbers.

    Raises
    ------
    DataError, SolveError
        As for one counterfactual; also where the numbers of draws differ.
    """
    n = np.shape(trade)[-1] if np.ndim(trade) else 0
    worlds = _count(trade, cost_hat, tariff, tariff_before, theta)
    together = max(1, CELLS // max(n * n, 1))
    elasticity = np.broadcast_to(np.asarray(theta, dtype=np.float64), worlds)[:, None]
    pieces = []
    for at in range(0, worlds, together):
        rows = slice(at, at + together)
        base = Base.of(
            _some(trade, worlds, rows),
            elasticity[rows],
            tariff=None if tariff is None else _some(tariff, worlds, rows),
            tariff_before=None if tariff_before is None else _some(tariff_before, worlds, rows),
        )
        cost = checked_cost(_some(cost_hat, worlds, rows), n)
        pieces.append(_together(base, cost, imbalance, numeraire, tolerance, keep_trade))
    joined = {
        name: np.concatenate([piece[name] for piece in pieces])
        for name in pieces[0]
        if keep_trade or name != "trade"
    }
    return GravityDraws(trade=joined.pop("trade", None), **joined)


def _together(
    base: Base,
    cost: Array,
    imbalance: Imbalance,
    numeraire: Numeraire,
    tolerance: float,
    keep_trade: bool,
) -> dict[str, Array]:
    """Results of draws cleared side by side, by name."""
    reach = base.reach(cost)
    theta = np.asarray(base.theta)
    closure = closure_of(imbalance, base)
    whole = np.array([connected(links) for links in reach > 0])
    reach[~whole] = base.share[~whole]  # parts are solved below, one by one
    found = clear(reach, base.output, base.spending, theta, closure, tolerance=tolerance)
    residual = np.abs(found.excess).max(axis=1)
    net = net_spending(closure, base.output, base.spending, found.price)
    done = accounts(base, reach, found.price, net, numeraire, revalued=closure == "fixed")
    kept = {name: getattr(done, name) for name in ACCOUNTS}
    kept["inward_resistance"] = done.price.copy()
    kept["residual"], kept["iterations"] = residual, found.steps.astype(np.float64)
    if keep_trade:
        kept["trade"] = done.trade(reach)
    for draw in np.flatnonzero(~(whole & (residual <= tolerance) & (net > 0).all(axis=1))):
        one = counterfactual(  # apart, or with an error worth reading
            base.trade[draw],
            cost[draw],
            theta=float(theta[draw, 0]),
            imbalance=imbalance,
            tariff=None if base.tariff is None else base.tariff[draw],
            tariff_before=None if base.tariff_before is None else base.tariff_before[draw],
            numeraire=numeraire,
            tolerance=tolerance,
        )
        for name, values in kept.items():
            values[draw] = getattr(one, name)
    return kept


def _count(*given: ArrayLike | None) -> int:
    """The number of draws: that of every array that holds one value for each."""
    *tables, theta = given
    counts = {len(np.asarray(t)) for t in tables if t is not None and np.ndim(t) == 3}
    counts |= {np.size(theta)} if np.ndim(theta) == 1 else set()  # type: ignore[arg-type]
    if len(counts) != 1 or np.ndim(theta) > 1:  # type: ignore[arg-type]
        raise DataError(
            f"the numbers of draws differ: {', '.join(map(str, sorted(counts))) or 'none is given'}\n"
            "  trade, cost_hat, tariff and theta hold one value for all draws, or one for each"
        )
    return counts.pop()


def _some(given: ArrayLike, worlds: int, rows: slice) -> Array:
    """The tables of some of the draws, (b, N, N)."""
    table = np.asarray(given, dtype=np.float64)
    return np.broadcast_to(table, (worlds, *table.shape[-2:]))[rows]
