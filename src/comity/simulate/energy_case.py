"""The observed market of a year as a case: the calibrated baseline with its labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.simulate.case import Case, Way

if TYPE_CHECKING:
    from comity.simulate.energy.market import Equilibrium, Market
    from comity.simulate.energy.network import EnergyNetwork
    from comity.simulate.energy.places import Commodity
    from comity.world.world import World

__all__ = ["energy_case", "labelled"]

#: How each kind of arc carries.
MEANS = {
    "pipeline": "pipeline", "draw": "pipeline", "add": "pipeline", "liquefaction": "plant",
    "regasification": "plant", "sea": "sea", "overland": "rail",
}  # fmt: skip


def energy_case(world: World, commodity: Commodity, year: int) -> Case:
    """The market of a commodity in a year, at rest; built once for a world.

    Raises
    ------
    CoverageError
        If the world lacks what the year's market is calibrated from.
    """
    from comity.simulate.energy.baseline import baseline

    found: Case = world.remember(
        ("energy case", commodity, year),
        lambda: labelled(*baseline(world, commodity, year)),
    )
    return found


def labelled(network: EnergyNetwork, market: Market, found: Equilibrium) -> Case:
    """A network and its market as a case."""
    starts: dict[str, str] = {}
    for row in network.arcs.iter_rows(named=True):
        if row["kind"] == "pipeline":
            starts.setdefault(row["link"], _place(row["from"]))
    ways = tuple(
        Way(
            id=row["link"], name=row["name"], means=MEANS.get(row["kind"], row["kind"]),
            tail=_place(row["from"]), head=_place(row["to"]),
            start=starts.get(row["link"], "") if row["kind"] in ("pipeline", "draw") else "",
            passages=tuple(p for p in (row["passages"] or "").split(";") if p),
        )
        for row in network.arcs.iter_rows(named=True)
    )  # fmt: skip
    return Case(
        network.commodity, network.year, market, tuple(network.nodes["key"]), ways, found, network
    )


def _place(key: str) -> str:
    """``QAT:lng`` → ``QAT``; the node of a line in a transit state stays what it is."""
    return key.partition(":")[0]
