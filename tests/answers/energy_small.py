"""A world whose gas market of 2023 is the small one that can be reckoned by hand."""

from __future__ import annotations

from comity.simulate.case import Case
from comity.world.world import World
from tests.simulate.energy.energy_world import energy_world
from tests.simulate.small_case import small_case


def small_world(case: Case | None = None) -> World:
    full = energy_world()
    world = World(
        {(table, name): part for table, name, part in full.parts()}, full.sources.values()
    )
    world.remember(("energy case", "gas", 2023), lambda: case or small_case())
    return world
