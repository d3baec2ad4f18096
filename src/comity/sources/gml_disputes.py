"""Gibler, Miller & Little's militarized interstate disputes 2.2.1, directed dyad-years 1816-2010.

One event a year and direction: the most hostile thing a did to b **in the dispute**. The file
does not say in which year of a long dispute it was done, and repeats it in each; so does this reader,
and so a count of events is a count of dispute-years. A side that did nothing has no event. The
month is the dispute's, and is kept only where the event belongs to the dispute's first year.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import FIRST_YEAR, keyed, unique_years, year_span
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["ACTS", "read"]

#: Acts in the order of their code (``hiact``), with the action each is: threats are words, displays
#: of force mobilise, taking and blocking coerce, fighting assaults.
ACTS = {
    1: ("threat to use force", "THREATEN"),
    2: ("threat to blockade", "THREATEN"),
    3: ("threat to occupy territory", "THREATEN"),
    4: ("threat to declare war", "THREATEN"),
    5: ("threat to use unconventional weapons", "THREATEN"),
    6: ("threat to join war", "THREATEN"),
    7: ("show of force", "MOBILIZE"),
    8: ("alert", "MOBILIZE"),
    9: ("nuclear alert", "MOBILIZE"),
    10: ("mobilization", "MOBILIZE"),
    11: ("border fortification", "MOBILIZE"),
    12: ("border violation", "MOBILIZE"),
    13: ("blockade", "COERCE"),
    14: ("occupation of territory", "COERCE"),
    15: ("seizure", "COERCE"),
    16: ("attack", "ASSAULT"),
    17: ("clash", "ASSAULT"),
    18: ("declaration of war", "ASSAULT"),
    19: ("use of unconventional weapons", "ASSAULT"),
    20: ("begin war", "ASSAULT"),
    21: ("join war", "ASSAULT"),
}
_COLUMNS = ("dispnum", "ccode1", "ccode2", "year", "hiact1", "hostlev1", "stmon")
#: Hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war.
_NOTHING, _THREAT, _WAR = 1, 2, 5


@reader(
    Source(
        key="gml_disputes",
        title="Gibler-Miller-Little militarized interstate disputes, version 2.2.1",
        cite="Gibler, Miller & Little (2016), International Studies Quarterly 60(4): 719-730",
        licence="free with citation",
        url="https://dmgibler.people.ua.edu/mid-data.html",
        ships="aggregates",
    ),
    needs=(
        File(
            "disputes",
            ("gml_dirdisp.csv*", "gml-ddy-disp*.csv*", "gml*dirdisp*.csv*"),
            "dispnum, ccode1, ccode2, year, hiact1, hostlev1, stmon: one row per direction and year",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Events of a towards b: action, the act as mode, the level of hostility (2 to 5) as value.

    Raises
    ------
    DataError
        For an unknown act, level or state, a direction stated twice in a year of a dispute.
    """
    path = files["disputes"]
    columns = dict.fromkeys(_COLUMNS, pl.Int32)
    rows = read_table(path, columns=columns, dtypes=columns).select(list(columns))
    unique_years(rows, ["dispnum", "ccode1", "ccode2", "year"], what=path.name)
    levels = rows.filter(
        ~pl.col("hostlev1").is_between(_NOTHING, _WAR) | pl.col("hostlev1").is_null()
    )
    if levels.height:
        raise DataError(f"{path.name}: {levels.height} row(s) have a hostlev1 that is not 1 to 5")
    first_year = pl.col("year") == pl.col("year").min().over("dispnum")
    rows = rows.with_columns(
        pl.when(first_year & pl.col("stmon").is_between(1, 12)).then("stmon").alias("month"),
        odd=~pl.col("stmon").is_between(1, 12),
    )
    acted = rows.filter(pl.col("hostlev1") > _NOTHING)
    strange = acted.filter(~pl.col("hiact1").is_in(list(ACTS))).get_column("hiact1").unique().sort()
    if len(strange):
        raise DataError(
            f"{path.name}: unknown act(s) hiact1 {', '.join(map(str, strange.to_list()))}"
        )
    pairs = keyed(acted)
    events = _events(pairs.rows)
    first, last = year_span(rows, what=path.name)
    notes = [
        *pairs.notes,
        f"{rows.height - acted.height} row(s) of a side that did nothing: no event",
    ]
    if odd := rows.filter("odd").height:
        notes.append(f"{odd} row(s) have a month that is none (1 to 12): dated by the year")
    return Reading(
        rows={"events": events},
        constants={"events": {"polarity": "-1", "domain": "military", "unit": "hostility level 1-5"}},
        coverage=(
            Coverage(
                "events", "dispute", max(first, FIRST_YEAR), last, "system",
                note="the most hostile act of the whole dispute, repeated in each of its years",
            ),
        ),
        notes=tuple(notes),
        version="2.2.1",
    )  # fmt: skip


def _events(rows: pl.DataFrame) -> pl.DataFrame:
    year = pl.col("year").cast(pl.String).str.zfill(4)
    month = pl.col("month").cast(pl.String).str.zfill(2)
    threat = pl.col("hostlev1") == _THREAT
    act = pl.col("hiact1")
    return rows.select(
        "a",
        "b",
        date=pl.when(pl.col("month").is_null()).then(year).otherwise(pl.concat_str(year, pl.lit("-"), month)),
        action=act.replace_strict({k: v[1] for k, v in ACTS.items()}, return_dtype=pl.String),
        mode=pl.lit("dispute"),
        name=pl.format(
            "dispute {}: {}", "dispnum",
            act.replace_strict({k: v[0] for k, v in ACTS.items()}, return_dtype=pl.String),
        ),
        value=pl.col("hostlev1").cast(pl.Float64),
        commitment=pl.when(threat).then(pl.lit("word")).otherwise(pl.lit("deed")),
        directed=pl.lit(value=True),
        record=pl.format("dispnum {}, {}-{} {}", "dispnum", "ccode1", "ccode2", "year"),
    )  # fmt: skip
