"""One roll call from its announced outcome: A/RES/ES-11/1, the vote of 2 March 2022 on Ukraine.

The emergency sessions of 2022 are not in the authors' data. The outcome of this one names everyone
who did not vote yes, so all votes follow, given the members.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from comity.errors import DataError
from comity.sources.tabular import read_csv
from comity.states import codes
from comity.world.schema import VOTES

__all__ = ["OUTCOME", "RESOLUTION", "with_announced_vote"]

RESOLUTION = "A/RES/ES-11/1"
#: Members by vote: yes, no, abstentions, absent.
OUTCOME = {1: 141, 3: 5, 2: 35, 8: 12}


def with_announced_vote(rows: pl.DataFrame, path: Path) -> tuple[pl.DataFrame, str]:
    """Add A/RES/ES-11/1, whose file lists who did not vote yes; all other members did.

    The members are the states with an entry in a roll call of that year. The announced outcome
    (141 yes, 5 no, 35 abstentions, 12 absent) must come out.
    """
    listed = read_csv(path, columns=("resolution", "date", "country", "vote"))
    listed = listed.filter(~pl.col("country").str.starts_with("ALL OTHER"))
    day = listed.get_column("date").str.to_date("%Y-%m-%d").unique()
    words = set(listed.get_column("vote")) - set(VOTES)
    if len(day) != 1 or words or set(listed.get_column("resolution")) != {RESOLUTION}:
        raise DataError(
            f"{path.name} is not the outcome of {RESOLUTION} alone, on one day, in votes {', '.join(VOTES)}"
        )
    if rows.filter(pl.col("date") == day[0]).height:
        return rows, f"{RESOLUTION}: the files hold a roll call of its day; {path.name} is left out"
    keyed, unknown = codes.from_names(listed, "country")
    if unknown:
        raise DataError(f"{path.name}: unknown states {', '.join(unknown)}")
    members = rows.filter(pl.col("year") == day[0].year).select("state").unique(maintain_order=True)
    special = members.join(keyed.select("state", said="vote"), on="state", how="left").select(
        year=pl.lit(day[0].year, pl.Int32),
        resolution=pl.lit(RESOLUTION),
        date=pl.lit(day[0]),
        state="state",
        vote=pl.col("said").fill_null("yes").replace_strict(VOTES, return_dtype=pl.Int8),
    )
    counts = dict(special.group_by("vote").len().rows())
    if counts != OUTCOME:
        raise DataError(
            f"{path.name}: with the members of {day[0].year} in the votes, {RESOLUTION} comes out as "
            f"{counts}, not as announced, {OUTCOME}"
        )
    whole = pl.concat([rows, special], how="diagonal")
    return whole, f"{RESOLUTION} of {day[0]} is added from {path.name}"
