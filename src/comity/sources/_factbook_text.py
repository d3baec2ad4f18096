"""Figures as the World Factbook prints them: "$5.01 trillion (2022 est.)", "10.879 million bbl/day (2023)".

A text is read only if the whole of it has that form and names its year; anything else ("not available",
a sentence, a range) is no figure, and the caller counts it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

__all__ = ["Figure", "figure", "partners", "plain"]

_SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_YEAR = r"\((?:[A-Z][a-z]+ )?(?:FY)?(\d{4})(?: est\.?)?\)"
_FIGURE = re.compile(
    rf"(\$?)\s*(-?\d[\d,]*(?:\.\d+)?)\s*(%?)\s*(thousand|million|billion|trillion)?\s*([^()\d$%]*?)\s*{_YEAR}"
)
_PARTNERS = re.compile(rf"(.+?)\s*{_YEAR}")
_PARTNER = re.compile(r"\s*([^%]+?)\s+(\d+(?:\.\d+)?)\s*%\s*(?:,|$)")
_TAG = re.compile(r"<[^>]*>")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: its value in plain units, the words of its unit, and its year."""

    value: float
    unit: str
    year: int


def plain(text: str) -> str:
    """The text without markup, entities and doubled blanks."""
    return " ".join(html.unescape(_TAG.sub(" ", text[:_LONGEST])).split())


def figure(text: str) -> Figure | None:
    """The figure a text consists of, or None. The unit is ``$``, ``% of GDP``, ``bbl/day`` … or empty."""
    match = _FIGURE.fullmatch(plain(text))
    if match is None:
        return None
    dollar, digits, percent, scale, unit, year = match.groups()
    value = float(digits.replace(",", "")) * _SCALES[scale or ""]
    words = " ".join(part for part in (dollar, percent, unit.strip()) if part)
    return Figure(value, words, int(year))


def partners(text: str) -> tuple[int, list[tuple[str, float]]] | None:
    """The year and the (partner, share) of "China 33%, Congo, Republic of the 5% (2023)", or None.

    A partner's name may hold commas; the list is read only if all of it has this form.
    """
    match = _PARTNERS.fullmatch(plain(text))
    if match is None:
        return None
    listed, at, found = match.group(1), 0, list[tuple[str, float]]()
    while at < len(listed):
        partner = _PARTNER.match(listed, at)
        if partner is None:
            return None
        found.append((partner.group(1), float(partner.group(2))))
        at = partner.end()
    return int(match.group(2)), found
