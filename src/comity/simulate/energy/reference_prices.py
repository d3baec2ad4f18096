"""A price for every place: that of its marker, or what the network makes of its neighbours' prices.

Markers (Henry Hub, TTF, LNG in Japan, Brent …) are compiled yearly means. A place without one that sends
its gas or oil on is priced at its best netback, price there less the cost of carrying; any other at the
least cost of bringing a unit there; a place that nothing joins at the middle of the markers. Netbacks
ignore capacities: they say what a unit would fetch if it could pass.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.errors import CoverageError
from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.costs import Costs
from comity.simulate.energy.places import Commodity
from comity.world.world import World

__all__ = ["marker_prices", "node_prices"]

#: What a marker without a price of the year is taken to be.
LEAST = 1.0


def marker_prices(world: World, commodity: Commodity, year: int, cost: Costs) -> dict[str, float]:
    """Markers of a year in USD per 1000 m3 or per tonne.

    Raises
    ------
    CoverageError
        If the world has none of the year.
    """
    rows = world.rows(
        "flows",
        (pl.col("source") == "compiled_prices")
        & (pl.col("year") == year)
        & (pl.col("measure") == "price"),
        of=commodity,
    )
    if rows.is_empty():
        raise CoverageError(
            f"no reference prices of {commodity} for {year} in this world\n"
            "  they are compiled for 2021 to 2023; an older world is built again with  comity data build"
        )
    units = {
        "USD/MMBtu": cost["gas_heat"], "USD/1000 m3": 1.0, "USD/bbl": cost["barrels_per_tonne"],
    }  # fmt: skip
    return {row["name"]: row["value"] * units[row["unit"]] for row in rows.iter_rows(named=True)}


def node_prices(
    nodes: tuple[str, ...],
    arcs: pl.DataFrame,
    commodity: Commodity,
    markers: Mapping[str, float],
    surplus: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], list[str]]:
    """Prices (N,) and what each is from.

    Parameters
    ----------
    arcs
        ``from``, ``to`` and ``cost``, as positions in ``nodes`` in the columns tail and head.
    surplus : (N,)
        Production less consumption.
    """  # fmt: skip
    rows = read_table("energy_markers").filter(commodity=commodity)
    marker_of = dict(rows.select("place", "marker").iter_rows())
    price = np.full(len(nodes), np.nan)
    basis = ["" for _ in nodes]
    for n, node in enumerate(nodes):
        marker = marker_of.get(node, "")
        if marker in markers:
            price[n], basis[n] = markers[marker], marker
    known = ~np.isnan(price)
    if not known.any():
        return np.full(len(nodes), LEAST), ["none"] * len(nodes)
    tail, head = arcs["tail"].to_numpy(), arcs["head"].to_numpy()
    cost = arcs["cost"].to_numpy()
    sent, got = _netback(price, tail, head, cost), _landed(price, tail, head, cost)
    middle = float(np.nanmedian(price))
    for n in np.flatnonzero(~known).tolist():
        first, second = (sent, got) if surplus[n] >= 0 else (got, sent)
        for value, word in ((first[n], "netback"), (second[n], "landed")):
            if np.isfinite(value):
                price[n] = max(value, LEAST)
                basis[n] = word if (first is sent) == (word == "netback") else "neighbours"
                break
        else:
            price[n], basis[n] = middle, "middle of the markers"
    return price, basis


def _netback(
    price: npt.NDArray[np.float64], tail: npt.NDArray[np.intp], head: npt.NDArray[np.intp],
    cost: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Highest price that a unit can fetch after the cost of carrying; −inf where it can go nowhere."""
    worth = np.where(np.isnan(price), -np.inf, price)
    for _ in range(len(price)):
        offered = np.full(len(price), -np.inf)
        np.maximum.at(offered, tail, worth[head] - cost)
        better = np.isnan(price) & (offered > worth + 1e-9)
        if not better.any():
            break
        worth = np.where(better, offered, worth)
    return worth


def _landed(
    price: npt.NDArray[np.float64], tail: npt.NDArray[np.intp], head: npt.NDArray[np.intp],
    cost: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Lowest cost at which a unit can be had; +inf where none arrives."""
    worth = np.where(np.isnan(price), np.inf, price)
    for _ in range(len(price)):
        offered = np.full(len(price), np.inf)
        np.minimum.at(offered, head, worth[tail] + cost)
        better = np.isnan(price) & (offered < worth - 1e-9)
        if not better.any():
            break
        worth = np.where(better, offered, worth)
    return worth
