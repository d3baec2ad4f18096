"""Gas pipelines and LNG terminals of Global Energy Monitor's Global Gas Infrastructure Tracker."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources._gem import Line, links
from comity.sources._gem_areas import Areas
from comity.sources._geometry import read_wkt
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.world.coverage import Coverage
from comity.world.provenance import Source

COLUMNS = (
    "id", "name", "unit-name", "status", "areas", "capacity", "start-year", "Latitude", "Longitude",
    "geometry", "tracker-acro", "tracker-custom", "capacity-table",
)  # fmt: skip
AS_OF = "2024-10"
#: Totals of LNG capacity by state start here; retirements before are not in the tracker's start years.
FIRST_TOTAL = 2015

#: The largest pipelines carry 60 bcm a year a line, whole systems of them up to 175.
LARGEST = 200.0


@reader(
    Source(
        key="gem_gas",
        title="Global Gas Infrastructure Tracker",
        cite="Global Energy Monitor, Global Gas Infrastructure Tracker, October 2024",
        licence="CC BY 4.0, attributed to Global Energy Monitor",
        url="https://globalenergymonitor.org/projects/global-gas-infrastructure-tracker/",
        ships="rows",
        version="October 2024",
    ),
    needs=(
        File(
            "map",
            ("ggit_gas_pipelines_lng*.parquet", "ggit*.csv*"),
            "the tracker's map file, one row per pipeline or terminal unit",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Pipelines and terminals with status, capacity and a thinned route."""
    path = files["map"]
    numbers: dict[str, type[pl.DataType]] = {
        "capacity": pl.Float64,
        "Latitude": pl.Float64,
        "Longitude": pl.Float64,
    }
    rows = read_table(path, columns=COLUMNS, dtypes=numbers)
    if rows["id"].is_duplicated().any() or rows["id"].null_count():
        raise DataError(f"{path.name}: ids are empty or used twice")
    areas = Areas(rows["areas"], file=path.name)
    pipes, terminals = (
        rows.filter(pl.col("tracker-acro") == kind) for kind in ("GGIT", "GGIT-lng")
    )
    wrong_unit = pl.col("capacity").is_not_null() & ~pl.col("capacity-table").str.contains(
        r"bcm/y|mtpa"
    )
    if rows.filter(wrong_unit).height:
        raise DataError(f"{path.name}: capacities in another unit than bcm/y and mtpa")
    lines = [
        Line(
            id=row["id"], name=_plain(row["name"]), unit=_plain(row["unit-name"]), status=row["status"],
            states=areas.of(row["areas"]), capacity=row["capacity"], year=year(row["start-year"]),
            paths=read_wkt(row["geometry"] or ""), record=row["id"], commodity="gas",
        )
        for row in pipes.iter_rows(named=True)
    ]  # fmt: skip
    frame, notes = links(lines, kind="gas_pipeline", unit="bcm/y", largest=LARGEST, as_of=AS_OF)
    lng = _terminals(terminals, areas)
    if lost := terminals.height - lng.height:
        notes.append(f"{lost} terminal units without a state left out")
    unknown = lng["capacity"].null_count()
    notes.append(f"{unknown} of {lng.height} terminal units have no capacity")
    note = "status as of October 2024; a line is under the states its publisher names"
    totals = _totals(lng)
    return Reading(
        rows={"links": pl.concat([frame, lng.select(frame.columns)]), "states": totals},
        coverage=(
            Coverage("links", "*", 2024, 2024, "rows", note=note),
            Coverage(
                "states",
                "*",
                FIRST_TOTAL,
                int(AS_OF[:4]),
                "rows",
                note="LNG capacity of terminals that operate in 2024, by the year they started; what "
                "was closed before is not counted",
            ),
        ),
        notes=(*notes, *areas.notes),
    )


def _totals(terminals: pl.DataFrame) -> pl.DataFrame:
    """Capacity of a state's terminals: in operation by year, and otherwise by status as of the last year.

    Attributes ``lng_export_capacity``, ``lng_import_capacity``; with ``_construction``, ``_proposed`` and
    so on for what does not operate. A unit in operation without a start year counts in every year.
    """
    last = int(AS_OF[:4])
    units = terminals.with_columns(
        state=pl.col("from"),
        way=pl.col("notes").str.extract(r"^(export|import)\b"),
        since=pl.col("start").cast(pl.Int32, strict=False).fill_null(0),
    ).filter(pl.col("way").is_not_null() & pl.col("capacity").is_not_null())
    operating = units.filter(pl.col("status") == "operating")
    by_year = [
        operating.filter(pl.col("since") <= year).with_columns(
            year=pl.lit(year, pl.Int32), attribute=pl.format("lng_{}_capacity", "way")
        )
        for year in range(FIRST_TOTAL, last + 1)
    ]
    others = units.filter(pl.col("status") != "operating").with_columns(
        year=pl.lit(last, pl.Int32), attribute=pl.format("lng_{}_capacity_{}", "way", "status")
    )
    undated = (pl.col("since") == 0).sum()
    return (
        pl.concat([*by_year, others])
        .group_by("state", "year", "attribute", "unit")
        .agg(
            value=pl.col("capacity").sum(),
            record=pl.format("sum of {} {} units", pl.len(), pl.col("status").first())
            + pl.when((undated > 0) & (pl.col("status").first() == "operating"))
            .then(pl.format(", {} of unknown start", undated))
            .otherwise(pl.lit("")),
        )
        .select("state", "year", "attribute", "value", "unit", "record")
        .sort("state", "attribute", "year")
    )


def _terminals(rows: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    state = pl.col("areas").map_elements(
        lambda a: next(iter(areas.of(a)), None), return_dtype=pl.String
    )
    start = pl.col("start-year").str.extract(r"^(\d{4})$")
    operating = pl.col("status") == "operating"
    way = pl.col("tracker-custom").str.extract(r"(import|export)")
    unit_name = pl.col("unit-name").str.strip_chars().replace("", None)
    frame = rows.with_columns(state=state).filter(pl.col("state").is_not_null())
    return frame.select(
        id=pl.concat_str(pl.lit("gem:"), "id"),
        name=pl.concat_str(["name", unit_name], separator=", ", ignore_nulls=True),
        start=pl.when(operating).then(start),
        kind=pl.lit("lng_terminal"),
        commodity=pl.lit("lng"),
        to=pl.col("state"),
        via=pl.lit(None, pl.String),
        capacity=pl.col("capacity"),
        unit=pl.when(pl.col("capacity").is_not_null()).then(pl.lit("Mt/y")),
        status=pl.col("status"),
        route=pl.concat_str(pl.col("Latitude").round(2), pl.lit(","), pl.col("Longitude").round(2)),
        notes=pl.concat_str(
            [
                way,
                pl.lit(f"status of {AS_OF}"),
                pl.when(~operating).then(pl.concat_str(pl.lit("start year "), start)),
            ],
            separator="; ",
            ignore_nulls=True,
        ),
        confidence=pl.lit(None, pl.String),
        record=pl.col("id"),
        **{"from": pl.col("state")},
    )


def year(text: str | None) -> int | None:
    """A year of four digits; "--" and fragments are none."""
    text = (text or "").removesuffix(".0")
    return int(text) if len(text) == 4 and text.isdigit() else None


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
