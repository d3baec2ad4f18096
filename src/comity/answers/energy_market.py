"""What questions about energy share: a commodity by the name a person gives it, states in its market."""

from __future__ import annotations

import re

import numpy as np

from comity import states
from comity.errors import CoverageError, UnknownName
from comity.simulate.case import Case, state_of
from comity.simulate.energy.places import Commodity
from comity.simulate.energy_case import energy_case
from comity.world.world import World

__all__ = ["FIRST", "LAST", "commodity_of", "home", "in_market", "market_case", "pair_of"]

#: Years a market can be calibrated for at all; the sources of a world then decide.
FIRST, LAST = 1900, 2100
#: Names a commodity goes by, and the kind of trade each asks for.
NAMES: dict[str, tuple[Commodity, tuple[str, ...]]] = {
    "gas": ("gas", ("pipeline_gas", "lng")),
    "natural_gas": ("gas", ("pipeline_gas", "lng")),
    "pipeline_gas": ("gas", ("pipeline_gas",)),
    "lng": ("gas", ("lng",)),
    "oil": ("crude_oil", ("crude_oil",)),
    "crude": ("crude_oil", ("crude_oil",)),
    "crude_oil": ("crude_oil", ("crude_oil",)),
}
_AT_STATE = re.compile(r"@([A-Z]{3})$")


def commodity_of(name: str) -> tuple[Commodity, tuple[str, ...]]:
    """The market a name belongs to, and the trades it means: ``oil`` → crude_oil; ``lng`` → gas by sea.

    Raises
    ------
    UnknownName
        For anything else.
    """
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    if key not in NAMES:
        raise UnknownName.among("commodity", name, ("gas", "lng", "pipeline_gas", "oil"))
    return NAMES[key]


def market_case(world: World, commodity: Commodity, year: int) -> Case:
    """The market of a year at rest.

    Raises
    ------
    CoverageError
        For a year the world cannot calibrate.
    """
    if not FIRST <= year <= LAST:
        raise CoverageError(f"no energy market of {year}; the shipped one is of 2023")
    return energy_case(world, commodity, year)


def pair_of(a: str, b: str) -> tuple[str, str]:
    """Keys of two different states."""
    one, other = states.resolve(a), states.resolve(b)
    if one == other:
        raise UnknownName(f"{states.name(one)} ({one}) is named twice; two states are needed")
    return one, other


def home(place: str) -> str:
    """The state a node is in: ``RUS.yamal``, ``RUS:lng`` and ``line@RUS`` (on a line) are Russia's."""
    at = _AT_STATE.search(place)
    return at.group(1) if at else state_of(place.partition(":")[0])


def in_market(case: Case, state: str) -> np.ndarray:
    """Nodes (N,) of a state.

    Raises
    ------
    CoverageError
        If it has none: it neither makes nor uses enough to be one.
    """
    mine = np.array([home(place) == state and "@" not in place for place in case.places])
    if not mine.any():
        raise CoverageError(
            f"{states.name(state)} ({state}) has no place in the {case.commodity} market of {case.year}: "
            "it makes none and uses too little to be a node, or nothing reaches it"
        )
    return mine
