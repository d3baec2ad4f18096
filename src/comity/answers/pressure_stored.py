"""The estimates the package ships, so that the embedded world answers at once, and the world they are of.

``python -m comity.answers.pressure_stored`` recomputes them; a test compares. Another world, or a file of
cases, is estimated anew (about half a minute) and the estimates are kept with the world in memory.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import polars as pl

from comity.alignment.progress import Progress, silent
from comity.answers.pressure_findings import Findings, estimate_all
from comity.answers.pressure_onsets import find_onsets, stored_counts
from comity.answers.pressure_panel import Scores, score_panel
from comity.errors import DataError
from comity.world.world import World

__all__ = ["FOLDER", "basis", "findings", "load", "panel", "root_of", "save"]

FOLDER = "pressure"
TABLES = ("effects", "summary", "tests", "onsets")
#: Raised with every change of what is estimated.
METHOD = 5


def root_of(world: World) -> World:
    """The observed world that a changed one descends from: what was, not what is supposed."""
    while world.parent is not None:
        world = world.parent
    return world


def basis(world: World) -> str:
    """What the estimates depend on: the method, and the parts of the world and their sizes."""
    parts = [(table, name, part.height()) for table, name, part in root_of(world).parts()]
    return hashlib.sha256(json.dumps([METHOD, parts]).encode()).hexdigest()[:16]


def panel(world: World, *, progress: Progress = silent) -> Scores:
    """The scores of all dyads of a world, kept with it."""
    root = root_of(world)
    found: Scores = root.remember("pressure scores", lambda: score_panel(root, progress=progress))
    return found


def findings(world: World, *, progress: Progress = silent) -> Findings:
    """The estimates on a world: those shipped, if they are of it, or new ones.

    Raises
    ------
    CoverageError
        If it holds no counts of sanctions, or no alignment to see a response in.
    """
    root = root_of(world)

    def make() -> Findings:
        shipped = Path(str(files("comity") / "data" / FOLDER))
        if _basis_of(shipped) == basis(root):
            return load(shipped)
        counts, sample = stored_counts(root)
        scores = panel(root, progress=progress)
        onsets = find_onsets(counts, scores.states, scores.years)
        return estimate_all(scores, onsets, sample, progress=progress)

    found: Findings = root.remember("pressure findings", make)
    return found


def _basis_of(folder: Path) -> str:
    try:
        return str(json.loads((folder / "sample.json").read_text(encoding="utf-8"))["basis"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def save(found: Findings, of: str, folder: Path) -> None:
    """Write estimates: small tables as CSV, the courses of dyads as Parquet, and what they are of."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        frame: pl.DataFrame = getattr(found, name)
        frame.write_csv(folder / f"{name}.csv", float_precision=5)
    found.courses.write_parquet(
        folder / "courses.parquet", compression="zstd", compression_level=19, statistics=False
    )
    content = {"basis": of, "method": METHOD, "sample": found.sample, "deeds": found.deeds}
    (folder / "sample.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> Findings:
    """Read what :func:`save` wrote.

    Raises
    ------
    DataError
        If a file is missing or is not what it should be.
    """
    try:
        content = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
        tables = {
            name: pl.read_csv(folder / f"{name}.csv", infer_schema_length=None) for name in TABLES
        }
        courses = pl.read_parquet(folder / "courses.parquet")
        return Findings(
            **tables, courses=courses, sample=str(content["sample"]), deeds=str(content["deeds"])
        )
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise DataError(f"the estimates of pressure in {folder} cannot be read: {error}") from error


if __name__ == "__main__":
    embedded = World.load()
    counts, sample = stored_counts(embedded)
    scores = score_panel(embedded)
    onsets = find_onsets(counts, scores.states, scores.years)
    save(
        estimate_all(scores, onsets, sample), basis(embedded),
        Path(str(files("comity") / "data" / FOLDER)),
    )  # fmt: skip
