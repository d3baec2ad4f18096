"""What an ensemble needs of the trade engine: the case, the steps, and which figures are told."""

from __future__ import annotations

from dataclasses import dataclass

from comity.simulate.distributions import Parameter
from comity.simulate.scenario import Scenario
from comity.simulate.trade.changes import Step
from comity.simulate.trade.draws import uncertain
from comity.simulate.trade.figures import Told, told
from comity.simulate.trade.market import TradeCase, settled, steps, trade_case
from comity.world.world import World

__all__ = ["TradePart", "trade_part"]


@dataclass(frozen=True, slots=True)
class TradePart:
    """The trade of a year, what a scenario does to its costs, and the figures told of it."""

    case: TradeCase
    steps: list[Step]
    what: Told

    def parameters(self) -> tuple[Parameter, ...]:
        """What is drawn, for the reader: ends are those of 90 % intervals, not of ranges."""
        return tuple(
            Parameter(name, value, low, high, "90 % interval", source)
            for name, value, low, high, source in uncertain(self.steps)
        )


def trade_part(world: World, scenario: Scenario, year: int) -> TradePart:
    """The trade side of an ensemble of a scenario whose changes of trade have no sectors."""
    changes = [change for change in scenario.in_force() if change.engine == "trade"]
    means = {i: scenario.years_of(change)[2] for i, change in enumerate(changes)}
    case = trade_case(world, year)
    of = steps(changes, case.states, means)  # type: ignore[arg-type]
    return TradePart(case, of, told(of, case.trade, settled(case.trade, of, case.theta).trade))
