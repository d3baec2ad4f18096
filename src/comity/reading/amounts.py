"""A number with its unit and the words that qualify it: the grammar of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.changes import MULTIPLES
from comity.reading.numbered import is_figure, year_like
from comity.reading.numerals import MAGNITUDES, Mark, Number, number
from comity.reading.units import UnitWord, unit_at

__all__ = ["Amount", "amount"]

_HYPHENS = ("-", "‑", "–", "—")
_FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4, "fifth": 1 / 5,
    "fifths": 1 / 5, "sixth": 1 / 6, "tenth": 1 / 10, "tenths": 1 / 10,
}  # fmt: skip
_PARTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "nine": 9,
    "1": 1,
    "2": 2,
    "3": 3,
}
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

# How words before a figure bound it: (factor to low, factor to high); None leaves a side open.
_ABOUT, _BELOW, _MORE, _LESS = (0.9, 1.1), (0.9, 1.0), (1.0, None), (None, 1.0)
_QUALIFIERS: dict[tuple[str, ...], tuple[float | None, float | None]] = {
    ("about",): _ABOUT, ("around",): _ABOUT, ("roughly",): _ABOUT, ("approximately",): _ABOUT,
    ("some",): _ABOUT, ("circa",): _ABOUT, ("c",): _ABOUT, ("~",): _ABOUT, ("≈",): _ABOUT,
    ("an", "estimated"): _ABOUT, ("estimated",): _ABOUT, ("or", "so"): _ABOUT, ("an", "average"): _ABOUT,
    ("nearly",): _BELOW, ("almost",): _BELOW, ("close", "to"): _ABOUT, ("just", "under"): _BELOW,
    ("just", "below"): _BELOW, ("just", "short", "of"): _BELOW, ("over",): _MORE, ("above",): _MORE,
    ("more", "than"): _MORE, ("at", "least"): _MORE, ("upwards", "of"): _MORE, ("well", "over"): _MORE,
    ("just", "over"): (1.0, 1.1), ("slightly", "more", "than"): (1.0, 1.1), ("slightly", "over"): (1.0, 1.1),
    ("no", "less", "than"): _MORE, ("no", "fewer", "than"): _MORE, ("not", "less", "than"): _MORE,
    ("greater", "than"): _MORE, ("higher", "than"): _MORE, ("exceeding",): _MORE, (">",): _MORE,
    ("a", "minimum", "of"): _MORE, ("up", "to"): _LESS, ("less", "than"): _LESS, ("fewer", "than"): _LESS,
    ("under",): _LESS, ("below",): _LESS, ("at", "most"): _LESS, ("no", "more", "than"): _LESS,
    ("as", "much", "as"): _LESS, ("as", "many", "as"): _LESS, ("a", "maximum", "of"): _LESS, ("<",): _LESS,
    ("lower", "than"): _LESS, ("not", "more", "than"): _LESS, ("as", "little", "as"): _MORE, ("only",): (1, 1),
    ("just",): (1.0, 1.0), ("exactly",): (1.0, 1.0),
}  # fmt: skip
_LAST_WORDS = frozenset(phrase[-1] for phrase in _QUALIFIERS)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as it is printed: marks ``first`` to ``last``; ``outer`` is where its qualifiers begin.

    ``unit`` is None for a bare number (which may count something); ``sign`` is set where the words of the
    figure themselves say which way it goes ("halved").
    """

    first: int
    last: int
    outer: int
    value: float | str
    low: float | None
    high: float | None
    rounding: float
    unit: str | None
    dimension: str
    approximate: bool
    sign: int = 0
    of: str | None = None
    number: Number | None = None


def _low(words: Sequence[Mark], at: int) -> str:
    return words[at].low if 0 <= at < len(words) else ""


def amount(words: Sequence[Mark], at: int) -> Amount | None:
    """The figure that begins at mark ``at``; None where none does."""
    found = (
        _turn(words, at)
        or _often(words, at)
        or _part(words, at)
        or _in_sign(words, at)
        or _plain(words, at)
    )
    return None if found is None else _qualified(words, found)


