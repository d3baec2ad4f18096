"""A market with its labels: what scenarios change, and what an outcome is read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.errors import ComityError, DataError, UnknownName
from comity.simulate.energy.market import Array, Equilibrium, Market
from comity.simulate.energy.places import Commodity
from comity.states import expand
from comity.states.resolve import resolve_actor

__all__ = ["QUANTITY", "Case", "Mask", "Way", "belongs", "state_of"]

Mask = npt.NDArray[np.bool_]

#: Unit of quantities, and of prices, by commodity.
QUANTITY = {"gas": ("bcm/year", "USD/1000 m3"), "crude_oil": ("Mt/year", "USD/t")}


@dataclass(frozen=True, slots=True)
class Way:
    """What an arc of the market is.

    Attributes
    ----------
    id
        Of the link it is (part of); of an arc that is no link, its ends.
    name
        Its usual name.
    means
        ``pipeline``, ``sea``, ``rail``, or ``plant`` where gas is liquefied or made gas again.
    tail, head
        Places it leaves and enters; the node of a line in a transit state is no place of that state.
    start
        Place its link starts in; differs from ``tail`` where a link is cut at the states it crosses.
    passages
        Straits and canals on the way.
    closed
        Those it may not use.
    """

    id: str
    name: str
    means: str
    tail: str
    head: str
    start: str = ""
    passages: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """The place whose product it is thought to carry."""
        return self.start or self.tail


@dataclass(frozen=True, slots=True)
class Case:
    """One commodity's market in a year, with labels and what it was at rest before any change.

    Attributes
    ----------
    commodity, year
        ``gas`` or ``crude_oil``; the year of the baseline.
    market
        Arrays.
    places : N
        Key of each node: a state, or a place such as ``RUS.yamal``.
    ways : A
        What each arc is.
    before
        The equilibrium of the baseline.
    network
        What it was built from; rebuilt where a passage closes.
    notes
        What a reader of the answer should know.
    """

    commodity: Commodity
    year: int
    market: Market
    places: tuple[str, ...]
    ways: tuple[Way, ...]
    before: Equilibrium
    network: Any = None
    notes: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """Unit of its quantities."""
        return QUANTITY[self.commodity][0]

    def with_market(self, *notes: str, **arrays: Array) -> Case:
        """The case with some arrays of its market replaced, and notes added."""
        market = replace(self.market, **arrays)  # type: ignore[arg-type]
        return replace(self, market=market, notes=(*self.notes, *notes))

    def actors(self, named: Iterable[str]) -> frozenset[str]:
        """States and places meant by keys, codes or names of states, blocs, groups and places."""
        found: set[str] = set()
        for name in named:
            if "." in name:
                if name not in self.places:
                    raise UnknownName.among(f"place of {self.commodity}", name, self.places)
                found.add(name)
                continue
            try:
                key = name if name in self.states() else resolve_actor(name)
            except ComityError:
                key = name
            found.update(expand(key, str(self.year)))
        return frozenset(found)

    def states(self) -> frozenset[str]:
        """Keys of the states that have a node."""
        return frozenset(state_of(place) for place in self.places)

    def nodes(self, named: Iterable[str], *, what: str = "place") -> Mask:
        """Which nodes (N,) belong to some actors.

        Raises
        ------
        DataError
            If none does, naming what is there.
        """
        named = list(named)
        actors = self.actors(named)
        mask = np.array([belongs(place, actors) for place in self.places], dtype=bool)
        if not mask.any():
            near = sorted(p for p in self.places if state_of(p) in {state_of(a) for a in actors})
            raise DataError(
                f"{', '.join(named)} has no {what} in the {self.commodity} market of {self.year}"
                + (f"\n  it has  {', '.join(near)}" if near else "\n  see  comity flows")
            )
        return mask

    def between(
        self, exporters: Iterable[str], importers: Iterable[str], by: str | None = None
    ) -> Mask:
        """Arcs (A,) that bring what is some actors' directly to others, by any or one means."""
        here, there = self.actors(exporters), self.actors(importers)
        return np.array(
            [
                belongs(way.origin, here) and belongs(way.head, there)
                and state_of(way.tail) != state_of(way.head) and by in (None, way.means)
                for way in self.ways
            ],
            dtype=bool,
        )  # fmt: skip

    def index(self) -> Mapping[str, int]:
        """Node of each place."""
        return {place: n for n, place in enumerate(self.places)}


def state_of(place: str) -> str:
    """``RUS.yamal`` → ``RUS``."""
    return place.partition(".")[0]


def belongs(place: str, actors: frozenset[str]) -> bool:
    """Whether a place is an actor, or in one."""
    return place in actors or state_of(place) in actors
