"""What a scenario does to alignment, mechanically: the same fitted model reads both worlds.

The scenario moves trade, of energy and of all goods, and with it the partner shares of the simulated year;
votes, treaties, exercises and all fitted parameters stay as they are. Both worlds are read with the same
random numbers: a draw is the same number of standard deviations away in either, so that the interval of the
difference is that of what the scenario changes, not of what is uncertain in both alike. How states react is
another question, answered beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from comity import states
from comity.alignment.model import Model
from comity.alignment.result import read
from comity.alignment.stored import fitted
from comity.answers.scenario_response import side_by_side
from comity.errors import ComityError
from comity.measures.uncertainty import REACH
from comity.simulate.case import state_of
from comity.simulate.outcome import Outcome
from comity.simulate.world_after import SimulatedWorld
from comity.states.system import exists
from comity.world.world import World

__all__ = ["ALWAYS", "Effects", "affected", "effects"]

Dyad = tuple[str, str]
#: The pair read in every scenario, and spoken of where it names none.
ALWAYS: Dyad = ("RUS", "CHN")
#: Pairs a summary speaks of at most.
SPOKEN = 2
#: Pairs read besides those the scenario names: those whose energy trade moves most.
MOST = 10
#: The same of trade in all goods.
MOST_TRADE = 6
#: Half an interval below this is what rounding leaves (standard deviations among dyads).
LEAST_REACH = 1e-6
KEYS = ["a", "b", "year", "domain"]
SCHEMA = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "domain": pl.String, "mean": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "percentile": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effects:
    """Two worlds side by side.

    Attributes
    ----------
    before, after
        The worlds.
    outcome
        The scenario's answer on energy and trade.
    year
        The year read.
    baseline, scenario
        a, b, year, domain (``overall``, the latent domains, ``words``, ``deeds``, ``gap``), mean, low, high
        (90 %), percentile. The gap is null unless words and deeds rest on two indicators each.
    changes
        a, b, year, domain, baseline, scenario, change, low, high (90 %, of the change; null where
        common random numbers leave none).
    response
        Of a scenario with sanctions, the mechanical change and the response of past cases side by side:
        :func:`comity.answers.scenario_response.side_by_side`.
    """

    before: World
    after: World
    outcome: Outcome
    year: int
    baseline: pl.DataFrame
    scenario: pl.DataFrame
    changes: pl.DataFrame
    response: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Changes of alignment by dyad and domain."""
        return self.changes

    def spoken(self) -> list[Dyad]:
        """The dyads a summary speaks of: those the scenario names, else Russia and China, or the first."""
        there = {
            frozenset(pair): pair
            for pair in self.changes.select("a", "b").unique(maintain_order=True).rows()
        }
        named = [
            frozenset(pair)
            for pair in _resolved(_pair(text) for text in self.outcome.scenario.dyads)
        ]
        chosen = [pair for pair in dict.fromkeys(named) if pair in there]
        chosen = chosen or [pair for pair in (frozenset(ALWAYS), *there) if pair in there][:1]
        return [there[pair] for pair in chosen[:SPOKEN]]


def effects(before: World, after: World, dyads: Iterable[Dyad] | None = None) -> Effects:
    """Alignment and the gap of words and deeds before and after a scenario.

    Parameters
    ----------
    before, after
        A world, and what :func:`comity.simulate` made of it.
    dyads
        Pairs to read; by default those the scenario names, those whose trade it moves most, and Russia and
        China.

    Raises
    ------
    ComityError
        For an unknown state, twice the same, or a second world that no scenario made.
    """
    if not isinstance(after, SimulatedWorld):
        raise ComityError(
            "the second world is none that a scenario made\n"
            "  make one with  comity.simulate(world, scenario)"
        )
    outcome = after.outcome
    pairs = affected(outcome) if dyads is None else _resolved(dyads)
    pairs = [p for p in pairs if all(exists(state, str(outcome.year)) for state in p)]
    model = fitted(before)
    year = min(max(outcome.year, model.calendar[0]), model.calendar[-1])
    sides = [_read(model, world, pairs, year) for world in (before, after)]
    changes = _changes(*sides)
    beside = side_by_side(before, outcome, changes)
    return Effects(before, after, outcome, year, sides[0], sides[1], changes, beside)


