"""One-sector counterfactuals: time at 30 to 200 states beside PyPI gegravity, ensembles, GEGravity's example.

gegravity runs in an environment of its own whose Python ``COMITY_GEGRAVITY`` names (or in this one, if it is
installed); without it the comparison is left out, and the result says so.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from benchmarks.timing import clock, data_folder, repeated, report
from comity.simulate.trade.gravity import GravityEquilibrium, counterfactual
from comity.simulate.trade.gravity_draws import counterfactuals
from comity.simulate.trade.modelled import modelled_trade
from comity.simulate.trade.reach import Array

#: Coefficients of the example in gegravity's documentation.
COEFFICIENTS = {
    "lndist": -0.3764, "contiguity": 0.8850, "pta": 0.4823, "common_language": 0.0392,
    "international": -3.4224,
}  # fmt: skip
SIGMA = 5.0
EAST, WEST = ("POL", "HUN", "CZE", "SVK", "SVN"), ("DEU", "FRA", "ITA", "AUT")
#: Seconds the peer may take.
LIMIT = 600
Case = dict[str, Array]


def square(frame: pl.DataFrame, column: str, names: list[str]) -> Array:
    """One column of a table of pairs as (N, N), rows export."""
    pairs = frame.sort("exporter", "importer")
    return pairs[column].to_numpy().astype(np.float64).reshape(len(names), len(names))


def sample(folder: Path) -> Case:
    """gegravity's sample: an agreement between Canada and Japan, by its own coefficients."""
    frame = pl.read_csv(folder / "structural-gravity-samples" / "gegravity_py_sample.csv.gz")
    names = sorted(frame["exporter"].unique())
    columns = {name: square(frame, name, names) for name in (*COEFFICIENTS, "Y", "E")}
    old = sum(b * columns[name] for name, b in COEFFICIENTS.items())
    pta = columns["pta"].copy()
    one, other = names.index("CAN"), names.index("JPN")
    pta[[one, other], [other, one]] = 1
    new = old + COEFFICIENTS["pta"] * (pta - columns["pta"])
    return {
        "access": np.exp(old), "access_new": np.exp(new), "output": columns["Y"][:, 0],
        "spending": columns["E"][0], "sigma": np.array(SIGMA),
        "reference": np.array(names.index("DEU")), "rescale": np.array(10.0),
    }  # fmt: skip


