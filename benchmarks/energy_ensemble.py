"""Ensembles of one scenario: 1,000 draws of price takers, 200 with market power; seconds and memory."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

from benchmarks.timing import REPOSITORY, clock, report
from comity.simulate.ensemble import ensemble
from comity.simulate.scenario import Scenario
from comity.world.world import World

SCENARIO = "power-of-siberia-2.toml"
RUNS = (("competitive", 1000, False), ("cournot", 200, True))


def main() -> None:
    world = World.load()
    scenario = Scenario.read(REPOSITORY / "examples" / "scenarios" / SCENARIO)
    found = {}
    for name, draws, cournot in RUNS:
        with tempfile.TemporaryDirectory() as folder, clock() as reading:
            made = ensemble(
                world, scenario, draws=draws, cournot=cournot, folder=Path(folder) / "draws"
            )
        found[name] = {
            "draws": draws,
            "failed": len(made.failed),
            "seconds": round(reading.seconds, 1),
        }
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    report(scenario=SCENARIO, **found, largest_worker_gb=round(workers, 3))


if __name__ == "__main__":
    main()
