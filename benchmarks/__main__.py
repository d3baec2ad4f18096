"""Run the benchmarks, each in a process of its own, and keep the results: ``python -m benchmarks``."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ALL = (
    "alliance_portfolios", "un_votes", "build_world", "first_use", "any_dyad",
    "positions_coverage", "positions_published", "positions_held_out", "positions_peers", "positions_update",
    "stage_coverage", "weigh_labelled", "routes_coverage",
    "alignment_fit", "alignment_coverage", "alignment_validity", "alignment_ahead",
    "energy_solver", "energy_validation", "energy_ensemble",
    "trade_hindcast",
    "pressure",
    "trade_gravity",
    "trade_matrix", "trade_sectors",
    "reading",
)  # fmt: skip
RESULTS = Path(__file__).parent / "results"


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in lines if "model name" in line]
    cpu = names[0] if names else platform.processor()
    return {
        "date": datetime.now(tz=UTC).date().isoformat(),
        "cpu": cpu,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "polars", "altair", "vl-convert-python")},
    }


def main() -> None:
    for name in sys.argv[1:] or ALL:
        print(f"{name} …", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{name} failed:\n{done.stderr}")
        figures = json.loads(done.stdout.splitlines()[-1])
        print(json.dumps(figures, indent=1))
        RESULTS.mkdir(exist_ok=True)
        stored = {"figures": figures, "machine": machine()}
        (RESULTS / f"{name}.json").write_text(json.dumps(stored, indent=1) + "\n")


if __name__ == "__main__":
    main()
