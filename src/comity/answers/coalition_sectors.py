"""A coalition in a model of many sectors, on a user's input–output table.

The model is that of Caliendo & Parro (2015) (:mod:`comity.simulate.trade.sectors`). Sanctions put their
cost on trade between members and target in the sectors named, or in all. Trade imbalances are taken out
first, as in one sector: a surplus has no meaning for a state that is cut off. Every coalition is an
equilibrium of its own, some tenths of a second on a table of real size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comity.answers.coalition_case import Case
from comity.answers.coalition_members import party, target_of
from comity.answers.trade_ground import Drawn, Ground, checked_theta, grounded
from comity.errors import UnknownName
from comity.simulate.trade.caliendo_parro_economy import Economy
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.input_output_files import read_table
from comity.simulate.trade.matrix import TradeMatrix
from comity.simulate.trade.sectors import (
    SectorChange,
    balanced,
    calibrated,
    sector_counterfactual,
)

__all__ = ["sector_case"]

Array = NDArray[np.float64]
Members = NDArray[np.bool_]

VARIANT = (
    "many sectors with input–output links (Caliendo & Parro 2015) in exact changes, trade balanced before "
    "the change"
)


def sector_case(
    table: str | Path | InputOutputTable,
    target: str,
    senders: tuple[Sequence[str], Sequence[str]],
    sectors: Sequence[str],
    year: int,
    *,
    cost: str,
    theta: float | None,
    draws: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Case:
    """Who is concerned, with the model of many sectors.

    Parameters
    ----------
    senders
        Those who act, and those who join them.
    year
        In which the members of blocs are meant, where the table does not say its own.
    draws
        That will be asked for, each worth two coalitions and a world to balance.
    tell
        Told the share of the coalitions valued.

    Raises
    ------
    ComityError
        For a table that is none, a sector it lacks, and as :func:`~comity.answers.coalition.coalition`.
    """
    checked_theta(theta)
    known = table if isinstance(table, InputOutputTable) else read_table(table)
    for sector in sectors:
        if sector not in known.sectors:
            raise UnknownName.among(
                f"sector in {known.source or 'the table'}", sector, known.sectors
            )
    base = replace(_ground(known, year, cost, theta), sectors=tuple(sectors))
    key = target_of(base.matrix, target)
    who = party(base.matrix, key, *senders)
    rest = calibrated(known, theta=base.theta)
    valued: dict[tuple[float, float, bytes], Array] = {}
    expected = 3 * len(known.states) + 2 * draws * base.drawn

    @lru_cache(maxsize=2)
    def even(theta: float) -> Economy:
        return balanced(known, rest, theta=theta)

    def model(drawn: Drawn, joined: Members) -> Array:
        real, theta, factor = np.ones(joined.shape), drawn.world.theta, drawn.factor
        for row, members in zip(real, joined, strict=True):
            mark = (theta, factor, members.tobytes())
            if members.any() and mark not in valued:
                change = SectorChange(
                    exporters=(key,), importers=tuple(known.states[i] for i in np.flatnonzero(members)),
                    sectors=tuple(sectors), cost=factor, both_ways=True,
                )  # fmt: skip
                found = sector_counterfactual(known, [change], calibration=even(theta))
                valued[mark] = found.equilibrium.real_expenditure
                if tell:
                    tell(min(len(valued) / expected, 1.0))
            if members.any():
                row[:] = valued[mark]
        return real

    return Case.of(base, key, who, known.final.sum(axis=(0, 1)), model)


def _ground(known: InputOutputTable, year: int, cost: str, theta: float | None) -> Ground:
    """The table's trade in all sectors together, as a matrix without error."""
    value = known.trade.sum(axis=0)
    exact = np.zeros_like(value)
    matrix = TradeMatrix(
        known.year or year, known.states, value, value, value, exact, exact.astype(np.int8), known.notes
    )  # fmt: skip
    name = known.source or "a table of the user's"
    size = f"{len(known.states)} economies, {len(known.sectors)} sectors, {known.unit}"
    return replace(
        grounded(matrix, cost=cost, theta=theta), variant=VARIANT, data=f"{name}: {size}",
        gdp=known.value_added.sum(axis=1),
    )  # fmt: skip
