"""Many patterns of sanctions against one target, solved together.

The same structural gravity as :mod:`comity.simulate.trade.gravity`, for the case that thousands of
coalitions ask about: costs change between the target and others, and between some states and a set of
senders, and nowhere else. All patterns then share the observed shares of trade, a step for all of them is
one product of matrices, and no table of costs is ever written down. Steps are Newton's with the
derivative at the observed world (:mod:`comity.simulate.trade.against_steps`):

    F_i(q) = log of (what all spend on i's goods) / (what i earns at prices exp q),     q ← q − J⁻¹ F(q).

Trade is balanced first: the observed imbalances are taken out by solving the world without them (Dekle,
Eaton & Kortum 2007; Ossa 2014), and changes are measured from there. A state that is cut off cannot keep a
surplus, so that no fixed imbalance would leave an equilibrium to find.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import DataError
from comity.simulate.trade.against_steps import Balanced, Penalty, inverse, settled, shares

__all__ = ["Balanced", "Many", "Penalty", "balanced", "equilibria", "flows", "with_target"]

Floats: TypeAlias = NDArray[np.float64]
Members: TypeAlias = NDArray[np.bool_]

#: Cases solved together: their prices stay in the cache of a processor.
TOGETHER = 512


@dataclass(frozen=True, slots=True)
class Many:
    """Equilibria of B patterns.

    Attributes
    ----------
    real : (B, N)
        Real expenditure, new over old: welfare.
    factory_price, price : (B, N)
        Of what a state sells and of what it consumes, new over old; world output keeps its value.
    residual : (B,)
        Largest excess demand, relative to income.
    """

    real: Floats
    factory_price: Floats
    price: Floats
    residual: Floats


def balanced(trade: Floats, theta: float) -> Balanced:
    """The observed world without its trade imbalances.

    Parameters
    ----------
    trade : (N, N)
        Rows export, the diagonal is internal trade.
    theta
        Above zero.

    Raises
    ------
    DataError
        For a table with a negative or missing cell, or a state that sells or buys nothing; an elasticity
        that is not above zero.
    """
    if not theta > 0:
        raise DataError(f"an elasticity of trade of {theta:g}: it must be above zero")
    if trade.ndim != 2 or trade.shape[0] != trade.shape[1]:
        raise DataError(f"a trade table of shape {trade.shape} is not square")
    income, spending = trade.sum(axis=1), trade.sum(axis=0)
    if (
        not np.isfinite(trade).all()
        or (trade < 0).any()
        or not ((income > 0) & (spending > 0)).all()
    ):
        raise DataError("a trade table holds numbers from zero, and every state sells and buys")
    share = trade / spending
    first = Balanced(share, income, theta, inverse(share, income, theta))
    still = np.ones((1, len(share)))
    price, met, _ = settled(first, 0, still, still, None, 1e-12)
    new = share * (price[0] ** -theta)[:, None] / met[0]
    income = income * price[0]
    return Balanced(new, income, theta, inverse(new, income, theta))


def equilibria(
    world: Balanced,
    target: int,
    exports: Floats,
    imports: Floats,
    penalty: Penalty | None = None,
    *,
    near: Floats | None = None,
    tolerance: float = 1e-10,
) -> Many:
    """What each pattern of sanctions does.

    Parameters
    ----------
    target
        Index.
    exports, imports : (B, N)
        Factor on the cost of what the target sells to each state and buys from it: 1 unchanged,
        ``np.inf`` no trade. The target's own entry is ignored.
    penalty
        On those who stay out, if any.
    near : (N,), optional
        Factory prices of a similar pattern, to begin from.
    tolerance
        Largest excess demand accepted, relative to income.

    Raises
    ------
    DataError
        For a target that may buy and cannot sell, or the other way round: it could not pay.
    SolveError
        With the residual and the index it is stuck on.
    """
    others = np.arange(len(world.income)) != target
    sells, buys = (
        (np.isfinite(cost) & (traded > 0) & others).any(axis=1)
        for cost, traded in ((exports, world.share[target]), (imports, world.share[:, target]))
    )
    if (sells != buys).any():
        which = int(np.flatnonzero(sells != buys)[0])
        raise DataError(
            f"pattern {which} lets the target trade one way only: without sales it cannot pay for what "
            "it buys"
        )
    parts = []
    for at in range(0, len(exports), TOGETHER):
        rows = slice(at, at + TOGETHER)
        some = penalty and Penalty(penalty.senders, penalty.out[rows], penalty.factor)
        price, met, residual = settled(
            world, target, exports[rows], imports[rows], some, tolerance, near
        )
        index = met ** (-1 / world.theta)
        parts.append((price / index, price, index, residual))
    return Many(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def flows(
    world: Balanced, target: int, exports: Floats, imports: Floats, price: Floats,
    penalty: Penalty | None = None,
) -> Floats:  # fmt: skip
    """Trade (N, N) under one pattern, in the unit of the table; rows export.

    Parameters
    ----------
    exports, imports : (N,)
    price : (N,)
        Factory prices of its equilibrium.
    penalty
        Its ``out`` has one row.
    """
    share = shares(world, target, exports, imports, price, penalty)
    return share * (world.income * price)


def with_target(
    world: Balanced, target: int, exports: Floats, imports: Floats, found: Many
) -> tuple[Floats, Floats]:
    """What the target sells to each state and buys from it, each (B, N), under each pattern.

    The target's own entry is not its internal trade but what would be without costs changing: ignore it.
    """
    theta, met = world.theta, found.price**-world.theta
    spent = world.income * found.factory_price
    own = found.factory_price[:, [target]] ** -theta
    sold = world.share[target] * exports**-theta * own / met * spent
    power = found.factory_price**-theta
    bought = (
        world.share[:, target] * imports**-theta * power / met[:, [target]] * spent[:, [target]]
    )
    return sold, bought
