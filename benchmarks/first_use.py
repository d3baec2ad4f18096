"""What a newcomer waits for: the import, and the first brief in a fresh process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from statistics import median

from benchmarks.timing import clock, report


def _seconds(command: list[str], times: int) -> float:
    found = []
    for _ in range(times):
        with clock() as reading:
            subprocess.run(command, check=True, capture_output=True)
        found.append(reading.seconds)
    return median(found)


def main() -> None:
    python = [sys.executable, "-c"]
    bare = _seconds([*python, "pass"], 7)
    imported = _seconds([*python, "import comity"], 7)
    loaded = _seconds([*python, "import comity; comity.World.load()"], 5)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "comity", "brief", "RUS", "CHN", "--out", folder]
        brief = _seconds(command, 5)
    report(
        import_comity_s=round(imported - bare, 3),
        load_world_s=round(loaded - bare, 3),
        brief_cold_s=round(brief, 2),
    )


if __name__ == "__main__":
    main()
