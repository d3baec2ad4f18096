"""Dates told from the day of writing: "last week", "two years ago", "in recent years", "Tuesday"."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.anchor import Anchor, interval
from comity.reading.calendar_dates import MONTHS
from comity.reading.marks import Mark, low_at, word_set
from comity.reading.numerals import number
from comity.reading.reckoning import (
    UNITS,
    back,
    days_from,
    reach,
    season,
    unit_stepped,
    weekday_near,
    weekday_of_week,
    without_year,
)  # fmt: skip
from comity.reading.year_dates import SEASONS, Found

__all__ = ["WEEKDAYS", "from_anchor"]

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
_BEYOND = {("before", "yesterday"): -2, ("after", "tomorrow"): 2}


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
    if low in _NOW and low_at(words, at - 1) == "as":
        return None
    if low in _NOW or (
        low == "at" and low_at(words, at + 1) in ("present", "the") and _now(words, at)
    ):
        last = at + 1 if low != "at" else at + (3 if low_at(words, at + 1) == "the" else 2)
        return _open(at, last, None if anchor is None else anchor.at(1))
    if low in ("earlier", "later") and low_at(words, at + 1) == "this":
        inner = _stepped(words, at + 1, anchor)
        return None if inner is None else _open(at, inner.last, inner.date)
    if low in _DAYS:
        return _open(at, at + 1, days_from(anchor, _DAYS[low]))
    beyond = (low_at(words, at + 1), low_at(words, at + 2))
    if low == "day" and beyond in _BEYOND:
        return _open(at, at + 3, days_from(anchor, _BEYOND[beyond]))
    if low in WEEKDAYS and words[at].text[0].isupper():
        return _open(at, at + 1, weekday_near(anchor, WEEKDAYS[low], ahead=ahead))
    return _ago(words, at, anchor) or _ends(words, at, anchor) or _piece(words, at, anchor)


def _year(anchor: Anchor | None) -> str | None:
    return None if anchor is None else anchor.at(1)


def _now(words: Sequence[Mark], at: int) -> bool:
    return low_at(words, at + 1) == "present" or low_at(words, at + 2) == "moment"


def _stepped(words: Sequence[Mark], at: int, anchor: Anchor | None) -> Found | None:
    """``last week``, ``the past two decades``, ``in recent years``, ``next March``."""
    low, after = low_at(words, at), at + 1
    if low == "these":
        return None if low_at(words, after) != "days" else _open(at, at + 2, _year(anchor))
    if low in _STRETCHES and low_at(words, after) in _RECENT:
        stretch = reach(anchor, _RECENT[low_at(words, after)], ahead=_STRETCHES[low])
        return _open(at, after + 1, stretch)
    if low == "recent":
        return None
    if low in ("previous", "following", "present") and _bare(words, after) in UNITS:
        return _open(at, after + 1, None, _ELSEWHERE)
    if number(words, after) is not None:
        return _many(words, at, anchor) if low in _STRETCHES or low == "previous" else None
    unit, step = _bare(words, after), _STEPS[low]
    named = after < len(words) and words[after].text[0].isupper()
    told = None
    if named and unit in WEEKDAYS:
        told = weekday_of_week(anchor, WEEKDAYS[unit], step)
    elif named and unit in MONTHS:
        told = without_year(anchor, MONTHS[unit], None, ahead=step > 0, far=step != 0)
    elif unit in SEASONS:
        told = season(anchor, SEASONS[unit], step)
    elif unit in UNITS and unit != "century":
        told = unit_stepped(anchor, unit, step)
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
    if size is None or unit not in UNITS or size * UNITS[unit] > _FARTHEST:
        return None
    if low in ("previous", "following"):
        return _open(at, last + 1, None, _ELSEWHERE)
    return _open(at, last + 1, reach(anchor, UNITS[unit] * size, ahead=_STRETCHES[low]))


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
    if unit not in UNITS or low_at(words, gap + 1) != "ago":
        return None
    if size is not None and size * UNITS[unit] > _FARTHEST:
        return None
    if anchor is None:
        return _open(at, gap + 2, None)
    if size is None:
        if low is None or high is None:
            return _open(at, gap + 2, None)
        far, near = back(anchor, high, unit), back(anchor, low, unit)
        return _open(at, gap + 2, interval(far, near))
    return _open(at, gap + 2, back(anchor, size, unit))


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
    return _open(at, at + 4, unit_stepped(anchor, "month", step))


_PIECES = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _piece(words: Sequence[Mark], at: int, anchor: Anchor | None) -> Found | None:
    """``the first quarter of this year``, ``the second half of last year``."""
    count, unit = _PIECES.get(low_at(words, at)), low_at(words, at + 1)
    step = {"last": -1, "this": 0, "next": 1}.get(low_at(words, at + 3))
    size = {"quarter": 3, "half": 6}.get(unit, 12)
    if (
        count is None
        or step is None
        or count * size > 12
        or low_at(words, at + 2) not in ("of", "in")
    ):
        return None
    if _bare(words, at + 4) != "year":
        return None
    if anchor is None:
        return _open(at, at + 5, None)
    year = anchor.year + step
    return _open(
        at, at + 5, f"{year:04d}-{(count - 1) * size + 1:02d}/{year:04d}-{count * size:02d}"
    )
