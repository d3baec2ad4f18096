"""The day of writing, told to the year, the month or the day, and what is reckoned from it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

__all__ = ["Anchor", "anchored", "interval", "last_day", "month_after"]

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date of reduced precision: month and day are None where not known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> dt.date | None:
        """The day itself, where it is known."""
        return dt.date(self.year, self.month, self.day) if self.month and self.day else None

    def at(self, precision: int) -> str:
        """ISO 8601 to the year (1), month (2) or day (3), or as far as it is known."""
        told = f"{self.year:04d}"
        if precision > 1 and self.month:
            told += f"-{self.month:02d}"
            if precision > 2 and self.day:
                told += f"-{self.day:02d}"
        return told


def anchored(date: str | None) -> Anchor | None:
    """The anchor of an ISO date (the first one of an interval); None where there is none."""
    match = _ISO.match(date) if date else None
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not 1 <= year <= 9998:
        return None
    if month is not None and not 1 <= month <= 12:
        return Anchor(year)
    if month is not None and day is not None and not 1 <= day <= last_day(year, month):
        day = None
    return Anchor(year, month, day)


def last_day(year: int, month: int) -> int:
    """Number of days of a month."""
    return calendar.monthrange(year, month)[1]


def month_after(year: int, month: int, count: int) -> str:
    """The month ``count`` after another (before it, where below 0)."""
    months = year * 12 + month - 1 + count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def interval(begin: str, end: str) -> str:
    """``A/B``, or ``A`` where the two are one."""
    return begin if begin == end else f"{begin}/{end}"
