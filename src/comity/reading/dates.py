"""Dates in prose (types first)."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.vocabulary import Basis

__all__ = ["When", "dates"]


@dataclass(frozen=True, slots=True)
class When:
    """A date or a period, and where it stands.

    Attributes
    ----------
    start, end
        Of the words that tell it; with the word that turns it ("since 2014") where ``role`` is not ``at``.
    date
        ISO 8601 of reduced precision, an interval ``A/B``, ``before A`` or ``after A``; None where it is told
        from a day that is not known.
    basis
        ``stated`` where the text has the date itself, ``inferred`` where it is reckoned or looked up.
    relative
        Whether it is told from the day of writing ("last week").
    role
        ``at``, ``since``, ``until``, ``before``, ``after`` or ``by``.
    note
        Why there is no date, or what was assumed.
    """

    start: int
    end: int
    date: str | None
    basis: Basis
    relative: bool
    role: str = "at"
    note: str | None = None


def dates(text: str, start: int, end: int, anchor: str | None) -> tuple[When, ...]:
    """Dates of ``text[start:end]`` (a sentence), in order; ``anchor`` is the date of writing."""
    return ()
