"""Military expenditure of states (SIPRI), long format: constant and current dollars, shares, per head."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import from_names
from comity.world.coverage import Coverage
from comity.world.provenance import Source

#: Series of the file -> (attribute, unit, factor). Shares are fractions in the file, percent here.
SERIES = {
    "Share of GDP": ("military_expenditure_share", "percent of GDP", 100.0),
    "Share of Govt. spending": (
        "military_expenditure_budget_share",
        "percent of government spending",
        100.0,
    ),
    "Per capita": ("military_expenditure_per_head", "USD", 1.0),
    "Current US$": ("military_expenditure", "million USD", 1.0),
}

PARTS = {"attribute": pl.String(), "unit": pl.String(), "factor": pl.Float64()}


@reader(
    Source(
        key="sipri_milex",
        title="SIPRI Military Expenditure Database",
        cite="Stockholm International Peace Research Institute, SIPRI Military Expenditure Database",
        licence="non-commercial use with attribution",
        url="https://www.sipri.org/databases/milex",
        ships="nothing",
    ),
    needs=(File("expenditure", ("sipri_milex*.csv*",), "series, Country, year, value"),),
)
def read(files: Files) -> Reading:
    """Attributes of states by year."""
    path = files["expenditure"]
    rows = read_csv(
        path,
        columns=("series", "Country", "year", "value"),
        dtypes={"year": pl.Int32, "value": pl.Float64},
    )
    rows = rows.with_row_index("line", offset=2).drop_nulls("value")
    rules = {name: _rule(name, path.name) for name in rows["series"].drop_nulls().unique()}
    keyed, unknown = from_names(rows, "Country", when="year")
    unknown += keyed.filter(pl.col("state").is_null())["Country"].drop_nulls().unique().to_list()
    if unknown:
        raise DataError.many(
            [f"{path.name}: {name!r} is no known state" for name in sorted(set(unknown))]
        )
    # The Soviet Union's last years stand beside Russia's own first ones: the larger whole is the state.
    key = ["state", "year", "series"]
    single = keyed.sort("value", descending=True, maintain_order=True).unique(
        key, keep="first", maintain_order=True
    )
    doubled = keyed.height - single.height
    parts = {
        name: pl.col("series").replace_strict(
            {k: v[i] for k, v in rules.items()}, return_dtype=kind
        )
        for i, (name, kind) in enumerate(PARTS.items())
    }
    states = single.sort("line").select(
        "state",
        "year",
        attribute=parts["attribute"],
        value=pl.col("value") * parts["factor"],
        unit=parts["unit"],
        record=pl.concat_str(pl.lit("line "), "line"),
    )
    years = states["year"]
    covered = Coverage(
        "states", "*", int(years.min()), int(years.max()), "rows",  # type: ignore[arg-type]
        note="estimates; a state-year without one is absent",
    )  # fmt: skip
    notes = (
        (f"{doubled} second figures of a state-year (Soviet Union and Russia) left out",)
        if doubled
        else ()
    )
    return Reading(rows={"states": states}, coverage=(covered,), notes=notes)


def _rule(series: str, file: str) -> tuple[str, str, float]:
    """Attribute, unit and factor of a series; constant dollars bear their base year."""
    if series.startswith("Constant (") and series.endswith(") US$"):
        return "military_expenditure_constant", f"million USD of {series[10:14]}", 1.0
    if series not in SERIES:
        raise DataError(
            f"{file}: series {series!r} is not one of {', '.join(SERIES)}, Constant (YEAR) US$"
        )
    return SERIES[series]
