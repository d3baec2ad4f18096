"""The project's own layout of an input–output table: one sale a line.

.. code-block:: text

    exporter,sector,importer,use,value
    RUS,energy,DEU,machines,12.5        sold by Russia's energy sector to Germany's machine builders
    RUS,energy,DEU,final,3.1            … to Germany's final users
    RUS,value_added,RUS,energy,40.2     paid by Russia's energy sector for labour, capital and taxes

Flows that are not written are zero. Lines of value added may all be left out: it is then what is left of
sales after inputs. Given, they are checked: what a sector pays must be what it sells.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from comity.errors import DataError
from comity.simulate.trade.input_output import LARGEST, InputOutputTable, number
from comity.simulate.trade.input_output_settled import Published, settled
from comity.simulate.trade.tables.icio import year_in

__all__ = ["COLUMNS", "read_long"]

COLUMNS = ("exporter", "sector", "importer", "use", "value")
FINAL, VALUE_ADDED = "final", "value_added"
#: Most sectors of all states together: more would not fit the memory of a desk.
MOST = 6_000


def read_long(path: Path, separator: str = ",") -> InputOutputTable:
    """Read a table of sales.

    Raises
    ------
    DataError
        With file and line: a column missing, a value that is no number, a sale given twice, a negative sale
        to a sector; with both sums of the sectors where the table does not balance.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False, separator=separator)
    except pl.exceptions.PolarsError as problem:
        raise DataError(
            f"{path.name}: not a table of {', '.join(COLUMNS)} ({str(problem).splitlines()[0]})"
        ) from None
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    missing = set(COLUMNS) - set(frame.columns)
    if missing:
        raise DataError.missing_columns(path.name, missing, frame.columns)
    text = [pl.col(name).str.strip_chars().fill_null("") for name in COLUMNS]
    frame = frame.select(*text).with_row_index("line", 2)
    for name in ("sector", "importer", "use"):
        _filled(path, frame, name)
    _filled(path, frame.filter(pl.col("sector") != VALUE_ADDED), "exporter")
    frame = frame.with_columns(pl.col("value").cast(pl.Float64, strict=False).alias("amount"))
    wrong = frame.filter(
        pl.col("amount").is_null() | pl.col("amount").is_nan() | (pl.col("amount").abs() >= LARGEST)
    )
    if wrong.height:
        row = wrong.row(0, named=True)
        number(row["value"], path.name, row["line"], "value")
        raise DataError.row(path.name, row["line"], "value", row["value"], "a number")
    frame = _known(frame)
    return _table(path, frame)


def _filled(path: Path, frame: pl.DataFrame, name: str) -> None:
    empty = frame.filter(pl.col(name) == "")
    if empty.height:
        raise DataError.row(path.name, empty["line"][0], name, "", "a name")


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    """States in capitals; the reserved words of sector and use in small letters."""
    word = {"value_added": VALUE_ADDED, "final": FINAL}
    return frame.with_columns(
        pl.col("exporter", "importer").str.to_uppercase(),
        *(
            pl.when(pl.col(name).str.to_lowercase().is_in(list(word)))
            .then(pl.col(name).str.to_lowercase())
            .otherwise(pl.col(name))
            .alias(name)
            for name in ("sector", "use")
        ),
    )


def _table(path: Path, frame: pl.DataFrame) -> InputOutputTable:
    added = frame.filter(pl.col("sector") == VALUE_ADDED)
    sold = frame.filter(pl.col("sector") != VALUE_ADDED)
    for wrong, what in (
        (sold.filter(pl.col("use") == VALUE_ADDED), "a sector or final: value added is a row's sector"),
        (sold.filter(pl.col("sector") == FINAL), "a sector: final is a use"),
        (added.filter(pl.col("use") == FINAL), "a sector that pays it"),
        (
            added.filter((pl.col("exporter") != "") & (pl.col("exporter") != pl.col("importer"))),
            "the importer, or empty: value added is paid at home",
        ),
    ):  # fmt: skip
        if wrong.height:
            row = wrong.row(0, named=True)
            column = "exporter" if "paid at home" in what else "use"
            column = "sector" if row["sector"] == FINAL else column
            raise DataError.row(path.name, row["line"], column, row[column], what)
    keys = ["exporter", "sector", "importer", "use"]
    twice = frame.filter(pl.struct(keys).is_duplicated())
    if twice.height:
        first = twice.row(0, named=True)
        lines = twice.join(twice.head(1).select(keys), on=keys)["line"].to_list()
        raise DataError(
            f"{path.name}, lines {', '.join(map(str, lines[:5]))}: "
            f"{' '.join(first[name] for name in keys)} is given {len(lines)} times"
        )
    states = tuple(pl.concat([sold["exporter"], sold["importer"]]).unique(maintain_order=True))
    inputs = sold.filter(pl.col("use") != FINAL)
    sectors = tuple(pl.concat([sold["sector"], inputs["use"]]).unique(maintain_order=True))
    n, s = len(states), len(sectors)
    if n * s > MOST:
        raise DataError(
            f"{path.name}: {n} states × {s} sectors are more than {MOST:,} producers; add some up"
        )
    if not n or not s:
        raise DataError(f"{path.name}: no sales")
    strange = set(added["importer"]) - set(states) | set(added["use"]) - set(sectors)
    if strange:
        raise DataError(
            f"{path.name}: value added of {', '.join(sorted(strange)[:5])}, which sells nothing"
        )
    state = {name: i for i, name in enumerate(states)}
    sector = {name: i for i, name in enumerate(sectors)}
    use, end, paid = np.zeros((n, s, n, s)), np.zeros((n, s, n)), np.zeros((n, s))
    use[_at(inputs, state, sector, keys)] = inputs["amount"].to_numpy()
    finals = sold.filter(pl.col("use") == FINAL)
    end[_at(finals, state, sector, keys[:3])] = finals["amount"].to_numpy()
    paid[_at(added, state, sector, ["importer", "use"])] = added["amount"].to_numpy()
    return settled(
        Published(
            states=states,
            sectors=sectors,
            intermediate=use,
            final=end,
            value_added=paid if added.height else None,
            output=None,
            unallocated=np.zeros((n, s)),
            year=year_in(path),
            unit="million USD",
            source=path.name,
            notes=() if added.height else ("value added is what is left of sales after inputs",),
        )
    )


def _at(
    frame: pl.DataFrame, state: dict[str, int], sector: dict[str, int], names: list[str]
) -> tuple[np.ndarray, ...]:
    """Where the rows belong in the arrays."""
    return tuple(
        frame[name]
        .replace_strict(
            state if name in ("exporter", "importer") else sector, return_dtype=pl.Int64
        )
        .to_numpy()
        for name in names
    )
