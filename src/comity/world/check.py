"""Checks of a table against its schema: every problem with its file, line, column and value."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError, shown
from comity.world.schema import PARTIAL_DATE, SCHEMAS, TableName

__all__ = ["check_table", "problems"]

#: Problems listed per column; the rest are counted.
SHOWN_PER_COLUMN = 5


def problems(frame: pl.DataFrame, table: TableName, *, file: str = "") -> list[str]:
    """Everything wrong with a frame that should be ``table``; an empty list if nothing is.

    Lines are 1-based with the header as line 1, as in a text file; ``file`` names it in the messages.
    """
    file = file or f"table {table}"
    schema = SCHEMAS[table]
    missing = [
        name for name, column in schema.items() if column.required and name not in frame.columns
    ]
    unknown = [name for name in frame.columns if name not in schema]
    found = [f"{file}: column {name} is missing ({schema[name].meaning})" for name in missing]
    found += [f"{file}: column {shown(name)} does not belong to table {table}" for name in unknown]
    for name, column in schema.items():
        if name not in frame.columns:
            continue
        cells = frame.get_column(name)
        if cells.dtype != column.dtype and cells.dtype != pl.Null():
            found.append(f"{file}, column {name}: type {cells.dtype} is not {column.dtype}")
            continue
        wrong = (
            pl.Series([False]).new_from_index(0, len(cells))
            if len(cells)
            else pl.Series([], dtype=pl.Boolean)
        )
        expected = ""
        if column.required:
            wrong, expected = cells.is_null(), "a value (this column may not be empty)"
            if column.dtype == pl.String():
                wrong = wrong | (cells.str.strip_chars() == "").fill_null(value=False)
            found += _cells(file, name, cells, wrong, expected)
        if column.among is not None:
            wrong = ~cells.is_in(list(column.among)) & cells.is_not_null()
            found += _cells(file, name, cells, wrong, f"one of {', '.join(column.among)}")
        if column.pattern is not None and cells.dtype == pl.String():
            wrong = ~cells.str.contains(column.pattern) & cells.is_not_null()
            found += _cells(file, name, cells, wrong, "a date as 2014, 2014-05 or 2014-05-21")
        if column.dtype == pl.Float64():
            wrong = (~cells.is_finite()).fill_null(value=False)
            found += _cells(file, name, cells, wrong, "a finite number")
    return found + _reversed_periods(frame, file)


def check_table(frame: pl.DataFrame, table: TableName, *, file: str = "") -> pl.DataFrame:
    """The frame unchanged, or a :class:`DataError` that lists all that is wrong with it."""
    found = problems(frame, table, file=file)
    if found:
        raise DataError.many(found)
    return frame


def _cells(file: str, name: str, cells: pl.Series, wrong: pl.Series, expected: str) -> list[str]:
    lines = wrong.arg_true().to_list()
    listed = [
        f"{file}, line {i + 2}, column {name}: "
        f"{'an empty cell' if cells[i] is None else shown(cells[i])} is not {expected}"
        for i in lines[:SHOWN_PER_COLUMN]
    ]
    rest = len(lines) - SHOWN_PER_COLUMN
    return listed + ([f"{file}, column {name}: {rest} more like it"] if rest > 0 else [])


def _reversed_periods(frame: pl.DataFrame, file: str) -> list[str]:
    """Periods that end before they start, compared at the precision both dates have."""
    start = next((c for c in ("start", "date") if c in frame.columns), None)
    if start is None or "end" not in frame.columns or frame.get_column("end").dtype != pl.String():
        return []
    if frame.get_column(start).dtype != pl.String():
        return []
    shared = pl.min_horizontal(pl.col(start).str.len_chars(), pl.col("end").str.len_chars())
    dates = pl.all_horizontal(pl.col(start, "end").str.contains(PARTIAL_DATE))
    late = frame.select(
        (dates & (pl.col("end").str.head(shared) < pl.col(start).str.head(shared))).fill_null(
            value=False
        )
    ).to_series()
    ends = frame.get_column("end")
    starts = frame.get_column(start)
    return [
        f"{file}, line {i + 2}: the period ends ({ends[i]}) before it starts ({starts[i]})"
        for i in late.arg_true().to_list()[:SHOWN_PER_COLUMN]
    ]
