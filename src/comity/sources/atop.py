"""Alliance Treaty Obligations and Provisions 5.1: what allies promised each other, as spells.

The file is one row per ordered pair and year. Nearly all pairs owe each other the same; their
spells are undirected. Where the two directions differ in a year (a guarantee that binds one side),
both are kept as directed rows, a → b being what a owes b.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from comity.sources.dyad_years import FIRST_YEAR, keyed, merged, outside, unique_years, year_span
from comity.sources.obligations import checked, obligation_spells
from comity.sources.reader import Download, File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["OBLIGATIONS", "read"]

#: Obligations in the order of their bits, with the depth a promise of each reaches.
OBLIGATIONS: Mapping[str, int] = {
    "defense": 3, "offense": 3, "neutrality": 2, "consultation": 2, "nonaggression": 1,
}  # fmt: skip

#: Column names: of the publisher's directed dyad-year file, and of its common redistribution.
_PUBLISHED = ("stateA", "stateB", "year", "defense", "offense", "neutral", "consul", "nonagg")
_PREFIXED = ("ccode1", "ccode2", "year", *(f"atop_{name}" for name in _PUBLISHED[3:]))
_OURS = ("ccode1", "ccode2", "year", *OBLIGATIONS)


@reader(
    Source(
        key="atop",
        title="Alliance Treaty Obligations and Provisions (ATOP), version 5.1, directed dyad-years",
        cite="Leeds, Ritter, Mitchell & Long (2002), International Interactions 28(3): 237-260",
        licence="free with citation",
        url="http://www.atopdata.org/",
        ships="aggregates",
    ),
    needs=(
        File(
            "alliances",
            ("atop_alliance.parquet", "atop5_1ddyr.csv*", "atop*ddyr*.csv*"),
            "one row per ordered pair of allies and year, obligations 0 or 1",
        ),
    ),
    downloads=(
        Download(
            "https://www.atopdata.org/uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip",
            "atop_5.1_csv.zip",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Ties of kind ``alliance``, a signed promise; the obligations are the ``name``.

    Depth: 3 defence or offence, 2 neutrality or consultation, 1 non-aggression, 0 a party that owes
    nothing while the other does.
    """
    path = files["alliances"]
    rows = _rows(read_table(path), path.name)
    unique_years(rows, ["ccode1", "ccode2", "year"], what=path.name)
    first, last = year_span(rows, what=path.name)
    pairs = keyed(rows)
    notes = [*pairs.notes]
    owed, joined = merged(pairs.rows, ["a", "b", "year"])
    if joined:
        notes.append(f"{joined} row(s) of a state under a second number in one year: joined")
    if away := outside(owed):
        notes.append(f"{away} row(s) have a side outside the state system in that year: kept")
    return Reading(
        rows={"ties": obligation_spells(owed, OBLIGATIONS)},
        constants={
            "ties": {
                "kind": "alliance",
                "commitment": "word",
                "polarity": "1",
                "domain": "military",
            }
        },
        coverage=(
            Coverage(
                "ties",
                "alliance",
                max(first, FIRST_YEAR),
                last,
                "system",
                note=f"written promises, kept or not; the end of one in force in {last} is unknown",
            ),
        ),
        notes=tuple(notes),
        version="5.1",
    )


def _rows(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """Either layout under our names: ccode1, ccode2, year and the five obligations."""
    theirs = _PUBLISHED if "stateA" in frame.columns else _PREFIXED
    if "atopally" in frame.columns:  # the publisher's file may list pairs without an alliance
        frame = frame.filter(pl.col("atopally").cast(pl.Float64) == 1)
    return checked(frame, dict(zip(_OURS, theirs, strict=True)), OBLIGATIONS, file=file)
