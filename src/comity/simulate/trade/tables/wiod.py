"""World Input-Output Database, release 2016 (43 states, rest of the world, 56 industries).

Two layouts of the same table are read:

* the published spreadsheet (``WIOT2014_Nov16_ROW``), as .xlsx or saved as CSV: four lines name each column
  (code, description, state, column number), four columns name each row;
* the flat table of the R and Stata files, written to CSV: ``IndustryCode, IndustryDescription, Country, RNr,
  Year``, then ``AUS1`` … ``ROW61`` and ``TOT``.

Industries are columns and rows 1 to 56, final users columns 57 to 61. Rows of the state ``TOT`` hold taxes
and margins on inputs (TXSP, EXP_adj, PURR, PURNR, IntTTM), value added (VA) and output (GO).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from comity.errors import DataError, shown
from comity.simulate.trade.input_output import Array, InputOutputTable
from comity.simulate.trade.input_output_settled import Published, settled
from comity.simulate.trade.tables.grid import Grid, read_grid, unique
from comity.simulate.trade.tables.icio import year_in
from comity.simulate.trade.tables.sheet import first_sheet

__all__ = ["read_wiod_flat", "read_wiod_sheet"]

#: Codes of final users in the release of 2016, and their column numbers.
FINAL = frozenset(("CONS_H", "CONS_NP", "CONS_G", "GFCF", "INVEN"))
FIRST_FINAL = 57
PAID = ("TXSP", "EXP_ADJ", "PURR", "PURNR", "VA", "INTTTM")
OUTPUT, INPUTS, WORLD = "GO", "II_FOB", "TOT"
#: Romania's code before 2002.
RENAMED = {"ROM": "ROU"}
#: Lines above the numbers of the spreadsheet, and columns before them.
LINES, CELLS = 6, 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Which row and column is what: places in the grid."""

    sellers: list[int]
    places: list[tuple[str, str]]
    buyers: list[int]
    users: dict[int, str]
    paid: list[int]
    output: int | None


def read_wiod_flat(path: Path, separator: str = ",") -> InputOutputTable:
    """Read the flat layout.

    Raises
    ------
    DataError
        With file, line and column; with both sums of the sectors where the table does not balance.
    """
    grid = read_grid(path, labels=5, header=1, separator=separator)
    unique(grid.file, "column", grid.columns)
    rows = [(row[0].upper(), _state(row[2]), row[3]) for row in grid.labels]
    columns: list[tuple[str, int]] = []
    for i, name in enumerate(grid.columns):
        match = re.fullmatch(r"v?([A-Za-z]{3})_?(\d+)|v?(TOT)\d*", name)
        if not match:
            raise DataError.row(
                grid.file, 1, str(i + 6), name, "a state and a number (AUS1) or TOT"
            )
        columns.append((WORLD, 0) if match[3] else (_state(match[1]), int(match[2])))
    numbered = {(state, text.split(".")[0]): code for code, state, text in rows if state != WORLD}
    code_of = {
        i: (state, numbered.get((state, str(at))) if at < FIRST_FINAL else None)
        for i, (state, at) in enumerate(columns)
    }
    return _read(
        grid,
        [(code, state) for code, state, _ in rows],
        [(code or ("" if state == WORLD else "FINAL"), state) for state, code in code_of.values()],
        path,
    )


def read_wiod_sheet(path: Path, separator: str = ",") -> InputOutputTable:
    """Read the layout of the spreadsheet, from .xlsx or from CSV.

    Raises
    ------
    DataError
        With file, line and column; with both sums of the sectors where the table does not balance.
    """
    if path.suffix.lower() == ".xlsx":
        grid, codes, states = first_sheet(path, CELLS, LINES)
    else:
        from comity.simulate.trade.tables.grid import opening

        head, _ = opening(path, LINES)
        if len(head) < LINES:
            raise DataError(
                f"{path.name}: {len(head)} lines; a WIOD sheet names its columns in {LINES}"
            )
        width = max(map(len, head))
        head = [line + [""] * (width - len(line)) for line in head]
        codes = [cell.strip() for cell in head[LINES - 4][CELLS:]]
        states = [cell.strip() for cell in head[LINES - 2][CELLS:]]
        grid = read_grid(path, labels=CELLS, header=LINES, separator=separator)
    codes, states = codes[: len(grid.columns)], states[: len(grid.columns)]
    columns = [
        ("FINAL" if code.upper() in FINAL else code.upper(), _state(state))
        for code, state in zip(codes, states, strict=True)
    ]
    rows = [(row[0].upper(), _state(row[2])) for row in grid.labels]
    return _read(grid, rows, columns, path)


