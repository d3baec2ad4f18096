"""Dates told by the calendar: days, months, quarters, years, decades and centuries, and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.anchor import last_day
from comity.reading.marks import Mark, low_at, word_set
from comity.reading.units import unit_at
from comity.reading.year_dates import HYPHENS, Found, century, iso, of_year, year_at, years

__all__ = ["MONTHS", "Numeric", "absolute", "numeric_dates", "third"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


_PARTS = {
    "early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "close": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numeric:
    """A date in digits: where, and ISO 8601; None where day and month cannot be told apart."""

    start: int
    end: int
    date: str | None


_NUMERIC = re.compile(
    r"(?<![\w/.\-])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<t>[-/.])(?P<b>\d{1,2})(?P=t)(?P<z>\d{4}))(?![\d/]|[.\-]\d)"
)


def numeric_dates(text: str, start: int, end: int) -> list[Numeric]:
    """Dates in digits; ``03/04/2022`` is ambiguous, ``03.04.2022`` has the day first, as everywhere."""
    found = []
    for match in _NUMERIC.finditer(text, start, end):
        if match["y"]:
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        else:
            year, day, month = int(match["z"]), int(match["a"]), int(match["b"])
            if match["t"] != "." and day != month:
                if day <= 12 and month <= 12:
                    if 1900 <= year <= 2100 and day and month:
                        found.append(Numeric(*match.span(), None))
                    continue
                if month > 12:
                    day, month = month, day
        if 1500 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= last_day(year, month):
            found.append(Numeric(*match.span(), f"{year:04d}-{month:02d}-{day:02d}"))
    return found


def _month(words: Sequence[Mark], at: int) -> int | None:
    if not 0 <= at < len(words) or not words[at].text[0].isupper():
        return None
    return MONTHS.get(words[at].low)


def _day(words: Sequence[Mark], at: int) -> tuple[int, int] | None:
    """Day of a month from mark ``at`` ("2", "2nd"), and the mark after it."""
    if not 0 <= at < len(words) or not words[at].text.isdecimal() or len(words[at].text) > 2:
        return None
    day, last = int(words[at].text), at + 1
    if not 1 <= day <= 31:
        return None
    if last < len(words) and words[last].glued:
        if words[last].low in ("st", "nd", "rd", "th"):
            last += 1
        elif words[last].text not in (",", ".", ";", ")", *HYPHENS):
            return None
    return day, last


def absolute(words: Sequence[Mark], at: int) -> Found | None:
    """The date told by the calendar that begins at mark ``at``, as long as it goes."""
    return (
        _day_first(words, at) or _month_first(words, at) or _feast(words, at)
        or _part_of(words, at) or of_year(words, at) or century(words, at) or years(words, at)
    )  # fmt: skip


def _dated(
    words: Sequence[Mark], first: int, last: int, month: int, days: tuple[int | None, int | None]
) -> Found | None:
    """With the year behind, if one is."""
    day, end = days
    gap = last
    if low_at(words, gap) == "." and words[gap].glued:
        gap += 1
    if low_at(words, gap) in (",", "of"):
        gap += 1
    year = year_at(words, gap, told=True)
    if year is None or year < 1500:
        return Found(first, last, None, None, stated=False, relative=True, month=month, day=day)
    begin = iso(year, month, day)
    until = iso(year, month, end) if end is not None else None
    return None if begin is None else Found(first, gap + 1, begin, until)


def _day_first(words: Sequence[Mark], at: int) -> Found | None:
    """``2 December 2025``, ``2–4 December``, ``the 2nd of December``."""
    day = _day(words, at)
    if day is None or (at and words[at].glued and words[at - 1].text not in ("(", "“", '"')):
        return None
    number, last = day
    end = None
    if low_at(words, last) in (*HYPHENS, "to", "and") and _day(words, last + 1):
        second = _day(words, last + 1)
        if second is not None and second[0] > number:
            end, last = second
    if low_at(words, last) == "of":
        last += 1
    month = _month(words, last)
    if month is None:
        return None
    return _dated(words, at, last + 1, month, (number, end))


def _month_first(words: Sequence[Mark], at: int) -> Found | None:
    """``December 2, 2025``, ``December 2025``, ``January–March 2023``, ``December``."""
    month = _month(words, at)
    if month is None:
        return None
    last = at + 1
    dot = last + 1 if low_at(words, last) == "." and words[last].glued else last
    day = _day(words, dot)
    if day is not None and not (low_at(words, day[1]) in ("%", "per") or unit_at(words, day[1])):
        number, last = day
        end = None
        second = _day(words, last + 1) if low_at(words, last) in (*HYPHENS, "to") else None
        if second is not None and second[0] > number:
            end, last = second
        return _dated(words, at, last, month, (number, end))
    if low_at(words, last) in (*HYPHENS, "to", "through", "and"):
        other = _month(words, last + 1)
        year = year_at(words, last + 2, told=True) if other is not None else None
        if other is not None and year is not None and other > month:
            return Found(at, last + 3, iso(year, month), iso(year, other))
    told = _dated(words, at, dot if year_at(words, dot, told=True) else last, month, (None, None))
    if told is None or told.begin is not None:
        return told
    return told if _is_month(words, at) else None


#: Days of the year by name, month and day.
_FEASTS = {
    ("new", "year's", "day"): (1, 1), ("new", "year's", "eve"): (12, 31), ("new", "year"): (1, 1),
    ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24), ("christmas",): (12, 25),
    ("boxing", "day"): (12, 26), ("may", "day"): (5, 1),
}  # fmt: skip


def _feast(words: Sequence[Mark], at: int) -> Found | None:
    """``New Year's Day``, ``Christmas 2021``: behind a word that dates by it."""
    if at >= len(words) or not words[at].text[0].isupper():
        return None
    if low_at(words, at - 1) not in _DATING:
        return None
    for names, (month, day) in _FEASTS.items():
        last = at + len(names)
        if all(low_at(words, at + n).replace("’", "'") == low for n, low in enumerate(names)):
            return _dated(words, at, last, month, (day, None))
    return None