def _turn(words: Sequence[Mark], at: int) -> Amount | None:
    """ "halved", "doubled": a change by itself."""
    low = _low(words, at)
    factor = MULTIPLES.get(low)
    if factor is None or _low(words, at + 1) in ("down", "standards", "standard", "-", "whammy"):
        return None
    before = _low(words, at - 1)
    verbal = low.endswith(("ed", "ing")) or before in (
        "to", "will", "would", "could", "may", "might", "can", "should", "nearly", "almost", "they", "it",
        "must", "and",
    )  # fmt: skip
    if not verbal and low.endswith(("halve", "halves", "doubles", "triples")):
        verbal = True
    if not verbal or before in ("a", "an", "the", "of"):
        return None
    value = (factor - 1.0) * 100.0
    return Amount(
        at,
        at + 1,
        at,
        value,
        None,
        None,
        0.0,
        "percent change",
        "change",
        False,
        1 if value > 0 else -1,
    )


def _often(words: Sequence[Mark], at: int) -> Amount | None:
    """ "twice", "threefold"."""
    low = _low(words, at)
    if low == "twice":
        return Amount(at, at + 1, at, 2.0, None, None, 0.0, "times", "ratio", False)
    if low.endswith("fold") and len(low) > 5:
        stem = low[:-4]
        count = number([Mark(0, 0, stem, stem, False)], 0)
        if count is not None and count.value:
            sign = 1 if _low(words, at + 1) in ("increase", "rise", "growth", "jump") else 0
            return Amount(
                at, at + 1, at, count.value, None, None, 0.0, "times", "ratio", False, sign
            )
    return None


def _part(words: Sequence[Mark], at: int) -> Amount | None:
    """ "a third of", "two-thirds", "half of", "one in five", "by a quarter"."""
    low = _low(words, at)
    if low == "half":
        tail = _low(words, at + 1)
        if tail not in ("of", "the", "its", "their", "his", "that") and _low(words, at - 1) not in (
            "by", "than", "about", "nearly", "almost", "around", "roughly", "in", "over", "under",
        ):  # fmt: skip
            return None
        if _low(words, at - 1) in ("first", "second", "other") or (
            tail == "of" and _year(words, at + 2)
        ):
            return None
        return Amount(at, at + 1, at, 50.0, None, None, 0.0, "percent", "share", False)
    count = _PARTS.get(low)
    if count is None:
        return None
    gap = at + 2 if _low(words, at + 1) in _HYPHENS else at + 1
    part = _FRACTIONS.get(_low(words, gap))
    if part is not None:
        told = (
            _low(words, gap).endswith("s")
            or gap == at + 2
            or _low(words, gap + 1) in ("of", "the", "its")
        )
        told = told or _low(words, at - 1) in (
            "by", "than", "about", "nearly", "almost", "around", "roughly", "to", "up", "down",
        )  # fmt: skip
        if not told or _year(words, gap + 2) or (_low(words, gap) == "half" and gap == at + 1):
            return None
        value = round(count * part * 100.0, 1)
        return Amount(at, gap + 1, at, value, None, None, 0.5, "percent", "share", False)
    for joint in (("in",), ("out", "of")):
        tail = at + 1 + len(joint)
        whole = number(words, tail)
        if (
            tuple(_low(words, at + 1 + n) for n in range(len(joint))) == joint
            and whole is not None
            and whole.value
            and count < whole.value <= 100
            and not words[at].digits
        ):
            value = round(100.0 * count / whole.value, 1)
            return Amount(at, whole.last, at, value, None, None, 0.5, "percent", "share", False)
    return None


def _year(words: Sequence[Mark], at: int) -> bool:
    low = _low(words, at)
    if low in ("the", "last", "this", "next"):
        return _low(words, at + 1) in ("year", "century", "decade", "day", "month") or low != "the"
    return at < len(words) and words[at].digits and len(words[at].text) == 4


