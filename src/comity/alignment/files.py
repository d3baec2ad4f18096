"""The model on disk: what was estimated, the rankings that give scores, and quantiles of the readings.

``model.json`` holds the parameters and a SHA-256 of every file beside it and of itself, so that a damaged or
foreign file is refused. Rankings are counts of dyads; quantiles are whole steps of 0.002, each less the one
before; both compress well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.catalog import CATALOG
from comity.alignment.field import SHARES
from comity.alignment.reading import reading_names
from comity.alignment.scores import Ranking
from comity.alignment.structure import SCALES, Layout, Parameters, layout_of
from comity.errors import DataError

__all__ = ["MODEL", "check", "load_parts", "save_parts", "write_table"]

Array = npt.NDArray[np.float64]

MODEL, RANKINGS, QUANTILES = "model.json", "rankings.parquet", "quantiles.parquet"
FORMAT = "comity alignment 1"
#: Quantiles are right to half of this.
STEP = 0.002
KEYS = {"format", "indicators", "domains", "first", "last", "used", "parameters", "files", "sha256"}

Rankings = dict[tuple[str, int, int], Ranking]


def write_table(frame: pl.DataFrame, file: Path) -> None:
    """A table as small as it gets."""
    frame.write_parquet(file, compression="zstd", compression_level=19, statistics=False)


def save_parts(
    folder: Path, layout: Layout, parameters: Parameters, calendar: range,
    used: npt.NDArray[np.bool_], rankings: Mapping[tuple[str, int, int], Ranking], quantiles: Array,
    beside: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Write the three files; ``beside`` names further files of the folder whose SHA-256 is kept."""
    rows = [
        pl.DataFrame(
            {"value": r.value.astype(np.float32), "below": r.below.astype(np.uint32),
             "upto": r.upto.astype(np.uint32)}
        ).with_columns(
            indicator=pl.lit(name), year=pl.lit(year, pl.Int16), group=pl.lit(group, pl.Int8),
            dyads=pl.lit(r.dyads, pl.UInt32),
        )
        for (name, year, group), r in sorted(rankings.items())
    ]  # fmt: skip
    write_table(pl.concat(rows), folder / RANKINGS)
    steps = np.diff(np.round(np.nan_to_num(quantiles) / STEP), axis=2, prepend=0.0)
    names = reading_names(layout)
    columns = {name: steps[:, m].astype(np.int16).ravel() for m, name in enumerate(names)}
    write_table(pl.DataFrame(columns), folder / QUANTILES)
    content = {
        "format": FORMAT,
        "indicators": layout.indicators,
        "domains": layout.domains,
        "first": calendar[0],
        "last": calendar[-1],
        "used": {
            name: [calendar[0] + int(t) for t in np.flatnonzero(used[:, i])]
            for i, name in enumerate(layout.indicators)
        },
        "parameters": {k: v.tolist() for k, v in asdict(parameters).items()},
        "files": {name: _digest(folder / name) for name in (RANKINGS, QUANTILES, *beside)},
    }
    content["sha256"] = _own_digest(content)
    (folder / MODEL).write_text(json.dumps(content, indent=1) + "\n")


def load_parts(
    folder: Path,
) -> tuple[Layout, Parameters, range, npt.NDArray[np.bool_], Rankings, Array]:
    """Read what :func:`save_parts` wrote.

    Raises
    ------
    DataError
        If a file is missing, damaged, or not of a fit by this version.
    """
    content = _content(folder / MODEL)
    for name in (RANKINGS, QUANTILES):
        check(folder / name, content)
    try:
        calendar = range(content["first"], content["last"] + 1)
        indicators = content["indicators"]
        layout = layout_of([CATALOG[name] for name in indicators], content["domains"])
        parameters = _parameters(layout, content["parameters"])
        used = np.zeros((len(calendar), layout.n), dtype=bool)
        for i, name in enumerate(indicators):
            used[np.array(content["used"][name], dtype=int) - calendar[0], i] = True
        rankings = _rankings(pl.read_parquet(folder / RANKINGS))
        names, table = reading_names(layout), pl.read_parquet(folder / QUANTILES)
        steps = np.stack([table[name].to_numpy() for name in names], axis=1).astype(np.float64)
        steps = steps.reshape(len(calendar), len(SHARES), len(names)).transpose(0, 2, 1)
    except (KeyError, ValueError, TypeError, IndexError, pl.exceptions.PolarsError) as error:
        raise DataError(
            f"{folder / MODEL}: not a fit that this version reads ({type(error).__name__}: {error})\n"
            "  fit the world again:  comity fit --world DIR"
        ) from error
    return layout, parameters, calendar, used, rankings, np.cumsum(steps, axis=2) * STEP


def _rankings(table: pl.DataFrame) -> Rankings:
    """Rankings by indicator, year and class; the rows of each stand together."""
    run = table.select(pl.struct("indicator", "year", "group").rle_id()).to_series().to_numpy()
    starts = np.flatnonzero(np.diff(run, prepend=-1))
    value = table["value"].to_numpy().astype(np.float64)
    below, upto = (table[name].to_numpy().astype(np.int64) for name in ("below", "upto"))
    heads = table[starts].select("indicator", "year", "group", "dyads").iter_rows()
    parts = zip(heads, starts, [*starts[1:], table.height], strict=True)
    return {
        (str(name), int(year), int(group)): Ranking(
            value[begin:end], below[begin:end], upto[begin:end], int(dyads)
        )
        for (name, year, group, dyads), begin, end in parts
    }


def check(file: Path, content: dict[str, Any] | None = None) -> None:
    """Refuse a file that is not the one its ``model.json`` was written with.

    Raises
    ------
    DataError
        If it is missing, or its SHA-256 is another.
    """
    content = content or _content(file.parent / MODEL)
    known = content["files"].get(file.name) if isinstance(content["files"], dict) else None
    if not file.is_file():
        raise DataError(f"{file}: missing\n  fit the world again:  comity fit --world DIR")
    if known != _digest(file):
        raise DataError(
            f"{file}: damaged, or of another fit than {MODEL} beside it\n"
            "  fit the world again:  comity fit --world DIR"
        )


def _content(file: Path) -> dict[str, Any]:
    again = "\n  fit the world again:  comity fit --world DIR"
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{file}: cannot be read ({error}){again}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT or set(content) != KEYS:
        raise DataError(f"{file}: not a fit that this version reads{again}")
    if content["sha256"] != _own_digest(content):
        raise DataError(f"{file}: damaged{again}")
    return content


def _parameters(layout: Layout, plain: dict[str, list[float]]) -> Parameters:
    states = layout.common + layout.n
    sizes = {
        "loading": layout.n, "noise": layout.n, "overall": len(layout.domains), "persistence": states,
        "step": states, "initial": states, "shares": len(SCALES),
    }  # fmt: skip
    found = {f.name: np.array(plain[f.name], dtype=np.float64) for f in fields(Parameters)}
    for name, values in found.items():
        if values.shape != (sizes[name],) or not np.isfinite(values).all() or (values < 0).any():
            raise ValueError(f"{name} is not {sizes[name]} numbers from 0 up")
    return Parameters(**found)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _own_digest(content: dict[str, Any]) -> str:
    plain = {k: v for k, v in content.items() if k != "sha256"}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