def affected(outcome: Outcome) -> list[Dyad]:
    """Pairs named by the scenario, pairs whose trade moves most (of energy, of all), Russia and China."""
    named = _resolved(_pair(text) for text in outcome.scenario.dyads)
    cut = {
        end: pl.col(end).map_elements(state_of, return_dtype=pl.String) for end in ("from", "to")
    }
    moved = (
        outcome.changes.flows.with_columns(**cut)
        .filter((pl.col("from") != pl.col("to")) & (pl.col("value") != 0))
        .with_columns(size=pl.col("value").abs() * _weight())
        .group_by("from", "to")
        .agg(pl.col("size").sum())
        .sort("size", "from", "to", descending=[True, False, False])
        .head(MOST)
    )
    pairs = [*named, ALWAYS, *moved.select("from", "to").iter_rows(), *_traded(outcome)]
    return list({frozenset(pair): pair for pair in reversed(pairs)}.values())[::-1]


def _traded(outcome: Outcome) -> list[Dyad]:
    """Pairs whose trade in all goods moves most."""
    if outcome.trade is None:
        return []
    size = np.abs(outcome.trade.after - outcome.trade.before)
    size = np.triu(size + size.T, 1)
    order = np.argsort(-size, axis=None, kind="stable")[:MOST_TRADE]
    names = outcome.trade.states
    found = (np.unravel_index(k, size.shape) for k in order if size.flat[k] > 0)
    return [(names[int(i)], names[int(j)]) for i, j in found]


def _weight() -> pl.Expr:
    """Gas and oil by their heat, so that pairs of both can be ranked: 1 bcm is about 0.86 Mt of oil."""
    return pl.when(pl.col("commodity") == "crude_oil").then(1.0).otherwise(0.86)


def _pair(text: str) -> Dyad:
    a, dash, b = text.partition("-")
    if not dash:
        raise ComityError(f'"{text[:40]}" is not a dyad; write two states as RUS-CHN')
    return a.strip(), b.strip()


def _resolved(dyads: Iterable[Dyad]) -> list[Dyad]:
    found = []
    for a, b in dyads:
        one = states.resolve(a), states.resolve(b)
        if one[0] == one[1]:
            raise ComityError(
                f"{states.name(one[0])} ({one[0]}) is named twice; a dyad needs two states"
            )
        found.append(one)
    return found


def _read(model: Model, world: World, pairs: Sequence[Dyad], year: int) -> pl.DataFrame:
    """Readings of one world, dyads as asked (a is the first named)."""
    rows = []
    for asked, dyad in zip(pairs, model.dyads(world, pairs), strict=True):
        found = read(model, world, dyad)
        table = found.table().filter(pl.col("year") == year)
        rows += [
            (*asked, year, r["domain"], r["mean"], r["low"], r["high"], r["percentile"])
            for r in table.iter_rows(named=True)
        ]
        sides = found.gap().filter(pl.col("year") == year)
        rows += [
            (*asked, year, side, r[side], r[f"{side}_low"], r[f"{side}_high"], None)
            for r in sides.iter_rows(named=True)
            for side in ("words", "deeds", "gap")
        ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Differences, with the interval that common random numbers leave.

    They leave none where the two readings are as wide: a figure known to the last digit, given the parameters
    that are frozen and the flows as the markets say. Null then, not an interval of no width.
    """
    both = before.join(after, on=KEYS, how="left", suffix="_after", maintain_order="left")
    wider = ((pl.col("high_after") - pl.col("low_after")) - (pl.col("high") - pl.col("low"))) / (
        2 * REACH
    )
    change, reach = pl.col("mean_after") - pl.col("mean"), REACH * wider.abs()
    left = pl.when(reach > LEAST_REACH)
    return both.select(
        *KEYS, baseline="mean", scenario="mean_after", change=change,
        low=left.then(change - reach), high=left.then(change + reach),
    )  # fmt: skip
