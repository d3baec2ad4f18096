"""Sheets of the Energy Institute's Statistical Review, as CSV: oil and gas by state, gas trade, prices.

The sheets have headings of two to five lines, subtotals between the states, and growth and share
columns after the last year; footnotes follow. Groups the review does not split ("Other Africa") are
actors of their own in the trade matrices, written ``EI:Other Africa``; subtotals and totals are left
out, for they are the sum of other cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from comity.errors import DataError
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import text_of
from comity.states import from_names
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import TableName

#: Sheet of one attribute by state and year -> (attribute, unit, heading of its unit).
SERIES = {
    "gas_production_bcm": ("gas_production", "bcm", "Billion cubic metres"),
    "gas_consumption_bcm": ("gas_consumption", "bcm", "Billion cubic metres"),
    "gas_lng_exports": ("lng_exports", "bcm", "Billion cubic metres"),
    "gas_lng_imports": ("lng_imports", "bcm", "Billion cubic metres"),
    "oil_production_barrels": ("oil_production", "kb/d", "Thousand barrels daily"),
    "oil_consumption_barrels": ("oil_consumption", "kb/d", "Thousand barrels daily"),
}
#: Sheet of an importer by exporter matrix -> commodity.
MATRICES = {"gas_trade_movts_pipeline": "pipeline_gas", "gas_trade_movts_lng": "lng"}
#: Sheet of world prices -> (unit, attributes by a word of the column's heading).
PRICES = {
    "gas_prices": (
        "USD/MMBtu",
        {"Japan CIF": "gas_price_japan", "JKM": "gas_price_jkm", "German": "gas_price_germany",
         "NBP": "gas_price_nbp", "TTF": "gas_price_ttf", "Henry Hub": "gas_price_henry_hub",
         "Alberta": "gas_price_alberta"},
    ),
    "oil_spot_crude_prices": (
        "USD/bbl",
        {"Dubai": "crude_price_dubai", "Brent": "crude_price_brent", "Forcados": "crude_price_forcados",
         "Intermediate": "crude_price_wti"},
    ),
}  # fmt: skip

#: Rows that add up the rows above them.
SUBTOTALS = {
    "North America", "S. & Cent. America", "Europe", "CIS", "Middle East", "Africa", "Asia Pacific",
    "Middle East & Africa", "of which: OECD",
}  # fmt: skip
_NOTHING = {"", "-", "n/a", "^", "♦", "w", "†"}
_MARKS = re.compile(r"[*#†‡^\d]+$")

Sheet = list[list[str]]


@reader(
    Source(
        key="energy_institute",
        title="Statistical Review of World Energy",
        cite="Energy Institute, Statistical Review of World Energy 2023",
        licence="quotation with attribution; extensive reproduction needs permission",
        url="https://www.energyinst.org/statistical-review",
        ships="nothing",
        version="2023",
    ),
    needs=tuple(
        File(
            sheet,
            (f"{sheet}.csv",),
            f"sheet {sheet} of the review",
            optional=sheet != "gas_production_bcm",
        )
        for sheet in (*SERIES, *MATRICES, *PRICES)
    ),
)
def read(files: Files) -> Reading:
    """Attributes by state and year, world prices, and the trade matrices of the last year as flows."""
    states: list[tuple[str, int, str, float, str, str]] = []
    flows: list[tuple[str, str, int, str, float, str]] = []
    for sheet, path in files.items():
        rows = _sheet(path)
        if sheet in SERIES:
            states += _series(rows, path.name, *SERIES[sheet])
        elif sheet in PRICES:
            states += _prices(rows, path.name, *PRICES[sheet])
        else:
            flows += _matrix(rows, path.name, MATRICES[sheet])
    frame, unknown = _keyed(
        pl.DataFrame(
            states, schema=["name", "year", "attribute", "value", "unit", "record"], orient="row"
        )
    )
    left = frame["state"].null_count()
    attributes = frame.drop_nulls("state").select(
        "state", pl.col("year").cast(pl.Int32), "attribute", "value", "unit", "record"
    )
    trade = pl.DataFrame(
        flows, schema=["a", "b", "year", "commodity", "value", "record"], orient="row",
        schema_overrides={"year": pl.Int32, "value": pl.Float64, "a": pl.String, "b": pl.String},
    )  # fmt: skip
    for side in ("a", "b"):
        trade, more = from_names(trade, side, into=f"{side}_key")
        unknown += more
    if unknown:
        raise DataError.many(
            [f"energy_institute: {name!r} is no known state" for name in sorted(set(unknown))]
        )
    grouped = [
        pl.coalesce(f"{side}_key", pl.concat_str(pl.lit("EI:"), side)).alias(side)
        for side in ("a", "b")
    ]
    trade = trade.with_columns(grouped).select(
        "a", "b", "year", "commodity", "value", "record",
        measure=pl.lit("level"), unit=pl.lit("bcm"), reporter=pl.lit("Energy Institute"),
        directed=pl.lit(value=True), commitment=pl.lit("deed"), domain=pl.lit("energy"),
    )  # fmt: skip
    years = attributes["year"]
    coverage = [
        Coverage("states", "*", int(years.min()), int(years.max()), "rows",  # type: ignore[arg-type]
                 note="small states are in groups it does not split; zeros before a first figure are absent"),
    ]  # fmt: skip
    result: dict[TableName, pl.DataFrame] = {"states": attributes}
    if trade.height:
        result["flows"] = trade
        year = int(trade["year"].max())  # type: ignore[arg-type]
        coverage += [
            Coverage(
                "flows",
                c,
                year,
                year,
                "rows",
                note="groups the review does not split are EI: actors",
            )
            for c in trade["commodity"].unique().sort()
        ]
    notes = (f"{left} figures of groups and subtotals left out",) if left else ()
    return Reading(rows=result, coverage=tuple(coverage), notes=notes)


def _sheet(path: Path) -> Sheet:
    try:
        return list(csv.reader(io.StringIO(text_of(path))))
    except csv.Error as error:
        raise DataError(f"{path.name} is not a readable CSV: {error}") from error


def _number(cell: str, file: str, line: int) -> float | None:
    """A cell's number; null for the signs of "less than 0.05", "not available" and a dash."""
    text = cell.strip()
    if text in _NOTHING:
        return None
    try:
        return float(text)
    except ValueError:
        raise DataError.row(file, line, "a figure", cell, "a number or a sign for none") from None


