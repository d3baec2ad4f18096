"""A figure of a document as a number in the base unit of its dimension, with how finely it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.reading.record import Record
from comity.reading.units import units

__all__ = ["WORLD_UNITS", "Measured", "measured", "near", "written"]

#: Units of flows and links: dimension, and how much of its base one is in a year.
BARREL = 0.158987294928
WORLD_UNITS: dict[str, tuple[str, float]] = {
    "USD": ("USD", 1.0), "EUR": ("EUR", 1.0), "RUB": ("RUB", 1.0), "CNY": ("CNY", 1.0),
    "USD/y": ("USD", 1.0), "USD/month": ("USD/month", 1.0), "Mt": ("mass", 1e6), "Mt/y": ("mass", 1e6),
    "bcm": ("volume", 1e9), "bcm/y": ("volume", 1e9), "million b/d": ("volume", 365e6 * BARREL),
    "kb/d": ("volume", 365e3 * BARREL), "percent": ("share", 1.0), "count": ("count", 1.0),
    "aircraft": ("count", 1.0), "regiments": ("count", 1.0), "ships": ("count", 1.0),
    "drones": ("count", 1.0), "shells": ("count", 1.0), "containers": ("count", 1.0),
    "persons": ("count", 1.0), "km": ("length", 1.0),
}  # fmt: skip

#: Words of a unit in free text, and the unit of the vocabulary they mean; the first that is found.
_FREE = (
    (r"percent change|\bchange\b.*(percent|%)|(percent|%).*\bchange\b", "percent change"),
    (r"percent|per cent|%", "percent"),
    (r"\b(USD|dollars?)\b|\$", "USD"), (r"\b(EUR|euros?)\b", "EUR"), (r"\b(RUB|roubles?|rubles?)\b", "RUB"),
    (r"\b(CNY|yuan|RMB)\b", "CNY"), (r"\bbcm\b|cubic met(re|er)s?", "cubic metres"),
    (r"\bbarrels?\b|\bb/d\b|\bbpd\b", "barrels"), (r"\bton(ne)?s?\b|\bMt\b", "tonnes"),
    (r"\bkilomet(re|er)s?\b|\bkm\b", "kilometres"),
)  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ROUGH = re.compile(
    r"\b(about|around|nearly|almost|approximately|roughly|over|more than|some|close to|up to|at least)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that can be compared.

    Attributes
    ----------
    value
        In the base of the dimension (tonnes, cubic metres a year, dollars, percent, how many).
    dimension
        ``mass``, ``volume``, ``share``, ``change``, ``count``, ``length``, or a currency.
    step
        One unit of the last digit that is printed.
    rough
        Said to be about so much.
    """

    value: float
    dimension: str
    step: float
    rough: bool


def measured(record: Record) -> Measured | None:
    """The figure of a record; None where its value is words or its unit has no place here."""
    try:
        value = float(record.value or "")
    except ValueError:
        return None
    unit = record.unit or ""
    name = (
        unit
        if unit in units()
        else next((u for p, u in _FREE if re.search(p, unit, re.IGNORECASE)), "")
    )
    per_day = bool(
        re.search(r"per day|/d\b|a day|daily|bpd", f"{unit} {record.sentence}", re.IGNORECASE)
    )
    step = _step(record.sentence, value)
    if name in units():
        known = units()[name]
        scale = known.factor * (365.0 if per_day and known.dimension in ("volume", "mass") else 1.0)
        dimension = known.base if known.dimension == "money" else known.dimension
        if (
            dimension in ("mass", "volume", "share", "change", "count", "length")
            or known.dimension == "money"
        ):
            return Measured(
                value * scale, dimension, step * scale, bool(_ROUGH.search(record.sentence))
            )
        return None
    return Measured(value, "count", step, bool(_ROUGH.search(record.sentence)))


def _step(text: str, value: float) -> float:
    """One unit of the last printed digit: 3.5 % has 0.1, 64 billion has 10⁹; a rounder 100 keeps its ones."""
    for found in _NUMBER.findall(text):
        digits = found.replace(",", "")
        shown = float(digits)
        if (
            shown
            and value
            and abs(value / shown - 10 ** round(_power(abs(value / shown))))
            < 1e-6 * abs(value / shown)
        ):
            _, _, decimals = digits.partition(".")
            return abs(float(value / shown * 10 ** -len(decimals)))
    return 0.0


def _power(ratio: float) -> float:
    from math import log10

    return log10(ratio)


def near(one: float, other: float, step: float, share: float) -> bool:
    """Whether two figures agree within the printed rounding and a share of the larger."""
    return abs(one - other) <= step / 2 + share * max(abs(one), abs(other)) + 1e-9


def written(value: float, unit: str) -> str:
    """A figure of the world with its unit: ``190 bn USD``, ``107 Mt``, ``24 %``."""
    if unit in ("USD", "EUR", "RUB", "CNY", "USD/y", "USD/month"):
        for size, word in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
            if abs(value) >= size:
                return f"{_round(value / size)} {word} {unit}"
        return f"{value:,.0f} {unit}"
    return f"{_round(value)} {'%' if unit == 'percent' else unit}"


def _round(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
