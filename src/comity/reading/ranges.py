"""Two ends of a figure: "10–15%", "3 to 5 million", "between $2 and $3 billion"; "from 10 to 6" is two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.marks import Mark, low_at
from comity.reading.numbered import year_like
from comity.reading.numerals import Number, number, tidy
from comity.reading.units import UnitWord, unit_at

__all__ = ["Range", "end_of", "ranged"]

_HYPHENS = ("-", "‑", "–", "—")


@dataclass(frozen=True, slots=True)
class Range:
    """A number, the other end of its range where one is printed, and the mark after both."""

    number: Number
    other: Number | None
    last: int


def ranged(words: Sequence[Mark], count: Number, sign: UnitWord | None) -> Range:
    """The number and, where a range is printed, its other end; ``sign`` is the currency before it."""
    single = Range(count, None, count.last)
    if count.value is None:
        return single
    before = low_at(words, count.first - (2 if sign else 1))
    if before == "from":
        return Range(_sized(count, end_of(words, count.last)), None, count.last)
    unit = None if sign else unit_at(words, count.last)
    joint = count.last if unit is None or unit[0].unit.dimension == "duration" else unit[1]
    low = low_at(words, joint)
    joined = low in (*_HYPHENS, "to") or (low == "or" and not count.digits)
    if not joined and not (before == "between" and low == "and"):
        return single
    tail = joint + 1
    repeated = unit_at(words, tail) if sign else None
    if sign and repeated is not None and repeated[0].unit == sign.unit:
        tail = repeated[1]
    other = number(words, tail)
    if other is None or other.value is None or other.digits != count.digits:
        return single
    twice = tail > joint + 1 or joint > count.last
    if twice and (before == "by" or not (sign or _same_unit(words, unit, other))):
        return single
    if joint == count.last and low in _HYPHENS and low_at(words, other.last) in _HYPHENS:
        return single
    count = _sized(count, other)
    rises = count.value is not None and count.value < other.value
    spans = year_like(words, count) and year_like(words, other)
    return Range(count, other, other.last) if rises and not spans else single


def _same_unit(words: Sequence[Mark], unit: tuple[UnitWord, int] | None, other: Number) -> bool:
    far = unit_at(words, other.last)
    return unit is not None and far is not None and far[0].unit == unit[0].unit


def _sized(count: Number, other: Number | None) -> Number:
    """A number with the word of size of the other end of its range ("3 to 5 million")."""
    if other is None or other.size == 1.0 or count.size != 1.0 or count.value is None:
        return count
    return replace(
        count,
        value=tidy(count.value * other.size),
        rounding=count.rounding * other.size,
        size=other.size,
    )


def end_of(words: Sequence[Mark], at: int) -> Number | None:
    """The number behind "to" at mark ``at``."""
    return number(words, at + 1) if low_at(words, at) in ("to", *_HYPHENS) else None
