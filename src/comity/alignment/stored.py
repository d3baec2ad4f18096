"""A fit on disk: the model in small files, and the readings of all dyads, rounded.

The package ships a fit of the embedded world. A world on disk may hold its own in a folder ``alignment``;
any world that descends from it, a simulated one too, is read with the same parameters.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.field import Field
from comity.alignment.files import check, write_table
from comity.alignment.model import Model, fit
from comity.alignment.panel import Panel
from comity.alignment.progress import Progress, silent
from comity.alignment.reading import GAP, OVERALL
from comity.errors import DataError
from comity.world.world import World

__all__ = [
    "FOLDER", "STEP", "fit_world", "fitted", "load_field", "save_field", "stored_field", "write",
]  # fmt: skip

#: Folder of a world that holds its fit.
FOLDER = "alignment"
#: A stored reading is right to this much, in standard deviations among dyads.
STEP = 0.05
FIELD = "field.parquet"


def fitted(world: World) -> Model:
    """The fit that reads a world: its own, that of the world it descends from, or the shipped one."""
    root = _root(world)
    model: Model = root.remember("alignment model", lambda: Model.load(_folder(root)))
    return model


def stored_field(world: World) -> Field:
    """The readings of all dyads by the fit of :func:`fitted`, right to :data:`STEP`.

    They are those of the world the fit was made on: rows added or changed since are not in them.
    """
    root = _root(world)
    field: Field = root.remember("alignment field", lambda: _checked_field(_folder(root) / FIELD))
    return field


def _checked_field(file: Path) -> Field:
    check(file)
    return load_field(file)


def fit_world(
    world: World, folder: Path, *, progress: Progress = silent
) -> tuple[Model, Panel, Field]:
    """Fit the model to a world and keep the fit in a folder: of a world on disk, its ``alignment``.

    Parameters
    ----------
    progress
        Told what is being done, and which share of it is.
    """
    model, panel, field = fit(world, progress=progress)
    write(model, field, folder)
    return model, panel, field


def write(model: Model, field: Field, folder: Path) -> None:
    """Write a fit: all of it or, should anything fail, none.

    The stored readings are those of alignment overall and by domain, and of the gap.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        new, old = Path(scratch) / "new", Path(scratch) / "old"
        new.mkdir()
        save_field(field, new / FIELD, (OVERALL, *model.layout.domains, GAP))
        model.save(new, beside=(FIELD,))
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise


def _root(world: World) -> World:
    while world.parent is not None:
        world = world.parent
    return world


def _folder(root: World) -> Path:
    own = Path(root.origin) / FOLDER if root.origin else None
    if own is not None and (own / "model.json").is_file():
        return own
    return Path(str(files("comity") / "data" / FOLDER))


def save_field(field: Field, file: Path, readings: tuple[str, ...]) -> None:
    """Write some readings of all dyads, right to :data:`STEP`.

    A value is kept while the true one stays within the step, and only moves are written: most dyads in
    most years do nothing, which compresses well.
    """
    alive = np.isfinite(field.mean[..., 0])
    dyad, t = np.nonzero(alive)
    columns: dict[str, npt.NDArray[np.int16]] = {}
    for name in readings:
        m = field.names.index(name)
        for kind, values in (("mean", field.mean), ("deviation", field.deviation)):
            held = _held(values[..., m].astype(np.float64))
            moves = np.diff(np.nan_to_num(held), axis=1, prepend=0.0)
            # a dyad that pauses starts again from nothing
            moves = np.where(alive & ~np.isfinite(np.roll(held, 1, axis=1)), held, moves)
            columns[f"{kind}.{name}"] = moves[alive].astype(np.int16)
    frame = field.dyads[dyad].with_columns(
        year=pl.Series(t + field.years[0], dtype=pl.Int16),
        both=pl.Series(field.both[alive]),
        **columns,
    )
    write_table(frame, file)


def _held(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Values in whole steps, each kept until the true one is more than a step away; NaN where unknown."""
    held = np.full(values.shape, np.nan)
    for t in range(values.shape[1]):
        now = values[:, t] / STEP
        before = held[:, t - 1] if t else np.full(len(values), np.nan)
        with np.errstate(invalid="ignore"):
            stays = np.abs(now - before) <= 1.0
        held[:, t] = np.where(stays, before, np.round(now))
    return held


def load_field(file: Path) -> Field:
    """Read what :func:`save_field` wrote.

    Raises
    ------
    DataError
        If it is not that.
    """
    try:
        frame = pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"the stored readings {file} cannot be read: {error}") from error
    names = tuple(c.removeprefix("mean.") for c in frame.columns if c.startswith("mean."))
    needed = {"a", "b", "year", "both", *(f"deviation.{name}" for name in names)}
    if not names or not frame.height or not needed <= set(frame.columns):
        raise DataError.missing_columns(str(file), needed | {"mean.overall"}, frame.columns)
    # rows are in the order of dyads and years: a dyad begins where a key changes, a spell where years break
    begins = frame.select(
        (pl.col("a") != pl.col("a").shift()) | (pl.col("b") != pl.col("b").shift())
    )
    new = begins.to_series().fill_null(value=True).to_numpy()
    dyads = frame.select("a", "b").filter(pl.Series(new))
    year = frame["year"].to_numpy().astype(np.intp)
    starts = np.flatnonzero(new | (np.diff(year, prepend=year[0]) != 1))
    spells = np.diff(starts, append=len(year))
    row, first = np.cumsum(new) - 1, int(year.min())
    shape = (dyads.height, int(year.max()) - first + 1)
    place = row * shape[1] + year - first
    both = np.zeros(shape, dtype=bool)
    both.reshape(-1)[place] = frame["both"].to_numpy()
    kinds = []
    for kind in ("mean", "deviation"):
        # one reading after the other in memory: each is written, and mostly read, as a whole
        values = np.full((len(names), shape[0] * shape[1]), np.nan, dtype=np.float32)
        for m, name in enumerate(names):
            moves = frame[f"{kind}.{name}"].to_numpy()
            total = np.cumsum(moves, dtype=np.int32)
            # less what had been summed up before the present spell
            total -= np.repeat(total[starts] - moves[starts], spells)
            values[m, place] = total * np.float32(STEP)
        kinds.append(np.moveaxis(values.reshape(len(names), *shape), 0, -1))
    return Field(dyads, range(first, first + shape[1]), names, kinds[0], kinds[1], both)
