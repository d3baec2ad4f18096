"""Time and memory of a piece of work, and where the data of a benchmark lie."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """The folder of full public data sets: COMITY_DATA, or beside the repository."""
    folder = Path(os.environ.get("COMITY_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        sys.exit(f"benchmarks need the full public data sets: no folder {folder}; set COMITY_DATA")
    return folder


class Clock:
    """Seconds of a block."""

    seconds = 0.0


@contextmanager
def clock() -> Iterator[Clock]:
    """Time the block."""
    reading, start = Clock(), time.perf_counter()
    yield reading
    reading.seconds = time.perf_counter() - start


def repeated(work: Callable[[], object], times: int = 5) -> float:
    """Median seconds of several runs."""
    found = []
    for _ in range(times):
        with clock() as reading:
            work()
        found.append(reading.seconds)
    return median(found)


def peak_gigabytes() -> float:
    """Peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def report(**figures: object) -> None:
    """Print the figures of one benchmark as a line of JSON, with the peak memory."""
    print(json.dumps({**figures, "peak_gb": round(peak_gigabytes(), 3)}))