def _in_sign(words: Sequence[Mark], at: int) -> Amount | None:
    """Money with its sign before it: ``$1.2bn``, ``RUB 5 trillion``, ``$3–5 billion``."""
    sign = unit_at(words, at)
    if sign is None or sign[0].unit.dimension != "money" or sign[0].scale != 1.0:
        return None
    symbol = not words[at].word or words[at].text.isupper()
    count = number(words, sign[1]) if symbol else None
    if count is None or not count.digits:
        return None
    whole = _ranged(words, count, sign[0])
    found = _amount(words, at, whole, sign[0])
    repeated = unit_at(words, found.last)
    if repeated is not None and repeated[0].unit == sign[0].unit:
        found = replace(found, last=repeated[1])
    return _rate(words, found, sign[0])


def _plain(words: Sequence[Mark], at: int) -> Amount | None:
    """A number, its unit after it."""
    count = number(words, at)
    if count is None:
        return None
    whole = _ranged(words, count, None)
    unit, last = _unit_after(words, whole.last)
    if unit is None and whole.last > count.last and whole.last - count.last > 1:
        pass
    if not is_figure(words, count, unit=unit is not None):
        return None
    if unit is None:
        if count.value == 1.0 and count.last == count.first + 1:
            return None
        found = _amount(words, at, whole, None)
        return found
    if (
        (unit.unit.dimension == "duration"
        and year_like(words, count))
        or (words[whole.last].low in ("m", "k") and not words[whole.last].glued)
    ):
        return None
    found = replace(_amount(words, at, whole, unit), last=last)
    return _rate(words, found, unit)


def _unit_after(words: Sequence[Mark], at: int) -> tuple[UnitWord | None, int]:
    gap = at
    if (_low(words, at) in ("-", "‑") and words[at].glued) or (_low(words, at) == "of" and _low(words, at - 1) in (
        "billions", "millions", "thousands", "trillions", "hundreds", "tens", "dozens", "couple", "handful",
    )):
        gap = at + 1
    found = unit_at(words, gap)
    return (None, at) if found is None else found


@dataclass(frozen=True, slots=True)
class _Range:
    number: Number
    other: Number | None
    last: int


def _ranged(words: Sequence[Mark], count: Number, sign: UnitWord | None) -> _Range:
    """The number and, where a range is printed, its other end."""
    at = count.last
    single = _Range(count, None, at)
    if count.value is None or _low(words, count.first - 1) == "from":
        return single
    between = _low(words, count.first - (2 if sign else 1)) == "between"
    unit = None if sign else unit_at(words, at)
    joint = unit[1] if unit is not None and unit[0].unit.dimension != "duration" else at
    low = _low(words, joint)
    if low not in (*_HYPHENS, "to", "or") and not (between and low == "and"):
        return single
    if low == "or" and count.digits:
        return single
    tail = joint + 1
    repeated = unit_at(words, tail)
    if sign is not None and repeated is not None and repeated[0].unit == sign.unit:
        tail = repeated[1]
    other = number(words, tail)
    if other is None or other.value is None or other.digits != count.digits:
        return single
    size = other.size if count.size == 1.0 else 1.0
    if not count.value * size < other.value or (
        year_like(words, count) and year_like(words, other)
    ):
        return single
    if low in _HYPHENS and joint == at and _low(words, other.last) in _HYPHENS:
        return single
    if size != 1.0:
        count = replace(
            count,
            value=float(f"{count.value * size:.12g}"),
            rounding=count.rounding * size,
            size=size,
        )
    return _Range(count, other, other.last)


