"""Draws of a trade answer: the matrix, the elasticity and every estimated cost, drawn from their errors.

Both sides of a draw have the same matrix and the same elasticity, so that the interval of a change is that of
what the scenario does. A draw's number and the seed fix what is drawn, whatever the number of draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from comity.simulate.trade.centred import centred
from comity.simulate.trade.changes import Array, Step, cost_hat, effects_of, tariff_factor
from comity.simulate.trade.cost_effects import cost_effect, elasticity
from comity.simulate.trade.figures import Figures, Told, figures
from comity.simulate.trade.gravity_draws import counterfactuals
from comity.simulate.trade.imbalances import all_without_imbalances, carried
from comity.simulate.trade.market import LEAST_THETA, TradeCase

__all__ = ["TOGETHER", "drawn", "uncertain"]

#: Draws solved side by side.
TOGETHER = 20
#: Excess demand allowed in a draw, relative to output: far below what the draws differ by.
TOLERANCE = 1e-9


def uncertain(of: Sequence[Step]) -> list[tuple[str, float, float, float, str]]:
    """What is drawn besides the matrix: name, central value, ends of its 90 % interval, where it is from."""
    theta = elasticity()
    rows = [("trade elasticity", theta.value, theta.low, theta.high, theta.citation)]
    for name in effects_of(of):
        effect = cost_effect(name)
        reach = 1.6448536 * effect.se
        low, high = effect.coefficient - reach, effect.coefficient + reach
        rows.append((f"{name} (log trade)", effect.coefficient, low, high, effect.source))
    return rows


def drawn(
    case: TradeCase, of: Sequence[Step], what: Told, seed: int, numbers: Sequence[int]
) -> Figures:
    """Figures of some draws by number, one row each.

    Raises
    ------
    SolveError
        Where a draw has no equilibrium.
    """
    size, matrix = len(case.states), centred(case.matrix)
    trade = np.empty((len(numbers), size, size))
    cost = np.empty_like(trade)
    theta = np.empty(len(numbers))
    effects = {name: cost_effect(name) for name in effects_of(of)}
    for row, number in enumerate(numbers):
        trade[row] = matrix.draw(_stream(seed, number, "matrix"))
        theta[row] = max(float(elasticity().draw(_stream(seed, number, "elasticity"))), LEAST_THETA)
        coefficients = {
            name: float(_stream(seed, number, name).normal(each.coefficient, each.se))
            for name, each in effects.items()
        }
        cost[row] = cost_hat(of, size, theta[row], coefficients)
    even = all_without_imbalances(trade, theta, tolerance=TOLERANCE)
    found = counterfactuals(
        even, cost, theta=theta, tariff=tariff_factor(of, size), keep_trade=True, tolerance=TOLERANCE
    )  # fmt: skip
    assert found.trade is not None
    after = carried(trade, even, found.trade)
    return figures(what, trade, after, found.real_expenditure, found.price, found.factory_price)


def _stream(seed: int, number: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, number, crc32(name.encode())])


def joined(parts: Sequence[Figures]) -> dict[str, Array]:
    """Several batches of draws as one."""
    return {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in Figures.__slots__
    }
