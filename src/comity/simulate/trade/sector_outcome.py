"""Changes of trade made to a user's input–output table: many sectors, the tables of one answer.

As in one sector trade is balanced before the change, and its ratios are applied to the table as it is. What
is spent, and so what a change is worth, is here final expenditure: inputs are not counted again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from comity.errors import DataError
from comity.simulate.trade.changes import Step, central, effects_of
from comity.simulate.trade.cost_effects import elasticity
from comity.simulate.trade.draws import joined
from comity.simulate.trade.figures import LEAST, figures, told
from comity.simulate.trade.imbalances import carried
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.input_output_files import read_table
from comity.simulate.trade.market import steps
from comity.simulate.trade.outcome import SEED, TradeOutcome, tabled, told_cost
from comity.simulate.trade.sector_draws import drawn_by_sector
from comity.simulate.trade.sectors import SectorChange, balanced, calibrated, sector_counterfactual
from comity.simulate.trade.trade_kinds import TradeChange

__all__ = ["sector_outcome"]

VARIANT = (
    "many sectors with input–output links (Caliendo & Parro 2015, in changes), trade balanced before the "
    "change; its ratios are applied to observed trade"
)


def sector_outcome(
    table: str | Path | InputOutputTable,
    changes: Sequence[TradeChange],
    means: Mapping[int, int],
    *,
    draws: int = 0,
    seed: int = SEED,
    tell: Callable[[float], None] | None = None,
) -> TradeOutcome:
    """What changes of trade do in the year of a user's table.

    Parameters
    ----------
    table
        Its path, or the table itself.
    means
        For each change, by place, the year in which its names are meant.
    draws
        Behind the intervals, of the elasticity and of estimated costs; each takes two equilibria, some tenths
        of a second on a table of 80 economies and 50 sectors.
    tell
        Told the share of the draws made.

    Raises
    ------
    ComityError
        For a table that is none, a state or sector it lacks, and where there is no equilibrium.
    """
    known = table if isinstance(table, InputOutputTable) else read_table(table)
    of = steps(changes, known.states, means)
    rest = calibrated(known)
    even = balanced(known, rest)
    found = sector_counterfactual(
        known, [change for step in of for change in _by_sector(step, known)], calibration=even
    )
    end = found.equilibrium
    before = known.trade.sum(axis=0)
    after = carried(known.trade, even.trade, end.trade).sum(axis=0)
    what = told(of, before, after)
    # a state sells each sector at a price of its own: what it earns stands for the price of its output
    centre = figures(
        what, before[None], after[None], end.real_expenditure[None], end.consumer_price[None],
        end.wage[None],
    )  # fmt: skip
    centre = replace(centre, spending=rest.final_expenditure[None])
    parts = []
    for number in range(draws):
        parts.append(drawn_by_sector(known, rest, of, what, seed, [number]))
        if tell:
            tell((number + 1) / draws)
    theta = elasticity()
    year = known.year or max(means.values())
    notes = [f"{known.source or 'the table'}: {note}" for note in known.notes]
    notes.append(
        "the errors of the user's table are not known: no interval holds them"
        if draws
        else "no intervals: nothing was drawn, and the errors of the user's table are not known"
    )
    return TradeOutcome(
        year=year, states=known.states, before=before, after=after,
        **tabled(
            known.states, what, centre, joined(parts) if parts else None,
            ["observed"] * len(what.exporter), rest.value_added,
        ), draws=draws,
        basis={
            "variant": VARIANT, "elasticity": theta.value, "elasticity_low": theta.low,
            "elasticity_high": theta.high, "elasticity_source": theta.citation,
            "costs": [told_cost(name, theta.value) for name in effects_of(of)],
            "data": f"{known.source or 'input–output table'}: {len(known.states)} states, "
            f"{len(known.sectors)} sectors, {known.unit}",
            "told": f"pairs with at least {LEAST:g} {known.unit} before or after",
            "real_expenditure": "what final users buy, near GDP in size",
            "drawn": "the elasticity, one in all sectors, and the estimated costs",
        },
        notes=tuple(notes),
    )  # fmt: skip


def _by_sector(step: Step, table: InputOutputTable) -> list[SectorChange]:
    """A step as changes by exporter."""
    missing = [name for name in step.sectors if name not in table.sectors]
    if missing:
        raise DataError(
            f"{table.source or 'the table'} has no sector {', '.join(missing)}\n"
            f"  it has  {', '.join(table.sectors[:60])}"
        )
    factor = step.factor
    if step.effect:
        coefficient = central([step])[step.effect]
        factor = float(np.exp(-step.sign * coefficient / elasticity().value))
    return [
        SectorChange(
            exporters=(state,), importers=tuple(table.states[j] for j in np.flatnonzero(row)),
            sectors=step.sectors, cost=factor, tariff=step.tariff,
        )
        for state, row in zip(table.states, step.pairs, strict=True)
        if row.any()
    ]  # fmt: skip
