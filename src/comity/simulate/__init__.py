"""What if: engines that turn a world and a scenario into a changed world.

The package can be called: ``comity.simulate(world, scenario)`` is :func:`comity.simulate.run.simulate`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.simulate.scenario import Scenario
    from comity.simulate.world_after import SimulatedWorld
    from comity.world.world import World


class _Package(ModuleType):
    """A package that is also a verb, for both ``comity.simulate(…)`` and ``comity.simulate.energy``."""

    def __call__(self, world: World, scenario: Scenario, **options: Any) -> SimulatedWorld:
        """See :func:`comity.simulate.run.simulate`."""
        from comity.simulate.run import simulate

        return simulate(world, scenario, **options)


sys.modules[__name__].__class__ = _Package
