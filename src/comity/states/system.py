"""Which states exist, and when.

The state system since 1816 after the Correlates of War list, with one stable key per state. A
state counts for a calendar year under one of three rules:

``any``
    a member on at least one day of the year (the list's own practice, and the default);
``start``, ``end``
    a member on 1 January, or on 31 December.

Under ``any`` a Correlates of War number stands for one key a year: in the year in which number 345
passes from Serbia to Yugoslavia (1918) or back (1992), the year goes to the key that held it for
more days, Serbia both times. So ``keys(year)`` has as many states as the list has numbers, for every
year but 1990, in which Germany (260, then 255) and Yemen (678, then 679) change number: 2 fewer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Literal

import polars as pl

from comity.errors import UnknownName
from comity.states.files import read
from comity.states.period import On, period

__all__ = ["Rule", "exists", "keys", "member_years", "membership", "name", "spells", "table"]

Rule = Literal["any", "start", "end"]
RULES: tuple[Rule, ...] = ("any", "start", "end")
HALF_A_YEAR = 182


def table() -> pl.DataFrame:
    """The state system, one row per spell.

    Columns: state, name, iso2, iso3, cow, cow_abb, gw, start, end (``pl.Date``; null while the state
    exists), region, capital, lat, lon. ``gw`` is the Gleditsch-Ward number, null where there is none.
    """
    return read("system")


def keys(year: int, rule: Rule = "any") -> list[str]:
    """The states in the system in a calendar year, alphabetically; empty before 1816."""
    if rule not in RULES:
        raise UnknownName.among("rule of membership", str(rule), RULES)
    return list(_keys(year, rule))


@cache
def _keys(year: int, rule: Rule) -> tuple[str, ...]:
    if rule == "any":
        inside = (pl.col("first_year") <= year) & (pl.col("last_year").fill_null(year) >= year)
        found = membership().filter(inside)
    else:
        day = period(f"{year:04d}-01-01" if rule == "start" else f"{year:04d}-12-31")[0]
        found = table().filter((pl.col("start") <= day) & (pl.col("end").fill_null(day) >= day))
    return tuple(found["state"].unique().sort().to_list())


@cache
def membership() -> pl.DataFrame:
    """Years in the system under the rule ``any``: state, first_year, last_year (null: still in it).

    One row per unbroken run of years, so a state occupied and restored in one year has one row.
    """
    runs: dict[str, list[list[int | None]]] = {}
    for state, first, last in sorted(_years_by_number(), key=lambda run: run[:2]):
        held = runs.setdefault(state, [])
        before = held[-1][1] if held else None
        if held and before is not None and first <= before + 1:
            held[-1][1] = last
        else:
            held.append([first, last])
    rows = [(state, first, last) for state, held in sorted(runs.items()) for first, last in held]
    schema = {"state": pl.String(), "first_year": pl.Int32(), "last_year": pl.Int32()}
    return pl.DataFrame(rows, schema=schema, orient="row")


@cache
def member_years(first: int = 1816, last: int = 2030) -> pl.DataFrame:
    """Every state-year of the system under the rule ``any``: state, year; for joins and filters."""
    return (
        membership()
        .with_columns(
            pl.col("first_year").clip(lower_bound=first),
            pl.col("last_year").fill_null(last).clip(upper_bound=last),
        )
        .filter(pl.col("first_year") <= pl.col("last_year"))
        .select(
            "state",
            pl.int_ranges("first_year", pl.col("last_year") + 1, dtype=pl.Int32).alias("year"),
        )
        .explode("year")
        .sort("year", "state")
    )


def exists(state: str, on: On | None = None) -> bool:
    """Whether a key is a state of the system: at any time, or on a date, or on a day of a year."""
    known = spells().get(state, ())
    if on is None:
        return bool(known)
    first, last = period(on)
    return any(start <= last and (end is None or end >= first) for start, end in known)


def name(state: str, on: On | None = None) -> str:
    """The name of a state or other actor: today's, or the one it bore at a date.

    Of a year with two names the later is given: Russia in 1991.

    Raises
    ------
    UnknownName
        Where ``state`` is no key.
    """
    today = _names().get(state)
    if today is None:
        raise UnknownName.among(
            "state key", str(state)[:200], _names(), see="comity states find NAME"
        )
    if on is None:
        return today
    day = period(on)[1]
    for earlier, start, end in _earlier_names().get(state, ()):
        if start <= day <= end:
            return earlier
    return today


@cache
def spells() -> dict[str, tuple[tuple[date, date | None], ...]]:
    """First and last day of every spell, by key; the last day is None while the state exists."""
    found: dict[str, tuple[tuple[date, date | None], ...]] = {}
    for state, start, end in table().select("state", "start", "end").iter_rows():
        found[state] = (*found.get(state, ()), (start, end))
    return found


@cache
def _names() -> dict[str, str]:
    states = dict(table().select("state", "name").iter_rows())
    others = dict(read("other_actors").select("key", "name").iter_rows())
    return others | dict(read("bloc_names").select("key", "name").iter_rows()) | states


@cache
def _earlier_names() -> dict[str, list[tuple[str, date, date]]]:
    found: dict[str, list[tuple[str, date, date]]] = {}
    for state, earlier, start, end in read("names").iter_rows():
        found.setdefault(state, []).append((earlier, start, end))
    return found


def _years_by_number() -> Iterator[tuple[str, int, int | None]]:
    """First and last year of each spell, a shared year given to the key that held it longer."""
    rows = table().select("cow", "state", "start", "end").sort("cow", "start").rows()
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        number, state, start, end = row
        first, last = start.year, end.year if end else None
        if before and before[0] == number and before[1] != state and before[3].year == first:
            first += _days_into_year(before[3]) > HALF_A_YEAR
        if after and after[0] == number and after[1] != state and after[2].year == last:
            last -= _days_into_year(end) <= HALF_A_YEAR
        yield state, first, last


def _days_into_year(day: date) -> int:
    return day.timetuple().tm_yday
