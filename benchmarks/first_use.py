"""What a newcomer waits for: the import, and the first brief in a fresh process."""

from __future__ import annotations

import resource
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


def _processor() -> float:
    """Seconds of processor time of all processes run so far: load does not add to it as to the clock's."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    python = [sys.executable, "-c"]
    bare = _seconds([*python, "pass"], 7)
    imported = _seconds([*python, "import comity"], 7)
    loaded = _seconds([*python, "import comity; comity.World.load()"], 5)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "comity", "brief", "RUS", "CHN", "--out", folder]
        _seconds(command, 1)  # compiles, and fills the cache of files
        before = _processor()
        brief = _seconds(command, 5)
        used = (_processor() - before) / 5
    report(
        import_comity_s=round(imported - bare, 3),
        load_world_s=round(loaded - bare, 3),
        brief_cold_s=round(brief, 2),
        brief_cold_processor_s=round(used, 2),
    )


if __name__ == "__main__":
    main()
