"""What an answer about trade and sanctions rests on: matrix, elasticity, cost; and draws of all three."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from comity.answers.trade_amounts import Amount, interval
from comity.errors import ComityError, shown
from comity.simulate.trade.against import Balanced, balanced
from comity.simulate.trade.centred import centred
from comity.simulate.trade.cost_effects import cost_effect, elasticity
from comity.simulate.trade.imbalances import carried
from comity.simulate.trade.matrix import TradeMatrix, trade_matrix
from comity.simulate.trade.matrix_totals import gdp
from comity.world.world import World

__all__ = [
    "COSTS",
    "DRAWS",
    "SEED",
    "VARIANT",
    "Amount",
    "Drawn",
    "Ground",
    "checked_theta",
    "ground",
    "grounded",
    "interval",
]

Array = NDArray[np.float64]

#: Named costs of a sanction, and the estimate each is.
COSTS = {
    "complete": "sanctions_trade_complete",
    "partial": "sanctions_trade_partial",
    "broad": "sanctions_broad",
    "financial": "sanctions_financial",
}
EMBARGO = "embargo"
#: Draws behind an interval, unless asked otherwise.
DRAWS = 40
SEED = 1
#: A 90 % interval of a normal variable, in standard deviations to each side.
Z90 = 1.6448536
#: Elasticities of less are not drawn: towards zero losses pass all bounds.
LEAST_THETA = 1.0
VARIANT = (
    "one-sector structural gravity (Anderson & van Wincoop 2003) in exact changes (Dekle, Eaton & Kortum "
    "2008), trade balanced before the change"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One state of what is not known.

    Attributes
    ----------
    world
        Balanced trade at the elasticity of this draw.
    factor
        On the cost of sanctioned trade; ``inf`` for an embargo.
    trade : (N, N)
        As observed or drawn, imbalances and all, million USD; what the model's ratios are applied to.
    """

    world: Balanced
    factor: float
    trade: Array

    @property
    def spending(self) -> Array:
        """What each (N,) spends on goods of all, its own included, million USD."""
        spent: Array = self.trade.sum(axis=0)
        return spent

    def after(self, flows: Array) -> Array:
        """Observed trade (N, N) times what became of it in the balanced world."""
        return carried(self.trade, self.world.share * self.world.income, flows)


@dataclass(frozen=True)
class Ground:
    """The matrix of a year, the elasticity of trade, and what sanctions cost trade.

    Attributes
    ----------
    matrix
        Estimated trade.
    theta, theta_sd
        Elasticity of trade and the standard deviation of its logarithm; zero where it was given.
    theta_source
        Where it is from.
    cost
        ``complete`` or another name of :data:`COSTS`, ``embargo``, or a share such as 0.3 as text.
    effect, effect_se
        Change of the logarithm of trade under sanctions and its standard error; −inf for an embargo.
        Null for a cost that was given.
    given
        The cost that was given, a share; null otherwise.
    cost_source
        Where it is from.
    before
        The same effect in the years just before such sanctions, where that was estimated.
    variant, data
        The model, and what it is of, in words; by default the estimated matrix.
    sectors
        Of the data, to whose trade the sanctions are confined; empty: all trade.
    gdp : (N,), optional
        Million USD of the year, NaN where it is not known.
    """

    matrix: TradeMatrix
    theta: float
    theta_sd: float
    theta_source: str
    cost: str
    effect: float | None
    effect_se: float
    given: float | None
    cost_source: str
    before: float | None = None
    variant: str = VARIANT
    data: str = ""
    sectors: tuple[str, ...] = ()
    gdp: Array | None = None

    @cached_property
    def central(self) -> Drawn:
        """Everything at its central value."""
        return self._drawn(self.matrix.value, self.theta, self.effect)

    def draws(self, count: int) -> Iterator[Drawn]:
        """States drawn from the errors of all three; the same for the same count and ground."""
        matrix = centred(self.matrix)
        for i in range(count):
            rng = np.random.default_rng([SEED, i])
            theta = max(self.theta * np.exp(self.theta_sd * rng.standard_normal()), LEAST_THETA)
            effect = self.effect
            if effect is not None and self.effect_se:
                effect = min(rng.normal(effect, self.effect_se), 0.0)
            yield self._drawn(matrix.draw(rng), float(theta), effect)

    def _drawn(self, trade: Array, theta: float, effect: float | None) -> Drawn:
        factor = 1.0 + (self.given or 0.0) if effect is None else float(np.exp(-effect / theta))
        return Drawn(balanced(trade, theta), factor, trade)

    @property
    def drawn(self) -> bool:
        """Whether anything is uncertain that could be drawn: a table of a user's is taken as it is."""
        return bool(not self.data or self.theta_sd or self.effect_se)

    def gdp_of(self, at: Sequence[int] | NDArray[np.int64]) -> float | None:
        """GDP of some economies (positions) together, million USD; null where one of them is not known."""
        if self.gdp is None:
            return None
        total = float(self.gdp[np.asarray(at, dtype=np.int64)].sum())
        return total if np.isfinite(total) else None

    @property
    def dearer(self) -> float | None:
        """The ad-valorem cost of the sanction, a share; null for an embargo."""
        factor = self.central.factor
        return None if np.isinf(factor) else factor - 1.0

    def told(self) -> dict[str, object]:
        """What the answer rests on, by name."""
        return {
            "variant": self.variant,
            "elasticity": self.theta,
            "elasticity_sd_log": self.theta_sd,
            "elasticity_source": self.theta_source,
            "sectors": list(self.sectors),
            "cost": self.cost,
            "cost_ad_valorem": self.dearer,
            "cost_log_trade": None if self.effect is None or np.isinf(self.effect) else self.effect,
            "cost_log_trade_se": self.effect_se or None,
            "cost_log_trade_before": self.before,
            "cost_source": self.cost_source,
            "data": self.data
            or f"trade matrix of {self.matrix.year}, estimated: {len(self.matrix.states)} economies",
            "data_notes": list(self.matrix.notes),
        }

    def sentences(self, draws: int) -> list[str]:
        """The same for a reader, with where the intervals come from."""
        dear = self.dearer
        cost = "trade stops" if dear is None else f"trade {100 * dear:.0f} % dearer"
        reach = [self.theta * np.exp(x * Z90 * self.theta_sd) for x in (-1, 1)]
        spread = f" ({reach[0]:.1f} to {reach[1]:.1f})" if self.theta_sd else ""
        on = f" on trade in {', '.join(self.sectors)}" if self.sectors else ""
        lines = [
            f"Model: {self.variant}.",
            f"Elasticity of trade {self.theta:.1f}{spread}: {self.theta_source.partition(';')[0]}.",
            f"Sanctions{on}: {self.cost}, {cost}; {self.cost_source.partition(';')[0]}.",
        ]
        if self.before is not None and self.effect is not None and self.before < self.effect / 4:
            lines.append(
                "Trade of the pairs behind that estimate was low before the sanctions already (log "
                f"{self.before:.2f} in the years before): not all of it is their effect."
            )
        year = self.matrix.year
        data = self.data or (
            f"the estimated trade matrix of {year}, with whatever sanctions were in force; "
            f"comity trade-matrix --year {year}"
        )
        lines.append(f"Data: {data}.")
        lines.append(
            "Real expenditure is what final users buy, near GDP in size."
            if self.data
            else "Real expenditure is all that is bought, by firms of each other too: about twice GDP."
        )
        if draws:
            known = [] if self.data else ["cells of the matrix"]
            known += ["elasticity"] if self.theta_sd else []
            known += ["cost of sanctions"] if self.effect_se else []
            alone = "; the errors of the table are not known" if self.data else ""
            lines.append(f"Intervals: 5 to 95 % of {draws} draws of {', '.join(known)}{alone}.")
        else:
            why = "no draws were asked for" if self.drawn else "nothing is drawn of what was given"
            lines.append(f"No intervals: {why}.")
        return lines


