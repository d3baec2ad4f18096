"""Which date of a sentence is that of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.reading.dates import When
from comity.reading.quantities import Quantity

__all__ = ["date_of"]

#: What parts one statement from the next.
_BREAK = re.compile(
    r"[;:—]|\.\s|,\s+(?:and|but|while|whereas|though|although|as)\b|\b(?:while|whereas)\b"
)
#: A day behind these is that of saying so.
_SAID = re.compile(
    r"\b(?:said|says|announced|reported|showed|shows|told|wrote|published)\s+(?:[\w’]+\s+){0,3}$"
)
#: A date before one of these is that of a dispatch.
_DISPATCH = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?[—–:-]\s*|\s*\([^()]{1,40}\)\s*[—–:-]")


def date_of(
    figure: Quantity, whens: Sequence[When], others: Sequence[Quantity], text: str
) -> When | None:
    """The date of a figure; None where it has none, or one that is not known ("last year").

    The next one behind it in its clause, before another figure; else the last one before it, with no other
    figure between; else the next one behind it in its clause at all ("rose 5% to $10bn in 2023"); else the
    first of its clause or sentence, for a change the latest before it ("$5bn in 2021, $6bn in 2022, or 20 %
    more"). What a change is
    held against ("than in 2021"), the day of a dispatch and of saying so ("said on Tuesday") are none.

    Parameters
    ----------
    figure, whens, others, text
        A figure, all dates and figures of its sentence, in order, and the text they stand in.
    """
    found = _date_of(figure, whens, others, text)
    return found if found is not None and found.date is not None else None


def _date_of(
    figure: Quantity, whens: Sequence[When], others: Sequence[Quantity], text: str
) -> When | None:
    own = [
        when for when in whens
        if when.role in ("at", "by", "since")
        and not _SAID.search(text[max(0, when.start - 40) : when.start])
        and not _DISPATCH.match(text, when.end)
    ]  # fmt: skip
    behind = next((when for when in own if when.start >= figure.end), None)
    if behind is not None and _BREAK.search(text, figure.end, behind.start):
        behind = None
    if behind is not None and not _between(others, figure.end, behind.start):
        return behind
    other = _other_end(figure, others, text)
    before = [
        when for when in own
        if when.end <= figure.start and not 0 <= when.start - other < _NEXT
    ]  # fmt: skip
    result = figure.kind == "change" or text[figure.start - 4 : figure.start] == " or "
    if before and not result and not _between(others, before[-1].end, figure.start):
        return before[-1]
    if behind is not None:
        return behind
    if result:
        return max(before, key=lambda when: when.date or "", default=None)
    near = [when for when in before if not _BREAK.search(text, when.end, figure.start)]
    return next(iter(near or before), None)


#: A date that begins so many characters behind a figure is its own ("5 tonnes in 2015").
_NEXT = 12


def _other_end(figure: Quantity, others: Sequence[Quantity], text: str) -> int:
    """Where the figure ends from which this one is reached ("from 5 tonnes in 2015 to 3 tonnes")."""
    if text[max(0, figure.start - 3) : figure.start] != "to ":
        return -_NEXT
    begun = (
        q
        for q in others
        if q.end <= figure.start and text[max(0, q.start - 5) : q.start] == "from "
    )
    return max((q.end for q in begun), default=-_NEXT)


def _between(others: Sequence[Quantity], start: int, end: int) -> bool:
    return any(start <= other.start < end for other in others)
