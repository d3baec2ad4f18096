"""Trade of a year at rest, and where it comes to rest after changes of costs and tariffs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.errors import DataError
from comity.simulate.trade.changes import (
    Array,
    Step,
    Who,
    central,
    cost_hat,
    step_of,
    tariff_factor,
)
from comity.simulate.trade.clashes import clashes, members
from comity.simulate.trade.cost_effects import elasticity
from comity.simulate.trade.gravity import SolveError, counterfactual
from comity.simulate.trade.imbalances import carried, without_imbalances
from comity.simulate.trade.matrix import TradeMatrix, trade_matrix
from comity.simulate.trade.matrix_totals import gdp
from comity.simulate.trade.trade_kinds import TradeChange
from comity.world.world import World

__all__ = [
    "LEAST_THETA",
    "VARIANT",
    "NeedsTable",
    "Settled",
    "TradeCase",
    "settled",
    "steps",
    "trade_case",
]

#: The model, and how imbalances of trade are treated: as in comity coalition, comply and sever.
VARIANT = (
    "one-sector structural gravity in general equilibrium (Anderson & van Wincoop 2003; changes as in Dekle, "
    "Eaton & Kortum 2008), trade balanced before the change; its ratios are applied to observed trade"
)
#: An elasticity below it is not drawn: losses grow without bound as it falls to nothing.
LEAST_THETA = 1.0


class NeedsTable(DataError):
    """A change by sector, asked of a world that has only trade in all goods together."""


@dataclass(frozen=True, slots=True)
class TradeCase:
    """Trade of a year, at rest.

    Attributes
    ----------
    year
        Of the matrix.
    states : N
        Keys, rows and columns.
    trade : (N, N)
        Million USD; rows export, columns import; on the diagonal what a state sells to itself.
    theta
        Elasticity of trade.
    matrix
        Where ``trade`` is from, with its errors.
    notes
        What a reader of the answer should know.
    gdp : (N,), optional
        Million USD of the year, NaN where it is not known.
    """

    year: int
    states: tuple[str, ...]
    trade: Array
    theta: float
    matrix: TradeMatrix
    notes: tuple[str, ...] = ()
    gdp: Array | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """Where trade comes to rest after a change.

    Attributes
    ----------
    trade : (N, N)
        The observed table, imbalances and all, times the ratios of the balanced one.
    real_expenditure, price, factory_price : (N,)
        New over old, in the balanced world.
    """

    trade: Array
    real_expenditure: Array
    price: Array
    factory_price: Array


def trade_case(world: World, year: int) -> TradeCase:
    """The estimated trade of a year, with the default elasticity.

    Raises
    ------
    CoverageError
        If the world holds no totals of trade near the year.
    """
    matrix = trade_matrix(world, year)
    known = dict(gdp(world, year).select("state", "gdp").iter_rows())
    return TradeCase(
        year, matrix.states, matrix.value, elasticity().value, matrix, matrix.notes,
        np.array([known.get(state, np.nan) for state in matrix.states], dtype=float),
    )  # fmt: skip


def steps(
    changes: Sequence[TradeChange], states: Sequence[str], years: Mapping[int, int]
) -> list[Step]:
    """What some changes do to costs; ``years`` holds for each (by place) the year its names mean.

    Raises
    ------
    DataError
        Where changes contradict each other, or name nobody in the table.
    """
    for i, _, problem in clashes(changes, lambda c: _spans(c, changes, years)):
        raise DataError(f"change {i + 1} ({changes[i].kind}): {problem}")  # type: ignore[attr-defined]
    axis = tuple(states)
    return [step_of(c, Who(axis, members(c, years[i]))) for i, c in enumerate(changes)]


def _spans(
    change: TradeChange, changes: Sequence[TradeChange], years: Mapping[int, int]
) -> tuple[int | None, int | None, int]:
    at = next(i for i, other in enumerate(changes) if other is change)
    return change.start, change.end, years[at]


def settled(
    trade: Array, of: Sequence[Step], theta: float, coefficients: Mapping[str, float] | None = None
) -> Settled:
    """Where a table of trade (N, N) comes to rest after some steps.

    The table is balanced first: a state cut off from the world keeps no surplus, and would seem to gain by
    what it no longer gives away.

    Raises
    ------
    SolveError
        Where it does not, with the residual.
    """
    size = len(trade)
    known = central(of) if coefficients is None else coefficients
    even = without_imbalances(trade, theta=theta)
    found = counterfactual(
        even, cost_hat(of, size, theta, known), theta=theta, tariff=tariff_factor(of, size)
    )
    return Settled(
        carried(trade, even, found.trade),
        found.real_expenditure,
        found.price,
        found.factory_price,
    )


def unsettled(problem: SolveError, states: Sequence[str]) -> SolveError:
    """The same problem with the name of the state it is stuck on."""
    stuck = problem.stuck
    named = states[stuck] if 0 <= stuck < len(states) else "?"
    return SolveError(
        f"trade finds no equilibrium: stuck on {named}\n  {problem}",
        residual=problem.residual,
        stuck=stuck,
    )