def ground(
    world: World, year: int, *, cost: str = "complete", theta: float | None = None
) -> Ground:
    """What an answer about a year rests on: its trade matrix, and :func:`grounded`."""
    checked_theta(theta)
    matrix = trade_matrix(world, year)
    known = dict(gdp(world, matrix.year).select("state", "gdp").iter_rows())
    made = grounded(matrix, cost=cost, theta=theta)
    return replace(made, gdp=np.array([known.get(s, np.nan) for s in matrix.states], dtype=float))


def checked_theta(theta: float | None) -> None:
    """Refuse an elasticity out of range before anything is computed."""
    if theta is not None and not LEAST_THETA <= theta <= 50:
        raise ComityError(f"an elasticity of trade of {theta:g}: expected 1 to 50, as 5")


def grounded(matrix: TradeMatrix, *, cost: str = "complete", theta: float | None = None) -> Ground:
    """What an answer about a matrix rests on.

    Parameters
    ----------
    cost
        ``complete``, ``broad`` or ``financial`` (estimated from past sanctions), ``embargo`` (trade stops),
        or how much dearer sanctioned trade becomes, a share above zero as text: ``0.3``.
    theta
        Elasticity of trade; by default the one of the project's estimates, with its spread.

    Raises
    ------
    ComityError
        For a cost or an elasticity that is none.
    """
    checked_theta(theta)
    default = elasticity()
    known = (default.value, default.sd_log, default.citation)
    mean, sd, source = known if theta is None else (theta, 0.0, "as asked")
    if cost in COSTS:
        found = cost_effect(COSTS[cost])
        if found.coefficient >= 0:
            raise ComityError(
                f"the estimated effect of {cost} sanctions on trade is {found.coefficient:+.2f} ± "
                f"{found.se:.2f} (log): no cost to count with\n"
                "  use complete, broad or financial, embargo, or how much dearer trade becomes, as 0.3"
            )
        return Ground(
            matrix, mean, sd, source, cost, found.coefficient, found.se, None,
            f"estimated, log trade {found.coefficient:.2f} ± {found.se:.2f}, {found.first}–{found.last}, "
            f"{found.switching} pairs that come under it or leave it; {found.source}",
            None if found.before is None else found.before[0],
        )  # fmt: skip
    if cost == EMBARGO:
        return Ground(matrix, mean, sd, source, cost, -np.inf, 0.0, None, "as asked")
    try:
        share = float(cost)
    except ValueError:
        share = np.nan
    if not 0 < share < 100:
        raise ComityError(
            f"a cost of sanctions of {shown(cost)}: expected complete, broad, financial, embargo, "
            "or how much dearer trade becomes, a share as 0.3"
        )
    return Ground(matrix, mean, sd, source, cost, None, 0.0, share, "as asked")
