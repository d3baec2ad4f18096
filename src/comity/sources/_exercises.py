"""Military exercises as events: one row per exercise and unordered pair of its parties.

The number of exercises of a pair is then its number of rows; an exercise of many parties has the same
``name``, ``date`` and ``parties`` in all its rows.
"""

from __future__ import annotations

import polars as pl

__all__ = ["exercise_pairs", "partial_date"]


def partial_date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """ISO text of the precision that is known: "xx", "-9" and blanks are unknown parts."""
    y = year.cast(pl.String).str.extract(r"^(\d{4})(?:\.0)?$")
    m, d = (
        part.cast(pl.String).str.extract(r"^(\d{1,2})(?:\.0)?$").cast(pl.Int32)
        for part in (month, day)
    )
    known_month = m.is_between(1, 12)
    known_day = known_month & d.is_between(1, 31)
    two = [part.cast(pl.String).str.zfill(2) for part in (m, d)]
    return (
        pl.when(known_day).then(pl.concat_str([y, *two], separator="-"))
        .when(known_month).then(pl.concat_str([y, two[0]], separator="-"))
        .otherwise(y)
    )  # fmt: skip


def exercise_pairs(parties: pl.DataFrame) -> pl.DataFrame:
    """Events from one row per exercise and party: exercise, state, date, end, name, record.

    An exercise with fewer than two parties has no row. An ``end`` before its ``date`` is left out.
    """
    one = parties.unique(["exercise", "state"], maintain_order=True)
    about = one.group_by("exercise", maintain_order=True).agg(
        pl.col("date", "end", "name", "record").drop_nulls().first(),
        all=pl.col("state").sort().str.join(";"),
        count=pl.len(),
    )
    side = one.select("exercise", "state")
    pairs = side.join(side, on="exercise", suffix="_b").filter(pl.col("state") < pl.col("state_b"))
    shared = pl.min_horizontal(pl.col("date").str.len_chars(), pl.col("end").str.len_chars())
    sound = (pl.col("end").str.head(shared) >= pl.col("date").str.head(shared)) & (
        pl.col("end") != pl.col("date")
    )
    return pairs.join(about, on="exercise", maintain_order="left").select(
        "date",
        "name",
        "record",
        end=pl.when(sound).then("end"),
        a=pl.col("state"),
        b=pl.col("state_b"),
        action=pl.lit("COOPERATE"),
        mode=pl.lit("exercise"),
        parties=pl.when(pl.col("count") > 2).then("all"),
        directed=pl.lit(value=False),
        commitment=pl.lit("deed"),
        polarity=pl.lit(1, pl.Int8),
        domain=pl.lit("military"),
    )
