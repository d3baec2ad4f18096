"""What "on" means: a day, a month or a year, as its first and last day."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import TypeAlias

from comity.errors import DataError, shown

__all__ = ["On", "period"]

On: TypeAlias = "date | int | str"

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def written_date(value: str | None) -> str | None:
    """A date as a file may write it, unchanged; a ValueError, for pydantic, where it is none."""
    if value is not None:
        try:
            period(value)
        except DataError:
            raise ValueError("a date is written 2014, 2014-05 or 2014-05-21") from None
    return value


def period(on: On) -> tuple[date, date]:
    """First and last day of a date, a year (``2014``) or an ISO text (``2014-05``).

    Raises
    ------
    DataError
        Where ``on`` is no date.
    """
    if isinstance(on, datetime):
        on = on.date()
    if isinstance(on, date):
        return on, on
    try:
        match = _PARTIAL.fullmatch(f"{on:04d}" if isinstance(on, int) else str(on)[:32].strip())
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        last = calendar.monthrange(year, month)[1]
        return date(year, month, day or 1), date(year, month, day or last)
    except ValueError:
        asked = shown(str(on)[:200])
        raise DataError(f"{asked} is not a date\n  write  2014, 2014-05 or 2014-05-21") from None