def _amount(words: Sequence[Mark], at: int, whole: _Range, unit: UnitWord | None) -> Amount:
    scale = 1.0 if unit is None else unit.scale
    count, other = whole.number, whole.other
    name = None if unit is None else unit.unit.unit
    dimension = "count" if unit is None else unit.unit.dimension
    rounding = count.rounding * scale
    if count.value is None:
        low = None if count.low is None else count.low * scale
        high = None if count.high is None else count.high * scale
        return Amount(
            at,
            whole.last,
            at,
            count.words,
            low,
            high,
            rounding,
            name,
            dimension,
            True,
            number=count,
        )
    value = count.value * scale
    if other is not None and other.value is not None:
        high = _tidy(other.value * scale)
        middle = _tidy((value + high) / 2)
        return Amount(
            at,
            whole.last,
            at,
            middle,
            _tidy(value),
            high,
            rounding,
            name,
            dimension,
            True,
            number=count,
        )
    return Amount(
        at, whole.last, at, _tidy(value), None, None, rounding, name, dimension, False, number=count
    )


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def _rate(words: Sequence[Mark], found: Amount, unit: UnitWord) -> Amount:
    """``a year``, ``per barrel``, ``/day`` behind a unit."""
    if unit.per:
        return replace(found, unit=f"{found.unit} per {unit.per}")
    if found.dimension == "duration":
        return found
    at = found.last
    low = _low(words, at)
    if low in _ADVERBS:
        return replace(found, last=at + 1, unit=f"{found.unit} per {_ADVERBS[low]}")
    if low not in ("per", "a", "an", "each", "every", "/"):
        return found
    period = _PERIODS.get(_low(words, at + 1))
    if period is not None:
        follows = _low(words, at + 2)
        if low in ("a", "an") and follows in ("ago", "earlier", "before", "later", "after"):
            return found
        return replace(found, last=at + 2, unit=f"{found.unit} per {period}")
    count = number(words, at + 1)
    thing = unit_at(words, at + 1 if count is None else count.last)
    if thing is None or thing[0].unit.dimension in ("money", "share", "duration"):
        return found
    if low in ("a", "an") and found.dimension != "money":
        return found
    many = "" if count is None or count.value is None else f"{count.value:g} "
    name = thing[0].unit.unit if many else thing[0].unit.unit.removesuffix("s")
    kind = "price" if found.dimension == "money" else found.dimension
    return replace(found, last=thing[1], unit=f"{found.unit} per {many}{name}", dimension=kind)


def _qualified(words: Sequence[Mark], found: Amount) -> Amount:
    """With the words before it that bound it, and "or more" behind it."""
    at = found.first
    if (
        _low(words, at - 1) in ("-", "−", "–", "minus")
        and at >= 1
        and isinstance(found.value, float)
    ):
        sign = words[at - 1]
        open_before = at < 2 or not sign.glued
        if sign.low == "minus" or (open_before and words[at].glued):
            found = replace(found, value=-found.value, first=at - 1, outer=at - 1)
            at -= 1
    bounds = None
    outer = at
    if _low(words, at - 1) in _LAST_WORDS:
        for length in (3, 2, 1):
            phrase = tuple(_low(words, n) for n in range(at - length, at))
            if phrase in _QUALIFIERS:
                bounds, outer = _QUALIFIERS[phrase], at - length
                break
    elif _low(words, at - 1) in ("a", "an", "the") and _low(words, at - 2) in _LAST_WORDS:
        phrase = (_low(words, at - 2),)
        if phrase in _QUALIFIERS and found.unit is not None:
            bounds, outer = _QUALIFIERS[phrase], at - 2
    behind = (_low(words, found.last), _low(words, found.last + 1))
    if bounds is None and behind in (("or", "more"), ("or", "so")):
        bounds = _MORE if behind[1] == "more" else _ABOUT
        found = replace(found, last=found.last + 2)
    if outer and _low(words, outer - 1) == "by" and bounds is not None and outer != at:
        pass
    found = replace(
        found, outer=outer, first=outer if bounds not in (None, (1.0, 1.0)) else found.first
    )
    if bounds in (None, (1.0, 1.0)) or not isinstance(found.value, float) or found.low is not None:
        return found
    below, above = bounds
    value = found.value
    return replace(
        found, low=None if below is None else _tidy(value * below),
        high=None if above is None else _tidy(value * above), approximate=True,
    )  # fmt: skip


assert set(_FRACTIONS).isdisjoint(MAGNITUDES)
