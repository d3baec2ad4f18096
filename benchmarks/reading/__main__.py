"""``python -m benchmarks.reading``: scores, speed and memory of the default reader."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.reading import scores
from benchmarks.reading.growth import growth
from benchmarks.reading.speed import speed
from benchmarks.reading_actions import scores as action_scores
from benchmarks.timing import REPOSITORY, data_folder, report


def elsewhere(articles: int) -> dict[str, object] | str:
    """Speed and records by another interpreter, as one with the extra ``comity[reading]``."""
    python = os.environ.get("COMITY_READING_PYTHON")
    if not python:
        return "COMITY_READING_PYTHON not set"
    done = subprocess.run(
        [python, "-m", "benchmarks.reading.speed", str(articles)],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}"},
    )  # fmt: skip
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    folder = data_folder()
    own = speed(1000)
    other = elsewhere(200)
    report(
        texts=scores.texts(folder), actions=action_scores(folder), figures=scores.figures(),
        dates=scores.days(), speakers=scores.speakers(), judgements=scores.judgements(),
        speed=own, other_interpreter=other, times_for_four_times_the_text=growth(),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
