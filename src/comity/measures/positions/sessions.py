"""The session of the General Assembly in which a roll call was taken.

The symbol in a roll call's title says it (``R/1/66``, ``A/74/PV.52``). Where there is none the date does:
session s opens in September of 1945 + s and runs into the next year; until the twenty-fourth,
sessions that met in summer count to the year in which they met, as in the published release of ideal
points.
"""

from __future__ import annotations

import polars as pl

__all__ = ["FIRST_YEAR", "session_of"]

#: ``year`` of a session is this plus its number (the convention of the published release).
FIRST_YEAR = 1945
#: Until this session the Assembly also met in special sessions between May and August.
_SUMMERS_UNTIL = 24


def session_of(calls: pl.DataFrame) -> pl.Series:
    """Session of each roll call.

    Parameters
    ----------
    calls
        Columns date and title (null where the source has none).
    """
    date = pl.col("date")
    number = date.dt.year().cast(pl.Int64) - FIRST_YEAR
    opened = (date.dt.month() > 9) | (
        (date.dt.month() == 9) & ((date.dt.day() >= 16) | (date.dt.year() < 2000))
    )
    by_date = (number - 1 + opened.cast(pl.Int64)).clip(1)
    symbol = (
        pl.col("title")
        .fill_null("")
        .str.extract(r"^[A-Z]?/?(?:RES/)?(\d+)/")
        .cast(pl.Int64, strict=False)
    )
    summer = (number <= _SUMMERS_UNTIL) & (number > 1) & date.dt.month().is_between(5, 8)
    session = (
        pl.when((symbol - by_date).abs() <= 1)
        .then(symbol)
        .when(summer)
        .then(number)
        .otherwise(by_date)
    )
    return calls.select(session.alias("session")).to_series()
