"""Draws of an answer by sector: the elasticity and every estimated cost, drawn from their errors.

The user's table is taken as it is, since its errors are not known; one elasticity holds in all sectors of a
draw, at which trade is balanced before the change. A draw's number and the seed fix what is drawn, as in
:mod:`comity.simulate.trade.draws`, so that one sector and many see the same elasticities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np

from comity.simulate.trade.caliendo_parro import sector_equilibrium
from comity.simulate.trade.caliendo_parro_economy import Array, Economy
from comity.simulate.trade.changes import Step, cost_hat, effects_of, tariff_factor
from comity.simulate.trade.cost_effects import cost_effect, elasticity
from comity.simulate.trade.figures import Figures, Told, figures
from comity.simulate.trade.imbalances import carried
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.market import LEAST_THETA
from comity.simulate.trade.sectors import balanced

__all__ = ["costs_by_sector", "drawn_by_sector"]

#: Excess of value added allowed in a draw: far below what the draws differ by.
TOLERANCE = 1e-9


def costs_by_sector(
    table: InputOutputTable, of: Sequence[Step], theta: float, coefficients: Mapping[str, float]
) -> tuple[Array, Array]:
    """Factors of costs and of tariffs, (S, N, N) each, of all steps together."""
    n, s = len(table.states), len(table.sectors)
    cost, tariff = np.ones((s, n, n)), np.ones((s, n, n))
    for step in of:
        where = [table.sectors.index(name) for name in step.sectors] or list(range(s))
        cost[where] *= cost_hat([step], n, theta, coefficients)
        added = tariff_factor([step], n)
        if added is not None:
            tariff[where] += added - 1
    return cost, tariff


def drawn_by_sector(
    table: InputOutputTable,
    calibration: Economy,
    of: Sequence[Step],
    what: Told,
    seed: int,
    numbers: Sequence[int],
) -> Figures:
    """Figures of some draws by number, one row each; all sectors together.

    Raises
    ------
    SolveError
        Where a draw has no equilibrium.
    """
    n = len(table.states)
    before = np.broadcast_to(table.trade.sum(axis=0), (len(numbers), n, n))
    after = np.empty((len(numbers), n, n))
    real, price, wage = (np.empty((len(numbers), n)) for _ in range(3))
    effects = {name: cost_effect(name) for name in effects_of(of)}
    for row, number in enumerate(numbers):
        theta = max(float(elasticity().draw(_stream(seed, number, "elasticity"))), LEAST_THETA)
        coefficients = {
            name: float(_stream(seed, number, name).normal(each.coefficient, each.se))
            for name, each in effects.items()
        }
        cost, tariff = costs_by_sector(table, of, theta, coefficients)
        even = balanced(table, calibration, theta=theta, tolerance=TOLERANCE)
        found = sector_equilibrium(
            even, cost, tariff=calibration.tariff + tariff - 1, tolerance=TOLERANCE
        )
        after[row] = carried(table.trade, even.trade, found.trade).sum(axis=0)
        real[row], price[row] = found.real_expenditure, found.consumer_price
        wage[row] = found.wage
    made = figures(what, before, after, real, price, wage)
    return replace(made, spending=np.broadcast_to(calibration.final_expenditure, real.shape))


def _stream(seed: int, number: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, number, crc32(name.encode())])
