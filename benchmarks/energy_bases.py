"""Bases of a year from the Energy Institute's marginals, with all that the market takes in and with less.

The review's cubic metre holds 40 MJ (its note), that of Gazprom 8,850 kcal at 20 °C, 37.05 MJ: lines out
of Russia carry 0.926 of their nameplate in the review's unit. The market itself mixes the two; the last
level leaves it so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl

from benchmarks.energy_regions import Cells, gas_region, oil_region
from comity.simulate.energy import Calibration, Equilibrium, Market
from comity.simulate.energy import baseline as baselines
from comity.simulate.energy import network as networks
from comity.simulate.energy.arcs import Arc
from comity.simulate.energy.baseline import calibrated
from comity.simulate.energy.network import EnergyNetwork, energy_network
from comity.simulate.energy.places import Commodity, state_of
from comity.simulate.energy_case import labelled
from comity.simulate.origins import bilateral
from comity.sources.build import build
from comity.sources.reader import READERS
from comity.world.world import World

__all__ = ["LEVELS", "energy_world", "fitted", "only", "regional"]

SOURCES = ("cow_contiguity", "energy_institute", "factbook", "gem_gas", "gem_oil", "ledger")
LEVELS = (
    "all inputs",
    "no anchors",
    "no anchors, ceilings or contracts",
    "all inputs, Russian lines in Russian units",
)
#: MJ in a cubic metre of Gazprom's, by that of the review.
HEAT = 8850 * 4.1868e-3 / 40


def energy_world(data: Path) -> World:
    """What a market of 2021 or 2022 is made from, and the review."""
    compiled = [key for key in READERS if key.startswith("compiled_")]
    return build(data, only=[*SOURCES, *compiled]).world


@contextmanager
def only(level: str, commodity: Commodity = "gas") -> Iterator[None]:
    """The network of a level: ceilings and contracts off in the third, Russian units kept in the last."""
    floors, ceilings, known = networks.with_floors, networks.under_ceilings, baselines._known_flows  # noqa: SLF001
    factor = HEAT if commodity == "gas" and level != LEVELS[3] else 1.0

    def bounded(world: World, arcs: list[Arc], year: int) -> tuple[list[Arc], list[str]]:
        made, notes = (arcs, []) if level == LEVELS[2] else floors(world, arcs, year)
        return [_converted(arc, factor) for arc in made], notes

    def seen(world: World, network: EnergyNetwork) -> np.ndarray:
        flow = known(world, network)
        out = network.arcs.select(_russian_line()).to_series().to_numpy()
        return np.where(out, flow * factor, flow)

    with (
        patch.object(
            networks, "under_ceilings", (lambda arcs, _: arcs) if level == LEVELS[2] else ceilings
        ),
        patch.object(networks, "with_floors", bounded),
        patch.object(baselines, "_known_flows", seen),
    ):
        yield


def _russian_line() -> pl.Expr:
    return (pl.col("kind") == "pipeline") & pl.col("from").str.starts_with("RUS")


def _converted(arc: Arc, factor: float) -> Arc:
    """A line that takes Russian gas out of Russia."""
    abroad = state_of(arc.start) == "RUS" and state_of(arc.end) != "RUS"
    if arc.kind != "pipeline" or not abroad:
        return arc
    return replace(arc, capacity=arc.capacity * factor, floor=arc.floor * factor)


def cargoes(world: World, network: EnergyNetwork, year: int) -> dict[str, float]:
    """Sums of LNG sent and received, by arc; of a state of several plants in proportion to their capacity."""
    found = {}
    for kind, attribute, end in (
        ("liquefaction", "lng_exports", "from"),
        ("regasification", "lng_imports", "to"),
    ):
        rows = world.rows("states", pl.col("source") == "energy_institute", of=attribute)
        total = dict(rows.filter(pl.col("year") == year).select("state", "value").iter_rows())
        arcs = network.arcs.filter(pl.col("kind") == kind).with_columns(
            state=pl.col(end).map_elements(state_of, return_dtype=pl.String)
        )
        share = arcs.with_columns(part=pl.col("capacity") / pl.col("capacity").sum().over("state"))
        for row in share.iter_rows(named=True):
            if row["state"] in total:
                found[row["id"]] = min(total[row["state"]] * row["part"], row["capacity"])
    return found


def fitted(
    world: World, commodity: Commodity, year: int, level: str = LEVELS[0], conduct: float = 0.0
) -> tuple[EnergyNetwork, Calibration]:
    """The base of a year from the review's marginals."""
    with only(level, commodity):
        network = energy_network(world, commodity, year)
        seen = cargoes(world, network, year) if commodity == "gas" else {}
        sellers = dict.fromkeys(network.arrays().sellers, conduct)
        return calibrated(
            world,
            commodity,
            year,
            anchors=level in (LEVELS[0], LEVELS[3]),
            seen=seen,
            conduct=sellers,
        )


def regional(network: EnergyNetwork, market: Market, found: Equilibrium) -> dict[str, Cells]:
    """Trade between the review's regions, by commodity of its tables."""
    case = labelled(network, market, found)
    much, origins = bilateral(case, found)
    made: dict[str, Cells] = defaultdict(lambda: defaultdict(float))
    for m, n, k in zip(*np.nonzero(much > 1e-6), strict=True):
        a, b = state_of(origins[m]), state_of(case.places[n])
        if a == b:  # what a state uses of its own is no trade, though its area sells to itself
            continue
        if network.commodity == "gas":
            name, pair = ("pipeline_gas", "lng")[k], (gas_region(a), gas_region(b))
        else:
            name, pair = "crude_oil", (oil_region(a, buys=False), oil_region(b, buys=True))
        if pair[0] != pair[1]:
            made[name][pair] += float(much[m, n, k])
    return made
