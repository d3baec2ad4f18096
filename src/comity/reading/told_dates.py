"""Dates told from another date of the text: "three days later", "the previous year", "that month"."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.anchor import Anchor, anchored, month_after
from comity.reading.marks import Mark, low_at, word_set
from comity.reading.numerals import number
from comity.reading.reckoning import days_from
from comity.reading.year_dates import Found

__all__ = ["from_told"]

_STEPS = {
    "previous": -1, "preceding": -1, "prior": -1, "same": 0, "that": 0, "following": 1, "subsequent": 1,
    "next": 1,
}  # fmt: skip
_WAYS = {"later": 1, "afterwards": 1, "after": 1, "earlier": -1, "before": -1}
_UNITS = {unit + s: unit for unit in ("day", "week", "month", "year", "decade") for s in ("", "s")}
_ONE = word_set("a an one the")
_ENDS = frozenset(",.;:)—")
_FARTHEST = 10_000  # years


def from_told(words: Sequence[Mark], at: int, told: str | None) -> Found | None:
    """The date that begins at mark ``at``, told from ``told``, the last one before it (ISO 8601, ``A/B``).

    Without such a date, or where it is less precise than the step, the date is None.
    """
    stepped = _adjective(words, at, told) or _adverb(words, at)
    if stepped is None:
        return None
    last, unit, count = stepped
    begin, _, end = (told or "").partition("/")
    date = _stepped(anchored(end or begin if count > 0 else begin), unit, count)
    if date is None:
        return Found(
            at, last, None, None, stated=False, relative=True, note="from a day told elsewhere"
        )
    return Found(at, last, date, stated=False)


def _adjective(words: Sequence[Mark], at: int, told: str | None) -> tuple[int, str, int] | None:
    """``the previous year``, ``that month``, ``subsequently``: mark after it, unit, steps."""
    low = low_at(words, at)
    if low == "subsequently" and told is not None:
        return at + 1, "year", 0
    step, unit = _STEPS.get(low), _UNITS.get(low_at(words, at + 1))
    if low == "that" and low_at(words, at + 1) == "same":
        return None
    if step is None or unit is None or low_at(words, at + 1).endswith("s"):
        subsequent = low == "subsequent" and told is not None
        return (at + 1, "year", 0) if subsequent else None
    if low in ("next", "that") and (told is None or (low == "next" and unit != "day")):
        return None
    return at + 2, unit, 1 if low == "subsequent" else step


def _adverb(words: Sequence[Mark], at: int) -> tuple[int, str, int] | None:
    """``three days later``, ``a year earlier``, ``the year before``: mark after it, unit, steps."""
    many = number(words, at)
    if many is not None and many.value is not None:
        gap, size = many.last, round(many.value)
    elif low_at(words, at) in _ONE:
        gap, size = at + 1, 1
    else:
        return None
    unit, way = _UNITS.get(low_at(words, gap)), low_at(words, gap + 1)
    if unit is None or way not in _WAYS or size > _FARTHEST:
        return None
    last = gap + 2
    if way in ("after", "before") and last < len(words) and words[last].text not in _ENDS:
        return None
    if low_at(words, at) == "the" and way not in ("after", "before"):
        return None
    return last, unit, size * _WAYS[way]


def _stepped(told: Anchor | None, unit: str, count: int) -> str | None:
    """A date so many units on, as precise as the unit; None where it is not known that precisely."""
    if told is None:
        return None
    if unit in ("year", "decade"):
        year = told.year + count * (10 if unit == "decade" else 1)
        return f"{year:04d}" if 1 <= year <= 9999 else None
    if unit == "month":
        return month_after(told.year, told.month, count) if told.month is not None else None
    if told.date is None:
        return None
    return days_from(told, count * (7 if unit == "week" else 1))