def made_up(states: int, seed: int = 1) -> Case:
    """Sizes far apart, costs of distance and of borders, and an agreement among a quarter of the states.

    Sizes are kept within a factor of twenty: farther apart, gegravity's solver reports another root, with
    negative resistances.
    """
    rng = np.random.default_rng(seed)
    output = 1e5 * np.exp(rng.uniform(0, 3.0, states))
    spending = output * np.exp(rng.normal(0, 0.05, states))
    place = rng.uniform(0, 1, (states, 2))
    apart = np.log(np.hypot(*(place[:, None] - place).T) + 0.1)
    cost = -0.5 * apart - 2.0 * (1 - np.eye(states))
    gain = np.zeros((states, states))
    gain[: states // 4, : states // 4] = 0.3 * (1 - np.eye(states // 4))
    return {
        "access": np.exp(cost), "access_new": np.exp(cost + gain), "output": output,
        "spending": spending, "sigma": np.array(SIGMA), "reference": np.array(states - 1),
        "rescale": np.array(1.0),
    }  # fmt: skip


def observed(states: int, seed: int = 1) -> Array:
    """A table as the world's is: sizes from 1 to thousands, empty cells, imbalances, most trade internal."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(0, 2.2, states))
    place = rng.uniform(0, 1, (states, 2))
    apart = np.hypot(*(place[:, None] - place).T) + 0.02
    table = size[:, None] * size * apart**-1.2 * np.exp(rng.normal(0, 1, (states, states)))
    table[rng.uniform(size=table.shape) < 0.2] = 0
    np.fill_diagonal(table, 0)
    foreign = (table.sum(axis=0) + table.sum(axis=1)) / 2
    np.fill_diagonal(table, foreign * np.exp(rng.normal(1.2, 0.8, states)) + 1e-9)
    return np.asarray(1e8 * table / table.sum())


def here(case: Case) -> tuple[GravityEquilibrium, Array, dict[str, float]]:
    """The case solved here, cold, as the peer does, and the times of the base and of the counterfactual."""

    def base() -> Array:
        return modelled_trade(case["access"], case["output"], case["spending"])

    theta, table = float(case["sigma"]) - 1, base()
    cost = (case["access_new"] / case["access"]) ** (-1 / theta)
    reference = ("price", int(case["reference"]))

    def change() -> GravityEquilibrium:
        return counterfactual(
            table, cost, theta=theta, imbalance="gegravity", numeraire=reference
        )  # fmt: skip

    full = repeated(lambda: counterfactual(table, cost, theta=theta), 15)
    times = {
        "base_seconds": round(repeated(base, 15), 5),
        "seconds": round(repeated(change, 15), 5),
        "full_equilibrium_seconds": round(full, 5),
    }
    return change(), table, times


def beside(case: Case) -> dict[str, object]:
    """Times, memory and the largest differences of welfare and trade, here and in gegravity."""
    found, table, times = here(case)
    python = os.environ.get("COMITY_GEGRAVITY")
    if not python and importlib.util.find_spec("gegravity"):
        python = sys.executable
    if not python:
        return {**times, "skipped": "COMITY_GEGRAVITY names no Python with gegravity"}
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "case.npz"
        np.savez(stored, **case)
        done = subprocess.run(
            [python, str(Path(__file__).with_name("trade_gravity_peer.py")), str(stored)],
            capture_output=True, text=True, check=False, timeout=LIMIT,
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        )  # fmt: skip
    if done.returncode:
        return {**times, "skipped": done.stderr.strip().splitlines()[-1][:200]}
    theirs = json.loads(done.stdout.splitlines()[-1])
    welfare = 1 / np.array(theirs["welfare_statistic"])
    change = 1 + np.array(theirs["trade_percent"]) / 100
    return {
        **times,
        "gegravity_base_seconds": round(theirs["baseline_seconds"], 3),
        "gegravity_seconds": round(theirs["seconds"], 3),
        "gegravity_peak_gb": round(theirs["peak_gb"], 3),
        "gegravity_converged": theirs["converged"],
        "ratio": round(theirs["seconds"] / times["seconds"]),
        "ratio_full_equilibrium": round(theirs["seconds"] / times["full_equilibrium_seconds"]),
        "welfare_difference": float(np.abs(found.real_expenditure - welfare).max()),
        "trade_difference": float(np.abs(found.trade / table - change).max()),
    }


def enlargement(folder: Path) -> dict[str, object]:
    """GEGravity's example: welfare in its default and in its multiplicative variant."""
    frame = pl.read_csv(
        folder / "structural-gravity-samples" / "gegravity_r_tradedata0014.csv.gz"
    ).filter(pl.col("year") == 2000)
    names = sorted(frame["exporter"].unique())
    table = square(frame, "trade", names)
    east, west = ([names.index(k) for k in group] for group in (EAST, WEST))
    cost = np.ones(table.shape)
    cost[np.ix_(east, west)] = cost[np.ix_(west, east)] = np.exp(-0.3 / 4)
    shown = ("POL", "DEU", "USA")
    fixed = counterfactual(table, cost, theta=4, imbalance="additive").real_expenditure
    multiple = counterfactual(table, cost, theta=4, imbalance="proportional").real_output
    return {
        "additive": {k: round(float(fixed[names.index(k)]), 9) for k in shown},
        "multiplicative": {k: round(float(multiple[names.index(k)]), 9) for k in shown},
        "seconds": round(repeated(lambda: counterfactual(table, cost, theta=4), 15), 5),
    }


def processor(work: Callable[[], object], times: int = 9) -> float:
    """Median processor seconds: what a machine shared with others would take alone."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return median(found)


def world(states: int) -> dict[str, object]:
    """Cold counterfactuals of a world of this size: a change of all costs, an embargo by a fifth of it."""
    table = observed(states)
    rng = np.random.default_rng(2)
    all_costs = np.exp(rng.normal(0, 0.1, table.shape))
    np.fill_diagonal(all_costs, 1)
    stopped = np.ones(table.shape)
    target, *senders = np.argsort(-table.sum(axis=0))[5 : states // 5]
    stopped[target, senders] = stopped[senders, target] = np.inf
    figures: dict[str, object] = {}
    for name, cost in (("all_costs", all_costs), ("embargo", stopped)):
        found = counterfactual(table, cost, theta=4)
        figures[name] = {
            "seconds": round(repeated(lambda c=cost: counterfactual(table, c, theta=4), 15), 5),
            "processor_seconds": round(
                processor(lambda c=cost: counterfactual(table, c, theta=4)), 5
            ),
            "steps": found.iterations,
            "residual": found.residual,
        }
    return figures


def ensemble(states: int = 200, draws: int = 1000) -> dict[str, object]:
    """Every draw with a table, an elasticity and costs of its own."""
    table = observed(states)
    rng = np.random.default_rng(3)
    tables = table * np.exp(rng.normal(0, 0.2, (draws, states, states)))
    costs = np.exp(rng.normal(0, 0.1, tables.shape))
    theta = rng.uniform(2.5, 7.5, draws)
    with clock() as reading:
        found = counterfactuals(tables, costs, theta=theta)
    return {
        "states": states,
        "draws": draws,
        "seconds": round(reading.seconds, 2),
        "worst_residual": float(found.residual.max()),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 3),
    }


def main() -> None:
    folder = data_folder()
    report(
        gegravity_sample=beside(sample(folder)),
        gegravity_60=beside(made_up(60)),
        gegravity_120=beside(made_up(120)),
        ge_gravity_example=enlargement(folder),
        world_120=world(120),
        world_200=world(200),
        ensemble=ensemble(),
    )


if __name__ == "__main__":
    main()
