"""How sanctions on one target are solved: prices at which everybody earns what is spent on its goods.

Most patterns settle in a dozen steps with one derivative, that of the observed world, so that a step for all
of them is a product of matrices. Where a target is all but cut off that derivative misleads: each such
pattern goes on alone, with the derivative of where it stands, and at last with plain steps that cannot
overshoot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.simulate.trade.gravity import SolveError

__all__ = ["Balanced", "Penalty", "inverse", "settled", "shares"]

Floats: TypeAlias = NDArray[np.float64]
Members: TypeAlias = NDArray[np.bool_]

#: Largest step of a log price; a longer one has left the place the derivative is of.
STRIDE = 0.5
#: Steps with the derivative of the observed world; from there with that of where it stands; then plain ones.
NEWTON = 40
FULL = 60
PLAIN = 5_000
#: Against a derivative without inverse.
HAIR = 1e-10


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


def inverse(share: Floats, income: Floats, theta: float) -> Floats:
    """Inverse of J at unchanged costs, with the level of prices held (J alone has a null vector of ones)."""
    sold = share * income / income[:, None]
    sold /= sold.sum(axis=1, keepdims=True)  # exact where trade balances, near it elsewhere
    return np.asarray(np.linalg.inv(_jacobian(sold, share, income, theta)), dtype=np.float64)


def _jacobian(sold: Floats, share: Floats, earned: Floats, theta: float) -> Floats:
    """J from shares of sales (rows add up to one) and of spending (columns do), the level of prices held."""
    jacobian = sold + theta * sold @ share.T - (1 + theta) * np.eye(len(share))
    return jacobian - earned / earned.sum()


def settled(
    world: Balanced, target: int, exports: Floats, imports: Floats, penalty: Penalty | None,
    tolerance: float, near: Floats | None = None,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Factory prices (B, N), Σ λ k p^−θ (B, N) and residuals (B,)."""
    theta, share, income = world.theta, world.share, world.income
    sell, buy = exports**-theta, imports**-theta
    sell[:, target] = buy[:, target] = 1.0
    sold, bought = share[target] * sell, share[:, target] * buy
    # apart from the target's trade, not less what it lost: who had hardly any other partner keeps its digits
    others = share.copy()
    others[target] = others[:, target] = 0.0
    start = np.zeros(len(income)) if near is None else np.log(near)
    log_price = np.tile(start, (len(sell), 1))

    def excess(q: Floats, rows: NDArray[np.int64]) -> tuple[Floats, Floats]:
        power = np.exp(-theta * q)
        met = power @ others
        _penalise(met, power, others, penalty, rows, theta)
        met += sold[rows] * power[:, [target]]
        met[:, target] = (bought[rows] * power).sum(axis=1)
        z = income * np.exp(q) / met
        reach = z @ others.T
        _penalise(reach, z, others.T, penalty, rows, theta)
        reach += bought[rows] * z[:, [target]]
        reach[:, target] = (sold[rows] * z).sum(axis=1)
        return np.log(power * reach / (income * np.exp(q))), met

    rows = np.arange(len(sell))
    residual, met = np.full(len(sell), np.inf), np.ones_like(sell)
    for step in range(NEWTON + FULL + PLAIN):
        wrong, met[rows] = excess(log_price[rows], rows)
        residual[rows] = np.abs(wrong).max(axis=1)
        going = ~(residual[rows] <= tolerance)
        rows, wrong = rows[going], wrong[going]
        if not len(rows):
            break
        if step in (NEWTON, NEWTON + FULL):
            log_price[rows] = start
            continue
        if step < NEWTON:
            move = -wrong @ world.inverse.T
        elif step < NEWTON + FULL:
            move = np.array(
                [
                    _own_step(world, target, exports[r], imports[r], penalty, log_price[r], r)
                    for r in rows.tolist()
                ]
            )
        else:
            move = wrong / (1 + theta)
        log_price[rows] += np.clip(move, -STRIDE, STRIDE)
    else:
        wrong, _ = excess(log_price[rows[:1]], rows[:1])
        stuck = int(np.abs(wrong[0]).argmax())
        raise SolveError(
            f"no equilibrium after {NEWTON + FULL + PLAIN} steps: excess demand {residual[rows[0]]:.1e}, "
            f"largest for index {stuck}",
            residual=float(residual[rows[0]]), stuck=stuck,
        )  # fmt: skip
    price = np.exp(log_price)
    level = (income.sum() / (price @ income))[:, None]
    return price * level, met * level**-theta, residual


def _own_step(
    world: Balanced, target: int, exports: Floats, imports: Floats, penalty: Penalty | None, q: Floats,
    row: int,
) -> Floats:  # fmt: skip
    """One step of a pattern (N,) with the derivative where it stands."""
    if penalty is not None:
        penalty = Penalty(penalty.senders, penalty.out[[row]], penalty.factor)
    price = np.exp(q)
    share = shares(world, target, exports, imports, price, penalty)
    sold, earned = share * (world.income * price), world.income * price
    wrong = np.log(sold.sum(axis=1) / earned)
    jacobian = _jacobian(sold / sold.sum(axis=1, keepdims=True), share, earned, world.theta)
    # who trades with nobody may have any price, and so may the rest then: a hair's breadth off the diagonal
    # picks one, and the level of the others' prices stays
    step = np.linalg.solve(jacobian - HAIR * np.eye(len(q)), -wrong)
    weight = np.where(np.arange(len(q)) == target, 0.0, earned)
    return step - step @ weight / weight.sum()


def shares(
    world: Balanced, target: int, exports: Floats, imports: Floats, price: Floats,
    penalty: Penalty | None = None,
) -> Floats:  # fmt: skip
    """Shares (N, N) of each origin (rows) in what each state spends, under one pattern at these prices."""
    power = np.ones_like(world.share)
    if penalty is not None:
        apart = np.outer(penalty.out[0], penalty.senders)
        power[apart | apart.T] = penalty.factor**-world.theta
    power[target], power[:, target] = exports**-world.theta, imports**-world.theta
    power[target, target] = 1.0
    share = world.share * power * (price**-world.theta)[:, None]
    return share / share.sum(axis=0)


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
