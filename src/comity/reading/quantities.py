"""Figures in prose: shares, changes, money, amounts, counts, how often; directions told without a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading import amounts
from comity.reading.calendar_dates import MONTHS
from comity.reading.changes import against, change_around, direction
from comity.reading.counts import counted, counted_name, noun_after_of, topic_before
from comity.reading.dates import dates
from comity.reading.directions import balance
from comity.reading.marks import Mark, low_at, marks, word_set
from comity.reading.multiples import Amount
from comity.reading.namesakes import namesake
from comity.reading.numbered import year_like
from comity.reading.numerals import number as number_at
from comity.reading.units import counted_unit

__all__ = ["Quantity", "quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and where it stands.

    Attributes
    ----------
    start, end
        Of the figure with its unit and the words that qualify it ("about 10%").
    value
        In ``unit``; a fall is below 0. Words where only a size or a direction is told: ``several``,
        ``tens of thousands``, ``deficit rising``.
    low, high
        Of a range, an approximation ("nearly": up to 10 % below; "about": 10 % either way) or a word of size;
        None on the side that is open, and both where the figure is told as it is.
    unit
        One of :func:`comity.reading.units.units`, with `` per year``, `` per day`` or `` per barrel`` behind
        it for a rate or a price.
    of
        What is measured or counted, as the text words it.
    change, against
        Whether it is a change (by so much) rather than a level (so much); against what, where told.
    approximate
        Whether it is qualified ("about", "nearly") or a range.
    kind
        share, change, points, ratio, money, price, mass, volume, energy, power, length, area, count,
        duration or direction.
    rounding
        Half of the last printed place, in ``unit``.
    definite
        A count of things already told ("the two countries"), or a mere "several".
    """

    start: int
    end: int
    value: float | str
    low: float | None
    high: float | None
    unit: str | None
    of: str | None
    change: bool
    approximate: bool
    kind: str = "count"
    against: str | None = None
    rounding: float = 0.0
    definite: bool = False

    @property
    def figure(self) -> bool:
        """Whether it is worth a record of its own: no duration, no mere mention of "the two countries"."""
        return self.kind != "duration" and not self.definite


