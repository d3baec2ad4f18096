"""The sums a paragraph lets its reader do: which of its figures belong together.

Looked for: a change with the two levels it leads between; a goal for a year with the level of another year; a
part, its whole and its share; changes of volume and of value, which imply one of the price.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.reading.anchor import anchored
from comity.reading.arithmetic import (
    Kind,
    Printed,
    Statement,
    annual_rate,
    growth,
    implied_price_change,
    printed,
    share_of,
)
from comity.reading.dates import When, dates
from comity.reading.figure_dates import date_of
from comity.reading.marks import marks, word_set
from comity.reading.quantities import Quantity, quantities

__all__ = ["statements"]

_LEVELS = frozenset(
    ["money", "price", "mass", "volume", "energy", "power", "length", "area", "count"]
)
_AHEAD = word_set(
    "will would target goal plan plans planned aim aims intend intends reach forecast expected by"
)
_PAST = word_set("was were been had averaged grew rose since")
_VALUE = word_set("value values worth revenue revenues earnings income receipts dollar monetary")
_VOLUME = word_set("volume volumes tonnage physical quantity quantities")
_PRICE = word_set("price prices discount discounts")
_AGAINST = word_set("against versus")
_YEARLY = word_set("annual annually yearly")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of a sentence: what it stands for, its year, the words of its clause before it."""

    quantity: Quantity
    stands: Printed
    sentence: int
    year: int | None
    before: tuple[str, ...]
    ahead: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.quantity.start, self.quantity.end

    @property
    def unit(self) -> str:
        return (self.quantity.unit or "").partition(" per ")[0]

    @property
    def yearly(self) -> bool:
        """Of a change: told for each year."""
        by_year = (self.quantity.unit or "").endswith("per year")
        return by_year or bool(_YEARLY.intersection(self.before))


def statements(
    text: str, sentences: Sequence[tuple[int, int]], anchor: str | None = None
) -> tuple[Statement, ...]:
    """Sums over the figures of a paragraph.

    Parameters
    ----------
    text, sentences
        The document's text; where each sentence of one paragraph stands in it.
    anchor
        The day of writing, for years told from it ("last year").
    """
    figures = [
        figure
        for number, (start, end) in enumerate(sentences)
        for figure in _figures(text, number, start, end, anchor)
    ]
    levels = [f for f in figures if f.quantity.kind in _LEVELS and not f.quantity.change]
    changes = [f for f in figures if _changes(f)]
    shares = [f for f in figures if f.quantity.unit == "percent"]
    now = anchored(anchor)
    year = now.year if now else None
    return (
        *_end_points(levels, changes),
        *_goals(levels, changes, year),
        *_parts(text, levels, shares),
        *_prices(figures, changes),
    )


def _figures(text: str, number: int, start: int, end: int, anchor: str | None) -> Iterator[_Figure]:
    found = quantities(text, start, end)
    whens = [when for when in dates(text, start, end, anchor) if _year(when) is not None]
    for at, quantity in enumerate(found):
        stands = printed(quantity)
        if stands is None:
            continue
        clause = max(start, found[at - 1].end if at else start)
        before = tuple(mark.low for mark in marks(text, clause, quantity.start))
        year = _year(date_of(quantity, whens, found, text))
        yield _Figure(quantity, stands, number, year, before, bool(_AHEAD.intersection(before)))


def _year(when: When | None) -> int | None:
    if when is None or when.date is None or "/" in when.date or not when.date[:4].isdecimal():
        return None
    return int(when.date[:4])


def _changes(figure: _Figure) -> bool:
    """Whether it tells a change; ``up from 200, or 2 percent`` does."""
    told = figure.quantity
    return (
        told.kind == "change" or told.unit == "percent per year"
        or (told.unit == "percent" and _word_before(figure) == "or")
    )  # fmt: skip


def _word_before(figure: _Figure) -> str:
    """The word before a figure, beside those that qualify it."""
    return figure.before[-1] if figure.before else ""


def _end_points(levels: Sequence[_Figure], changes: Sequence[_Figure]) -> Iterator[Statement]:
    for at, first in enumerate(levels):
        for last in levels[at + 1 : at + 3]:
            ends = _in_time(first, last)
            if ends is None:
                continue
            a, b = ends
            begun, ended = _alike(a, b)
            if begun.low <= 0 or ended.low <= 0:
                continue
            told = [c for c in changes if c.sentence == a.sentence]
            yearly = [c for c in told if c.yearly]
            once = [c for c in told if c not in yearly]
            if once:
                yield _statement("growth", growth(begun, ended), once[0], (a, b), "%")
            if a.year and b.year and b.year > a.year + 1:
                implied = annual_rate(begun, ended, b.year - a.year)
                yield _statement("rate", implied, yearly[0] if yearly else None, (a, b), "% a year")


