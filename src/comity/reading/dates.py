"""Dates in prose: told by the calendar, from the day of writing, or by the name of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.reading.anchor import Anchor, anchored
from comity.reading.calendar_dates import Numeric, absolute, numeric_dates, third
from comity.reading.date_roles import When, named, turned
from comity.reading.marks import Mark, low_at, marks
from comity.reading.outlook import looks_ahead
from comity.reading.reckoning import without_year
from comity.reading.relative_dates import WEEKDAYS, from_anchor
from comity.reading.told_dates import from_told
from comity.reading.year_dates import HYPHENS, Found, iso

__all__ = ["When", "dates"]


_UNSURE = "day and month cannot be told apart"


def dates(
    text: str, start: int, end: int, anchor: str | None, before: str | None = None
) -> tuple[When, ...]:
    """Dates of ``text[start:end]`` (a sentence), in order of their start.

    Parameters
    ----------
    text, start, end
        The document's text, and where the sentence stands in it.
    anchor
        The day of writing, ISO 8601 of reduced precision; where it is None, dates told from it are None.
    before
        The last date told before the sentence, from which it may go on ("three days later").
    """
    words = marks(text, start, end)
    here = anchored(anchor)
    digits = numeric_dates(text, start, end)
    found = [
        When(
            one.start,
            one.end,
            one.date,
            "stated",
            relative=False,
            note=None if one.date else _UNSURE,
        )
        for one in digits
    ]
    taken = _inside(words, digits)
    ahead = looks_ahead(words)
    told: Found | None = None
    at = 0
    while at < len(words):
        one = None if taken[at] else _one(words, at, here, ahead[at], told, before)
        period = None if taken[at] or one is not None else named(words, at, here)
        if one is not None:
            found += turned(words, one, here)
            told = one if one.begin is not None else told
            at = one.last
        elif period is not None:
            found.append(period[0])
            at = period[1]
        else:
            at += 1
    return _whole(found)


def _whole(found: Sequence[When]) -> tuple[When, ...]:
    """In order; of two that begin at one word that turns them, the longer one."""
    kept: list[When] = []
    for when in sorted(found, key=lambda when: (when.start, -when.end)):
        if kept and when.role != "at" and kept[-1].start == when.start:
            continue
        kept.append(when)
    return tuple(kept)


def _inside(words: Sequence[Mark], digits: Sequence[Numeric]) -> list[bool]:
    """For each mark, whether it is part of a date in digits."""
    inside = [False] * len(words)
    at = 0
    for one in digits:
        while at < len(words) and words[at].end <= one.start:
            at += 1
        while at < len(words) and words[at].start < one.end:
            inside[at] = True
            at += 1
    return inside


def _one(
    words: Sequence[Mark], at: int, anchor: Anchor | None, ahead: bool, told: Found | None,
    before: str | None,
) -> Found | None:  # fmt: skip
    first = at
    if words[at].low in WEEKDAYS and words[at].text[0].isupper():
        gap = at + 2 if at + 1 < len(words) and words[at + 1].text == "," else at + 1
        day = absolute(words, gap) if gap < len(words) else None
        if day is not None and (
            day.day is not None or (day.begin is not None and len(day.begin) == 10)
        ):
            at = gap
    found = absolute(words, at)
    if found is None:
        last = before if told is None else told.date
        return from_told(words, at, last) or from_anchor(words, at, anchor, ahead=ahead)
    found = _up_to(words, replace(found, first=first))
    if found.begin is not None or found.month is None:
        return found
    tail = from_anchor(words, found.last, anchor, ahead=ahead)
    if (
        tail is not None
        and words[found.last].low in ("last", "this", "next")
        and words[found.last + 1].low == "year"
    ):
        begin = None if tail.begin is None else f"{tail.begin[:4]}-{found.month:02d}"
        if begin is not None and found.day is not None:
            begin = f"{begin}-{found.day:02d}"
        return replace(found, last=tail.last, begin=begin)
    if (
        told is not None
        and told.begin is not None
        and told.stated
        and found.day is None
        and anchor is None
    ):
        return found
    begin = without_year(anchor, found.month, found.day, ahead=ahead)
    if begin is None or not found.part:
        return replace(found, begin=begin)
    part = third(found.part, found.first, replace(found, begin=begin))
    return None if part is None else replace(part, first=found.first, relative=True)


def _up_to(words: Sequence[Mark], found: Found) -> Found:
    """With the date it reaches to: "from 3 March to 5 April 2022" tells the year once."""
    joint = low_at(words, found.last)
    if joint not in ("to", "until", "till", "and", *HYPHENS) or len(found.begin or "0000-00") == 4:
        return found
    if found.end is not None or (joint == "and" and low_at(words, found.first - 1) != "between"):
        return found
    other = absolute(words, found.last + 1)
    if other is None or other.begin is None or other.end is not None or len(other.begin) == 4:
        return found
    begin = found.begin
    if begin is None and found.month is not None and not found.part:
        begin = iso(int(other.begin[:4]), found.month, found.day)
    if begin is None or len(begin) != len(other.begin) or begin > other.begin:
        return found
    return replace(
        found, last=other.last, begin=begin, end=other.begin, stated=True, relative=False
    )
