"""Comity measures, explains and simulates alignment between states.

    >>> import comity
    >>> world = comity.World.load()
    >>> comity.measure(world, "RUS", "CHN", ["unga_agreement"]).table()

Names are loaded when first used, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity import states
    from comity.answers.bargain import bargain
    from comity.answers.bottlenecks import bottlenecks
    from comity.answers.check import check
    from comity.answers.coalition import coalition
    from comity.answers.compare import compare
    from comity.answers.comply import comply
    from comity.answers.contrast import contrast
    from comity.answers.dependence import dependence
    from comity.answers.energy_flows import energy_flows
    from comity.answers.group import group
    from comity.answers.pressure import pressure
    from comity.answers.routes import routes
    from comity.answers.sever import sever
    from comity.answers.stage import stage
    from comity.answers.weighing import weigh
    from comity.errors import ComityError
    from comity.measures.measurement import Measurement, measure, rank
    from comity.measures.registry import series as indicator
    from comity.measures.table import indicators
    from comity.report.brief import Brief, brief
    from comity.simulate.ensemble import ensemble
    from comity.simulate.run import simulate
    from comity.simulate.scenario import Scenario
    from comity.simulate.trade.matrix import trade_matrix
    from comity.world.world import World

__all__ = [
    "Brief",
    "ComityError",
    "Measurement",
    "Scenario",
    "World",
    "bargain",
    "bottlenecks",
    "brief",
    "check",
    "coalition",
    "compare",
    "comply",
    "contrast",
    "dependence",
    "energy_flows",
    "ensemble",
    "group",
    "indicator",
    "indicators",
    "measure",
    "pressure",
    "rank",
    "routes",
    "sever",
    "simulate",
    "stage",
    "states",
    "trade_matrix",
    "weigh",
]

__version__ = "0.1.0"

_WHERE = {
    "Brief": ("comity.report.brief", "Brief"),
    "ComityError": ("comity.errors", "ComityError"),
    "Measurement": ("comity.measures.measurement", "Measurement"),
    "Scenario": ("comity.simulate.scenario", "Scenario"),
    "World": ("comity.world.world", "World"),
    "bargain": ("comity.answers.bargain", "bargain"),
    "bottlenecks": ("comity.answers.bottlenecks", "bottlenecks"),
    "brief": ("comity.report.brief", "brief"),
    "check": ("comity.answers.check", "check"),
    "coalition": ("comity.answers.coalition", "coalition"),
    "compare": ("comity.answers.compare", "compare"),
    "comply": ("comity.answers.comply", "comply"),
    "contrast": ("comity.answers.contrast", "contrast"),
    "dependence": ("comity.answers.dependence", "dependence"),
    "energy_flows": ("comity.answers.energy_flows", "energy_flows"),
    "ensemble": ("comity.simulate.ensemble", "ensemble"),
    "group": ("comity.answers.group", "group"),
    "indicator": ("comity.measures", "series"),
    "indicators": ("comity.measures.table", "indicators"),
    "measure": ("comity.measures.measurement", "measure"),
    "pressure": ("comity.answers.pressure", "pressure"),
    "rank": ("comity.measures.measurement", "rank"),
    "routes": ("comity.answers.routes", "routes"),
    "sever": ("comity.answers.sever", "sever"),
    "simulate": ("comity.simulate", ""),
    "stage": ("comity.answers.stage", "stage"),
    "states": ("comity.states", ""),
    "trade_matrix": ("comity.simulate.trade.matrix", "trade_matrix"),
    "weigh": ("comity.answers.weighing", "weigh"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _WHERE[name]
    if attribute:
        import_module("comity.measures")  # registers every indicator
    found = import_module(module)
    value = getattr(found, attribute) if attribute else found
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