def _in_time(first: _Figure, last: _Figure) -> tuple[_Figure, _Figure] | None:
    """Two levels of a sentence as the earlier and the later, where its words say which is which."""
    if first.sentence != last.sentence or first.unit != last.unit:
        return None
    ends = (_word_before(first), _word_before(last))
    if ends == ("from", "to"):
        return first, last
    compared = ends[1] in _AGAINST or last.before[-2:] == ("compared", "with")
    return (last, first) if ends == ("to", "from") or compared else None


def _alike(one: _Figure, other: _Figure) -> tuple[Printed, Printed]:
    """Two levels as printed to the same place: beside 80,000 a 100,000 is no rough figure."""
    place = min(one.quantity.rounding, other.quantity.rounding)
    return _to(one, place), _to(other, place)


def _to(figure: _Figure, place: float) -> Printed:
    value = figure.stands.value
    return (
        figure.stands
        if figure.quantity.approximate
        else Printed(value, value - place, value + place)
    )


def _goals(
    levels: Sequence[_Figure], changes: Sequence[_Figure], now: int | None
) -> Iterator[Statement]:
    yearly = [c for c in changes if c.yearly]
    for goal in levels:
        if goal.year is None or not goal.ahead or (now is not None and goal.year <= now):
            continue
        bases = [
            base
            for base in levels
            if base is not goal
            and base.unit == goal.unit
            and base.year is not None
            and base.year < goal.year
            and base.stands.low > 0
            and not _from_to(base, goal)
            and (
                base.quantity.of == goal.quantity.of or None in (base.quantity.of, goal.quantity.of)
            )
        ]
        if bases and goal.stands.low > 0:
            base = max(bases, key=lambda b: b.year or 0)
            years = goal.year - (base.year or 0)
            implied = annual_rate(base.stands, goal.stands, years)
            yield _statement(
                "target", implied, yearly[0] if yearly else None, (base, goal), "% a year"
            )


def _from_to(base: _Figure, goal: _Figure) -> bool:
    return (
        base.sentence == goal.sentence
        and bool(base.before)
        and base.before[-1] == "from"
        and bool(goal.before)
        and goal.before[-1] == "to"
    )


def _parts(text: str, levels: Sequence[_Figure], shares: Sequence[_Figure]) -> Iterator[Statement]:
    for share in shares:
        near = [f for f in levels if f.sentence == share.sentence]
        for part, whole in pairwise(near):
            if part.unit != whole.unit or not 0 < part.stands.value <= whole.stands.value:
                continue
            low, high = min(part.span[0], share.span[0]), max(whole.span[1], share.span[1])
            linked = text[part.span[1] : whole.span[0]].lower()
            if (
                high - low < 250
                and (" of " in linked or " total" in linked)
                and whole.stands.low > 0
            ):
                yield _statement(
                    "share", share_of(part.stands, whole.stands), share, (part, whole), "%"
                )
                break


def _prices(figures: Sequence[_Figure], changes: Sequence[_Figure]) -> Iterator[Statement]:
    for value in changes:
        if not _VALUE.intersection(value.before):
            continue
        for volume in changes:
            if volume is value or _VALUE.intersection(volume.before):
                continue
            if abs(volume.sentence - value.sentence) > 1:
                continue
            measured = _VOLUME.intersection(volume.before) or any(
                f.quantity.kind in ("mass", "volume", "energy") and f.sentence == volume.sentence
                for f in figures
            )
            if not measured or volume.stands.low <= -100:
                continue
            implied = implied_price_change(volume.stands, value.stands)
            told = next(
                (c for c in changes if c not in (value, volume) and _PRICE.intersection(c.before)),
                None,
            )
            yield _statement("price", implied, told, (volume, value), "%")
            break


_WORDS = {
    "growth": "The two levels are a change of {implied}",
    "rate": "The two levels are {implied}",
    "target": "From the level told, the goal takes {implied}",
    "share": "The part is {implied} of the whole",
    "price": "Volume and value together mean a change of the price of {implied}",
}


def _statement(
    kind: Kind, implied: Printed, told: _Figure | None, used: Sequence[_Figure], unit: str
) -> Statement:
    words = _WORDS[kind].format(implied=_shown(implied.value, unit, kind))
    spans = [figure.span for figure in used]
    if told is None:
        return Statement(kind, None, implied, unit, None, tuple(sorted(spans)), words + ".")
    past = kind == "target" and bool(_PAST.intersection(told.before)) and not told.ahead
    agrees = None if past else told.stands.meets(implied)
    said = "so far it was" if past else "the text says"
    words += f"; {said} {_shown(told.stands.value, unit, kind)}"
    if agrees and _shown(told.stands.value, unit, kind) != _shown(implied.value, unit, kind):
        number, _, _ = _shown(implied.low, unit, kind).partition(" ")
        words += f", and as printed they can be {number} to {_shown(implied.high, unit, kind)}"
    words += "."
    return Statement(
        kind, told.stands, implied, unit, agrees, tuple(sorted([*spans, told.span])), words
    )


def _shown(value: float, unit: str, kind: Kind) -> str:
    number = f"{value:.1f}" if kind == "share" else f"{value:+.1f}"
    return f"{number.replace('-', '−')} {unit}"
