"""A number with its unit: the grammar of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.reading.marks import Mark, low_at, word_set
from comity.reading.multiples import Amount, multiple
from comity.reading.numbered import is_figure, year_like
from comity.reading.numerals import number, tidy
from comity.reading.qualifiers import qualified
from comity.reading.ranges import Range, end_of, ranged
from comity.reading.units import UnitWord, unit_at

__all__ = ["amount"]

_PERIODS = {
    "year": "year", "annum": "year", "month": "month", "week": "week", "day": "day", "hour": "hour",
    "quarter": "quarter",
}  # fmt: skip
_ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
}
_PER = ("per", "a", "an", "each", "every", "/")
_ELSEWHEN = ("ago", "earlier", "before", "later", "after")
_ENDING = word_set(
    "to from by for with than that which who was were is are has had will and or but the this last "
    "next each every per a an"
)
_VAGUE = (
    "billions",
    "millions",
    "thousands",
    "trillions",
    "hundreds",
    "tens",
    "dozens",
    "couple",
    "handful",
)


def amount(words: Sequence[Mark], at: int) -> Amount | None:
    """The figure that begins at mark ``at``; None where none does."""
    found = multiple(words, at) or _in_sign(words, at) or _plain(words, at)
    return None if found is None else qualified(words, found)


def _in_sign(words: Sequence[Mark], at: int) -> Amount | None:
    """Money with its sign before it: ``$1.2bn``, ``RUB 5 trillion``, ``$3–5 billion``."""
    sign = unit_at(words, at)
    if sign is None or sign[0].unit.dimension != "money" or sign[0].scale != 1.0:
        return None
    symbol = not words[at].word or words[at].text.isupper()
    count = number(words, sign[1]) if symbol else None
    if count is None or not count.digits:
        return None
    whole = ranged(words, count, sign[0])
    found = _amount(at, whole, sign[0])
    repeated = unit_at(words, found.last)
    if repeated is not None and repeated[0].unit == sign[0].unit:
        found = replace(found, last=repeated[1])
    return _rate(words, found, sign[0])


def _plain(words: Sequence[Mark], at: int) -> Amount | None:
    """A number, its unit after it."""
    count = number(words, at)
    if count is None:
        return None
    whole = ranged(words, count, None)
    unit, last = _unit_after(words, whole.last)
    far = _far_unit(words, whole) if unit is None else None
    if far is not None:
        unit = far[0]
    if not is_figure(words, count, unit=unit is not None):
        return None
    if unit is None:
        one = count.value == 1.0 and count.last == count.first + 1
        return None if one else _amount(at, whole, None)
    if unit.unit.dimension == "duration" and year_like(words, count):
        return None
    found = replace(_amount(at, whole, unit), last=last)
    if far is not None:
        return replace(found, unit=_rate(words, replace(found, last=far[1]), unit).unit)
    return _rate(words, found, unit)


def _far_unit(words: Sequence[Mark], whole: Range) -> tuple[UnitWord, int] | None:
    """The unit that a number shares with the next one, and the mark after it.

    "From 10 to 15 per cent", "17 billion and 5 billion euros", "4 and 6 per cent".
    """
    first, at = whole.number.first, whole.last
    if low_at(words, first - 1) == "from":
        other = end_of(words, at)
        return None if other is None else unit_at(words, other.last)
    other = number(words, at + 1) if low_at(words, at) in ("and", "or") else None
    if (
        other is None
        or not (other.digits and whole.number.digits)
        or year_like(words, whole.number)
    ):
        return None
    return unit_at(words, other.last) if (other.size == 1.0) == (whole.number.size == 1.0) else None


def _unit_after(words: Sequence[Mark], at: int) -> tuple[UnitWord | None, int]:
    low = low_at(words, at)
    hyphen = low in ("-", "‑") and words[at].glued
    gap = at + 1 if hyphen or (low == "of" and low_at(words, at - 1) in _VAGUE) else at
    found = unit_at(words, gap)
    if found is None or (not words[gap].word and found[1] < len(words) and words[found[1]].digits):
        return None, at  # the sign of the next figure ("the second one $2bn")
    return found


def _amount(at: int, whole: Range, unit: UnitWord | None) -> Amount:
    scale = 1.0 if unit is None else unit.scale
    count, other = whole.number, whole.other
    found = Amount(
        at, whole.last, at, count.words, unit=None if unit is None else unit.unit.unit, number=count,
        dimension="count" if unit is None else unit.unit.dimension, rounding=count.rounding * scale,
    )  # fmt: skip
    if count.value is None:
        low = None if count.low is None else count.low * scale
        high = None if count.high is None else count.high * scale
        return replace(found, low=low, high=high, approximate=True)
    value = tidy(count.value * scale)
    if other is None or other.value is None:
        return replace(found, value=value)
    high = tidy(other.value * scale)
    return replace(found, value=tidy((value + high) / 2), low=value, high=high, approximate=True)


def _rate(words: Sequence[Mark], found: Amount, unit: UnitWord) -> Amount:
    """``a year``, ``annually``, ``per barrel``, ``/day`` behind a unit."""
    if unit.per:
        return replace(found, unit=f"{found.unit} per {unit.per}")
    low = low_at(words, found.last)
    if found.dimension == "duration":
        return found
    if low in ("of", "in"):
        return _rate_apart(words, found)
    if low not in (*_ADVERBS, *_PER):
        return found
    if low in _ADVERBS:
        return replace(found, last=found.last + 1, unit=f"{found.unit} per {_ADVERBS[low]}")
    period = _PERIODS.get(low_at(words, found.last + 1))
    if period is None:
        return _price(words, found, low)
    if low in ("a", "an") and low_at(words, found.last + 2) in _ELSEWHEN:
        return found
    return replace(found, last=found.last + 2, unit=f"{found.unit} per {period}")


#: Words between an amount of something and its rate ("5 million tonnes of crude oil a year"), at most.
_APART = 5


def _rate_apart(words: Sequence[Mark], found: Amount) -> Amount:
    """An amount with the rate that follows what it is an amount of; its span stays."""
    for at in range(found.last + 1, min(found.last + 2 + _APART, len(words))):
        low = low_at(words, at)
        if low in _ADVERBS:
            return replace(found, unit=f"{found.unit} per {_ADVERBS[low]}")
        period = _PERIODS.get(low_at(words, at + 1)) if low in _PER else None
        if period is not None:
            told = low_at(words, at + 2) not in _ELSEWHEN
            return replace(found, unit=f"{found.unit} per {period}") if told else found
        if not words[at].word or low in _ENDING:
            return found
    return found


def _price(words: Sequence[Mark], found: Amount, low: str) -> Amount:
    """``a barrel``, ``per 1,000 cubic metres`` behind an amount of money, ``per tonne`` behind any."""
    count = number(words, found.last + 1) if low not in ("a", "an") else None
    thing = unit_at(words, found.last + 1 if count is None else count.last)
    if thing is None or thing[0].unit.dimension in ("money", "share", "duration"):
        return found
    if low in ("a", "an") and found.dimension != "money":
        return found
    many = "" if count is None or count.value is None else f"{count.value:g} "
    name = thing[0].unit.unit if many else thing[0].unit.unit.removesuffix("s")
    kind = "price" if found.dimension == "money" else found.dimension
    return replace(found, last=thing[1], unit=f"{found.unit} per {many}{name}", dimension=kind)
