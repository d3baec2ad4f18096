"""A wide table of numbers read from a CSV file, with its labels and its lines.

The tables are large (OECD: 4,053 rows of 4,537 numbers), so the numbers are read at once by Polars. Where
that fails the file is read again line by line until the cell that is to blame is found.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from comity.errors import DataError, shown
from comity.simulate.trade.input_output import LARGEST, Array, number

__all__ = ["Grid", "opening", "read_grid", "unique"]

#: Largest file read: the widest published table has 18 million cells and 0.2 GB.
MOST_BYTES = 2_000_000_000
#: Longest line looked at: 10,000 columns of 20 characters.
MOST_COLUMNS = 20_000
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Grid:
    """Labels and numbers.

    Attributes
    ----------
    labels
        The text cells at the left of each row.
    columns
        Names of the columns of numbers.
    values : (rows, columns)
        NaN where a cell is empty.
    lines
        Line of each row in the file, for messages.
    file
    """

    labels: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    values: Array
    lines: tuple[int, ...]
    file: str

    def finite(self, rows: Sequence[int], columns: Sequence[int]) -> Array:
        """A block of the table; an empty or infinite cell in it is refused with its place."""
        block = self.values[np.ix_(np.asarray(rows, np.intp), np.asarray(columns, np.intp))]
        wrong = ~(np.abs(block) < LARGEST)
        if wrong.any():
            i, j = (int(k) for k in np.argwhere(wrong)[0])
            value = block[i, j]
            raise DataError.row(
                self.file,
                self.lines[rows[i]],
                self.columns[columns[j]],
                "" if np.isnan(value) else value,
                "a finite number",
            )
        return block


def opening(path: Path, lines: int = 8) -> tuple[list[list[str]], str]:
    """The first lines of a file as cells, and what separates them.

    Raises
    ------
    DataError
        No file, an empty or a huge one, one that is no text.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise DataError(
                f"{path.name}: {size / 1e9:.1f} GB is more than any input–output table has "
                f"({MOST_BYTES / 1e9:.0f} GB at most)"
            )
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts = [file.readline(20 * MOST_COLUMNS) for _ in range(lines)]
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror or problem})") from None
    except UnicodeDecodeError as problem:
        raise DataError(
            f"{path.name}: no text in UTF-8 (byte {problem.start}); save the table as CSV"
        ) from None
    if not texts[0].strip():
        raise DataError(f"{path.name}: the file is empty or its first line is")
    if any("\0" in text for text in texts):
        raise DataError(f"{path.name}: no text; save the table as CSV")
    fullest = max(texts, key=len)
    separator = max(SEPARATORS, key=fullest.count)
    return list(csv.reader([t for t in texts if t], delimiter=separator)), separator


def unique(file: str, what: str, names: Sequence[str]) -> None:
    """Refuse names that come twice."""
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated:
        some = ", ".join(shown(name) for name in repeated[:5])
        raise DataError(f"{file}: {len(repeated)} {what}(s) come more than once: {some}")


def read_grid(path: Path, *, labels: int, header: int, separator: str) -> Grid:
    """Read the numbers of a file.

    Parameters
    ----------
    labels
        Number of text columns at the left.
    header
        Line (from 1) that names the columns; what lies above is skipped.

    Raises
    ------
    DataError
        A cell that is no number, a line of another length, names that come twice.
    """
    names = next((line for at, line in _lines(path, separator) if at == header), [])
    columns = [name.strip() for name in names[labels:]]
    while columns and not columns[-1]:  # a trailing separator
        columns.pop()
    if not columns or len(names) > MOST_COLUMNS:
        raise DataError(f"{path.name}, line {header}: {len(names)} columns name no table")
    text = {f"t{i}": pl.String for i in range(labels)}
    spare = {f"e{i}": pl.String for i in range(len(names) - labels - len(columns))}
    schema: dict[str, type[pl.DataType]] = {
        **text, **{f"c{i}": pl.Float64 for i in range(len(columns))}, **spare,
    }  # fmt: skip
    try:
        frame = pl.read_csv(
            path, has_header=False, skip_lines=header, schema=schema, separator=separator,
            truncate_ragged_lines=False, null_values=[""],
        )  # fmt: skip
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError):
        raise _to_blame(path, labels, header, columns, separator) from None
    if not frame.height:
        raise DataError(f"{path.name}: no rows under the header on line {header}")
    values = frame.select([f"c{i}" for i in range(len(columns))]).to_numpy()
    names_of = frame.select(list(text)).fill_null("").rows()
    rows = tuple(tuple(str(cell).strip() for cell in row) for row in names_of)
    blank = [i for i, row in enumerate(rows) if not any(row) and np.isnan(values[i]).all()]
    keep = [i for i in range(len(rows)) if i not in set(blank)]
    return Grid(
        labels=tuple(rows[i] for i in keep),
        columns=tuple(columns),
        values=np.ascontiguousarray(values[keep]),
        lines=tuple(header + 1 + i for i in keep),
        file=path.name,
    )


def _lines(path: Path, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with their number."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            for line in reader:
                yield reader.line_num, line
        except csv.Error as problem:
            raise DataError(f"{path.name}, line {reader.line_num}: {problem}") from None


def _to_blame(
    path: Path, labels: int, header: int, columns: Sequence[str], separator: str
) -> DataError:
    """The first cell or line that is not as it should be."""
    for at, line in _lines(path, separator):
        if at <= header:
            continue
        wanted = labels + len(columns)
        cells = line[:wanted]
        if any(cell.strip() for cell in line[wanted:]) or (line and len(line) < wanted):
            return DataError(
                f"{path.name}, line {at}: {len(line)} cells, and the header has {wanted}"
            )
        for name, cell in zip(columns, cells[labels:], strict=False):
            if cell.strip():
                try:
                    number(cell, path.name, at, name)
                except DataError as problem:
                    return problem
    return DataError(f"{path.name}: not a table of numbers separated by {shown(separator)}")
