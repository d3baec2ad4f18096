"""``comity data build`` of the full world, as a person runs it."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import clock, data_folder, report


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "world"
        command = [sys.executable, "-m", "comity", "data", "build"]
        with clock() as building:
            subprocess.run(
                [*command, "--from", str(data_folder()), "--out", str(out)],
                check=True,
                capture_output=True,
            )
        size = sum(f.stat().st_size for f in out.rglob("*") if f.is_file())
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    report(
        build_s=round(building.seconds, 1),
        build_peak_gb=round(child, 2),
        world_mb=round(size / 1e6, 1),
    )


if __name__ == "__main__":
    main()
