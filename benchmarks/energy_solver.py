"""Energy equilibria: time at the size of the world, HiGHS on the same program, PyPSA on a small network.

PyPSA runs in an environment of its own whose Python ``COMITY_PYPSA`` names; without it the comparison is
left out, and the result says so. HiGHS needs the package highspy.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.energy_world import made_up_world
from benchmarks.timing import clock, peak_gigabytes, repeated, report
from comity.simulate.energy import Market, program, solve
from comity.simulate.energy.solver import minimise

SMALL = {"nodes": 20, "sellers": 10, "arcs": 90}
LIMIT = 60  # seconds a peer may take


def processor(work: Callable[[], object], times: int = 5) -> float:
    """Median processor seconds: what a machine shared with others would take alone."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return sorted(found)[times // 2]


def world() -> dict[str, object]:
    """Time, gap and residual at the size of the world, from price-taking to Cournot."""
    figures: dict[str, object] = {}
    for name, power in (("competitive", 0.0), ("half", 0.5), ("cournot", 1.0)):
        market = made_up_world(power=power)
        found = solve(market)
        figures[name] = {
            "seconds": round(repeated(lambda m=market: solve(m)), 3),
            "processor_seconds": round(processor(lambda m=market: solve(m)), 3),
            "near_another_processor_seconds": round(
                processor(lambda m=market, f=found: solve(m, near=f)), 3
            ),
            "gap": found.gap,
            "residual": found.residual,
            "rounds": found.rounds,
        }
    return figures


def highs(market: Market) -> dict[str, object]:
    """The competitive program by HiGHS and by Clarabel: time and objective."""
    try:
        import highspy
    except ImportError:
        return {"skipped": "highspy is not installed"}
    taken: list[tuple[object, ...]] = []

    def spy(*given: object) -> object:
        taken.append(given)
        return minimise(*given)  # type: ignore[arg-type]

    with patch.object(program, "minimise", spy):
        solve(market)
    curve, linear, matrix, limit, equalities, tolerance = taken[-1]
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_col_, lp.num_row_ = matrix.shape[1], matrix.shape[0]
    lp.col_cost_ = linear
    lp.col_lower_ = np.full(lp.num_col_, -highspy.kHighsInf)
    lp.col_upper_ = np.full(lp.num_col_, highspy.kHighsInf)
    lp.row_lower_ = np.where(np.arange(len(limit)) < equalities, limit, -highspy.kHighsInf)
    lp.row_upper_ = limit
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    bends = np.flatnonzero(curve)
    model.hessian_.dim_ = len(curve)
    model.hessian_.format_ = highspy.HessianFormat.kTriangular
    model.hessian_.start_ = np.searchsorted(bends, np.arange(len(curve) + 1))
    model.hessian_.index_, model.hessian_.value_ = bends, curve[bends]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", float(LIMIT))
    solver.passModel(model)
    with clock() as reading:
        solver.run()
    x, *_ = minimise(curve, linear, matrix, limit, equalities, tolerance)
    ours = repeated(lambda: minimise(curve, linear, matrix, limit, equalities, tolerance))
    theirs = solver.getInfo().objective_function_value
    mine = float(0.5 * (curve * x**2).sum() + (linear * x).sum())
    return {
        "status": solver.modelStatusToString(solver.getModelStatus()),
        "highs_seconds": round(reading.seconds, 3),
        "clarabel_seconds": round(ours, 4),
        "ratio": round(reading.seconds / ours, 1),
        "objective_difference": abs(theirs - mine) / abs(mine),
        "variables": len(curve),
    }


def pypsa(market: Market) -> dict[str, object]:
    """The same competitive market here and in PyPSA (linopy, HiGHS): time, memory, consumption."""
    python = os.environ.get("COMITY_PYPSA")
    if not python:
        return {"skipped": "COMITY_PYPSA names no Python with pypsa"}
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "market.npz"
        arrays = ("demand_intercept", "demand_slope", "site_node", "cost_intercept", "cost_slope",
                  "site_capacity", "tail", "head", "arc_cost", "loss", "arc_capacity")  # fmt: skip
        np.savez(stored, **{name: getattr(market, name) for name in arrays})
        script = Path(__file__).with_name("energy_pypsa.py")
        done = subprocess.run(
            [python, str(script), str(stored)],
            capture_output=True, text=True, check=False, timeout=10 * LIMIT,
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        )  # fmt: skip
    if done.returncode:
        return {"skipped": done.stderr.strip().splitlines()[-1]}
    theirs = json.loads(done.stdout.splitlines()[-1])
    found = solve(market)
    ours = repeated(lambda: solve(market))
    used = found.consumption[~np.isnan(market.demand_intercept)]
    return {
        "pypsa": theirs["pypsa"],
        "status": theirs["status"],
        "pypsa_seconds": round(theirs["seconds"], 3),
        "pypsa_optimise_seconds": round(theirs["optimise_seconds"], 3),
        "seconds": round(ours, 4),
        "ratio": round(theirs["seconds"] / ours),
        "consumption_difference": float(np.abs(used - np.array(theirs["consumption"])).max()),
        "pypsa_peak_gb": round(theirs["peak_gb"], 3),
        "peak_gb_before": round(peak_gigabytes(), 3),
    }


def main() -> None:
    small = made_up_world(power=0.0, **SMALL)
    report(
        pypsa_small=pypsa(small),
        highs_small=highs(small),
        highs_world=highs(made_up_world(power=0.0)),
        world=world(),
    )


if __name__ == "__main__":
    main()
