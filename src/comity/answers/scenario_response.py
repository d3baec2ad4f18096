"""The mechanical change of alignment and the response of states, side by side and never mixed.

Mechanical is what follows from flows and links moved. The response is the average of past cases of sanctions
(:mod:`comity.answers.pressure_response`), read some years after the scenario's own begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from comity import states
from comity.answers.pressure_response import Imposed, response
from comity.errors import StateError, UnknownName
from comity.simulate import change_kinds as energy
from comity.simulate.outcome import Outcome
from comity.simulate.trade import trade_kinds as trade
from comity.simulate.trade.clashes import members
from comity.world.world import World

__all__ = ["AFTER", "SCHEMA", "imposed", "side_by_side"]

#: Years after the onset at which the response is read.
AFTER = 3
SCHEMA = {
    "a": pl.String, "b": pl.String, "domain": pl.String, "mechanical": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "response": pl.Float64, "response_low": pl.Float64, "response_high": pl.Float64,
    "with_response": pl.Float64, "with_response_low": pl.Float64, "with_response_high": pl.Float64,
    "basis": pl.String,
}  # fmt: skip


def imposed(outcome: Outcome) -> list[Imposed]:
    """The sanctions a scenario adds or lifts; of a friction the first group is taken for the senders."""
    found = []
    for change in outcome.made:
        year = outcome.scenario.years_of(change)[2]
        sides = _sides(change)
        if sides is None:
            continue
        senders, targets = (_keys(change, side, year) for side in sides)
        out = _exempt(change, year)
        found += [
            Imposed(
                tuple(sorted(senders - out - {target})),
                target,
                year,
                getattr(change, "lifted", False),
            )
            for target in sorted(targets - out)
        ]
    return found


def _sides(change: Any) -> tuple[Sequence[str], Sequence[str]] | None:
    if isinstance(change, trade.TradeEmbargo | trade.TradeSanctions | trade.ExportControl):
        return change.senders, change.targets
    if isinstance(change, trade.FinancialFriction):
        return change.between[0], change.between[1]
    if isinstance(change, energy.Embargo):
        return change.importers, change.exporters
    if isinstance(change, energy.PriceCap):
        return change.buyers, [change.seller]
    return None


def _keys(change: Any, names: Iterable[str], year: int) -> frozenset[str]:
    """The states some names stand for; the world is every state of the year."""
    if isinstance(change, trade.TradeChange):
        meant = members(change, year)
        keys = {key for name in names for key in meant[name]}
    else:
        keys = {states.resolve_actor(name.partition(".")[0]) for name in names}
    return frozenset(state for key in keys for state in states.expand(key, str(year)))


def _exempt(change: Any, year: int) -> frozenset[str]:
    """The states left out; of energy a link can be too, which is no state."""
    found: frozenset[str] = frozenset()
    for name in getattr(change, "exempt", []):
        try:
            found |= _keys(change, [name], year)
        except (StateError, UnknownName):
            continue
    return found


def side_by_side(world: World, outcome: Outcome, changes: pl.DataFrame) -> pl.DataFrame:
    """Mechanical change, response, and the two together, by dyad and domain.

    Parameters
    ----------
    changes
        a, b, domain, change, low, high: the mechanical change.

    Returns
    -------
    DataFrame
        Columns :data:`SCHEMA`; no rows where the scenario has no sanctions. Null where nothing is estimated,
        for the reason in ``basis``. The interval of the two together takes their errors as independent.
    """
    sanctions = imposed(outcome)
    if not sanctions:
        return pl.DataFrame(schema=SCHEMA)
    dyads = changes.select("a", "b").unique(maintain_order=True).rows()
    # all are read the same number of years after their onset, as those of one year
    last = max(each.year for each in sanctions)
    shifted = [Imposed(s.senders, s.target, last, s.lifted) for s in sanctions]
    asked = response(world, shifted, dyads, last + AFTER).drop("year")
    asked = asked.rename({"low": "response_low", "high": "response_high"})
    both = changes.select("a", "b", "domain", "low", "high", mechanical="change").join(
        asked, on=["a", "b", "domain"], how="inner", maintain_order="left"
    )
    total = pl.col("mechanical") + pl.col("response")

    def end(side: str, sign: int) -> pl.Expr:
        own = (pl.col(side) - pl.col("mechanical")).fill_null(0.0).pow(2)
        theirs = (pl.col(f"response_{side}") - pl.col("response")).pow(2)
        return total + sign * (own + theirs).sqrt()

    return both.with_columns(
        with_response=total, with_response_low=end("low", -1), with_response_high=end("high", 1)
    ).select(*SCHEMA)
