"""The compiled facts that no table of a world holds: sea lanes, ports, costs, the parts of a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

import polars as pl

from comity.errors import DataError

__all__ = ["read_table"]


@cache
def read_table(file: str, *, numbers: Sequence[str] = ()) -> pl.DataFrame:
    """One of ``comity/data/compiled``: text columns, with ``numbers`` as floats; empty cells are null.

    Raises
    ------
    DataError
        If the table is not in this installation, lacks a column, or a row has no source and record.
    """
    found = resources.files("comity") / "data" / "compiled" / f"{file}.csv"
    if not found.is_file():
        raise DataError(f"comity/data/compiled/{file}.csv is not part of this installation")
    with resources.as_file(found) as path:
        rows = pl.read_csv(path, infer_schema=False)
    if missing := {"source", "record", *numbers} - set(rows.columns):
        raise DataError.missing_columns(f"{file}.csv", missing, rows.columns)
    if rows["record"].null_count() or rows["source"].null_count():
        raise DataError(f"{file}.csv: a row without source or record")
    return rows.with_columns(pl.col(name).cast(pl.Float64) for name in numbers)
