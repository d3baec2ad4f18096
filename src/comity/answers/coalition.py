"""What a coalition of sanctions does: losses, their share of what all the world could do, who matters.

The worth of a coalition is what it makes its target lose of real expenditure. What a member adds depends
on who is there already, so that its share of the worth is its Shapley value
(:mod:`comity.simulate.trade.shapley`); beside it stand what the others would lack if it left, and what each
outsider would add. All of it is counted on one balanced world (:mod:`comity.simulate.trade.against`).

Intervals come from draws of the elasticity, the cells of the matrix and the cost of sanctions. In a draw
the Shapley values are those of the guide game that meets the members' worth alone and together, times what
the true value is of the guide's at the centre.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity import states
from comity.answers.coalition_case import Case, Draws
from comity.answers.coalition_members import Party, party, target_of
from comity.answers.coalition_sectors import sector_case
from comity.answers.trade_ground import DRAWS, Z90, Amount, Ground, ground, interval
from comity.errors import ComityError
from comity.simulate.trade.shapley import Shares
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Coalition", "coalition"]

Array = NDArray[np.float64]

#: Outsiders whose addition gets an interval.
NEXT = 10

MEMBERS: dict[str, type[pl.DataType]] = {
    "key": pl.String, "name": pl.String, "loss": pl.Float64, "loss_low": pl.Float64,
    "loss_high": pl.Float64, "loss_musd": pl.Float64, "shapley": pl.Float64, "shapley_low": pl.Float64,
    "shapley_high": pl.Float64, "shapley_error": pl.Float64, "exact": pl.Boolean, "share": pl.Float64,
    "leaving": pl.Float64, "trade_musd": pl.Float64,
}  # fmt: skip
OUTSIDERS: dict[str, type[pl.DataType]] = {
    "key": pl.String, "name": pl.String, "adds": pl.Float64, "adds_low": pl.Float64,
    "adds_high": pl.Float64, "loss": pl.Float64, "loss_musd": pl.Float64, "trade_musd": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coalition:
    """What a coalition does to its target, to its members, and who matters.

    Attributes
    ----------
    target, year, party
        Whom it is against, when, and who is in it.
    ground
        Matrix, elasticity and cost of sanctions.
    draws
        Behind the intervals.
    target_loss, sender_loss, global_loss
        Shares of real expenditure: of the target, of all senders together, and of the target if the whole
        world took part.
    target_musd, sender_musd
        The first two in million USD a year.
    share_of_global
        target_loss over global_loss.
    members
        key, name, loss (of its own real expenditure, a share), loss_low, loss_high, loss_musd, shapley
        (what it adds to the target's loss, a share of real expenditure), shapley_low, shapley_high (from
        draws and sampling), shapley_error (standard error of sampling), exact, share (of the target's
        loss), leaving (what the target's loss would lack without it), trade_musd (with the target, both
        ways). The largest value first.
    outsiders
        key, name, adds (to the target's loss by joining), adds_low, adds_high (null but for the first ten),
        loss, loss_musd (its own, by joining), trade_musd. The most valuable first.
    """

    target: str
    year: int
    party: Party
    ground: Ground
    draws: int
    target_loss: Amount
    target_musd: Amount
    sender_loss: Amount
    sender_musd: Amount
    global_loss: Amount
    share_of_global: Amount
    members: pl.DataFrame
    outsiders: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """One row per economy: role (target, member, outsider), and the columns of both tables."""
        target = pl.DataFrame(
            {
                "role": ["target"], "key": [self.target], "name": [states.name(self.target)],
                **{k: [v] for k, v in self.target_loss.told("loss").items()},
                "loss_musd": [self.target_musd.value],
            }
        )  # fmt: skip
        inside = self.members.select(pl.lit("member").alias("role"), pl.all())
        outside = self.outsiders.select(pl.lit("outsider").alias("role"), pl.all())
        order = ["role", *MEMBERS, "adds", "adds_low", "adds_high"]
        frame = pl.concat([target, inside, outside], how="diagonal_relaxed").select(order)
        return frame.with_columns(target=pl.lit(self.target), year=pl.lit(self.year, pl.Int32))

    def told(self) -> dict[str, object]:
        """Everything, as plain values: what ``--json`` writes."""
        return {
            "target": self.target,
            "year": self.year,
            "senders": list(self.party.members),
            "named": list(self.party.named),
            "left_out": list(self.party.left_out),
            "unit": "shares of real expenditure; *_musd in million USD of the year",
            **self.target_loss.told("target_loss"),
            **self.target_musd.told("target_loss_musd"),
            **self.sender_loss.told("sender_loss"),
            **self.sender_musd.told("sender_loss_musd"),
            **self.global_loss.told("global_loss"),
            **self.share_of_global.told("share_of_global"),
            "members": self.members.to_dicts(),
            "next": self.outsiders.to_dicts(),
            "draws": self.draws,
            **self.ground.told(),
        }

    def verdict(self) -> str:
        """What it does, in three sentences."""
        from comity.answers.coalition_words import verdict

        return verdict(self)

    def plot(self) -> alt.HConcatChart:
        """Members by what they add and what it costs them; the most valuable outsiders beside them."""
        from comity.answers.coalition_words import picture

        return picture(self)


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
        sectors, and there are no intervals: every coalition takes seconds.
    year
        Of the trade matrix and of the blocs' membership.
    cost
        ``complete``, ``partial``, ``embargo`` or a share (:func:`~comity.answers.trade_ground.ground`).
    theta
        Elasticity of trade; by default estimated, with its spread.
    draws
        Behind the intervals; 0 for none.
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
            table, target, (senders, add), sectors, year, cost=cost, theta=theta, tell=progress
        )
        return _answer(case, 0, None)
    base = ground(world, year, cost=cost, theta=theta)
    key = target_of(base.matrix, target)
    who = party(base.matrix, key, senders, add)
    return _answer(Case.of(base, key, who), draws, progress)


def _without_table(sectors: Sequence[str]) -> ComityError:
    """Sectors are never approximated by one."""
    return ComityError(
        f"sectors ({', '.join(sectors)[:80]}) need an input-output table, and none was given\n"
        "  the embedded world has trade by state only, and sectors are not split by guess\n"
        "  give a table of your own with  --table PATH  (OECD ICIO, WIOD, or CSV)\n"
        "  for all goods together, leave out --sectors"
    )


def _answer(case: Case, draws: int, progress: Callable[[float], None] | None) -> Coalition:
    n = len(case.inside)
    centre = case.ground.central
    loss = 1 - case.fixed(centre, case.outside)
    if not loss[1, case.t] > 0:
        raise ComityError(
            f"{states.name(case.target)} would lose nothing if all the world took part: its real expenditure "
            f"would change by {-100 * loss[1, case.t]:+.3g} %\n"
            "  there is nothing for a coalition to have a share in; ask for other sectors, or another cost"
        )
    values, guide = case.shapley(loss[2 : 2 + n, case.t], loss[0, case.t])
    leaving = loss[0, case.t] - case.worth(centre, ~np.eye(n, dtype=bool))
    added = loss[2 + n :, case.t] - loss[0, case.t]
    best = np.argsort(-added)[:NEXT]
    drawn = Draws.empty()
    for i, each in enumerate(case.ground.draws(draws)):
        some = 1 - case.fixed(each, case.outside[best])
        drawn.keep(case, each, some, case.guided(some[2 : 2 + n, case.t], some[0, case.t]))
        if progress:
            progress((i + 1) / draws)
    return _made(case, draws, loss, values, leaving, added, best, drawn.scaled(values, guide))


def _made(
    case: Case, draws: int, loss: Array, values: Shares, leaving: Array, added: Array,
    best: NDArray[np.int64], drawn: Draws,
) -> Coalition:  # fmt: skip
    t, inside, spending = case.t, case.inside, case.spending
    matrix, n = case.ground.matrix, len(case.inside)
    trade = matrix.value[t] + matrix.value[:, t]
    name = [states.name(state) for state in matrix.states]
    own = (loss[0, inside] * spending[inside]).sum()
    spread = Z90 * values.error
    low, high = interval(np.array(drawn.values))
    if low is not None and high is not None:
        low = values.value - np.hypot(np.maximum(values.value - low, 0), spread)
        high = values.value + np.hypot(np.maximum(high - values.value, 0), spread)
    lows, highs = interval(np.array(drawn.members))
    members = pl.DataFrame(
        {
            "key": case.party.members, "name": [name[i] for i in inside], "loss": loss[0, inside],
            "loss_low": lows, "loss_high": highs, "loss_musd": loss[0, inside] * spending[inside],
            "shapley": values.value, "shapley_low": low, "shapley_high": high,
            "shapley_error": values.error, "exact": [values.exact] * n,
            "share": values.value / loss[0, t], "leaving": leaving, "trade_musd": trade[inside],
        },
        schema=MEMBERS,
    ).sort("shapley", "key", descending=[True, False])  # fmt: skip
    at = case.outside
    bounds = [np.full(len(at), np.nan), np.full(len(at), np.nan)]
    for side, found in zip(bounds, interval(np.array(drawn.added)), strict=True):
        if found is not None:
            side[best] = found
    mine = loss[2 + n :][np.arange(len(at)), at]
    outsiders = pl.DataFrame(
        {
            "key": [matrix.states[i] for i in at], "name": [name[i] for i in at], "adds": added,
            "adds_low": bounds[0], "adds_high": bounds[1], "loss": mine,
            "loss_musd": mine * spending[at], "trade_musd": trade[at],
        },
        schema=OUTSIDERS,
    ).with_columns(pl.col("adds_low", "adds_high").fill_nan(None))  # fmt: skip
    return Coalition(
        case.target, matrix.year, case.party, case.ground, draws,
        Amount.of(loss[0, t], np.array(drawn.target)),
        Amount.of(loss[0, t] * spending[t], np.array(drawn.target_musd)),
        Amount.of(own / spending[inside].sum(), np.array(drawn.senders)),
        Amount.of(own, np.array(drawn.senders_musd)),
        Amount.of(loss[1, t], np.array(drawn.world)),
        Amount.of(loss[0, t] / loss[1, t], np.array(drawn.share)),
        members, outsiders.sort("adds", "key", descending=[True, False]),
    )  # fmt: skip
