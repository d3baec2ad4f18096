"""Oil and natural gas liquids pipelines of Global Energy Monitor's Global Oil Infrastructure Tracker."""

from __future__ import annotations

import polars as pl

from comity.sources._gem import Line, links
from comity.sources._gem_areas import Areas
from comity.sources._geometry import read_pairs
from comity.sources.gem_gas import year
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.world.coverage import Coverage
from comity.world.provenance import Source

COLUMNS = (
    "project",
    "unit",
    "type",
    "countries",
    "status",
    "start_year",
    "capacity",
    "route",
    "url",
)
COMMODITIES = {"oil_pipelines": "crude_oil", "ngl_pipelines": "ngl"}
AS_OF = "2024-06"

#: No oil pipeline carries more than 10 million barrels a day.
LARGEST = 10_000.0


@reader(
    Source(
        key="gem_oil",
        title="Global Oil Infrastructure Tracker",
        cite="Global Energy Monitor, Global Oil Infrastructure Tracker, June 2024",
        licence="CC BY 4.0, attributed to Global Energy Monitor",
        url="https://globalenergymonitor.org/projects/global-oil-infrastructure-tracker/",
        ships="rows",
        version="June 2024",
    ),
    needs=(
        File(
            "map",
            ("goit_oil_ngl_pipelines*.csv*", "goit*.csv*"),
            "the tracker's map file: project, unit, countries, status, capacity in barrels a day, route",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Pipelines with status, capacity in thousand barrels a day and a thinned route."""
    path = files["map"]
    rows = read_csv(path, columns=COLUMNS, dtypes={"capacity": pl.Float64}).with_row_index(
        "line", offset=2
    )
    areas = Areas(rows["countries"], file=path.name)
    lines = [
        Line(
            id=f"goit-{row['line']}", name=row["project"], unit=(row["unit"] or "").strip(),
            status=row["status"], states=areas.of(row["countries"]),
            capacity=None if row["capacity"] is None else row["capacity"] / 1000,
            year=year(row["start_year"]), paths=read_pairs(row["route"] or ""),
            record=f"line {row['line']} {row['url']}",
            commodity=COMMODITIES.get(row["type"], "crude_oil"),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    frame, notes = links(lines, kind="oil_pipeline", unit="kb/d", largest=LARGEST, as_of=AS_OF)
    note = "status as of June 2024; a line is under the states its publisher names"
    return Reading(
        rows={"links": frame},
        coverage=(Coverage("links", "oil_pipeline", 2024, 2024, "rows", note=note),),
        notes=(*notes, *areas.notes),
    )