def quantities(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Figures of ``text[start:end]`` (a sentence), in order, not overlapping.

    Years and dates, ordinals, numbers in names and of pages are none.
    """
    words = marks(text, start, end)
    masked = _masked(words, text, start, end)
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        amount = None if masked[at] else amounts.amount(words, at)
        if amount is None or any(masked[amount.first : amount.last]):
            at += 1
            continue
        told = _told(text, words, amount, found)
        if told is not None:
            found.append(told)
            at = max(amount.last, at + 1)
            while at < len(words) and words[at].start < told.end:
                at += 1
        else:
            at += 1
    direction = balance(words)
    if direction is not None:
        first, last, value = direction
        a, b = words[first].start, words[last - 1].end
        if not any(q.end > a and _near(words, last, q.start) for q in found):
            found.append(Quantity(
                a, b, value, None, None, "trade balance", "trade balance", True, False, "direction"
            ))  # fmt: skip
    return tuple(sorted(found, key=lambda q: q.start))


def _near(words: Sequence[Mark], last: int, start: int) -> bool:
    """Whether a figure stands within a few marks behind a direction told: it says by how much or to what."""
    return start < words[min(last + 6, len(words) - 1)].end


def _masked(words: Sequence[Mark], text: str, start: int, end: int) -> list[bool]:
    """Which marks belong to dates."""
    masked = [False] * len(words)
    at = 0
    told = dates(text, start, end, None)
    for number, when in enumerate(told):
        follows = told[number + 1] if number + 1 < len(told) else None
        if when.role not in ("at", "by", "against") and follows and follows.start < when.end:
            continue  # the date itself comes next; what stands before it may be a figure
        while at < len(words) and words[at].end <= when.start:
            at += 1
        n = at
        while n < len(words) and words[n].start < when.end:
            masked[n] = True
            n += 1
    return masked


def _told(
    text: str, words: Sequence[Mark], amount: Amount, found: Sequence[Quantity]
) -> Quantity | None:
    """The figure with what it is of, and whether it is a change."""
    before = found[-1] if found else None
    if amount.unit is None:
        return _count(text, words, amount) or _other_end(words, amount, found)
    first, last = amount.first, amount.last
    kind, unit = amount.dimension, namesake(words, amount, amount.unit)
    value, low, high, rounding = amount.value, amount.low, amount.high, amount.rounding
    sign = amount.sign
    if not sign and kind not in ("duration", "count"):
        sign = change_around(words, amount.outer, last, share=kind in ("share", "points"))
    if kind == "share" and not sign and before is not None and before.kind == "change":
        sign = _goes_on(words, before, amount.outer)
    if kind == "share" and sign:
        kind, unit = "change", unit.replace("percent", "percent change", 1)
    if sign < 0 and isinstance(value, float) and value > 0:
        value = -value
        low, high = (None if high is None else -high), (None if low is None else -low)
    span = noun_after_of(words, last)
    of = _slice(text, words, span)
    if of is None and kind != "duration":
        of = topic_before(words, amount.outer)
    changed = bool(sign) or kind in ("change", "points")
    other = against(words, last) if changed else None
    return Quantity(
        words[first].start, words[last - 1].end, value, low, high, unit, of, changed, amount.approximate,
        kind, _slice(text, words, other), rounding,
    )  # fmt: skip


def _goes_on(words: Sequence[Mark], before: Quantity, first: int) -> int:
    """The sign of the change before, where nothing but "and" and dates stand between ("4% and 3% in May")."""
    at = first - 1
    while at >= 0 and words[at].start >= before.end:
        mark = words[at]
        if not (mark.low in _BETWEEN or mark.low in MONTHS or mark.digits):
            return 0
        at -= 1
    joined = at + 1 < first and words[first - 1].low in ("and", "or", "in", ",", "then")
    return (1 if isinstance(before.value, float) and before.value > 0 else -1) if joined else 0


_BETWEEN = word_set(
    "and or in by for this next last year years month quarter , then the first second half of"
)


def _slice(text: str, words: Sequence[Mark], span: tuple[int, int] | None) -> str | None:
    return None if span is None else text[words[span[0]].start : words[span[1] - 1].end]


def _other_end(words: Sequence[Mark], amount: Amount, found: Sequence[Quantity]) -> Quantity | None:
    """A bare number with the unit of a figure before.

    The other end ("to 7.4 per cent from 8.2", "from 5 million barrels in 2015 to 3 million", "fell to 3
    million"), or that of somebody else ("Peru bought 5 million tonnes and Chile 3 million").
    """
    if not found or found[-1].definite or not isinstance(amount.value, float):
        return None
    before = found[-1]
    if not (_is_end(words, amount, before) or _is_like(words, amount, before)):
        counts = (q for q in reversed(found[-_FEW:]) if q.kind == "count")
        more = next(counts, None) if _is_more(words, amount) else None
        if more is None:
            return None
        before = more
    return replace(
        before, start=words[amount.first].start, end=words[amount.last - 1].end, value=amount.value,
        low=amount.low, high=amount.high, approximate=amount.approximate, rounding=amount.rounding,
    )  # fmt: skip


def _is_end(words: Sequence[Mark], amount: Amount, before: Quantity) -> bool:
    """Whether only dates and "from" or "to" stand between a number and the figure before it."""
    at = amount.outer - 1
    if before.change or before.unit == "acts" or low_at(words, at) not in ("from", "to"):
        return False  # nor is "287 votes to 55" a range
    if low_at(words, at) == "to" and direction(low_at(words, at - 1)) and before.kind != "count":
        return True  # "fell to 3 million"
    while at > 0 and words[at - 1].start >= before.end:
        at -= 1
        if not (words[at].low in ("in", "of") or words[at].low in MONTHS or words[at].digits):
            return False
    return at > 0


_ENDS = frozenset(["", ".", ",", ";", ")", "and", "while", "in", "to", "from", "respectively"])


def _is_like(words: Sequence[Mark], amount: Amount, before: Quantity) -> bool:
    """Whether a number at the end of its clause takes the place of the one before: "and Chile 3 million"."""
    at, number = amount.outer - 1, amount.number
    if number is None or not number.digits or low_at(words, amount.last) not in _ENDS:
        return False
    joined = low_at(words, at) == "for"
    name = at - 1 if joined else at
    if name < 1 or not words[name].text[0].isupper() or words[name].start < before.end:
        return False
    while words[name - 1].start >= before.end and (
        words[name - 1].text[0].isupper() or words[name - 1].low == "the"
    ):
        name -= 1
    return low_at(words, name - 1) in (",", "and", "while", "but", ";") and (
        joined or number.size > 1.0
    )


#: Figures looked back over.
_FEW = 3


def _is_more(words: Sequence[Mark], amount: Amount) -> bool:
    """Whether more of the things counted before are told of: "30 jets to Oman, and of 12 to Peru"."""
    at = amount.first - 1
    joined = low_at(words, at) == "of" and low_at(words, at - 1) in ("and", ",")
    return joined and low_at(words, amount.last) in ("to", "from", "for")


_SMALL_TALK = word_set(
    "countries states nations powers sides leaders parties capitals neighbours neighbors "
    "presidents governments ministers men allies partners points things sets groups ways reasons "
    "parts factors aspects issues areas fronts giants superpowers adversaries rivals players "
    "camps worlds options scenarios goals words hands"
)
_POINTING = word_set(
    "the these those both its their his her our your other last first next past previous "
    "following all any no same"
)


def _ends_number(words: Sequence[Mark], at: int) -> bool:
    """Whether the word at mark ``at`` can end a number ("two", "22")."""
    return words[at].digits or number_at(words, at) is not None


def _count(text: str, words: Sequence[Mark], amount: Amount) -> Quantity | None:
    noun = counted(words, amount.last)
    if noun is None:
        return None
    unit = counted_unit(words[noun].low) or counted_name(words, noun)
    people = unit in ("troops", "people", "aircraft", "vessels", "weapons")
    number = amount.number
    if number is not None and year_like(words, number) and not (people or amount.approximate):
        return None
    before = words[amount.first - 1].low if amount.first else ""
    vague = not isinstance(amount.value, float)
    size = amount.value if isinstance(amount.value, float) else amount.low
    small = size is not None and size < 5 and words[noun].low in _SMALL_TALK
    few = size is None or size < 13
    whole = before == "of" and amount.first > 1 and _ends_number(words, amount.first - 2)
    told = (before in _POINTING and few) or whole  # "22 of 35 chapters"
    mere = unit is None and size is not None and size < 5 and not (number and number.digits)
    among = low_at(words, amount.last) == "of" and noun > amount.last + 1
    among = among and number is not None and number.value is not None
    definite = told or (small and not among) or mere or (vague and (size is None or size < 20))
    if vague and amount.value in ("many", "numerous"):
        return None
    of = text[words[noun].start : words[noun].end]
    end = words[amount.last - 1 if among else noun].end
    return Quantity(
        words[amount.first].start, end, amount.value, amount.low, amount.high,
        unit or "count", of, bool(amount.sign), amount.approximate, "count", None, amount.rounding, definite,
    )  # fmt: skip
