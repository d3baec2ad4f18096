"""Changes made to a market: each kind of a scenario as arithmetic on arrays.

An embargo, duty or friction between two groups acts on the arcs that join them directly (a pipeline, a sea
lane), not on what reaches the buyer through a third state: re-export is a way around it in the model too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from comity.errors import DataError, UnknownName
from comity.simulate import change_kinds as kinds
from comity.simulate.building import build
from comity.simulate.case import Case, Mask, belongs
from comity.simulate.energy.market import Array
from comity.simulate.passages import lose_passage
from comity.world.world import World

__all__ = ["apply", "concerns"]

#: What the links table calls a commodity of a market.
CARRIED = {"lng": "gas"}


def concerns(change: Any, case: Case, world: World) -> bool:
    """Whether a change is about this commodity's market."""
    if getattr(change, "commodity", None) is not None:
        return bool(change.commodity == case.commodity)
    if isinstance(change, kinds.LinkChange):
        if not change.link:
            return True
        rows = world.links.filter(world.links["id"].is_in(change.link))
        carried = {CARRIED.get(c, c) for c in rows["commodity"].drop_nulls()}
        return not carried or case.commodity in carried
    return True


def apply(case: Case, change: Any, world: World) -> Case:
    """The case with one change made to it.

    Raises
    ------
    ComityError
        Where the change names what is not there, or cannot be made.
    """
    if isinstance(change, kinds.Build):
        return build(case, change, world)
    if isinstance(change, kinds.Passage):
        return lose_passage(case, change)
    if isinstance(change, kinds.Close | kinds.Cap | kinds.Scale):
        return _ON_LINKS[type(change)](case, change, world)
    return _ARITHMETIC[type(change)](case, change)


def links(case: Case, change: kinds.LinkChange, world: World) -> tuple[Mask, tuple[str, ...]]:
    """Arcs (A,) of the links a change names, and notes on those that carried nothing in the year.

    Raises
    ------
    UnknownName, DataError
        For an id or a pair of places that no arc of the market has.
    """
    ids = {way.id for way in case.ways}
    chosen, notes = np.zeros(len(case.ways), dtype=bool), []
    known = set(world.links["id"])
    for name in change.link:
        if name not in ids and name in known:
            notes.append(f"{name} carries nothing of its own in {case.year}: nothing changes")
        elif name not in ids:
            raise UnknownName.among(
                f"link of {case.commodity} in use in {case.year}", name, ids,
                see="comity bottlenecks, and  kind = \"build\"  for one that is not in use",
            )  # fmt: skip
        chosen |= np.array([way.id == name for way in case.ways])
    if change.origin and change.to:
        here, there = case.actors([change.origin]), case.actors([change.to])
        chosen = np.array(
            [
                belongs(way.origin, here) and belongs(way.head, there) and change.by in (None, way.means)
                for way in case.ways
            ],
            dtype=bool,
        )  # fmt: skip
        if not chosen.any():
            raise DataError(
                f"no link of {case.commodity} leads from {change.origin} to {change.to} in {case.year}\n"
                "  build one with  kind = \"build\", or name it by  link"
            )  # fmt: skip
    return chosen, tuple(notes)


def _limited(
    case: Case, chosen: Mask, capacity: Array, what: str, notes: tuple[str, ...] = ()
) -> Case:
    """New capacities for some arcs; contracts give way, and it is said."""
    market = case.market
    if not chosen.any():
        return replace(case, notes=(*case.notes, *notes))
    capacity = np.where(chosen, capacity, market.arc_capacity)
    released = market.arc_floor > capacity
    notes += tuple(
        f"{what}: the contract for {market.arc_floor[a]:g} {case.unit} through {case.ways[a].name} gives way"
        for a in np.flatnonzero(released)
    )
    return case.with_market(
        *notes, arc_capacity=capacity, arc_floor=np.minimum(market.arc_floor, capacity)
    )


def _close(case: Case, change: kinds.Close, world: World) -> Case:
    chosen, notes = links(case, change, world)
    return _limited(case, chosen, np.zeros(len(chosen)), "closed", notes)


def _cap(case: Case, change: kinds.Cap, world: World) -> Case:
    chosen, notes = links(case, change, world)
    return _limited(case, chosen, np.full(len(chosen), change.capacity), "capped", notes)


def _scale(case: Case, change: kinds.Scale, world: World) -> Case:
    chosen, notes = links(case, change, world)
    endless = chosen & np.isinf(case.market.arc_capacity)
    if endless.any():
        raise DataError(
            f"{case.ways[int(np.flatnonzero(endless)[0])].name} has no capacity in the model, so none "
            "to scale\n  use  kind = \"cap\"  with a capacity"
        )  # fmt: skip
    return _limited(case, chosen, case.market.arc_capacity * change.factor, "scaled", notes)


def _between(case: Case, exporters: list[str], importers: list[str], by: str | None) -> Mask:
    chosen = case.between(exporters, importers, by)
    if not chosen.any():
        means = f" by {by}" if by else ""
        raise DataError(
            f"nothing leads{means} from {', '.join(exporters)} to {', '.join(importers)} directly in the "
            f"{case.commodity} market of {case.year}: the change would change nothing"
        )
    return chosen


