"""The energy market against what was traded: 2022 from its marginals, and 2022 predicted from 2021.

Marginals (production, use, sums of LNG by state) are the Energy Institute's; its bilateral cells are only
compared with. What else the model takes in, it runs with and without: *anchors* are flows of single
lines and pairs of states that the world knows, *ceilings* what nominations, contracts and outages let
through, *contracts* are floors. With all of them off, balances, prices, distances and nameplates decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.energy_bases import LEVELS, energy_world, fitted, only, regional
from benchmarks.energy_regions import CRUDE_FROM, CRUDE_TO, GAS, Cells, gas_region, matrices, totals
from benchmarks.timing import clock, data_folder, peak_gigabytes, repeated, report
from comity.simulate.energy import Equilibrium, Market, solve
from comity.simulate.energy.baseline import calibrated
from comity.simulate.energy.network import EnergyNetwork, energy_network
from comity.simulate.energy.places import state_of
from comity.world.world import World

REVIEW = "energy-institute-review-2023"
#: What Europe lost in 2022; capacities by the days each was open.
LOST = ("nord_stream_1", "yamal_europe", "ukraine_transit")
#: A region that buys less of Russia's than this (bcm, Mt) is compared in quantity, not in per cent.
SMALL = 5.0


def correlation(found: np.ndarray, seen: np.ndarray, weight: np.ndarray) -> float:
    """Weighted Pearson correlation."""
    x, y = found - np.average(found, weights=weight), seen - np.average(seen, weights=weight)
    return float((weight * x * y).sum() / np.sqrt((weight * x * x).sum() * (weight * y * y).sum()))


def without_distance(cells: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """The same sums of rows and columns, spread as evenly as they allow: what margins alone would say."""
    made = allowed.astype(float)
    for _ in range(500):
        for axis, goal in ((1, cells.sum(axis=1)), (0, cells.sum(axis=0))):
            sums = made.sum(axis=axis)
            scale = np.divide(goal, sums, out=np.zeros_like(goal), where=sums > 0)
            made = made * (scale[:, None] if axis == 1 else scale[None, :])
    return made


def compared(
    found: Cells, seen: Cells, rows: tuple[str, ...], columns: tuple[str, ...]
) -> dict[str, object]:
    """How near two tables between regions are; cells are weighted by the mean of both, and in other ways."""
    grid = [[(a, b) for b in columns] for a in rows]
    mine, theirs = (
        np.array([[t.get(p, 0.0) for p in line] for line in grid]) for t in (found, seen)
    )
    allowed = np.array([[a != b for a, b in line] for line in grid])
    plain = without_distance(mine, allowed)
    x, y, even = mine[allowed], theirs[allowed], plain[allowed]
    by_margins = np.sqrt(np.outer(theirs.sum(axis=1), theirs.sum(axis=0)))[allowed]
    if rows == columns:  # two regions that sell to each other, as the United States and Canada do
        u, v = (np.maximum(t - t.T, 0.0)[allowed] for t in (mine, theirs))
    else:
        u, v = x, y
    off = sorted(
        zip(x - y, (p for line in grid for p in line if p[0] != p[1]), strict=True),
        key=lambda i: -abs(i[0]),
    )
    return {
        "correlation": round(correlation(x, y, (x + y) / 2), 3),
        "correlation_of_net_trade": round(correlation(u, v, (u + v) / 2), 3),
        "correlation_weighted_by_observed": round(correlation(x, y, y), 3),
        "correlation_weighted_by_margins": round(correlation(x, y, by_margins), 3),
        "correlation_unweighted": round(correlation(x, y, np.ones_like(x)), 3),
        "margins_alone": round(correlation(even, y, (even + y) / 2), 3),
        "misplaced_share": round(float(np.abs(x - y).sum() / 2 / y.sum()), 3),
        "found": round(float(x.sum()), 1),
        "observed": round(float(y.sum()), 1),
        "largest_misses": [[*p, round(float(d), 1)] for d, p in off[:8]],
    }


def russia(found: Cells, seen: Cells) -> dict[str, object]:
    """Russia's sales by region: found, observed, per cent off (none where little is sold)."""
    made = {}
    for region in sorted({b for t in (found, seen) for a, b in t if a == "Russia"}):
        x, y = found.get(("Russia", region), 0.0), seen.get(("Russia", region), 0.0)
        if max(x, y) >= 0.5:
            share = round(100 * (x / y - 1), 1) if y >= SMALL else None
            made[region] = {"found": round(x, 1), "observed": round(y, 1), "percent": share}
    return made


def both_modes(tables: Mapping[str, Cells]) -> Cells:
    made: Cells = defaultdict(float)
    for name in ("pipeline_gas", "lng"):
        for pair, value in tables.get(name, {}).items():
            made[pair] += value
    return made


def base(world: World, seen: dict[str, Cells]) -> dict[str, object]:
    """2022 from its marginals."""
    figures: dict[str, object] = {}
    for level in LEVELS:
        for commodity in ("gas", "crude_oil") if level != LEVELS[3] else ("gas",):
            network, made = fitted(world, commodity, 2022, level)
            with clock() as reading:
                found = solve(made.market)
            tables = regional(network, made.market, found)
            parts: dict[str, object] = {
                "summary": {k: float(f"{v:.4g}") for k, v in made.summary().items()},
                "solve_seconds": round(reading.seconds, 3),
            }
            if commodity == "gas":
                parts["gas"] = compared(both_modes(tables), both_modes(seen), GAS, GAS)
                for name in ("pipeline_gas", "lng"):
                    parts[name] = compared(tables[name], seen[name], GAS, GAS)
                    parts[f"russia_{name}"] = russia(tables[name], seen[name])
                parts["russia"] = russia(both_modes(tables), both_modes(seen))
            else:
                parts["crude_oil"] = compared(
                    tables["crude_oil"], seen["crude_oil"], CRUDE_FROM, CRUDE_TO
                )
                parts["russia"] = russia(tables["crude_oil"], seen["crude_oil"])
            figures[f"{commodity}, {level}"] = parts
    return figures


