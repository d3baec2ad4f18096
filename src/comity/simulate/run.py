"""``comity.simulate(world, scenario)``: the world as it would be."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from comity.errors import ComityError, DataError
from comity.simulate.case import Case
from comity.simulate.change_kinds import PriceCap
from comity.simulate.changes import apply, concerns
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Equilibrium
from comity.simulate.energy.places import COMMODITIES
from comity.simulate.energy_case import energy_case
from comity.simulate.outcome import Outcome, differences, side
from comity.simulate.price_cap import under_cap
from comity.simulate.scenario import Scenario
from comity.simulate.world_after import SimulatedWorld, world_after
from comity.world.world import World

__all__ = ["answer", "simulate"]


def simulate(
    world: World, scenario: Scenario, *, baseline: int | None = None, year: int | None = None
) -> SimulatedWorld:
    """The world in which a scenario holds.

    Parameters
    ----------
    baseline
        Year whose market is changed; by default the scenario's own.
    year
        Only the changes that hold in this year; by default all of them.

    Returns
    -------
    SimulatedWorld
        A world with the seven tables, whose ``outcome`` has the two markets side by side.

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
    asked: list[tuple[Case, Sequence[Any]]] = []
    for commodity in COMMODITIES:
        if changes and not any(_may_concern(change, commodity) for change in changes):
            continue
        case = energy_case(world, commodity, at)
        mine = [change for change in changes if concerns(change, case, world)]
        if mine or not changes:
            asked.append((case, mine))
    _refuse_unheard(scenario, changes, asked)
    return world_after(world, answer(scenario, at, asked, world, began))


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
    """Both sides of a scenario, from cases and the changes made to each."""
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
