"""Bridges that the user supplies: pairs of roll calls on the same text, from a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from comity.errors import DataError

__all__ = ["known_pairs", "read_bridges"]

#: Names of the two columns, the earlier roll call first; the second are the published table's.
COLUMNS = (("first", "second"), ("rcid1", "rcid2"))


def read_bridges(path: Path | str) -> list[tuple[str, str]]:
    """Pairs of resolutions on the same text, for ``fit(votes, bridges=…)``.

    Parameters
    ----------
    path
        CSV with the columns first and second, or rcid1 and rcid2: numbers of roll calls as in the
        ``resolution`` column of the votes. Other columns are not read.

    Raises
    ------
    DataError
        If there is no such file, it lacks the columns, or a pair is incomplete.
    """
    path = Path(path)
    wanted = " or ".join(",".join(names) for names in COLUMNS)
    if not path.is_file():
        raise DataError(f"no table of bridges at {path}\n  give own, none, or a CSV with {wanted}")
    try:
        table = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path.name} is no CSV with the columns {wanted}: {error}") from error
    for names in COLUMNS:
        if set(names) <= set(table.columns):
            pairs = table.select(pl.col(names).str.strip_chars())
            if pairs.null_count().sum_horizontal().item():
                line = 2 + int(pairs.select(pl.any_horizontal(pl.all().is_null()).arg_max()).item())
                raise DataError(f"{path.name}, line {line}: a pair needs both roll calls")
            return [(a, b) for a, b in pairs.rows()]
    raise DataError(
        f"{path.name} has the columns {', '.join(table.columns)}\n  a table of bridges needs {wanted}"
    )


def known_pairs(
    pairs: Sequence[tuple[str, str]], resolutions: Sequence[str]
) -> list[tuple[int, int]]:
    """Rows of the roll calls of each pair of which both are among the resolutions.

    Raises
    ------
    DataError
        If there are pairs, and none is.
    """
    place = {resolution: row for row, resolution in enumerate(resolutions)}
    found = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    if pairs and not found:
        a, b = pairs[0]
        raise DataError(
            f"none of the {len(pairs)} bridges names two roll calls among the votes: the first is {a}, {b}; "
            f"the votes hold {resolutions[0]} … {resolutions[-1]}"
        )
    return found
