"""What is reckoned from the day of writing: days back, a weekday, the last quarter, the next March."""

from __future__ import annotations

import datetime as dt

from comity.reading.anchor import Anchor, interval, last_day, month_after

__all__ = [
    "UNITS", "back", "days_from", "reach", "season", "unit_stepped", "weekday_near", "weekday_of_week",
    "without_year",
]  # fmt: skip

#: Units of time, in months.
UNITS = {
    "day": 1 / 30, "days": 1 / 30, "week": 0.25, "weeks": 0.25, "month": 1, "months": 1, "quarter": 3,
    "year": 12, "years": 12, "decade": 120, "decades": 120, "century": 1200, "centuries": 1200,
}  # fmt: skip


def days_from(anchor: Anchor | None, days: int) -> str | None:
    """The day so many days on; no more than the anchor tells where it has no day."""
    if anchor is None:
        return None
    if anchor.date is None:
        return anchor.at(3)
    try:
        return (anchor.date + dt.timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def weekday_near(anchor: Anchor | None, weekday: int, *, ahead: bool) -> str | None:
    """The nearest weekday behind the day of writing (that day itself counts), or ahead of it."""
    if anchor is None or anchor.date is None:
        return None if anchor is None else anchor.at(2)
    back = (anchor.date.weekday() - weekday) % 7
    return days_from(anchor, (7 - back) % 7 if ahead else -back)


def weekday_of_week(anchor: Anchor | None, weekday: int, step: int) -> str | None:
    """``last``, ``this`` or ``next`` Tuesday."""
    if anchor is None or anchor.date is None:
        return weekday_near(anchor, weekday, ahead=step > 0)
    back = (anchor.date.weekday() - weekday) % 7
    if step < 0:
        return days_from(anchor, -(back or 7))
    return days_from(anchor, (7 - back) if step > 0 or back else 0)


def season(anchor: Anchor | None, months: tuple[int, int], step: int) -> str | None:
    """``last``, ``this`` or ``next`` summer."""
    if anchor is None:
        return None
    year = anchor.year
    if anchor.month is not None:
        if step < 0 and anchor.month <= months[0]:
            year -= 1
        elif step > 0 and anchor.month >= months[0]:
            year += 1
    else:
        year += step
    later = year + 1 if months[1] < months[0] else year
    return f"{year:04d}-{months[0]:02d}/{later:04d}-{months[1]:02d}"


def unit_stepped(anchor: Anchor | None, unit: str, step: int) -> str | None:
    """Last, this or next day, week, month, quarter, year or decade."""
    if anchor is None:
        return None
    if unit == "decade":
        first = anchor.year // 10 * 10
        return reach(anchor, 120, ahead=step > 0) if step else f"{first:04d}/{first + 9:04d}"
    if unit == "year" or anchor.month is None:
        return f"{anchor.year + (step if unit == 'year' else 0):04d}"
    if unit == "month":
        return month_after(anchor.year, anchor.month, step)
    if unit == "quarter":
        months = (anchor.month - 1) // 3 * 3 + 1 - anchor.month + 3 * step
        return "/".join(month_after(anchor.year, anchor.month, months + n) for n in (0, 2))
    if unit == "day":
        return days_from(anchor, step)
    if anchor.date is None:
        return anchor.at(2)
    monday = -anchor.date.weekday() + 7 * step
    first_day, last = days_from(anchor, monday), days_from(anchor, monday + 6)
    return None if first_day is None or last is None else interval(first_day, last)


def reach(anchor: Anchor | None, months: float, *, ahead: bool) -> str | None:
    """The stretch of so many months up to the day of writing, or from it."""
    if anchor is None:
        return None
    sign = 1 if ahead else -1
    if months >= 12 or anchor.month is None:
        other = anchor.year + sign * round(months / 12)
        here, there = anchor.at(1), f"{max(other, 1):04d}"
    elif months >= 0.9 or anchor.date is None:
        here = anchor.at(2)
        there = month_after(anchor.year, anchor.month, sign * max(1, round(months)))
    else:
        here = anchor.at(3)
        there = days_from(anchor, sign * max(1, round(months * 30))) or here
    return interval(here, there) if ahead else interval(there, here)


def without_year(
    anchor: Anchor | None, month: int, day: int | None, *, ahead: bool, far: bool = False
) -> str | None:
    """A month or a day of it whose year is not told: the nearest one behind, or ahead, of the day of writing.

    Of a day of writing known to the year only, the second half of a year told in the past lies in the year
    before: at most times of the year it does.
    """
    if anchor is None:
        return None
    year = anchor.year
    if anchor.month is None:
        if not ahead and month > 6:
            year -= 1
        elif ahead and far:
            year += 1
    else:
        late = month > anchor.month or (
            month == anchor.month
            and day is not None
            and anchor.day is not None
            and day > anchor.day + 1
        )
        early = month < anchor.month or (
            month == anchor.month
            and day is not None
            and anchor.day is not None
            and day < anchor.day
        )
        if ahead and (early or (far and month == anchor.month and day is None)):
            year += 1
        elif not ahead and (late or (far and month == anchor.month and day is None)):
            year -= 1
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= last_day(year, month) else None


def back(anchor: Anchor, count: float, unit: str) -> str:
    """So many units before the day of writing, as precise as the unit."""
    months = UNITS[unit] * count
    if unit.startswith(("year", "decade", "centur")) or anchor.month is None:
        return f"{max(1, anchor.year - round(months / 12)):04d}"
    if unit.startswith(("day", "week")) and anchor.date is not None:
        days = round(count * (7 if unit.startswith("week") else 1))
        return days_from(anchor, -days) or anchor.at(2)
    return month_after(anchor.year, anchor.month, -max(0, round(months)))