_DATING = word_set("on by at before after since until till")
_MONTHLY = word_set(
    "in since by until till before after during last next this early late mid of from through and "
    "between for every previous coming end"
)


def _is_month(words: Sequence[Mark], at: int) -> bool:
    """A month alone: "May" and "March" need a word before them that makes them one."""
    before = low_at(words, at - 1)
    if before in _MONTHLY or (before in HYPHENS and low_at(words, at - 2) in _PARTS):
        return True
    follows = (low_at(words, at + 1), low_at(words, at + 2))
    return follows in (("last", "year"), ("this", "year"), ("next", "year"))


def _part_of(words: Sequence[Mark], at: int) -> Found | None:
    """``early 2022``, ``the end of March 2024``, ``the early 2000s``."""
    low = low_at(words, at)
    if low in _PARTS:
        gap = at + 1
        if low_at(words, gap) in HYPHENS or low_at(words, gap) == "of":
            gap += 1
        elif low in ("end", "start", "beginning", "middle", "close"):
            return None
        if low_at(words, gap) in _PARTS and low_at(words, gap + 1) in ("-", "to"):
            gap += 2
        if low_at(words, gap) == "the":
            gap += 1
        inner = _month_first(words, gap) or century(words, gap) or years(words, gap)
        return None if inner is None else third(low, at, inner)
    return None


def third(part: str, at: int, inner: Found) -> Found | None:
    """The early, middle or late part of a month, a year, a decade or a century.

    Of a year the first, middle and last months (1–3, 5–8, 10–12), "end" the last one; of a decade the years
    0–3, 4–6, 7–9; of a century its thirds; of a month its first, second and last ten days.
    """
    which = _PARTS[part]
    sharp = part in ("end", "start", "beginning", "close")
    begin, end = inner.begin, inner.end
    if begin is None:
        return Found(
            at, inner.last, None, None, stated=False, relative=True, month=inner.month, part=part
        )
    if end is None and len(begin) == 4:
        months = ((1, 1), (5, 8), (12, 12)) if sharp else ((1, 3), (5, 8), (10, 12))
        a, b = months[which]
        return Found(at, inner.last, f"{begin}-{a:02d}", f"{begin}-{b:02d}")
    if end is None and len(begin) == 7:
        stop = last_day(int(begin[:4]), int(begin[5:]))
        first, last = ((1, 10), (11, 20), (21, stop))[which]
        return Found(at, inner.last, f"{begin}-{first:02d}", f"{begin}-{last:02d}")
    if end is not None and len(begin) == len(end) == 4 and int(end) - int(begin) in (9, 99):
        long = int(end) - int(begin) == 99
        first, last = (((0, 33), (34, 66), (67, 99)) if long else ((0, 3), (4, 6), (7, 9)))[which]
        start = int(begin)
        return Found(at, inner.last, f"{start + first:04d}", f"{start + last:04d}", stated=False)
    return None
