"""Codes of other lists into stable keys, by whole columns.

Each reader takes a frame and the name of a column, and adds a column of keys. A null code gives a
null key. A code that no actor bears is an error that lists all of them, or null with
``unknown="null"``. Most codes mean one state for ever; the few that moved need to know when:

- Correlates of War 345 is Yugoslavia from 1919 to 1991, Serbia before and since;
- ISO codes put on the past (SRB, CZE, AUT, KOR before the state existed) are read as the state of the
  time: YUG, CSK, AUH, KRE; codes of ended states put on their heirs (YUG since 1992) likewise.

``when`` names a column of calendar years or of dates; with years, the year of a handover goes as in
``comity.states.membership``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

import polars as pl

from comity.errors import DataError, shown
from comity.states.files import read
from comity.states.lexicon import lexicon
from comity.states.period import period

__all__ = ["from_cow", "from_gw", "from_iso2", "from_iso3", "from_names"]

Unknown = Literal["raise", "null"]


@dataclass(frozen=True, slots=True)
class _Handover:
    """A code that meant another state for a time; days are exact, years are whole and inclusive."""

    code: int | str
    state: str
    days: tuple[date | None, date | None]
    years: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Crosswalk:
    what: str
    states: Mapping[Any, str]
    handovers: tuple[_Handover, ...]
    undecided: int | None = None
    """A code that cannot be read without a year."""


def from_cow(
    frame: pl.DataFrame,
    column: str = "ccode",
    *,
    when: str | None = None,
    into: str = "state",
    unknown: Unknown = "raise",
) -> pl.DataFrame:
    """Keys of Correlates of War numbers.

    In 1990 Germany has two numbers (260 and 255) and so has Yemen (678 and 679): a source keyed by
    number can have two rows for one key in that year.
    """
    return _translate(frame, column, when, into, unknown, _cow())


def from_gw(
    frame: pl.DataFrame,
    column: str = "gwcode",
    *,
    when: str | None = None,
    into: str = "state",
    unknown: Unknown = "raise",
) -> pl.DataFrame:
    """Keys of Gleditsch-Ward numbers."""
    return _translate(frame, column, when, into, unknown, _gw())


def from_iso3(
    frame: pl.DataFrame,
    column: str = "iso3",
    *,
    when: str | None = None,
    into: str = "state",
    unknown: Unknown = "raise",
) -> pl.DataFrame:
    """Keys of ISO 3166 alpha-3 codes, present and withdrawn; case and outer blanks do not matter."""
    return _translate(frame, column, when, into, unknown, _iso("iso3"))


def from_iso2(
    frame: pl.DataFrame,
    column: str = "iso2",
    *,
    when: str | None = None,
    into: str = "state",
    unknown: Unknown = "raise",
) -> pl.DataFrame:
    """Keys of ISO 3166 alpha-2 codes, present and withdrawn; case and outer blanks do not matter."""
    return _translate(frame, column, when, into, unknown, _iso("iso2"))


def from_names(
    frame: pl.DataFrame, column: str, *, when: str | None = None, into: str = "state"
) -> tuple[pl.DataFrame, list[str]]:
    """Keys of names, and the names that are not known, for the caller to judge.

    A name with one meaning is read so whatever the date; one with several (Yugoslavia, Republic of
    China) by ``when``, a column of years or dates, or by its chief meaning without it. Labels that
    name no state (rebels, regions, totals: see ``comity.states.non_state``) give null and are not
    listed as unknown.
    Economies, territories, blocs and organisations give their keys.
    """
    if absent := [c for c in (column, when) if c is not None and c not in frame.columns]:
        raise DataError.missing_columns("table with names", absent, frame.columns)
    book = lexicon()
    names = frame[column].cast(pl.String()).drop_nulls().unique()
    undated = {name: book.meaning(name, None) for name in names}
    moving = [name for name in names if len({m.actor for m in book.look_up(name)}) > 1]
    keyed = frame.with_columns(_mapped(pl.col(column).cast(pl.String()), undated).alias("__key"))
    missing = {name for name, key in undated.items() if key is None}
    if when is not None and moving:
        moments = (
            frame.filter(pl.col(column).is_in(moving)).select(column, when).unique().drop_nulls()
        )
        dated = [(*row, book.meaning(row[0], period(row[1]))) for row in moments.iter_rows()]
        schema = {column: frame.schema[column], when: frame.schema[when], "__dated": pl.String()}
        answers = pl.DataFrame(dated, schema=schema, orient="row")
        keyed = keyed.join(answers, on=[column, when], how="left", maintain_order="left")
        undecided = pl.col(column).is_in(moving) & pl.col(when).is_not_null()
        keyed = keyed.with_columns(
            pl.when(undecided).then("__dated").otherwise("__key").alias("__key")
        ).drop("__dated")
        missing = (missing - set(moving)) | {name for name, _, key in dated if key is None}
    unknown = sorted(name for name in missing if book.non_state(name) is None)
    return keyed.drop(into, strict=False).rename({"__key": into}), unknown


def _mapped(code: pl.Expr, keys: Mapping[Any, str | None]) -> pl.Expr:
    return code.replace_strict(
        list(keys), list(keys.values()), default=None, return_dtype=pl.String()
    )


def _translate(
    frame: pl.DataFrame, column: str, when: str | None, into: str, unknown: Unknown, by: _Crosswalk
) -> pl.DataFrame:
    needed = [column] if when is None else [column, when]
    if absent := [c for c in needed if c not in frame.columns]:
        raise DataError.missing_columns(f"table with {by.what}s", absent, frame.columns)
    code = pl.col(column)
    if isinstance(next(iter(by.states)), str):
        code = code.cast(pl.String()).str.strip_chars().str.to_uppercase()
    else:
        code = code.cast(pl.Int64(), strict=False)
    if (
        when is None
        and by.undecided is not None
        and frame.select((code == by.undecided).any()).item()
    ):
        raise DataError(
            f"{by.what} {by.undecided} in column {column} is Yugoslavia or Serbia by year\n"
            '  name the column of years or dates: when="year"'
        )
    key = _mapped(code, by.states)
    if when is not None:
        temporal = frame.schema[when].is_temporal()
        time = pl.col(when).cast(pl.Date()) if temporal else pl.col(when).cast(pl.Int32())
        for move in by.handovers:
            first, last = move.days if temporal else move.years
            during = code == move.code
            during = during if first is None else during & (time >= first)
            during = during if last is None else during & (time <= last)
            key = pl.when(during).then(pl.lit(move.state)).otherwise(key)
    keyed = frame.with_columns(key.alias("__key"))
    if unknown == "raise":
        _refuse_unknown(keyed, column, by.what)
    return keyed.drop(into, strict=False).rename({"__key": into})


def _refuse_unknown(keyed: pl.DataFrame, column: str, what: str) -> None:
    lost = keyed.filter(pl.col("__key").is_null() & pl.col(column).is_not_null())
    if lost.is_empty():
        return
    counts = lost.group_by(column).len().sort("len", column, descending=[True, False]).rows()
    problems = [
        f"{shown(code)} in {rows} row(s) of column {column} is no {what}" for code, rows in counts
    ]
    raise DataError.many(problems)


@cache
def _cow() -> _Crosswalk:
    known = dict(read("system").sort("start").select("cow", "state").iter_rows())
    return _Crosswalk("Correlates of War number", known, (_yugoslavia(345),), 345)


@cache
def _gw() -> _Crosswalk:
    # Gleditsch & Ward end 345 in 2006 and count Serbia as 340 from then, so 345 since 1992 is Serbia.
    known = dict(read("system").sort("start").drop_nulls("gw").select("gw", "state").iter_rows())
    known |= {345: "YUG", 679: "YEM", 816: "VNM", 260: "DEU", 255: "DEU"}
    serbia = _Handover(345, "SRB", (date(1992, 4, 27), None), (1992, None))
    return _Crosswalk("Gleditsch-Ward number", known, (serbia,), 345)


@cache
def _iso(column: Literal["iso2", "iso3"]) -> _Crosswalk:
    known = dict(read("aliases").filter(kind=column).select("alias", "state").iter_rows())
    others = read("other_actors").drop_nulls(column).select(column, "key")
    known |= dict(others.iter_rows())
    known |= dict(read("system").drop_nulls(column).select(column, "state").iter_rows())
    serbia, yugoslavia, czechia, austria = (
        ("RS", "YU", "CZ", "AT") if column == "iso2" else ("SRB", "YUG", "CZE", "AUT")
    )
    moves = [
        _yugoslavia(serbia),
        _Handover(yugoslavia, "SRB", (date(1992, 4, 27), None), (1992, None)),
        _Handover(yugoslavia, "SRB", (None, date(1918, 11, 30)), (None, 1918)),
        _Handover(czechia, "CSK", (None, date(1992, 12, 31)), (None, 1992)),
        _Handover(austria, "AUH", (None, date(1918, 11, 12)), (None, 1918)),
    ]
    moves += [
        _Handover(korea, "KRE", (None, date(1910, 8, 29)), (None, 1910))
        for korea in (("KR", "KP") if column == "iso2" else ("KOR", "PRK"))
    ]
    if column == "iso2":  # CS was Czechoslovakia's, then from 2003 to 2006 Serbia and Montenegro's
        moves.append(_Handover("CS", "SRB", (date(2003, 2, 4), None), (2003, None)))
    return _Crosswalk(f"ISO 3166 alpha-{column[-1]} code", known, tuple(moves))


def _yugoslavia(code: int | str) -> _Handover:
    return _Handover(code, "YUG", (date(1918, 12, 1), date(1992, 4, 26)), (1919, 1991))
