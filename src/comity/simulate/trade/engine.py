"""The trade engine: which table a scenario's changes of trade are made to, and its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from comity.simulate.trade.market import NeedsTable, steps, trade_case
from comity.simulate.trade.outcome import TradeOutcome, trade_outcome
from comity.simulate.trade.trade_kinds import TradeChange
from comity.world.world import World

__all__ = ["answer_trade"]


def answer_trade(
    world: World,
    changes: Sequence[TradeChange],
    means: Mapping[int, int],
    year: int,
    *,
    table: str | Path | None = None,
    draws: int = 0,
) -> TradeOutcome:
    """What changes of trade do in a year.

    Parameters
    ----------
    means
        For each change, by place, the year in which its names are meant.
    table
        An input–output table: with it the model has sectors.
    draws
        Behind the intervals.

    Raises
    ------
    NeedsTable
        For a change by sector without a table.
    ComityError
        Where a change names nobody, or trade finds no equilibrium.
    """
    by_sector = [(i, change) for i, change in enumerate(changes) if change.sectors]
    if table is not None:
        from comity.simulate.trade.sector_outcome import sector_outcome

        return sector_outcome(table, changes, means, draws=draws)
    if by_sector:
        i, change = by_sector[0]
        raise NeedsTable(
            f"needs an input-output table: {change.kind} (change of trade {i + 1}) is about "  # type: ignore[attr-defined]
            f"{', '.join(change.sectors)}, and the trade of the world here has no sectors\n"
            "  give one with  --table PATH  (OECD ICIO, WIOD, or CSV: see comity simulate --help)"
        )
    case = trade_case(world, year)
    return trade_outcome(case, steps(changes, case.states, means), draws=draws)
