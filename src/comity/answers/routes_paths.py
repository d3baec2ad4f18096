"""The corridors between two states: stretches of the named ones, and ways by sea between their ports."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from comity.answers.routes_sea import sail, ways
from comity.answers.routes_tables import Named, Place, corridors, places
from comity.simulate.energy.seas import PASSAGES, great_circle

__all__ = ["CANALS", "Leg", "Path", "paths_between", "served"]

#: Kilometres of line or road for one of great circle, where no length is compiled. Assumptions.
DETOUR = {"rail": 1.25, "road": 1.25, "ferry": 1.1}
#: Canals, whose locks or convoys have a capacity, and the link that holds it.
CANALS = {"suez": "suez_transit", "panama": "panama"}


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg: mode, ends, length, the link it runs on, and the straits and canals passed."""

    mode: str
    start: str
    end: str
    km: float
    computed: bool
    links: tuple[str, ...]
    passages: tuple[str, ...]
    record: str


@dataclass(frozen=True, slots=True)
class Path:
    """A corridor between two states: its legs from a to b.

    Attributes
    ----------
    limits
        Ids of the links that bound what it can carry; None for a stretch whose link is not compiled.
        The open sea and natural straits are no such link.
    cargo
        ``goods``, ``oil``.
    """

    id: str
    name: str
    legs: tuple[Leg, ...]
    limits: tuple[str | None, ...]
    cargo: frozenset[str]
    whole: str | None
    record: str

    @property
    def km(self) -> float:
        """Length of all legs."""
        return sum(leg.km for leg in self.legs)

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes in order, each once."""
        return tuple(dict.fromkeys(leg.mode for leg in self.legs))

    @property
    def passages(self) -> tuple[str, ...]:
        """Straits and canals, in order."""
        return tuple(dict.fromkeys(p for leg in self.legs for p in leg.passages))

    @property
    def via(self) -> tuple[str, ...]:
        """States between the two, in order."""
        ends = [self.legs[0].start, *(leg.end for leg in self.legs)]
        passed = dict.fromkeys(end.partition(".")[0] for end in ends)
        return tuple(passed)[1:-1]


def paths_between(a: str, b: str, closed: Collection[str] = ()) -> list[Path]:
    """Every corridor held between two states, those by land and mixed first."""
    found: dict[tuple[tuple[str, str, str], ...], Path] = {}
    for path in (*_named(a, b, closed), *_by_sea(a, b, closed)):
        found.setdefault(tuple((leg.mode, leg.start, leg.end) for leg in path.legs)
                         + tuple((p, "", "") for p in path.passages), path)  # fmt: skip
    return list(found.values())


def served() -> frozenset[str]:
    """States that some corridor touches."""
    inland = {
        p.partition(".")[0] for c in corridors() for s in c.stretches for p in (s.start, s.end)
    }
    return frozenset(inland | {p.state for p in places().values() if p.port})


def _named(a: str, b: str, closed: Collection[str]) -> Iterator[Path]:
    for corridor in corridors():
        nodes = [corridor.stretches[0].start, *(s.end for s in corridor.stretches)]
        ends = [(i, j) for i in _ends(nodes, a) for j in _ends(nodes, b)]
        if not ends:
            continue
        i, j = min(ends, key=lambda pair: abs(pair[0] - pair[1]))
        legs = _stretch(corridor, min(i, j), max(i, j), closed)
        if legs is None:
            continue
        if i > j:
            legs = tuple(_turned(leg) for leg in reversed(legs))
        limits = tuple(dict.fromkeys(x for leg in legs for x in _limits(leg)))
        if corridor.link is not None:  # the route as a whole is rated: no stretch is left open
            limits = (*(x for x in limits if x is not None), corridor.link)
        yield Path(
            corridor.id, corridor.name, legs, limits, frozenset({"goods"}), corridor.link,
            corridor.record,
        )  # fmt: skip


def _ends(nodes: list[str], state: str) -> list[int]:
    """Where a state's part of a corridor is measured from: its hubs, or else all its places."""
    mine = [i for i, node in enumerate(nodes) if node.partition(".")[0] == state]
    hubs = [i for i in mine if places()[nodes[i]].hub]
    return hubs or mine


