"""What trade changes do: trade by pair, welfare, prices, who replaced whom, dependence both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from comity.simulate.trade.changes import Array, Step, effects_of
from comity.simulate.trade.cost_effects import cost_effect, elasticity
from comity.simulate.trade.draws import TOGETHER, drawn, joined
from comity.simulate.trade.figures import LEAST, Figures, Told, figures, of_all, told
from comity.simulate.trade.gravity import SolveError
from comity.simulate.trade.market import VARIANT, TradeCase, settled, unsettled
from comity.simulate.trade.matrix import STATUS

__all__ = ["SEED", "TABLES", "TradeOutcome", "tabled", "told_cost", "trade_outcome"]

#: Names of the tables of an outcome.
TABLES = ("welfare", "prices", "trade", "diversion", "dependence")
SEED = 7
#: Of the interval.
ENDS = (0.05, 0.95)
SIDES = ("imports", "exports")
#: Letters of a note that are told.
LONG = 140


@dataclass(frozen=True, slots=True)
class TradeOutcome:
    """The answer of the trade engine. Every change has its 90 % interval (low, high), null without draws.

    Values are million USD of the baseline year, with the value of the world's output held.

    Attributes
    ----------
    year, states
        Of the table of trade, and the order of ``before`` and ``after``.
    before, after : (N, N)
        Trade; rows export, columns import.
    welfare
        state, percent (change of real expenditure), low, high, value (the same in million USD), value_low,
        value_high, exports (percent), imports (percent), of_gdp (value in percent of GDP; null where GDP is
        not known).
    prices
        state, percent (consumer prices), low, high, factory (price at which it sells, percent),
        factory_low, factory_high; relative to the value of world output.
    trade
        exporter, importer, baseline, scenario, change, low, high, percent, status (of the baseline cell).
    diversion
        state, side (imports, exports), partner (the state itself: trade at home), value (what the partner
        gains or loses of the state's purchases or sales), low, high, share (of all that turns).
    dependence
        buyer, seller, value, of_imports (seller's share in the buyer's imports), of_exports (buyer's share
        in the seller's exports), each as _baseline, _scenario, _change, _low, _high.
    draws
        How many stand behind the intervals.
    basis
        Variant, elasticity, costs, data.
    notes
        What a reader should know.
    """

    year: int
    states: tuple[str, ...]
    before: Array = field(repr=False)
    after: Array = field(repr=False)
    welfare: pl.DataFrame = field(repr=False)
    prices: pl.DataFrame = field(repr=False)
    trade: pl.DataFrame = field(repr=False)
    diversion: pl.DataFrame = field(repr=False)
    dependence: pl.DataFrame = field(repr=False)
    draws: int
    basis: Mapping[str, object]
    notes: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether anything is different after it."""
        return not np.array_equal(self.before, self.after)


def trade_outcome(
    case: TradeCase, of: Sequence[Step], *, draws: int = 0, seed: int = SEED
) -> TradeOutcome:
    """Both sides of some steps, with intervals from as many draws as are asked for.

    Raises
    ------
    SolveError
        Where trade finds no equilibrium, with the state it is stuck on.
    """
    steps = list(of)
    try:
        found = settled(case.trade, steps, case.theta)
        what = told(steps, case.trade, found.trade)
        parts = [
            drawn(case, steps, what, seed, range(at, min(at + TOGETHER, draws)))
            for at in range(0, draws, TOGETHER)
        ]
    except SolveError as problem:
        raise unsettled(problem, case.states) from None
    centre = figures(
        what, case.trade[None], found.trade[None], found.real_expenditure[None], found.price[None],
        found.factory_price[None],
    )  # fmt: skip
    status = [STATUS[code] for code in case.matrix.status[what.exporter, what.importer]]
    made = joined(parts) if parts else None
    tables = tabled(case.states, what, centre, made, status, case.gdp)
    return TradeOutcome(
        year=case.year, states=case.states, before=case.trade, after=found.trade, **tables,
        draws=draws, basis=_basis(case, steps), notes=_notes(case, steps),
    )  # fmt: skip


def tabled(
    states: Sequence[str], what: Told, centre: Figures, draws: Mapping[str, Array] | None,
    status: Sequence[str], gdp: Array | None = None,
) -> dict[str, pl.DataFrame]:  # fmt: skip
    """The tables of an outcome; without draws no interval."""
    key = np.array(states)

    def ends(values: Array | None, name: str = "") -> dict[str, object]:
        made = (None, None) if values is None else _ends(values)
        return {f"{name}low": made[0], f"{name}high": made[1]}

    def of(name: str) -> Array | None:
        return None if draws is None else draws[name]

    worth = None if draws is None else draws["welfare"] / 100 * draws["spending"]
    welfare = _frame(
        state=key, percent=centre.welfare[0], **ends(of("welfare")),
        value=centre.welfare[0] / 100 * centre.spending[0], **ends(worth, "value_"),
        exports=_percent(centre.exports_before[0], centre.exports_after[0]),
        imports=_percent(centre.imports_before[0], centre.imports_after[0]),
        of_gdp=None if gdp is None else centre.welfare[0] * centre.spending[0] / gdp,
    )  # fmt: skip
    prices = _frame(
        state=key, percent=centre.price[0], **ends(of("price")),
        factory=centre.factory_price[0], **ends(of("factory_price"), "factory_"),
    )  # fmt: skip
    change = None if draws is None else draws["after"] - draws["before"]
    trade = _frame(
        exporter=key[what.exporter], importer=key[what.importer], baseline=centre.before[0],
        scenario=centre.after[0], change=centre.after[0] - centre.before[0], **ends(change),
        percent=_percent(centre.before[0], centre.after[0]), status=np.array(status),
    )  # fmt: skip
    gains, losses = np.zeros((2, len(key))), np.zeros((2, len(key)))
    for total, sign in ((gains, 1), (losses, -1)):
        np.add.at(total, (what.side, what.state), np.maximum(sign * centre.diverted[0], 0))
    total = np.maximum(gains, losses)  # of one of the two, small partners may not be told
    diversion = _frame(
        state=key[what.state], side=np.array(SIDES)[what.side], partner=key[what.partner],
        value=centre.diverted[0], **ends(of("diverted")),
        share=centre.diverted[0] / np.maximum(total[what.side, what.state], 1e-300),
    )  # fmt: skip
    shares: dict[str, object] = {}
    for name, whole, at in (
        ("of_imports", "imports", what.importer), ("of_exports", "exports", what.exporter),
    ):  # fmt: skip
        old = of_all(centre.before, getattr(centre, f"{whole}_before")[:, at])[0]
        new = of_all(centre.after, getattr(centre, f"{whole}_after")[:, at])[0]
        moved = None
        if draws is not None:
            moved = of_all(draws["after"], draws[f"{whole}_after"][:, at]) - of_all(
                draws["before"], draws[f"{whole}_before"][:, at]
            )
        shares |= {f"{name}_baseline": old, f"{name}_scenario": new, f"{name}_change": new - old}
        shares |= ends(moved, f"{name}_")
    dependence = _frame(
        buyer=key[what.importer], seller=key[what.exporter], value=centre.after[0], **shares
    )
    return {
        "welfare": _largest(welfare, "percent", "state"),
        "prices": _largest(prices, "percent", "state"),
        "trade": _largest(trade, "change", "exporter", "importer"),
        "diversion": _largest(diversion, "value", "state", "partner"),
        "dependence": _largest(dependence, "of_imports_change", "buyer", "seller"),
    }


def _ends(values: Array) -> Array:
    """Ends (2, K) over the draws that have a figure (D, K); NaN where none has."""
    found = np.full((2, values.shape[1]), np.nan)
    some = ~np.isnan(values).all(axis=0)
    found[:, some] = np.nanquantile(values[:, some], ENDS, axis=0)
    return found


def _frame(**columns: Any) -> pl.DataFrame:
    """A frame; a column that is None is null throughout, and no number stands where there is none."""
    size = len(next(iter(columns.values())))
    made = [
        pl.Series(name, [None] * size, dtype=pl.Float64) if values is None
        else pl.Series(name, values, nan_to_null=True)
        for name, values in columns.items()
    ]  # fmt: skip
    return pl.DataFrame(made)


def _percent(before: Array, after: Array) -> Array:
    ratio = np.divide(after, before, out=np.full(before.shape, np.nan), where=before > 0)
    return 100 * (ratio - 1)


def _largest(frame: pl.DataFrame, by: str, *then: str) -> pl.DataFrame:
    return frame.sort(
        [pl.col(by).abs(), *then], descending=[True, *[False] * len(then)], nulls_last=True
    )


def told_cost(name: str, theta: float) -> dict[str, object]:
    """An estimated cost by name, for machines."""
    found = cost_effect(name, theta)
    return {
        "effect": name, "log_trade": found.coefficient, "se": found.se,
        "ad_valorem": found.ad_valorem - 1, "low": found.low - 1, "high": found.high - 1,
        "told_from_zero": found.told_from_zero, "source": found.source,
    }  # fmt: skip


def _basis(case: TradeCase, of: Sequence[Step]) -> dict[str, object]:
    theta = elasticity()
    costs = [told_cost(name, case.theta) for name in effects_of(of)]
    return {
        "variant": VARIANT, "elasticity": case.theta, "elasticity_low": theta.low,
        "elasticity_high": theta.high, "elasticity_source": theta.citation, "costs": costs,
        "data": f"estimated trade matrix of {case.year}, {len(case.states)} economies, goods and services",
        "told": f"pairs with at least {LEAST:g} million USD before or after; all pairs take part",
        "real_expenditure": "all that is bought, by firms of each other too: about twice GDP",
        "drawn": "the trade matrix, the elasticity and the estimated costs",
    }  # fmt: skip


def _notes(case: TradeCase, of: Sequence[Step]) -> tuple[str, ...]:
    notes = []
    for name in effects_of(of):
        found = cost_effect(name, case.theta)
        dearer = 100 * (found.ad_valorem - 1)
        doubt = "" if found.told_from_zero else "; it cannot be told from none"
        notes.append(
            f"{name}: log trade {found.coefficient:+.2f} ± {found.se:.2f}, a cost of {dearer:+.1f} % "
            f"[{100 * (found.low - 1):+.1f}, {100 * (found.high - 1):+.1f}] at elasticity "
            f"{case.theta:.3g}{doubt}"
        )
        if found.before is not None and abs(found.before[0]) > abs(found.coefficient) / 4:
            notes.append(
                f"{name}: in the years just before, trade of these pairs was off by log "
                f"{found.before[0]:+.2f} already: not all of it is the sanctions' effect"
            )
    if any(step.tariff for step in of):
        notes.append(
            "tariffs come on top of those of the year, whose revenue the table does not tell apart"
        )
    return (*notes, *(_short(note) for note in case.notes))


def _short(note: str) -> str:
    """A note of the matrix; of a long list of economies the first."""
    if len(note) <= LONG:
        return note
    kept = note[:LONG].rpartition(",")[0]
    return f"{kept} and {note[len(kept) :].count(',')} more"
