"""Sanctions that began after the years of the prior: what they take from it.

The prior knows embargoes that are older than its years by the traits of the states. What came later, above
all towards Russia, it does not. Where a state has since imposed measures of at least two kinds on another
and not gone back on them, the prior of both directions falls by the project's own estimate of what broad
sanctions do to trade (:func:`comity.simulate.trade.cost_effects.cost_effect`); where measures of four kinds
stand since before the year, or two states at war bar each other's trade, by that of complete ones.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import UnknownName
from comity.simulate.trade.cost_effects import cost_effect
from comity.states import expand
from comity.world.world import World

__all__ = ["cut_off", "sanctioned", "sanctions_shift"]

Array = NDArray[np.float64]

#: Modes of sanctions that touch trade or the payment for it.
KINDS = frozenset({"trade", "energy", "technology", "financial", "comprehensive", "package"})
#: A comprehensive measure is mostly one on a region or a government (Crimea, Venezuela's): no kind of its own
#: among those that together leave little trade.
NARROW = frozenset({"comprehensive"})
#: Kinds of measures that make sanctions broad, and complete.
FEWEST, COMPLETE = 2, 4
EFFECTS = {"broad": "sanctions_broad", "complete": "sanctions_trade_complete"}
#: The tie, its depth where the governments face each other themselves, and its level with 1,000 battle
#: deaths a year and more.
CONFLICT, FACING, WAR = "armed_conflict", 4, 2


def sanctions_shift(world: World, states: tuple[str, ...], year: int, since: int) -> Array:
    """(N, N) what is added to the log prior."""
    broad, complete = (cost_effect(EFFECTS[name]).coefficient for name in ("broad", "complete"))
    made = np.where(sanctioned(world, states, year, since), broad, 0.0)
    return np.where(cut_off(world, states, year, since), complete, made)


def cut_off(world: World, states: tuple[str, ...], year: int, since: int) -> NDArray[np.bool_]:
    """(N, N) pairs whose sanctions after ``since`` are complete: four kinds, or a bar on trade in a war.

    What began in the year itself left part of it untouched and does not count.
    """
    now, war = _standing(world, year, since), _at_war(world, year)
    return _pairs(
        states,
        (
            pair
            for pair, kinds in _standing(world, year - 1, since).items()
            if pair in now
            and (len(kinds - NARROW) >= COMPLETE or ("trade" in kinds and frozenset(pair) in war))
        ),
    )


def sanctioned(
    world: World, states: tuple[str, ...], year: int, since: int, fewest: int = FEWEST
) -> NDArray[np.bool_]:
    """(N, N) pairs of which one sanctions the other by several kinds of measures after ``since``.

    Measures that ended before the year do not count, and none before a later relief does.
    """
    standing = _standing(world, year, since)
    return _pairs(states, (pair for pair, kinds in standing.items() if len(kinds) >= fewest))


def _standing(world: World, year: int, since: int) -> dict[tuple[str, str], set[str]]:
    """Kinds of measures in force in a year by sender and target; asked for by every year around it."""
    return world.remember(("sanctions standing", year, since), lambda: _found(world, year, since))


def _found(world: World, year: int, since: int) -> dict[tuple[str, str], set[str]]:
    begun = pl.col("date").str.slice(0, 4).cast(pl.Int32)
    rows = world.events.filter(
        pl.col("action").is_in(["SANCTION", "RETREAT"])
        & pl.col("mode").is_in([*KINDS, "relief"])
        & (pl.col("source") == "compiled_sanctions")
        & (begun > since)
        & (begun <= year)
        & (pl.col("end").is_null() | (pl.col("end").str.slice(0, 4).cast(pl.Int32) >= year))
    ).sort("date")
    standing: dict[tuple[str, str], set[str]] = {}
    for sender, target, mode, date in rows.select("a", "b", "mode", "date").iter_rows():
        for a in _members(sender, date):
            for b in _members(target, date):
                if mode == "relief":
                    standing.pop((a, b), None)
                else:
                    standing.setdefault((a, b), set()).add(mode)
    return standing


def _at_war(world: World, year: int) -> set[frozenset[str]]:
    """Pairs of states whose governments fought each other in the year."""
    first, last = (pl.col(c).str.slice(0, 4).cast(pl.Int32) for c in ("start", "end"))
    direct = (pl.col("depth") >= FACING) & (pl.col("value") >= WAR)
    rows = world.rows("ties", first <= year, last.is_null() | (last >= year), direct, of=CONFLICT)
    return {frozenset(pair) for pair in rows.select("a", "b").iter_rows()}


def _pairs(states: tuple[str, ...], pairs: Iterable[tuple[str, str]]) -> NDArray[np.bool_]:
    """(N, N) both directions of the pairs."""
    place = {state: n for n, state in enumerate(states)}
    made = np.zeros((len(states), len(states)), dtype=bool)
    for a, b in pairs:
        if a in place and b in place:
            made[place[a], place[b]] = made[place[b], place[a]] = True
    return made


def _members(actor: str, date: str) -> list[str]:
    """The states an actor stands for; none for an organisation whose members are not held, or the world."""
    if actor == "WLD":
        return []
    try:
        return expand(actor, date)
    except UnknownName:
        return []