def after_loss(
    then: EnergyNetwork, market: Market, now: EnergyNetwork, links: tuple[str, ...] | None
) -> Market:
    """The market with the capacities of a later year, of some links or of all that both years have."""
    later = dict(now.arcs.select("id", "capacity").iter_rows())
    capacity = market.arc_capacity.copy()
    for n, (arc, link) in enumerate(then.arcs.select("id", "link").iter_rows()):
        if links is None or link in links:
            capacity[n] = later.get(arc, 0.0)
    return replace(market, arc_capacity=capacity, arc_floor=np.minimum(market.arc_floor, capacity))


def europe_and_china(
    network: EnergyNetwork, market: Market, found: Equilibrium
) -> dict[str, float]:
    tables = regional(network, market, found)
    into = network.arcs.select(
        (pl.col("kind") == "regasification")
        & pl.col("to").map_elements(lambda p: gas_region(state_of(p)) == "Europe", return_dtype=pl.Boolean)
    ).to_series().to_numpy()  # fmt: skip
    lng = float(found.flow[into].sum())  # with cargoes from Norway, as the review counts
    russia = {name: tables[name] for name in ("pipeline_gas", "lng")}
    return {
        "russia_europe_pipeline": round(russia["pipeline_gas"].get(("Russia", "Europe"), 0.0), 1),
        "europe_lng": round(lng, 1),
        "russia_china_pipeline": round(russia["pipeline_gas"].get(("Russia", "China"), 0.0), 1),
        "russia_china_lng": round(russia["lng"].get(("Russia", "China"), 0.0), 1),
        "price_germany": round(float(found.price[network.arrays().nodes.index("DEU")])),
    }


def hindcast(world: World, review: Path) -> dict[str, object]:
    """2021 calibrated, the routes lost in 2022 taken away, 2022 predicted."""
    figures: dict[str, object] = {"observed": {str(y): totals(review, y) for y in (2021, 2022)}}
    sold = world.flows.filter(
        (pl.col("a") == "RUS") & (pl.col("b") == "CHN") & pl.col("year").is_in([2021, 2022])
        & pl.col("commodity").is_in(["pipeline_gas", "lng"]) & pl.col("unit").is_in(["bcm", "Mt"])
        & (pl.col("source") == "ledger") & pl.col("start").is_null()
    )  # fmt: skip
    figures["ledger_russia_china"] = sold.select(
        "year", "commodity", "measure", "value", "unit"
    ).rows()
    for name, conduct, level in (
        ("competitive", 0.0, LEVELS[0]),
        ("conduct one half", 0.5, LEVELS[0]),
        ("competitive, Russian lines in Russian units", 0.0, LEVELS[3]),
    ):
        with only(level):
            now = energy_network(world, "gas", 2022)
        network, made = fitted(world, "gas", 2021, level, conduct)
        before = solve(made.market)
        sides = {"2021": europe_and_china(network, made.market, before)}
        for what, links in (("three routes lost", LOST), ("all capacities of 2022", None)):
            market = after_loss(network, made.market, now, links)
            sides[what] = europe_and_china(network, market, solve(market, near=before))
        lost = now.arcs.filter(pl.col("link").is_in(LOST)).select("link", "capacity").unique()
        left = {k: round(v, 1) for k, v in lost.sort("link").iter_rows()}
        figures[name] = {**sides, "capacity_left": left}
    return figures


def timing() -> dict[str, object]:
    """The shipped world of 2023: from nothing, and from a market that differs by one line."""
    world = World.load()
    figures: dict[str, object] = {}
    for commodity in ("gas", "crude_oil"):
        for name, conduct in (("competitive", 0.0), ("conduct one half", 0.5)):
            with clock() as reading:
                sellers = dict.fromkeys(energy_network(world, commodity).arrays().sellers, conduct)
                network, made = calibrated(world, commodity, conduct=sellers)
            market, found = made.market, solve(made.market)
            largest = np.argmax(np.where(network.arcs["kind"] == "pipeline", found.flow, 0.0))
            capacity = market.arc_capacity.copy()
            capacity[largest] /= 2
            changed = replace(
                market, arc_capacity=capacity, arc_floor=np.minimum(market.arc_floor, capacity)
            )
            after = solve(changed, near=found)
            figures[f"{commodity}, {name}"] = {
                "nodes": len(market.demand_slope), "arcs": len(market.tail), "sellers": len(market.conduct),
                "calibrate_seconds": round(reading.seconds, 2),
                "cold_seconds": round(repeated(lambda m=market: solve(m), 3), 3),
                "near_seconds": round(repeated(lambda m=changed, f=found: solve(m, near=f), 3), 3),
                "gap": max(found.gap, after.gap), "residual": max(found.residual, after.residual),
                "peak_gb": round(peak_gigabytes(), 3),
            }  # fmt: skip
    return figures


def main() -> None:
    data = data_folder()
    speed = timing()
    if not (data / REVIEW).is_dir():
        report(timing=speed, skipped=f"no folder {REVIEW}: trade of 2022 is not compared")
        return
    world = energy_world(data)
    report(
        timing=speed,
        base_2022=base(world, matrices(data / REVIEW)),
        hindcast=hindcast(world, data / REVIEW),
    )


if __name__ == "__main__":
    main()
