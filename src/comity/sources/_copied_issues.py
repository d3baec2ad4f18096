"""Issue flags that are copies of another: since 2019 the file codes three issues alike.

From 2019 on every roll call flagged as disarmament is also flagged as colonialism and as economic, and no
other one is; before, hardly any was all three. The days and the nuclear flags are those of
disarmament. The other two are therefore not coded in such years, which is not the same as no vote on them.
"""

from __future__ import annotations

import polars as pl

__all__ = ["ORIGINAL", "without_copies"]

ORIGINAL = "disarmament"
COPIES = ("colonialism", "economic")
#: Fewer roll calls than this in a year may coincide by chance.
LEAST = 5


def without_copies(votes: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Votes (resolution, date, topics, …) without issues that only repeat another, and a note on them."""
    calls = votes.select("resolution", year=pl.col("date").dt.year(), topics="topics").unique()
    flagged = {issue: _has(issue) for issue in (ORIGINAL, *COPIES)}
    by_year = calls.group_by("year").agg(
        *(
            (
                (flagged[issue] == flagged[ORIGINAL]).all() & (flagged[ORIGINAL].sum() >= LEAST)
            ).alias(issue)
            for issue in COPIES
        )
    )
    notes = []
    for issue in COPIES:
        years = by_year.filter(pl.col(issue))["year"].sort().to_list()
        if not years:
            continue
        copied = pl.col("date").dt.year().is_in(years)
        rest = pl.col("topics").str.split(";").list.set_difference(pl.lit([issue])).list.join(";")
        votes = votes.with_columns(
            topics=pl.when(copied).then(rest.replace("", None)).otherwise(pl.col("topics"))
        )
        notes.append(
            f"{issue}: flagged on exactly the roll calls of {ORIGINAL} in {years[0]}–{years[-1]}, a copy; "
            "not coded in these years"
        )
    return votes, notes


def _has(issue: str) -> pl.Expr:
    return pl.col("topics").fill_null("").str.split(";").list.contains(issue)
