"""What each of two states loses if trade between them stops, and what takes its place.

The loss is of real expenditure in a model of world trade in which everybody finds other suppliers and
buyers, at other prices (:mod:`comity.simulate.trade.against`). It answers what a share of trade cannot: how
much of the other's trade could be had elsewhere. The more a state trades at home and with others, and the
more alike goods are, the less it loses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity import states
from comity.answers.trade_amounts import Amount
from comity.answers.trade_evidence import trade_rows
from comity.answers.trade_ground import Drawn, Ground, ground
from comity.errors import ComityError
from comity.measures.registry import Evidence
from comity.simulate.trade.against import equilibria, flows
from comity.simulate.trade.figures import turned
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["EMBARGO_DRAWS", "Sever", "sever"]

Array = NDArray[np.float64]

#: Draws behind the intervals: one equilibrium each.
EMBARGO_DRAWS = 100
#: Changes of trade below this (million USD) are not told.
LEAST = 0.5

SIDES: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "loss": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "loss_musd": pl.Float64, "low_musd": pl.Float64, "high_musd": pl.Float64,
    "exports_musd": pl.Float64, "imports_musd": pl.Float64, "exports_status": pl.String,
    "imports_status": pl.String, "loss_gdp": pl.Float64,
}  # fmt: skip
REPLACED: dict[str, type[pl.DataType]] = {
    "state": pl.String, "flow": pl.String, "partner": pl.String, "name": pl.String,
    "before_musd": pl.Float64, "change_musd": pl.Float64, "share": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sever:
    """Two states without trade between them.

    Attributes
    ----------
    a, b, year
        Keys, and the year of the matrix.
    ground
        Matrix, elasticity, and what is done to the trade.
    draws
        Behind the intervals.
    sides
        Both directions: a, b, year, loss (a's, of its real expenditure, a share), low, high, loss_musd,
        low_musd, high_musd, exports_musd and imports_musd (a's to and from b, observed), exports_status,
        imports_status (observed, bounded or inferred), loss_gdp (as a share of a's GDP; null where that is
        not known). A negative loss is a gain.
    replaced
        state, flow (``imports``: whose goods it buys instead; ``exports``: who buys its goods instead;
        internal trade counts as its own partner), partner, name, before_musd, change_musd (the change of
        the partner's share in all the state buys or sells, times what it bought or sold before, so that
        losses and gains add up to nothing), share (of all that turns). The other itself first, then the
        largest gains. As :func:`comity.simulate` tells it of an embargo.
    ratio
        How many times a's loss b's is; null where one of them loses nothing.
    a_loses_more
        Share of draws in which a loses more; null without draws.
    """

    a: str
    b: str
    year: int
    ground: Ground
    draws: int
    sides: pl.DataFrame
    replaced: pl.DataFrame
    ratio: Amount | None
    a_loses_more: float | None
    world: World = field(repr=False)

    def table(self) -> pl.DataFrame:
        """Both directions, one row each."""
        return self.sides

    def told(self) -> dict[str, object]:
        """Everything, as plain values: what ``--json`` writes."""
        ratio = self.ratio.told("ratio") if self.ratio else {"ratio": None}
        return {
            "a": self.a,
            "b": self.b,
            "year": self.year,
            "unit": "shares of real expenditure, *_gdp of GDP; *_musd in million USD of the year",
            "sides": self.sides.to_dicts(),
            "replaced": self.replaced.to_dicts(),
            **ratio,
            "a_loses_more": self.a_loses_more,
            "draws": self.draws,
            **self.ground.told(),
        }

    def evidence(self) -> list[Evidence]:
        """Shares and totals behind the trade of the two."""
        return trade_rows(self.world, self.a, [self.b], self.year)

    def verdict(self) -> str:
        """Who loses more, by how much, and what takes the trade's place."""
        from comity.answers.sever_words import verdict

        return verdict(self)

    def plot(self) -> alt.HConcatChart:
        """What takes the place of the other, for both."""
        from comity.answers.sever_words import picture

        return picture(self)


def sever(
    world: World,
    a: str,
    b: str,
    *,
    year: int = 2023,
    cost: str = "embargo",
    theta: float | None = None,
    draws: int = EMBARGO_DRAWS,
    progress: Callable[[float], None] | None = None,
) -> Sever:
    """What two states lose without trade between them.

    Parameters
    ----------
    year
        Of the trade matrix.
    cost
        ``embargo``: trade stops; otherwise as for :func:`~comity.answers.trade_ground.ground`.
    theta
        Elasticity of trade; by default estimated, with its spread.
    draws
        Behind the intervals; 0 for none.
    progress
        Told the share of draws done.

    Raises
    ------
    ComityError
        For twice the same state, a wrong cost.
    StateError, UnknownName, CoverageError
        For a name that is none, a state or a year without a matrix.
    """
    a, b = states.resolve(a), states.resolve(b)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a dyad needs two states")
    if not 0 <= draws <= 10_000:
        raise ComityError(f"{draws} draws: expected 0 (no intervals) to 10,000")
    base = ground(world, year, cost=cost, theta=theta)
    i, j = base.matrix.index(a), base.matrix.index(b)
    loss, before, after = _apart(base.central, i, j)
    drawn = []
    for n, each in enumerate(base.draws(draws)):
        some, _, _ = _apart(each, i, j, trade=False)
        drawn.append([*some, *(some * each.spending[[i, j]])])
        if progress:
            progress((n + 1) / draws)
    found = np.array(drawn).reshape(-1, 4)
    sides = [
        _side(base, (a, b), (i, j), *(Amount.of(v, found[:, at]) for v, at in (
            (loss[0], 0), (loss[0] * base.central.spending[i], 2)))),
        _side(base, (b, a), (j, i), *(Amount.of(v, found[:, at]) for v, at in (
            (loss[1], 1), (loss[1] * base.central.spending[j], 3)))),
    ]  # fmt: skip
    ratio = None
    if (loss > 0).all():
        both = found[(found[:, :2] > 0).all(axis=1)]
        ratio = Amount.of(loss[0] / loss[1], both[:, 0] / both[:, 1])
    replaced = [
        *_replaced(base, a, i, j, before, after), *_replaced(base, b, j, i, before, after)
    ]  # fmt: skip
    return Sever(
        a, b, base.matrix.year, base, draws, pl.DataFrame(sides, schema=SIDES),
        pl.DataFrame(replaced, schema=REPLACED), ratio,
        float((found[:, 0] > found[:, 1]).mean()) if draws else None, world,
    )  # fmt: skip


def _apart(drawn: Drawn, i: int, j: int, *, trade: bool = True) -> tuple[Array, Array, Array]:
    """Losses of both (2,), and the trade (N, N) before and after."""
    cost = np.ones((1, len(drawn.world.income)))
    cost[0, j] = drawn.factor
    many = equilibria(drawn.world, i, cost, cost)
    loss = 1 - many.real[0, [i, j]]
    if not trade:
        return loss, drawn.trade, drawn.trade
    after = flows(drawn.world, i, cost[0], cost[0], many.factory_price[0])
    return loss, drawn.trade, drawn.after(after)


def _side(
    base: Ground, names: tuple[str, str], at: tuple[int, int], loss: Amount, musd: Amount
) -> dict[str, object]:
    from comity.simulate.trade.matrix import STATUS

    (i, j), matrix = at, base.matrix
    of_gdp = musd.over(base.gdp_of([i]))
    return {
        "a": names[0], "b": names[1], "year": matrix.year, "loss": loss.value, "low": loss.low,
        "high": loss.high, "loss_musd": musd.value, "low_musd": musd.low, "high_musd": musd.high,
        "exports_musd": float(matrix.value[i, j]), "imports_musd": float(matrix.value[j, i]),
        "exports_status": STATUS[matrix.status[i, j]], "imports_status": STATUS[matrix.status[j, i]],
        "loss_gdp": None if of_gdp is None else of_gdp.value,
    }  # fmt: skip


def _replaced(
    base: Ground, state: str, i: int, j: int, before: Array, after: Array
) -> list[dict[str, object]]:
    """Whose goods the state buys instead, and who buys its own."""
    rows: list[dict[str, object]] = []
    for flow, old, new in (
        ("imports", before[:, i], after[:, i]),
        ("exports", before[i], after[i]),
    ):
        change = turned(old, new)
        gained = change[change > 0].sum()
        order = [j, *(int(k) for k in np.argsort(-change) if k != j)]
        rows += [
            {
                "state": state, "flow": flow, "partner": base.matrix.states[k],
                "name": "internal trade" if k == i else states.name(base.matrix.states[k]),
                "before_musd": float(old[k]), "change_musd": float(change[k]),
                "share": float(change[k] / gained) if gained > 0 else None,
            }
            for k in order
            if k == j or abs(change[k]) >= LEAST
        ]  # fmt: skip
    return rows
