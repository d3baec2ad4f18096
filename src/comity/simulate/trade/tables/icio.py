"""OECD Inter-Country Input-Output tables (ICIO), as published in CSV.

Rows and columns are ``AUS_A01_02``: a state and an industry. Then come columns of final users (``AUS_HFCE``)
and the output, and rows of taxes, value added and output. Editions differ in the words only:

* 2023 and later (``2020_SML.csv``): rows ``TLS``, ``VA``, ``OUT``; column ``OUT``.
* 2021 and before (``ICIO2021_2018.csv``): rows ``AUS_TAXSUB`` …, ``VALU``, ``OUTPUT``; column ``TOTAL``.
  China and Mexico come in parts (``CN1``, ``MX1``) for processing trade; the parts are added up.
* 2016: final users the other way round, ``HC_AUS``, and a column ``DISC`` for what is sold to nobody.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from comity.errors import DataError, shown
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.input_output_settled import Published, settled
from comity.simulate.trade.tables.grid import Grid, read_grid, unique

Index = NDArray[np.intp]

__all__ = ["FINAL", "looks_like_icio", "read_icio", "year_in"]

#: Final users, over all editions.
FINAL = frozenset(
    (
        "HFCE",
        "NPISH",
        "GGFC",
        "GFCF",
        "INVNT",
        "DPABR",
        "P33",
        "DIRP",
        "HC",
        "NPS",
        "GGF",
        "GF",
        "INV",
        "CONS",
        "FD",
        "NONRES",
    )
)
OUTPUT = frozenset(("OUT", "OUTPUT", "TOTAL"))
VALUE_ADDED = re.compile(r"^(?:[A-Z]{2}[A-Z0-9]_)?(?:VALU|VA|TLS|TAXSUB)$")
#: Columns of sales that have no user.
UNALLOCATED = frozenset(("DISC",))
PLACE = re.compile(r"^([A-Z]{2}[A-Z0-9])_(.+)$")
#: Parts of states that the editions until 2021 keep apart.
PARTS = {"CN": "CHN", "MX": "MEX"}


def looks_like_icio(header: list[str]) -> bool:
    """Whether the first line is that of an ICIO table."""
    names = [name.strip().upper() for name in header[1:]]
    places = sum(PLACE.match(name) is not None for name in names)
    users = sum(bool(FINAL & set(name.split("_"))) for name in names)
    return places >= 2 and users >= 1


def read_icio(path: Path, separator: str = ",") -> InputOutputTable:
    """Read a table of one year.

    Raises
    ------
    DataError
        With file, line and column; with both sums of the sectors where the table does not balance.
    """
    grid = read_grid(path, labels=1, header=1, separator=separator)
    columns = [name.upper() for name in grid.columns]
    rows = [label[0].upper() for label in grid.labels]
    unique(grid.file, "column", columns)
    unique(grid.file, "row", rows)
    users, output, lost, industries = _sorted_columns(grid, columns)
    sellers = [i for i, name in enumerate(rows) if name in industries]
    _matched(grid, rows, columns, industries)
    value_rows = [i for i, name in enumerate(rows) if VALUE_ADDED.match(name)]
    total_rows = [i for i, name in enumerate(rows) if name in OUTPUT]
    for i, name in enumerate(rows):
        if name not in industries and i not in value_rows and name not in OUTPUT:
            raise DataError.row(
                grid.file,
                grid.lines[i],
                "1",
                name,
                "an industry of the columns, TLS, VA, VALU or OUT",
            )
    if not value_rows:
        raise DataError(f"{grid.file}: no row VA or VALU: the table ends before its value added")

    buyers = [columns.index(rows[i]) for i in sellers]
    places = [_place(rows[i]) for i in sellers]
    states = tuple(dict.fromkeys(state for state, _ in places))
    sectors = tuple(dict.fromkeys(sector for _, sector in places))
    at = np.array(
        [states.index(a) * len(sectors) + sectors.index(b) for a, b in places], dtype=np.intp
    )
    onto = _gather(at, len(states) * len(sectors))
    foreign = sorted({state for state, _ in users.values()} - set(states))
    if foreign:
        raise DataError(f"{grid.file}: final users in {', '.join(foreign)}, which sell nothing")
    of = np.array([states.index(state) for state, _ in users.values()], dtype=np.intp)
    n, s = len(states), len(sectors)
    use = onto @ (onto @ grid.finite(sellers, buyers)).T
    end = onto @ (_gather(of, n) @ grid.finite(sellers, list(users)).T).T
    added = onto @ grid.finite(value_rows, buyers).sum(axis=0)
    made = onto @ grid.finite(sellers, output[:1])[:, 0] if output else None
    if made is None and total_rows:
        made = onto @ grid.finite(total_rows[:1], buyers)[0]
    gone = onto @ grid.finite(sellers, lost).sum(axis=1) if lost else np.zeros(n * s)
    notes = [
        "taxes less subsidies on inputs count as value added; those on final goods are left out"
    ]
    parts = sorted({rows[i].split("_")[0] for i in sellers} - set(states))
    if parts:
        notes.append(f"{', '.join(parts)} are parts of China and Mexico and are added to them")
    if gone.any():
        notes.append(
            f"sales without a user ({np.abs(gone).sum():,.0f} in absolute terms) are left out"
        )
    return settled(
        Published(
            states=states,
            sectors=sectors,
            intermediate=np.ascontiguousarray(use.T).reshape(n, s, n, s),
            final=end.reshape(n, s, n),
            value_added=added.reshape(n, s),
            output=None if made is None else made.reshape(n, s),
            unallocated=gone.reshape(n, s),
            year=year_in(path),
            unit="million USD",
            source=path.name,
            notes=tuple(notes),
        )
    )


def year_in(path: Path) -> int | None:
    """The last year in a file's name: 2018 of ``ICIO2021_2018.csv``."""
    years = [int(text) for text in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", path.stem)]
    years = years or [int(text) for text in re.findall(r"(?:19|20)\d\d", path.stem)]
    return years[-1] if years else None


def _sorted_columns(
    grid: Grid, columns: list[str]
) -> tuple[dict[int, tuple[str, str]], list[int], list[int], set[str]]:
    """Columns of final users (state and kind), of output, of sales to nobody; names of industries."""
    users: dict[int, tuple[str, str]] = {}
    output, lost, industries = [], [], set()
    for i, name in enumerate(columns):
        match = PLACE.match(name)
        first, _, last = name.partition("_")
        if name in OUTPUT:
            output.append(i)
        elif name in UNALLOCATED:
            lost.append(i)
        elif match and match[2] in FINAL:
            users[i] = (_state(match[1]), match[2])
        elif first in FINAL and re.fullmatch(r"[A-Z]{2}[A-Z0-9]", last):
            users[i] = (_state(last), first)
        elif match:
            industries.add(name)
        else:
            raise DataError.row(
                grid.file,
                1,
                str(i + 2),
                name,
                "an industry (AUS_A01), a final user (AUS_HFCE) or OUT",
            )
    if not industries or not users:
        raise DataError(
            f"{grid.file}, line 1: {len(industries)} industries and {len(users)} final users; an ICIO "
            "table has both (AUS_A01_02 …, AUS_HFCE …)"
        )
    return users, output, lost, industries


def _matched(grid: Grid, rows: list[str], columns: list[str], industries: set[str]) -> None:
    """Every industry that buys must sell, and the other way round."""
    missing = [name for name in columns if name in industries and name not in set(rows)]
    if missing:
        some = ", ".join(shown(name) for name in missing[:5])
        raise DataError(f"{grid.file}: {len(missing)} industries have a column and no row: {some}")


def _state(code: str) -> str:
    return PARTS.get(code[:2], code) if code[2:].isdigit() else code


def _place(name: str) -> tuple[str, str]:
    state, sector = name.split("_", 1)
    return _state(state), sector


def _gather(onto: Index, size: int) -> csr_array:
    """The matrix that adds rows up at their places."""
    count = len(onto)
    return csr_array((np.ones(count), (onto, np.arange(count))), shape=(size, count))