def _state(text: str) -> str:
    code = text.strip().upper()
    return RENAMED.get(code, code)


def _layout(grid: Grid, rows: list[tuple[str, str]], columns: list[tuple[str, str]]) -> Layout:
    """Find the parts of the table by their names."""
    sellers = [i for i, (code, state) in enumerate(rows) if state != WORLD and code]
    places = [(rows[i][1], rows[i][0]) for i in sellers]
    unique(grid.file, "row", [" ".join(place) for place in places])
    column = {}
    for i, (code, state) in enumerate(columns):
        if state != WORLD and code != "FINAL":
            if (state, code) in column:
                raise DataError(
                    f"{grid.file}: industry {shown(code)} of {state} comes in two columns"
                )
            column[state, code] = i
    missing = [place for place in places if place not in column]
    extra = [place for place in column if place not in set(places)]
    if missing or extra or not places:
        some = ", ".join(" ".join(place) for place in (missing + extra)[:5])
        raise DataError(
            f"{grid.file}: {len(missing)} industries have a row and no column, "
            f"{len(extra)} a column and no row"
            f"{': ' + some if some else '; is this a WIOD table of the release of 2016?'}"
        )
    users = {i: state for i, (code, state) in enumerate(columns) if code == "FINAL"}
    if not users:
        raise DataError(f"{grid.file}: no columns of final users (57 to 61, CONS_h …)")
    totals = {code: i for i, (code, state) in enumerate(rows) if state == WORLD or not state}
    if "VA" not in totals:
        raise DataError(f"{grid.file}: no row VA: the table ends before its value added")
    strange = set(totals) - {*PAID, OUTPUT, INPUTS, ""}
    if strange:
        raise DataError(f"{grid.file}: unknown row(s) {', '.join(map(shown, sorted(strange)))}")
    return Layout(
        sellers=sellers,
        places=places,
        buyers=[column[place] for place in places],
        users=users,
        paid=[totals[name] for name in PAID if name in totals],
        output=totals.get(OUTPUT),
    )


def _read(
    grid: Grid, rows: list[tuple[str, str]], columns: list[tuple[str, str]], path: Path
) -> InputOutputTable:
    """The table of a grid whose rows and columns are named."""
    found = _layout(grid, rows, columns)
    states = tuple(dict.fromkeys(state for state, _ in found.places))
    sectors = tuple(dict.fromkeys(sector for _, sector in found.places))
    n, s = len(states), len(sectors)
    at = np.array([states.index(a) * s + sectors.index(b) for a, b in found.places])
    foreign = sorted(set(found.users.values()) - set(states))
    if foreign:
        raise DataError(f"{grid.file}: final users in {', '.join(foreign)}, which sell nothing")
    use, end = np.zeros((n * s, n * s)), np.zeros((n * s, n))
    use[np.ix_(at, at)] = grid.finite(found.sellers, found.buyers)
    block = grid.finite(found.sellers, list(found.users))
    for i, state in enumerate(found.users.values()):
        end[at, states.index(state)] += block[:, i]
    added = _placed(grid.finite(found.paid, found.buyers).sum(axis=0), at, n * s)
    made = None
    if found.output is not None:
        made = _placed(grid.finite([found.output], found.buyers)[0], at, n * s).reshape(n, s)
    return settled(
        Published(
            states=states,
            sectors=sectors,
            intermediate=use.reshape(n, s, n, s),
            final=end.reshape(n, s, n),
            value_added=added.reshape(n, s),
            output=made,
            unallocated=np.zeros((n, s)),
            year=year_in(path),
            unit="million USD",
            source=path.name,
            notes=("taxes and transport margins on inputs count as value added",),
        )
    )


def _placed(row: Array, at: np.ndarray, size: int) -> Array:
    out = np.zeros(size)
    out[at] = row
    return out
