"""Currencies of one name ("pesos", "kroner"): whose is meant, by the peoples that the sentence names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from comity.reading.marks import Mark
from comity.reading.multiples import Amount
from comity.reading.word_classes import rows

__all__ = ["namesake"]


#: Who is named no further away than so many marks can be meant.
_AROUND = 40


@cache
def _namesakes() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Other currencies of a name, with the beginnings of words that speak of their states."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows("namesakes.csv"):
        found.setdefault(row["currency"], []).append((tuple(row["people"].split()), row["unit"]))
    return found


def namesake(words: Sequence[Mark], amount: Amount, unit: str) -> str:
    """The unit of an amount of money, where its name or sign (``¥``) is that of several currencies."""
    currency = unit.partition(" ")[0]
    others = _namesakes().get(currency)
    written = [mark for mark in words[amount.first : amount.last] if not mark.digits]
    if others is None or any(mark.text == currency for mark in written):
        return unit
    if currency == "CNY" and not any("¥" in mark.text for mark in written):
        return unit
    around = words[max(0, amount.first - _AROUND) : amount.last + _AROUND]
    for mark in sorted(around, key=lambda mark: abs(mark.start - words[amount.first].start)):
        for people, other in others:
            if mark.text[0].isupper() and mark.low.startswith(people):
                return unit.replace(currency, other, 1)
    return unit