def _embargo(case: Case, change: kinds.Embargo) -> Case:
    chosen = _between(case, change.exporters, change.importers, change.by)
    spared = set(change.exempt)
    ids = {way.id for way in case.ways}
    left_out = case.actors(name for name in spared if name not in ids)
    keep = np.array(
        [way.id in spared or belongs(way.head, left_out) for way in case.ways], dtype=bool
    )
    chosen &= ~keep
    if change.share < 1:
        remaining = (1 - change.share) * case.before.flow[: len(chosen)]
        return _limited(case, chosen, _padded(remaining, len(chosen)), "embargo")
    return _limited(case, chosen, np.zeros(len(chosen)), "embargo")


def _padded(values: Array, length: int) -> Array:
    """Zero for arcs that were not there in the baseline."""
    return np.concatenate([values, np.zeros(length - len(values))])


def _arrival_price(case: Case) -> Array:
    """Price (A,) in the baseline where each arc arrives."""
    price: Array = case.before.price[case.market.head]
    return price


def _tariff(case: Case, change: kinds.Tariff) -> Case:
    chosen = _between(case, change.exporters, change.importers, change.by)
    duty = _amount(change.percent, change.amount, _arrival_price(case))
    return case.with_market(tariff=case.market.tariff + np.where(chosen, duty, 0.0))


def _amount(percent: float | None, amount: float | None, price: Array) -> Array:
    if percent is not None:
        share: Array = percent / 100 * price
        return share
    return np.full(len(price), amount)


def _discount(case: Case, change: kinds.Discount) -> Case:
    chosen = _between(case, [change.seller], [change.buyer], change.by)
    kept = _amount(change.percent, change.amount, _arrival_price(case))
    return case.with_market(tariff=case.market.tariff + np.where(chosen, kept, 0.0))


def _friction(case: Case, change: kinds.Friction) -> Case:
    here, there = change.between
    chosen = case.between(here, there) | case.between(there, here)
    if not chosen.any():
        raise DataError(
            f"nothing leads directly between {', '.join(here)} and {', '.join(there)} in the "
            f"{case.commodity} market of {case.year}: the change would change nothing"
        )
    lost = change.percent / 100 * _arrival_price(case)
    return case.with_market(arc_cost=case.market.arc_cost + np.where(chosen, lost, 0.0))


def _shipping_ban(case: Case, change: kinds.ShippingBan) -> Case:
    importers = change.importers or ["WLD"]
    chosen = _between(case, change.exporters, importers, "sea")
    return case.with_market(arc_cost=case.market.arc_cost + np.where(chosen, change.surcharge, 0.0))


def _factors(change: Any, quantity: Array, chosen: Mask, what: str) -> float:
    """What the quantities of the chosen are multiplied with."""
    if change.percent is not None:
        return float(1 + change.percent / 100)
    now = float(quantity[chosen].sum())
    if change.level < 0:
        raise DataError(f"{change.place}: a {what} of {change.level:g} is below zero")
    if now <= 0:
        raise DataError(f"{change.place}: no {what} to change to {change.level:g}; there is none")
    return float(change.level) / now


def _demand(case: Case, change: kinds.Demand) -> Case:
    market = case.market
    chosen = case.nodes([change.place], what="demand") & ~np.isnan(market.demand_slope)
    if not chosen.any():
        raise DataError(f"{change.place} has no demand for {case.commodity} in the model")
    factor = _factors(change, case.before.consumption, chosen, "demand")
    gone = chosen & (factor == 0)
    slope = np.where(chosen, market.demand_slope / max(factor, 1e-300), market.demand_slope)
    return case.with_market(
        demand_slope=np.where(gone, np.nan, slope),
        demand_intercept=np.where(gone, np.nan, market.demand_intercept),
    )


def _supply(case: Case, change: kinds.Supply) -> Case:
    market = case.market
    sites = case.nodes([change.place], what="production")[market.site_node]
    if not sites.any():
        raise DataError(f"{change.place} produces no {case.commodity} in the model")
    factor = _factors(change, case.before.production, sites, "supply")
    flatter = market.cost_slope / factor if factor > 0 else market.cost_slope
    return case.with_market(
        site_capacity=np.where(sites, market.site_capacity * factor, market.site_capacity),
        cost_slope=np.where(sites, flatter, market.cost_slope),
    )


_ON_LINKS: Mapping[type, Callable[[Case, Any, World], Case]] = {
    kinds.Close: _close, kinds.Cap: _cap, kinds.Scale: _scale,
}  # fmt: skip
_ARITHMETIC: Mapping[type, Callable[[Case, Any], Case]] = {
    kinds.Embargo: _embargo,
    kinds.Tariff: _tariff, kinds.Discount: _discount, kinds.Friction: _friction,
    kinds.ShippingBan: _shipping_ban, kinds.Demand: _demand, kinds.Supply: _supply,
}  # fmt: skip
