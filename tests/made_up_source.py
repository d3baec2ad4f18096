"""A reader of a made-up source, for tests that need one but no particular one."""

from __future__ import annotations

import polars as pl
import pytest

from comity.sources import READERS
from comity.sources.reader import Download, File, Files, Reader, Reading, reader
from comity.sources.tabular import read_csv
from comity.world import Coverage
from tests.tiny_world import source

TYPES = {"year": pl.Int32, "value": pl.Float64}


def register(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Source ``gifts`` until the end of the test: gifts.csv, and optionally names.csv."""
    monkeypatch.setitem(READERS, "gifts", READERS.get("gifts"))  # taken out again after the test

    @reader(
        source("gifts", Coverage("flows", "gifts", 2000, 2001, "rows")),
        needs=(
            File("gifts", ("gifts.csv*", "presents*.csv"), "a row per gift"),
            File("names", ("names.csv",), "names of the gifts", optional=True),
        ),
        downloads=(Download("https://example.org/gifts.csv", "gifts.csv"),),
    )
    def read(files: Files) -> Reading:
        rows = read_csv(files["gifts"], columns=("a", "b", "year", "value"), dtypes=TYPES)
        lost = rows.filter(pl.col("value").is_null()).height
        rows = rows.with_row_index("line", offset=2).drop_nulls("value")
        return Reading(
            rows={
                "flows": rows.select(
                    "a",
                    "b",
                    "year",
                    "value",
                    unit=pl.lit("USD"),
                    record=pl.format("line {}", "line"),
                )
            },
            constants={"flows": {"commodity": "gifts", "measure": "level"}},
            coverage=(),
            notes=(f"{lost} row(s) without a value left out",) if lost else (),
            version="1.0",
        )

    return READERS["gifts"]
