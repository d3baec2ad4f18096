"""What a coalition of sanctions does: losses, their share of what all the world could do, who matters.

The worth of a coalition is what it makes its target lose of real expenditure. What a member adds depends
on who is there already, so that its share of the worth is its Shapley value
(:mod:`comity.simulate.trade.shapley`); beside it stand what the others would lack if it left, and what each
outsider would add. All of it is counted on one balanced world (:mod:`comity.simulate.trade.against`).

Intervals come from draws of the elasticity, the cells of the matrix and the cost of sanctions. In a draw
the Shapley values are those of the guide game that meets the members' worth alone and together, times what
the true value is of the guide's at the centre. Of a table of sectors only the losses have intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity import states
from comity.answers.coalition_case import Case, Draws
from comity.answers.coalition_members import party, target_of
from comity.answers.coalition_reach import Reach, reached
from comity.answers.coalition_result import MEMBERS, OUTSIDERS, Coalition
from comity.answers.coalition_sectors import sector_case
from comity.answers.coalition_standing import standing
from comity.answers.trade_amounts import interval
from comity.answers.trade_ground import DRAWS, Z90, Ground, ground
from comity.errors import ComityError
from comity.simulate.trade.shapley import Shares
from comity.world.world import World

__all__ = ["MEMBERS", "OUTSIDERS", "Coalition", "coalition"]

Array = NDArray[np.float64]

#: Outsiders whose addition gets an interval.
NEXT = 10


def coalition(
    world: World,
    target: str,
    senders: Sequence[str],
    *,
    add: Sequence[str] = (),
    sectors: Sequence[str] = (),
    table: str | Path | None = None,
    year: int = 2023,
    cost: str = "complete",
    theta: float | None = None,
    draws: int = DRAWS,
    progress: Callable[[float], None] | None = None,
) -> Coalition:
    """What a coalition of sanctions costs its target and its members.

    Parameters
    ----------
    target
        A state.
    senders, add
        States and blocs; ``add`` joins them.
    sectors
        Only trade of these; needs a table.
    table
        An input–output table of many sectors: its path (OECD ICIO, WIOD, long CSV). The model then has
        sectors; intervals are of the losses and the share alone, and hold no errors of the table.
    year
        Of the trade matrix and of the blocs' membership.
    cost
        ``complete``, ``partial``, ``embargo`` or a share (:func:`~comity.answers.trade_ground.ground`).
    theta
        Elasticity of trade; by default estimated, with its spread.
    draws
        Behind the intervals; 0 for none. With a table each takes two coalitions and a world to balance, some
        tenths of a second where the table has 80 economies and 50 sectors.
    progress
        Told the share of draws done.

    Raises
    ------
    ComityError
        For sectors without a table, an empty coalition, one that holds its target or a name twice, a
        wrong cost; a target that would lose nothing even to all the world.
    StateError, UnknownName, CoverageError
        For a name that is none, a year without a matrix.
    """
    if sectors and table is None:
        raise _without_table(sectors)
    if not 0 <= draws <= 10_000:
        raise ComityError(f"{draws} draws: expected 0 (no intervals) to 10,000")
    if table is not None:
        case = sector_case(
            table, target, (senders, add), sectors, year, cost=cost, theta=theta, draws=draws,
            tell=progress,
        )  # fmt: skip
        return _answer(world, case, draws if case.ground.drawn else 0, None)
    base = ground(world, year, cost=cost, theta=theta)
    key = target_of(base.matrix, target)
    who = party(base.matrix, key, senders, add)

    def earlier(before: int) -> tuple[Ground, Sequence[str]]:
        return ground(world, before, cost=cost, theta=theta), [*senders, *add]

    return _answer(world, Case.of(base, key, who), draws, progress, earlier)


def _without_table(sectors: Sequence[str]) -> ComityError:
    """Sectors are never approximated by one."""
    return ComityError(
        f"sectors ({', '.join(sectors)[:80]}) need an input-output table, and none was given\n"
        "  the embedded world has trade by state only, and sectors are not split by guess\n"
        "  give a table of your own with  --table PATH  (OECD ICIO, WIOD, or CSV)\n"
        "  for all goods together, leave out --sectors"
    )


def _answer(
    world: World, case: Case, draws: int, progress: Callable[[float], None] | None,
    earlier: Callable[[int], tuple[Ground, Sequence[str]]] | None = None,
) -> Coalition:  # fmt: skip
    n, t, centre = len(case.inside), case.t, case.ground.central
    loss = 1 - case.together(centre)
    if not loss[1, t] > 0:
        raise ComityError(
            f"{states.name(case.target)} would lose nothing if all the world took part: its real expenditure "
            f"would change by {-100 * loss[1, t]:+.3g} %\n"
            "  there is nothing for a coalition to have a share in; ask for other sectors, or another cost"
        )
    single = 1 - case.single(centre, case.outside)
    values, guide = case.shapley(single[:n, t], loss[0, t])
    added = single[n:, t] - loss[0, t]
    best = np.argsort(-added)[:NEXT]
    drawn = Draws()
    for i, each in enumerate(case.ground.draws(draws)):
        drawn.keep(case, each, case.outside[best])
        if progress:
            progress((i + 1) / draws)
    reach, before_add = (
        Reach.of(
            case.ground, t, senders, reached(loss[row], loss[1, t], t, senders, case.spending),
            np.array(kept).reshape(-1, 6),
        )
        for row, senders, kept in ((0, case.inside, drawn.all), (2, case.first, drawn.first))
    )  # fmt: skip
    return Coalition(
        case.target, case.ground.matrix.year, case.party, case.ground, draws, reach,
        before_add if case.party.joining else None,
        standing(world, case.ground, case.target, case.party, draws, earlier),
        _members(case, loss[0], values, drawn, guide),
        _outsiders(case, single[n:], added, best, drawn), world,
    )  # fmt: skip


def _members(case: Case, loss: Array, values: Shares, drawn: Draws, guide: Array) -> pl.DataFrame:
    """What each member adds and loses, and what would be lacking without it."""
    matrix, inside, n = case.ground.matrix, case.inside, len(case.inside)
    trade = matrix.value[case.t] + matrix.value[:, case.t]
    leaving = loss[case.t] - case.worth(case.ground.central, ~np.eye(n, dtype=bool))
    spread = Z90 * values.error
    low, high = interval(drawn.scaled(values, guide))
    if low is not None and high is not None:
        low = values.value - np.hypot(np.maximum(values.value - low, 0), spread)
        high = values.value + np.hypot(np.maximum(high - values.value, 0), spread)
    lows, highs = interval(np.array(drawn.members))
    musd = loss[inside] * case.spending[inside]
    gdp = np.array([case.ground.gdp_of([i]) or np.nan for i in inside])
    return pl.DataFrame(
        {
            "key": case.party.members, "name": [states.name(matrix.states[i]) for i in inside],
            "loss": loss[inside], "loss_low": lows, "loss_high": highs, "loss_musd": musd,
            "shapley": values.value, "shapley_low": low, "shapley_high": high,
            "shapley_error": values.error, "exact": [values.exact] * n,
            "share": values.value / loss[case.t], "leaving": leaving, "trade_musd": trade[inside],
            "loss_gdp": pl.Series(musd / gdp, nan_to_null=True),
        },
        schema=MEMBERS,
    ).sort("shapley", "key", descending=[True, False])  # fmt: skip


def _outsiders(
    case: Case, single: Array, added: Array, best: NDArray[np.int64], drawn: Draws
) -> pl.DataFrame:
    """What each other economy would add and lose by joining."""
    matrix, at = case.ground.matrix, case.outside
    trade = matrix.value[case.t] + matrix.value[:, case.t]
    bounds = [np.full(len(at), np.nan), np.full(len(at), np.nan)]
    for side, found in zip(bounds, interval(np.array(drawn.added)), strict=True):
        if found is not None:
            side[best] = found
    mine = single[np.arange(len(at)), at]
    return pl.DataFrame(
        {
            "key": [matrix.states[i] for i in at],
            "name": [states.name(matrix.states[i]) for i in at], "adds": added,
            "adds_low": bounds[0], "adds_high": bounds[1], "loss": mine,
            "loss_musd": mine * case.spending[at], "trade_musd": trade[at],
        },
        schema=OUTSIDERS,
    ).with_columns(pl.col("adds_low", "adds_high").fill_nan(None)).sort(
        "adds", "key", descending=[True, False]
    )  # fmt: skip
