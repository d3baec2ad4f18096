"""Sanctions that began after the years of the prior: what they take from it.

The prior knows embargoes that are older than its years by the traits of the states. What came later, above
all towards Russia, it does not. Where a state has since imposed measures of at least two kinds on another
and not gone back on them, the prior of both directions falls by the project's own estimate of what
broad sanctions do to trade (:func:`comity.simulate.trade.cost_effects.cost_effect`).
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import UnknownName
from comity.simulate.trade.cost_effects import cost_effect
from comity.states import expand
from comity.world.world import World

__all__ = ["sanctioned", "sanctions_shift"]

Array = NDArray[np.float64]

#: Modes of sanctions that touch trade or the payment for it.
KINDS = frozenset({"trade", "energy", "technology", "financial", "comprehensive", "package"})
#: Kinds of measures that make sanctions broad.
FEWEST = 2
EFFECT = "sanctions_broad"


def sanctions_shift(world: World, states: tuple[str, ...], year: int, since: int) -> Array:
    """(N, N) what is added to the log prior."""
    return np.where(sanctioned(world, states, year, since), cost_effect(EFFECT).coefficient, 0.0)


def sanctioned(
    world: World, states: tuple[str, ...], year: int, since: int, fewest: int = FEWEST
) -> NDArray[np.bool_]:
    """(N, N) pairs of which one sanctions the other by several kinds of measures after ``since``.

    Measures that ended before the year do not count, and none before a later relief does.
    """
    place = {state: n for n, state in enumerate(states)}
    made = np.zeros((len(states), len(states)), dtype=bool)
    rows = world.events.filter(
        pl.col("action").is_in(["SANCTION", "RETREAT"])
        & pl.col("mode").is_in([*KINDS, "relief"])
        & (pl.col("source") == "compiled_sanctions")
        & (pl.col("date").str.slice(0, 4).cast(pl.Int32) > since)
        & (pl.col("date").str.slice(0, 4).cast(pl.Int32) <= year)
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
    for (a, b), kinds in standing.items():
        if a in place and b in place and len(kinds) >= fewest:
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
