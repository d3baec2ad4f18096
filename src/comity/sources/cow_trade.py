"""Correlates of War Bilateral Trade 4.0: yearly imports between states, 1870-2014.

``flow1`` is what ``ccode1`` imports from ``ccode2``, ``flow2`` the reverse. Most zeros of the file
stand for "not reported": South Africa's neighbours import goods worth billions in 2010 and 2012 and
"0" in 2011. The file cannot tell them from true zeros, so no zero is kept: a flow that is not here
is not known. The smoothed columns (interpolated by the compilers) are not read.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import keyed, merged, unique_years, year_span
from comity.sources.reader import Download, File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["read"]

#: How the publisher writes a missing value.
MISSING = -9


@reader(
    Source(
        key="cow_trade",
        title="Correlates of War Bilateral Trade, version 4.0",
        cite="Barbieri, Keshk & Pollins (2009), Conflict Management and Peace Science 26(5): 471-491; "
        "Barbieri & Keshk (2016)",
        licence="free with citation",
        url="https://correlatesofwar.org/data-sets/bilateral-trade/",
        ships="aggregates",
    ),
    needs=(
        File(
            "dyads",
            ("cow_dyadic_trade_v4.parquet", "Dyadic_COW_4.0.csv*", "Dyadic_COW_*.csv*"),
            "ccode1, ccode2, year, flow1, flow2 in million current US dollars",
        ),
    ),
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip",
            "COW_Trade_4.0.zip",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Flows of ``goods`` from exporter a to importer b, in million current US dollars.

    Raises
    ------
    DataError
        For unknown numbers, a pair stated twice in a year, a negative value other than -9.
    """
    path = files["dyads"]
    numbers = {"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32}
    values = {"flow1": pl.Float64, "flow2": pl.Float64}
    frame = read_table(path, columns=(*numbers, *values), dtypes={**numbers, **values})
    rows = frame.select(*numbers, *values)
    unique_years(rows, list(numbers), what=path.name)
    for flow in values:
        negative = rows.filter((pl.col(flow) < 0) & (pl.col(flow) != MISSING))
        if negative.height:
            raise DataError(f"{path.name}: {negative.height} row(s) have a negative {flow}")
    pairs = keyed(rows.with_columns(pl.col(flow).replace(MISSING, None) for flow in values))
    kept, joined = merged(pairs.rows, ["a", "b", "year"])
    notes = [*pairs.notes]
    if joined:
        notes.append(f"{joined} row(s) of a state under a second number in one year: joined")
    record = pl.format("{}-{} {}", "ccode1", "ccode2", "year").alias("record")
    # flow1: imports of a from b
    flows = pl.concat(
        [
            kept.select("year", record, a="b", b="a", value="flow1"),
            kept.select("year", record, a="a", b="b", value="flow2"),
        ]
    )
    zeros = flows.filter(pl.col("value") == 0).height
    notes += [
        f"{zeros} zeros left out: the file does not tell no trade from trade not reported",
        f"{flows.get_column('value').null_count()} missing values left out",
    ]
    first, last = year_span(kept, what=path.name)
    stated = flows.filter(pl.col("value") > 0).with_columns(directed=pl.lit(value=True))
    return Reading(
        rows={"flows": stated.select("a", "b", "year", "value", "directed", "record")},
        constants={
            "flows": {
                "commodity": "goods", "measure": "level", "unit": "million USD",
                "commitment": "deed", "polarity": "1", "domain": "economic",
            }
        },
        coverage=(
            Coverage(
                "flows", "goods", first, last, "rows",
                note="imports as reported, in current dollars; zeros are not reported and left out",
            ),
        ),
        notes=tuple(notes),
        version="4.0",
    )  # fmt: skip
