"""Reading an input–output table whatever its layout: the one function a user needs."""

from __future__ import annotations

from pathlib import Path

from comity.errors import DataError, shown
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.tables.grid import opening
from comity.simulate.trade.tables.icio import looks_like_icio, read_icio
from comity.simulate.trade.tables.long import COLUMNS, read_long
from comity.simulate.trade.tables.wiod import read_wiod_flat, read_wiod_sheet

__all__ = ["read_table"]

KNOWN = (
    "known are: OECD ICIO (CSV with AUS_A01_02 … along both sides), WIOD 2016 (the spreadsheet as .xlsx or "
    f"CSV, or the flat table with IndustryCode, …, AUS1, …), and CSV with columns {', '.join(COLUMNS)}"
)


def read_table(path: str | Path) -> InputOutputTable:
    """Read an input–output table that the user supplies; its layout is recognised by its first lines.

    Parameters
    ----------
    path
        OECD ICIO as CSV, WIOD (release 2016) as .xlsx or CSV, or the project's own CSV of sales.

    Raises
    ------
    DataError
        With file, line and column of what is wrong; where the table does not balance, with the row and column
        sums of the sectors that are furthest off.
    """
    file = Path(path)
    kind = file.suffix.lower()
    if file.is_dir():
        raise DataError(f"{file} is a folder; give the file of one year's table")
    if kind in (".xlsb", ".xls", ".rdata", ".dta", ".zip", ".gz", ".7z"):
        raise DataError(
            f"{file.name}: {kind} is not read; unpack it, or save the table as CSV or .xlsx"
        )
    if kind == ".xlsx":
        return read_wiod_sheet(file)
    head, separator = opening(file)
    first = [cell.strip() for cell in head[0]]
    small = {cell.lower() for cell in first}
    if len(small & set(COLUMNS)) >= 3:
        return read_long(file, separator)
    if "industrycode" in small and "rnr" in small:
        return read_wiod_flat(file, separator)
    if looks_like_icio(first):
        return read_icio(file, separator)
    if any("CONS_H" in {cell.strip().upper() for cell in line} for line in head):
        return read_wiod_sheet(file, separator)
    names = ", ".join(shown(cell, width=20) for cell in first[:6])
    raise DataError(
        f"{file.name}, line 1: {names} … begin no layout of input–output tables\n  {KNOWN}"
    )