def _plain(name: str) -> str:
    return " ".join(_MARKS.sub("", name.strip()).split())


def _series(
    rows: Sheet, file: str, attribute: str, unit: str, heading: str
) -> Iterator[tuple[str, int, str, float, str, str]]:
    """One attribute: years in the heading's line until they stop rising, then one line per state."""
    at = next((i for i, row in enumerate(rows[:8]) if row and row[0].strip() == heading), None)
    if at is None:
        raise DataError(
            f"{file}: no line that begins with {heading!r}; a sheet of another edition?"
        )
    years: list[int] = []
    for cell in rows[at][1:]:
        year = int(float(cell)) if re.fullmatch(r"\d{4}(\.0)?", cell.strip()) else 0
        if not year or (years and year <= years[-1]):
            break
        years.append(year)
    for line, row in enumerate(rows[at + 1 :], at + 2):
        name = _plain(row[0]) if row else ""
        values = [_number(cell, file, line) for cell in row[1 : len(years) + 1]] if name else []
        started = False
        for year, value in zip(years, values, strict=False):
            started = started or bool(value)
            # Zeros before a state's first figure, and the Soviet Union's after its last, mean "none yet":
            # the review fills Russia with 0 to 1984 and the union from 1985.
            if value is None or (not value and (not started or name == "USSR")):
                continue
            yield name, year, attribute, value, unit, f"{file} line {line}, {year}"


def _prices(
    rows: Sheet, file: str, unit: str, columns: dict[str, str]
) -> Iterator[tuple[str, int, str, float, str, str]]:
    """World prices: a column per market, its heading spread over the lines above the first year."""
    first = next(
        (i for i, row in enumerate(rows) if row and re.fullmatch(r"\d{4}", row[0].strip())), None
    )
    if first is None:
        raise DataError(f"{file}: no line that begins with a year")
    width = max(len(row) for row in rows[:first])
    headings = [" ".join(r[i].strip() for r in rows[1:first] if i < len(r)) for i in range(width)]
    places = {
        a: next((i for i, h in enumerate(headings) if i and word in h), None)
        for word, a in columns.items()
    }
    missing = [word for word, a in columns.items() if places[a] is None]
    if missing:
        raise DataError(f"{file}: no column for {', '.join(missing)}")
    for line, row in enumerate(rows[first:], first + 1):
        if not row or not re.fullmatch(r"\d{4}", row[0].strip()):
            continue
        for attribute, place in places.items():
            value = (
                _number(row[place], file, line) if place is not None and place < len(row) else None
            )
            if value is not None:
                yield "World", int(row[0]), attribute, value, unit, f"{file} line {line}"


def _matrix(
    rows: Sheet, file: str, commodity: str
) -> Iterator[tuple[str, str, int, str, float, str]]:
    """A matrix of exporters (columns) by importers (lines) in the year of its title; no zeros."""
    year = re.search(r"\b(\d{4})\b", rows[0][0] if rows and rows[0] else "")
    at = next((i for i, row in enumerate(rows[:8]) if row and row[0].strip() == "To"), None)
    if year is None or at is None:
        raise DataError(f"{file}: no year in the title, or no line that begins with To")
    above = rows[at - 1] if "From" not in rows[at - 1] else []
    tops = [above[i] if i < len(above) else "" for i in range(len(rows[at]))]
    names = [_plain(f"{top} {name}") for top, name in zip(tops, rows[at], strict=True)]
    for line, row in enumerate(rows[at + 1 :], at + 2):
        importer = _plain(row[0]) if row else ""
        if importer in SUBTOTALS or importer.startswith("Total") or len(row) < len(names):
            continue
        for exporter, cell in zip(names[1:], row[1:], strict=False):
            value = _number(cell, file, line)
            if value and importer and not exporter.startswith("Total"):
                record = f"{file} line {line}, from {exporter}"
                yield exporter, importer, int(year.group(1)), commodity, value, record


def _keyed(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Keys of the names of a table; the groups and subtotals of the review are no states."""
    names = frame.filter(
        ~pl.col("name").is_in(list(SUBTOTALS)) & ~pl.col("name").str.starts_with("Total LNG")
    )
    keyed, unknown = from_names(names, "name", when="year")
    groups = frame.height - names.height
    padding = pl.DataFrame({"state": [None] * groups}, schema={"state": pl.String})
    return pl.concat([keyed, padding], how="diagonal"), unknown