def _stretch(
    corridor: Named, first: int, last: int, closed: Collection[str]
) -> tuple[Leg, ...] | None:
    legs = []
    for s in corridor.stretches[first:last]:
        if s.mode == "sea":
            way = sail(s.start, s.end, frozenset({"northern_sea_route", *closed}))
            if way is None:
                return None
            legs.append(Leg("sea", s.start, s.end, way.km, True, s.links, way.passages, s.record))
        else:
            km = s.km if s.km is not None else _along(s.mode, s.start, s.end)
            legs.append(Leg(s.mode, s.start, s.end, km, s.km is None, s.links, (), s.record))
    return tuple(legs)


def _along(mode: str, start: str, end: str) -> float:
    a, b = places()[start], places()[end]
    return DETOUR[mode] * great_circle(a.lat, a.lon, b.lat, b.lon)


def _turned(leg: Leg) -> Leg:
    return Leg(
        leg.mode,
        leg.end,
        leg.start,
        leg.km,
        leg.computed,
        leg.links,
        leg.passages[::-1],
        leg.record,
    )


def _limits(leg: Leg) -> tuple[str | None, ...]:
    if leg.mode != "sea":
        return leg.links or (None,)
    ends = [places()[leg.start], places()[leg.end]]
    ports = [end.port for end in ends]
    feeders = [feeder for end in ends for feeder in end.feeders]
    return (*ports, *feeders, *(CANALS[p] for p in leg.passages if p in CANALS))


def _by_sea(a: str, b: str, closed: Collection[str]) -> Iterator[Path]:
    seen: set[tuple[str, ...]] = set()
    for start, end, alternatives in _port_pairs(a, b, closed):
        for rank, way in enumerate(ways(start, end, closed)):
            # another way is told once, for the nearest ports it joins
            if rank and (not alternatives or _telling(way.passages) in seen):
                continue
            seen.add(_telling(way.passages))
            leg = Leg("sea", start.key, end.key, way.km, True, (), way.passages,
                      "sea lanes, great circles between way-points")  # fmt: skip
            by = ", ".join(PASSAGES[p] for p in _telling(way.passages))
            name = f"Sea, {start.name} – {end.name}" + (f", by {by}" if by else "")
            tag = "+".join(_telling(way.passages)) or "open"
            yield Path(
                f"sea:{start.key}:{end.key}:{tag}", name, (leg,),
                tuple(dict.fromkeys(_limits(leg))), start.cargo & end.cargo, None, leg.record,
            )  # fmt: skip


def _telling(passages: tuple[str, ...]) -> tuple[str, ...]:
    """The passages that tell one way from another."""
    mattering = ("suez", "cape", "malacca", "sunda", "lombok", "panama", "magellan",
                 "northern_sea_route")  # fmt: skip
    return tuple(p for p in passages if p in mattering)


def _port_pairs(a: str, b: str, closed: Collection[str]) -> list[tuple[Place, Place, bool]]:
    """Each port of either with the nearest of the other for its cargo, and whether by all ways."""
    ours, theirs = ([p for p in places().values() if p.state == x and p.port] for x in (a, b))
    shut = frozenset({"northern_sea_route", *closed})
    pairs: dict[tuple[str, str], tuple[Place, Place, bool]] = {}
    for cargo in ("goods", "oil"):
        km = {
            (s.key, e.key): (way.km, s, e)
            for s in ours
            for e in theirs
            if cargo in s.cargo & e.cargo and (way := sail(s.key, e.key, shut)) is not None
        }
        for side, mine in ((0, ours), (1, theirs)):
            for port in mine:
                near = [v for pair, v in km.items() if pair[side] == port.key]
                if near:
                    _, s, e = min(near, key=lambda v: v[0])
                    pairs.setdefault((s.key, e.key), (s, e, side == 0))
    return sorted(pairs.values(), key=lambda p: _length(p[0].key, p[1].key, shut))


def _length(start: str, end: str, shut: frozenset[str]) -> float:
    way = sail(start, end, shut)
    return way.km if way is not None else float("inf")
