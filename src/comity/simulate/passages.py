"""A strait or canal lost: ships take the next best way, or stay where they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from comity.errors import DataError, UnknownName
from comity.simulate.case import Case, belongs
from comity.simulate.change_kinds import Passage
from comity.simulate.energy.costs import costs
from comity.simulate.energy.seas import PASSAGES, voyages

__all__ = ["lose_passage"]

#: What carriage by sea costs per 1000 km, in the table of costs.
RATE = {"gas": "lng_shipping", "crude_oil": "tanker"}


def lose_passage(case: Case, change: Passage) -> Case:
    """The case in which all ships, or those of some exporters, cannot use a passage, or pay more for it.

    The detour costs what its kilometres cost; a port that has no other way out is cut off by sea.

    Raises
    ------
    UnknownName, DataError
        For a passage the sea graph does not know, or one that nothing in this market uses.
    """
    if change.passage not in PASSAGES:
        raise UnknownName.among("passage", change.passage, PASSAGES)
    theirs = case.actors(change.exporters) if change.exporters else None
    hit = [
        a
        for a, way in enumerate(case.ways)
        if change.passage in way.passages and (theirs is None or belongs(way.origin, theirs))
    ]
    if not hit:
        whose = f" of {', '.join(change.exporters)}" if change.exporters else ""
        raise DataError(
            f"no ship{whose} with {case.commodity} passes {PASSAGES[change.passage]} in the baseline"
        )
    cost = case.market.arc_cost.copy()
    if change.surcharge is not None:
        cost[hit] = np.maximum(cost[hit] + change.surcharge, 0.0)
        return case.with_market(arc_cost=cost)
    return _rerouted(case, change.passage, hit)


def _rerouted(case: Case, passage: str, hit: list[int]) -> Case:
    market, ways = case.market, list(case.ways)
    cost, capacity = market.arc_cost.copy(), market.arc_capacity.copy()
    together: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for a in hit:
        together[ways[a].closed].append(a)
    rate, cut = costs()[RATE[case.commodity]], 0
    for closed, arcs in together.items():
        tails, heads = {ways[a].tail for a in arcs}, {ways[a].head for a in arcs}
        before = voyages(tails, heads, case.commodity, closed=closed)
        after = voyages(tails, heads, case.commodity, closed=(*closed, passage))
        for a in arcs:
            pair = ways[a].tail, ways[a].head
            new, old = after.get(pair), before.get(pair)
            ways[a] = replace(
                ways[a], closed=(*closed, passage), passages=new.passages if new else ()
            )
            if new is None or old is None:
                capacity[a], cut = 0.0, cut + 1
            else:
                cost[a] += rate * max(new.effective_km - old.effective_km, 0.0) / 1000
    note = (
        f"{PASSAGES[passage]} lost to {len(hit)} sea lanes of {case.commodity}: {len(hit) - cut} take "
        f"another way, {cut} have none"
    )
    floor = np.minimum(market.arc_floor, capacity)
    changed = replace(case, ways=tuple(ways))
    return changed.with_market(note, arc_cost=cost, arc_capacity=capacity, arc_floor=floor)
