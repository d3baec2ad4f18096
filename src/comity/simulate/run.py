"""``comity.simulate(world, scenario)``: the world as it would be."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from comity.errors import ComityError, DataError
from comity.simulate.case import Case
from comity.simulate.change_base import Engine
from comity.simulate.change_kinds import PriceCap
from comity.simulate.changes import apply, concerns
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Equilibrium
from comity.simulate.energy.places import COMMODITIES
from comity.simulate.energy_case import energy_case
from comity.simulate.outcome import Outcome, differences, side
from comity.simulate.price_cap import under_cap
from comity.simulate.scenario import Scenario
from comity.simulate.trade.engine import answer_trade
from comity.simulate.world_after import SimulatedWorld, world_after
from comity.world.world import World

__all__ = ["DRAWS", "answer", "simulate"]

#: Draws behind the intervals of trade, unless asked otherwise.
DRAWS = 200


def simulate(
    world: World,
    scenario: Scenario,
    *,
    baseline: int | None = None,
    year: int | None = None,
    table: str | Path | None = None,
    draws: int = DRAWS,
) -> SimulatedWorld:
    """The world in which a scenario holds.

    Parameters
    ----------
    baseline
        Year whose market is changed; by default the scenario's own.
    year
        Only the changes that hold in this year; by default all of them.
    table
        An input–output table of the user's, which changes of trade by sector need; all changes of trade
        are then made to it, in its year.
    draws
        Behind the intervals of trade; none where 0. Those of energy are :mod:`comity.simulate.ensemble`'s.

    Returns
    -------
    SimulatedWorld
        A world with the seven tables, whose ``outcome`` has both sides of each engine asked.

    Raises
    ------
    ComityError
        Where a change names what is not there or cannot be met, with names and remedies.
    """
    if isinstance(world, SimulatedWorld):
        raise ComityError(
            f"this world is simulated itself ({world.outcome.scenario.name})\n"
            "  start from the observed world, with the changes of both in one scenario"
        )
    at = scenario.baseline if baseline is None else baseline
    began = time.perf_counter()
    changes = scenario.in_force(year)
    by_engine: dict[str, list[Any]] = {
        name: [c for c in changes if c.engine == name] for name in get_args(Engine)
    }
    if table is not None and not by_engine["trade"]:
        raise DataError(
            f"{scenario.name} changes no trade in general: there is nothing to do with a table\n"
            "  leave out  --table"
        )
    trade = None
    if by_engine["trade"]:
        means = {i: scenario.years_of(c)[2] for i, c in enumerate(by_engine["trade"])}
        trade = answer_trade(world, by_engine["trade"], means, at, table=table, draws=draws)
    asked = [] if trade and not by_engine["energy"] else _energy(world, by_engine["energy"], at)
    _refuse_unheard(scenario, by_engine["energy"], asked)
    found = replace(answer(scenario, at, asked, world, began), made=changes)
    if trade is not None:
        found = replace(found, trade=trade, notes=(*found.notes, *trade.notes, *_composed(asked)))
    return world_after(world, found)


def _energy(world: World, changes: Sequence[Any], year: int) -> list[tuple[Case, Sequence[Any]]]:
    """Markets with the changes made to each; both where a scenario changes nothing."""
    asked: list[tuple[Case, Sequence[Any]]] = []
    for commodity in COMMODITIES:
        if changes and not any(_may_concern(change, commodity) for change in changes):
            continue
        case = energy_case(world, commodity, year)
        mine = [change for change in changes if concerns(change, case, world)]
        if mine or not changes:
            asked.append((case, mine))
    return asked


def _composed(asked: Sequence[tuple[Case, Sequence[Any]]]) -> tuple[str, ...]:
    """How energy and trade are put together, where both are asked."""
    if not asked:
        return ()
    of = " and ".join(case.commodity.replace("_", " ") for case, _ in asked)
    note = (
        f"energy and trade together: in the partner shares, {of} move as the energy market says and all "
        "other goods as the trade model says; the trade tables count all goods, these included"
    )
    return (note,)


def _may_concern(change: Any, commodity: str) -> bool:
    return getattr(change, "commodity", None) in (None, commodity)


def _refuse_unheard(
    scenario: Scenario, changes: Sequence[Any], asked: Sequence[tuple[Case, Sequence[Any]]]
) -> None:
    heard = {id(change) for _, mine in asked for change in mine}
    for i, change in enumerate(changes):
        if id(change) not in heard:
            raise DataError(
                f"{scenario.name}: change {i + 1} ({change.kind}) concerns neither gas nor crude oil\n"
                "  give it a  commodity"
            )


def answer(
    scenario: Scenario, year: int, asked: Sequence[tuple[Case, Sequence[Any]]], world: World,
    began: float | None = None,
) -> Outcome:  # fmt: skip
    """Both sides of a scenario on energy, from cases and the changes made to each."""
    began = time.perf_counter() if began is None else began
    after = [_changed(case, changes, world) for case, changes in asked]
    before_side = side([(case, case.before) for case, _ in asked])
    after_side = side(after)
    notes = [note for case, _ in after for note in case.notes]
    if scenario.not_simulated:
        notes.append(f"not simulated: {scenario.not_simulated}")
    return Outcome(
        scenario=scenario, year=year, commodities=tuple(case.commodity for case, _ in asked),
        baseline=before_side, after=after_side, changes=differences(before_side, after_side),
        notes=tuple(notes), seconds=time.perf_counter() - began,
    )  # fmt: skip


def _changed(case: Case, changes: Sequence[Any], world: World) -> tuple[Case, Equilibrium]:
    """A case with its changes, and where it comes to rest; price caps last, as they look at prices."""
    caps = [change for change in changes if isinstance(change, PriceCap)]
    if len(caps) > 1:
        raise DataError(
            f"more than one price cap on {case.commodity}: only one is simulated at a time"
        )
    untouched = case.market
    for change in changes:
        if not isinstance(change, PriceCap):
            case = apply(case, change, world)
    if caps:
        return under_cap(case, caps[0], solve)
    return case, (case.before if case.market is untouched else solve(case.market))
