"""Many patterns of sanctions against one target, solved together.

The same structural gravity as :mod:`comity.simulate.trade.gravity`, for the case that thousands of
coalitions ask about: costs change between the target and others, and between some states and a set of
senders, and nowhere else. All patterns then share the observed shares of trade, a step for all of them is
one product of matrices, and no table of costs is ever written down. Steps are Newton's with the
derivative at the observed world:

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
from comity.simulate.trade.gravity import SolveError

__all__ = ["Balanced", "Many", "Penalty", "balanced", "equilibria", "flows", "with_target"]

Floats: TypeAlias = NDArray[np.float64]
Members: TypeAlias = NDArray[np.bool_]

#: Largest step of a log price; a longer one has left the place the derivative is of.
STRIDE = 0.5
#: Newton's steps with one derivative, then plain ones.
NEWTON = 80
PLAIN = 20_000
#: Cases solved together: their prices stay in the cache of a processor.
TOGETHER = 512


@dataclass(frozen=True, slots=True)
class Balanced:
    """A world of balanced trade.

    Attributes
    ----------
    share : (N, N)
        Of each origin (rows) in what each state (columns) spends.
    income : (N,)
        Earned and spent, in the unit of the table.
    theta
        Elasticity of trade.
    inverse : (N, N)
        Of the derivative J of F at unchanged costs.
    """

    share: Floats
    income: Floats
    theta: float
    inverse: Floats


@dataclass(frozen=True, slots=True)
class Penalty:
    """What senders put on the trade of states that stay out.

    Attributes
    ----------
    senders : (N,)
    out : (B, N)
        Who is penalised; neither a sender nor the target.
    factor
        On trade between the two, both ways: 1.1 is a tenth dearer.
    """

    senders: Members
    out: Members
    factor: float


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
    first = Balanced(share, income, theta, _inverse(share, income, theta))
    still = np.ones((1, len(share)))
    price, met, _ = _solve(first, 0, still, still, None, 1e-12)
    new = share * (price[0] ** -theta)[:, None] / met[0]
    income = income * price[0]
    return Balanced(new, income, theta, _inverse(new, income, theta))


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
    SolveError
        With the residual and the index it is stuck on.
    """
    parts = []
    for at in range(0, len(exports), TOGETHER):
        rows = slice(at, at + TOGETHER)
        some = penalty and Penalty(penalty.senders, penalty.out[rows], penalty.factor)
        price, met, residual = _solve(
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
    power = np.ones_like(world.share)
    if penalty is not None:
        apart = np.outer(penalty.out[0], penalty.senders)
        power[apart | apart.T] = penalty.factor**-world.theta
    power[target], power[:, target] = exports**-world.theta, imports**-world.theta
    power[target, target] = 1.0
    share = world.share * power * (price**-world.theta)[:, None]
    return share / share.sum(axis=0) * (world.income * price)


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


def _inverse(share: Floats, income: Floats, theta: float) -> Floats:
    """Inverse of J at unchanged costs, with the level of prices held (J alone has a null vector of ones)."""
    sold = share * income / income[:, None]
    sold /= sold.sum(axis=1, keepdims=True)  # exact where trade balances, near it elsewhere
    n = len(income)
    jacobian = sold + theta * sold @ share.T - (1 + theta) * np.eye(n)
    return np.linalg.inv(jacobian - income / income.sum())


def _solve(
    world: Balanced, target: int, exports: Floats, imports: Floats, penalty: Penalty | None,
    tolerance: float, near: Floats | None = None,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Factory prices (B, N), Σ λ k p^−θ (B, N) and residuals (B,)."""
    theta, share, income = world.theta, world.share, world.income
    sell, buy = exports**-theta, imports**-theta
    sell[:, target] = buy[:, target] = 1.0
    less_sold, less_bought = share[target] * (sell - 1), share[:, target] * (buy - 1)
    start = np.zeros(len(income)) if near is None else np.log(near)
    log_price = np.tile(start, (len(sell), 1))

    def excess(q: Floats, rows: NDArray[np.int64]) -> tuple[Floats, Floats]:
        power = np.exp(-theta * q)
        met = power @ share + less_sold[rows] * power[:, [target]]
        met[:, target] += (less_bought[rows] * power).sum(axis=1)
        _penalise(met, power, share, penalty, rows, theta)
        z = income * np.exp(q) / met
        reach = z @ share.T + less_bought[rows] * z[:, [target]]
        reach[:, target] += (less_sold[rows] * z).sum(axis=1)
        _penalise(reach, z, share.T, penalty, rows, theta)
        return np.log(power * reach / (income * np.exp(q))), met

    rows = np.arange(len(sell))
    residual, met = np.full(len(sell), np.inf), np.ones_like(sell)
    for step in range(NEWTON + PLAIN):
        wrong, met[rows] = excess(log_price[rows], rows)
        residual[rows] = np.abs(wrong).max(axis=1)
        going = ~(residual[rows] <= tolerance)
        rows, wrong = rows[going], wrong[going]
        if not len(rows):
            break
        if step == NEWTON:
            log_price[rows] = 0.0
            continue
        move = -wrong @ world.inverse.T if step < NEWTON else wrong / (1 + theta)
        log_price[rows] += np.clip(move, -STRIDE, STRIDE)
    else:
        wrong, _ = excess(log_price[rows[:1]], rows[:1])
        stuck = int(np.abs(wrong[0]).argmax())
        raise SolveError(
            f"no equilibrium after {NEWTON + PLAIN} steps: excess demand {residual[rows[0]]:.1e}, "
            f"largest for index {stuck}",
            residual=float(residual[rows[0]]), stuck=stuck,
        )  # fmt: skip
    price = np.exp(log_price)
    level = (income.sum() / (price @ income))[:, None]
    return price * level, met * level**-theta, residual


def _penalise(
    total: Floats,
    x: Floats,
    share: Floats,
    penalty: Penalty | None,
    rows: NDArray[np.int64],
    theta: float,
) -> None:
    """Take from Σ_i x_i λ_ij (in place) what the penalty keeps from passing between senders and those out."""
    if penalty is None:
        return
    lost = 1 - penalty.factor**-theta
    senders, out = penalty.senders, penalty.out[rows]
    total[:, senders] -= lost * ((x * out) @ share[:, senders])
    total -= lost * out * (x[:, senders] @ share[senders])
