"""The first sheet of a spreadsheet, as a grid. Needs openpyxl, of the extra ``data``."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from comity.errors import DataError, shown
from comity.simulate.trade.tables.grid import MOST_BYTES, Grid

__all__ = ["first_sheet"]

#: Largest table in a sheet, unpacked cells: WIOD has 6.7 million.
MOST_CELLS = 40_000_000


def first_sheet(path: Path, labels: int, lines: int) -> tuple[Grid, list[str], list[str]]:
    """Read the first sheet of a WIOD workbook.

    Parameters
    ----------
    labels, lines
        Text columns at the left and text lines at the top; of the last four lines the first holds codes and
        the third states.

    Returns
    -------
    grid, codes of the columns, states of the columns

    Raises
    ------
    DataError
        No workbook, no openpyxl, a cell that is no number.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise DataError(
            f"{path.name}: reading a spreadsheet needs openpyxl: pip install 'comity[data]', "
            "or save it as CSV"
        ) from None
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataError(f"{path.name}: too large for a spreadsheet; save it as CSV")
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as problem:
        raise DataError(f"{path.name}: no .xlsx workbook ({problem})") from None
    try:
        sheet = book.worksheets[0]
        head: list[list[str]] = []
        names: list[tuple[str, ...]] = []
        values: list[list[float]] = []
        numbers: list[int] = []
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = list(row)
            if line <= lines:
                head.append(["" if cell is None else str(cell).strip() for cell in cells])
                continue
            if all(cell is None for cell in cells):
                continue
            if len(values) * len(cells) > MOST_CELLS:
                raise DataError(f"{path.name}: more than {MOST_CELLS:,} cells; save it as CSV")
            names.append(
                tuple("" if cell is None else str(cell).strip() for cell in cells[:labels])
            )
            numbers.append(line)
            values.append([_number(cell, path, line, j) for j, cell in enumerate(cells[labels:])])
    finally:
        book.close()
    if not values:
        raise DataError(f"{path.name}: no numbers below line {lines} of the first sheet")
    width = max(map(len, values))
    block = np.array([row + [float("nan")] * (width - len(row)) for row in values])
    width_head = labels + width
    head = [(line + [""] * width_head)[:width_head] for line in head]
    columns = tuple(head[-1][labels:])
    grid = Grid(tuple(names), columns, block, tuple(numbers), path.name)
    return grid, head[-4][labels:], head[-2][labels:]


def _number(cell: object, path: Path, line: int, column: int) -> float:
    """A cell as a number; NaN where it is empty."""
    if cell is None or cell == "":
        return float("nan")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    try:
        return float(str(cell))
    except ValueError:
        raise DataError.row(
            path.name, line, str(column + 5), shown(cell).strip('"'), "a number"
        ) from None
