"""Armed conflict between governments, 1946-2024, out of the UCDP/PRIO Armed Conflict Dataset.

The data set counts a year of fighting over government or territory with at least 25 battle deaths, and names
the governments that fight. ``comity/data/compiled/armed_conflicts.csv`` has a row per pair of governments on
opposite sides, conflict, role and run of years of one level: ``value`` is the conflict's level in those years
(1: 25 to 999 battle deaths a year, 2: 1,000 or more), ``depth`` how the two face each other:

==  ==============================================================================================
4   principal parties of an interstate conflict
3   a principal party and a government that sent troops to the other side (a secondary party)
2   a government at war with rebels, and a government that sent troops to fight beside them
1   secondary parties on opposite sides of an interstate conflict
==  ==============================================================================================
"""

from __future__ import annotations

from comity.sources.compiled import checked_rows
from comity.sources.reader import Files, Reading, reader
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["EDITION", "read_conflicts"]

FIRST, LAST = 1946, 2024
EDITION = "25.1"

SOURCE = Source(
    key="compiled_conflicts",
    title=f"Armed conflict between governments, from the UCDP/PRIO Armed Conflict Dataset {EDITION}",
    cite=(
        "Davies, Pettersson, Sollenberg & Öberg (2025), Journal of Peace Research 62(4): 1223-1240; "
        "Gleditsch, Wallensteen, Eriksson, Sollenberg & Strand (2002), Journal of Peace Research "
        "39(5): 615-637"
    ),
    licence="CC BY 4.0",
    url="https://ucdp.uu.se/downloads",
    ships="rows",
)


def read_conflicts() -> Reading:
    """Ties of kind ``armed_conflict``; silence means none, since the data set covers all states.

    Raises
    ------
    DataError
        If the table is not in this installation, or a row of it is wrong (all problems listed).
    """
    rows = checked_rows("armed_conflicts", "ties", SOURCE.key)
    coverage = Coverage(
        "ties", "armed_conflict", FIRST, LAST, "system",
        note="fighting with fewer than 25 battle deaths in the year is not counted",
    )  # fmt: skip
    return Reading(rows={"ties": rows.drop("source")}, coverage=(coverage,), version=EDITION)


@reader(SOURCE, needs=())
def read(files: Files) -> Reading:  # noqa: ARG001 - the table ships with the package
    """Armed conflict between governments; no file needed."""
    return read_conflicts()
