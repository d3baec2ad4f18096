"""Correlates of War Formal Alliances 4.1: defence pacts, neutrality and non-aggression, ententes.

Ties of their own kind, ``alliance_cow``: the two projects code alliances by different rules, and a
measure takes one of them. The publisher's file has a row per alliance, ordered pair and year; what
any of them promises, the pair is promised.
"""

from __future__ import annotations

from collections.abc import Mapping

from comity.sources.dyad_years import FIRST_YEAR, keyed, merged, outside, year_span
from comity.sources.obligations import checked, obligation_spells
from comity.sources.reader import Download, File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["OBLIGATIONS", "read"]

#: Obligations with their depth; an entente is a promise to consult.
OBLIGATIONS: Mapping[str, int] = {
    "defense": 3, "neutrality": 2, "entente": 2, "nonaggression": 1,
}  # fmt: skip

_UNIT = ("ccode1", "ccode2", "year")
_OURS = (*_UNIT, *OBLIGATIONS)
_PUBLISHED = (*_UNIT, "defense", "neutrality", "entente", "nonaggression")
_PREFIXED = (*_UNIT, "cow_defense", "cow_neutral", "cow_entente", "cow_nonagg")


@reader(
    Source(
        key="cow_alliances",
        title="Correlates of War Formal Alliances, version 4.1",
        cite="Gibler (2009), International Military Alliances, 1648-2008, CQ Press",
        licence="free with citation",
        url="https://correlatesofwar.org/data-sets/formal-alliances/",
        ships="aggregates",
    ),
    needs=(
        File(
            "alliances",
            (
                "cow_alliance.parquet",
                "alliance_v4.1_by_directed_yearly.csv*",
                "alliance_v*_directed_yearly.csv*",
            ),
            "one row per ordered pair of allies and year, obligations 0 or 1",
        ),
    ),
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/version4.1_csv.zip",
            "version4.1_csv.zip",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Ties of kind ``alliance_cow``, a signed promise; the obligations are the ``name``.

    Depth: 3 defence, 2 neutrality or entente, 1 non-aggression.
    """
    path = files["alliances"]
    frame = read_table(path, columns=_UNIT)
    theirs = _PREFIXED if "cow_defense" in frame.columns else _PUBLISHED
    rows = checked(frame, dict(zip(_OURS, theirs, strict=True)), OBLIGATIONS, file=path.name)
    several = rows.height - rows.select(_UNIT).n_unique()
    first, last = year_span(rows, what=path.name)
    pairs = keyed(rows)
    notes = [*pairs.notes]
    owed, joined = merged(pairs.rows, ["a", "b", "year"])
    if several:
        notes.append(f"{several} row(s) of a pair with several alliances in one year: joined")
    if joined > several:
        notes.append(
            f"{joined - several} row(s) of a state under a second number in one year: joined"
        )
    if away := outside(owed):
        notes.append(f"{away} row(s) have a side outside the state system in that year: kept")
    note = f"written promises, kept or not; the end of one in force in {last} is unknown"
    return Reading(
        rows={"ties": obligation_spells(owed, OBLIGATIONS)},
        constants={
            "ties": {
                "kind": "alliance_cow",
                "commitment": "word",
                "polarity": "1",
                "domain": "military",
            }
        },
        coverage=(
            Coverage("ties", "alliance_cow", max(first, FIRST_YEAR), last, "system", note=note),
        ),
        notes=tuple(notes),
        version="4.1",
    )
