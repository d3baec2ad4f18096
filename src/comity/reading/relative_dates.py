"""Dates told from the day of writing: "last week", "two years ago", "in recent years", "Tuesday"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from comity.reading.anchor import Anchor, interval, last_day, month_after
from comity.reading.calendar_dates import MONTHS
from comity.reading.numerals import Mark, low_at, number, word_set
from comity.reading.year_dates import SEASONS, Found

__all__ = ["WEEKDAYS", "from_anchor", "without_year"]

WEEKDAYS = {
    day: n
    for n, day in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_STEPS = {
    "last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "present": 0, "next": 1, "coming": 1,
    "upcoming": 1, "following": 1,
}  # fmt: skip
_UNITS = {
    "day": 1 / 30, "days": 1 / 30, "week": 0.25, "weeks": 0.25, "month": 1, "months": 1, "quarter": 3,
    "year": 12, "years": 12, "decade": 120, "decades": 120, "century": 1200, "centuries": 1200,
}  # fmt: skip
# How long "recent" and "coming" reach, in months of the unit: five years, six months, four weeks.
_RECENT = {"days": 0.25, "weeks": 1, "months": 6, "years": 60, "decades": 360}
# Words before a number of years or months, and whether they look ahead.
_STRETCHES = {
    "recent": False, "last": False, "past": False, "coming": True, "next": True, "following": True,
}  # fmt: skip
_FARTHEST = 60_000  # months
_ELSEWHERE = "from a day told elsewhere"
_NOW = word_set("recently currently nowadays lately presently")
_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _bare(words: Sequence[Mark], at: int) -> str:
    """A word without its possessive ("last year’s")."""
    return low_at(words, at).replace("’", "'").removesuffix("'s")


def _open(first: int, last: int, span: str | None, note: str | None = None) -> Found:
    begin, _, end = (span or "").partition("/")
    return Found(first, last, begin or None, end or None, stated=False, relative=True, note=note)


def from_anchor(
    words: Sequence[Mark], at: int, anchor: Anchor | None, *, ahead: bool
) -> Found | None:
    """The date told from the day of writing that begins at mark ``at``.

    Parameters
    ----------
    words, at, anchor
        Marks of a sentence; the day of writing, None where it is not known (the date is None then).
    ahead
        Whether the words around look forward ("will"): a weekday is the next one then.
    """
    low = low_at(words, at)
    if low in _STEPS or low in ("recent", "coming", "these"):
        return _stepped(words, at, anchor)
    if low in _NOW or (
        low == "at" and low_at(words, at + 1) in ("present", "the") and _now(words, at)
    ):
        last = at + 1 if low != "at" else at + (3 if low_at(words, at + 1) == "the" else 2)
        return _open(at, last, None if anchor is None else anchor.at(1))
    if low in ("earlier", "later") and low_at(words, at + 1) == "this":
        inner = _stepped(words, at + 1, anchor)
        return None if inner is None else _open(at, inner.last, inner.date)
    if low in _DAYS:
        return _open(at, at + 1, _days_from(anchor, _DAYS[low]))
    if low in WEEKDAYS and words[at].text[0].isupper():
        return _open(at, at + 1, _weekday(anchor, WEEKDAYS[low], ahead=ahead))
    return _ago(words, at, anchor) or _ends(words, at, anchor)


def _year(anchor: Anchor | None) -> str | None:
    return None if anchor is None else anchor.at(1)


def _now(words: Sequence[Mark], at: int) -> bool:
    return low_at(words, at + 1) == "present" or low_at(words, at + 2) == "moment"


def _days_from(anchor: Anchor | None, days: int) -> str | None:
    if anchor is None:
        return None
    if anchor.date is None:
        return anchor.at(3)
    try:
        return (anchor.date + dt.timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def _weekday(anchor: Anchor | None, weekday: int, *, ahead: bool) -> str | None:
    if anchor is None or anchor.date is None:
        return None if anchor is None else anchor.at(2)
    back = (anchor.date.weekday() - weekday) % 7
    return _days_from(anchor, (7 - back) % 7 if ahead else -back)


def _stepped(words: Sequence[Mark], at: int, anchor: Anchor | None) -> Found | None:
    """``last week``, ``the past two decades``, ``in recent years``, ``next March``."""
    low, after = low_at(words, at), at + 1
    if low == "these":
        return None if low_at(words, after) != "days" else _open(at, at + 2, _year(anchor))
    if low in _STRETCHES and low_at(words, after) in _RECENT:
        reach = _reach(anchor, _RECENT[low_at(words, after)], ahead=_STRETCHES[low])
        return _open(at, after + 1, reach)
    if low == "recent":
        return None
    if low in ("previous", "following", "present") and _bare(words, after) in _UNITS:
        return _open(at, after + 1, None, _ELSEWHERE)
    if number(words, after) is not None:
        return _many(words, at, anchor) if low in _STRETCHES or low == "previous" else None
    unit, step = _bare(words, after), _STEPS[low]
    named = after < len(words) and words[after].text[0].isupper()
    told = None
    if named and unit in WEEKDAYS:
        told = _week_day(anchor, WEEKDAYS[unit], step)
    elif named and unit in MONTHS:
        told = without_year(anchor, MONTHS[unit], None, ahead=step > 0, far=step != 0)
    elif unit in SEASONS:
        told = _season(anchor, SEASONS[unit], step)
    elif unit in _UNITS and unit != "century":
        told = _unit(anchor, unit, step)
    else:
        return None
    return _open(at, after + 1, told)


def _many(words: Sequence[Mark], at: int, anchor: Anchor | None) -> Found | None:
    """``the past two decades``, ``the next five years``, ``the last few months``."""
    low = low_at(words, at)
    count = number(words, at + 1)
    if count is None:
        return None
    last = count.last + 1 if low_at(words, count.last) in ("-", "‑") else count.last
    size = count.value if count.value is not None else count.high
    unit = low_at(words, last)
    if size is None or unit not in _UNITS or size * _UNITS[unit] > _FARTHEST:
        return None
    if low in ("previous", "following"):
        return _open(at, last + 1, None, _ELSEWHERE)
    return _open(at, last + 1, _reach(anchor, _UNITS[unit] * size, ahead=_STRETCHES[low]))


def _week_day(anchor: Anchor | None, weekday: int, step: int) -> str | None:
    if anchor is None or anchor.date is None:
        return _weekday(anchor, weekday, ahead=step > 0)
    back = (anchor.date.weekday() - weekday) % 7
    if step < 0:
        return _days_from(anchor, -(back or 7))
    return _days_from(anchor, (7 - back) if step > 0 or back else 0)


def _season(anchor: Anchor | None, months: tuple[int, int], step: int) -> str | None:
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


def _unit(anchor: Anchor | None, unit: str, step: int) -> str | None:
    """Last, this or next day, week, month, quarter, year or decade."""
    if anchor is None:
        return None
    if unit == "decade":
        first = anchor.year // 10 * 10
        return _reach(anchor, 120, ahead=step > 0) if step else f"{first:04d}/{first + 9:04d}"
    if unit == "year" or anchor.month is None:
        return f"{anchor.year + (step if unit == 'year' else 0):04d}"
    if unit == "month":
        return month_after(anchor.year, anchor.month, step)
    if unit == "quarter":
        months = (anchor.month - 1) // 3 * 3 + 1 - anchor.month + 3 * step
        return "/".join(month_after(anchor.year, anchor.month, months + n) for n in (0, 2))
    if unit == "day":
        return _days_from(anchor, step)
    if anchor.date is None:
        return anchor.at(2)
    monday = -anchor.date.weekday() + 7 * step
    first_day, last = _days_from(anchor, monday), _days_from(anchor, monday + 6)
    return None if first_day is None or last is None else interval(first_day, last)


def _reach(anchor: Anchor | None, months: float, *, ahead: bool) -> str | None:
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
        there = _days_from(anchor, sign * max(1, round(months * 30))) or here
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


def _ago(words: Sequence[Mark], at: int, anchor: Anchor | None) -> Found | None:
    """``two years ago``, ``a decade ago``, ``several months ago``."""
    count = number(words, at)
    if count is not None:
        gap, size = count.last, count.value
        low, high = count.low, count.high
    elif low_at(words, at) in ("a", "an"):
        gap, size, low, high = at + 1, 1.0, None, None
    elif low_at(words, at) in ("years", "decades", "months") and low_at(words, at + 1) == "ago":
        return _open(at, at + 2, None, "no number of them is told")
    else:
        return None
    unit = low_at(words, gap)
    if unit not in _UNITS or low_at(words, gap + 1) != "ago":
        return None
    if size is not None and size * _UNITS[unit] > _FARTHEST:
        return None
    if anchor is None:
        return _open(at, gap + 2, None)
    if size is None:
        if low is None or high is None:
            return _open(at, gap + 2, None)
        far, near = _back(anchor, high, unit), _back(anchor, low, unit)
        return _open(at, gap + 2, interval(far, near))
    return _open(at, gap + 2, _back(anchor, size, unit))


def _back(anchor: Anchor, count: float, unit: str) -> str:
    months = _UNITS[unit] * count
    if unit.startswith(("year", "decade", "centur")) or anchor.month is None:
        return f"{max(1, anchor.year - round(months / 12)):04d}"
    if unit.startswith(("day", "week")) and anchor.date is not None:
        days = round(count * (7 if unit.startswith("week") else 1))
        return _days_from(anchor, -days) or anchor.at(2)
    return month_after(anchor.year, anchor.month, -max(0, round(months)))


def _ends(words: Sequence[Mark], at: int, anchor: Anchor | None) -> Found | None:
    """``the end of the year``, ``the end of last year``, ``the start of next month``, ``year-end``."""
    low = low_at(words, at)
    if low == "year" and low_at(words, at + 1) in ("-", "‑") and low_at(words, at + 2) == "end":
        return _open(at, at + 3, None if anchor is None else f"{anchor.year:04d}-12")
    if low not in ("end", "start", "beginning", "middle") or low_at(words, at + 1) != "of":
        return None
    step = 0 if low_at(words, at + 2) == "the" else _STEPS.get(low_at(words, at + 2))
    unit = _bare(words, at + 3)
    if step is None or unit not in ("year", "decade", "month"):
        return None
    if anchor is None:
        return _open(at, at + 4, None)
    if unit == "year":
        month = {"end": 12, "middle": 6}.get(low, 1)
        return _open(at, at + 4, f"{anchor.year + step:04d}-{month:02d}")
    if unit == "decade":
        first = anchor.year // 10 * 10 + 10 * step
        return _open(at, at + 4, f"{first + (9 if low == 'end' else 0):04d}")
    return _open(at, at + 4, _unit(anchor, "month", step))
