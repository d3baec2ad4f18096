"""The units a figure can have, the words that name them, and whether two figures are the same.

Tables under ``data/reading``: ``units.csv`` (the vocabulary: unit, dimension, base, factor, meaning),
``unit_words.csv`` (how prose writes them) and ``counted.csv`` (what is counted, by class).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from comity.reading.marks import Mark, low_at, marks, word_set
from comity.reading.numerals import MAGNITUDES, number

__all__ = ["Unit", "UnitWord", "counted_unit", "same_figure", "unit_at", "units"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the vocabulary: ``factor`` of it makes one ``base``; units compare within a dimension."""

    unit: str
    dimension: str
    base: str
    factor: float
    meaning: str


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A way to write a unit; ``scale`` is in the word (``bcm`` is 10⁹ cubic metres), as may be a period."""

    unit: Unit
    scale: float
    per: str


def _rows(name: str) -> list[dict[str, str]]:
    table = resources.files("comity.data.reading").joinpath(name)
    with table.open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


@cache
def units() -> Mapping[str, Unit]:
    """The vocabulary, by unit."""
    return MappingProxyType(
        {
            row["unit"]: Unit(
                row["unit"], row["dimension"], row["base"], float(row["factor"]), row["meaning"]
            )
            for row in _rows("units.csv")
        }
    )


@cache
def _words() -> dict[str, list[tuple[tuple[str, ...], UnitWord]]]:
    """Ways to write units, by their first mark, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], UnitWord]]] = {}
    known = units()
    for row in _rows("unit_words.csv"):
        written = tuple(mark.low for mark in marks(row["words"], 0, len(row["words"])))
        word = UnitWord(known[row["unit"]], float(row["scale"]), row["per"])
        found.setdefault(written[0], []).append((written, word))
    for ways in found.values():
        ways.sort(key=lambda way: -len(way[0]))
    return found


def unit_at(words: Sequence[Mark], at: int) -> tuple[UnitWord, int] | None:
    """The unit written from mark ``at`` ("per cent", also "per-cent"), and the mark after it."""
    if at >= len(words):
        return None
    for written, word in _words().get(words[at].low, ()):
        last = at + 1
        for low in written[1:]:
            if low_at(words, last) == "-" and low != "-":
                last += 1
            if low_at(words, last) != low:
                break
            last += 1
        else:
            return word, last
    return None


@cache
def _counted() -> dict[str, str]:
    return {word: row["unit"] for row in _rows("counted.csv") for word in row["words"].split()}


def counted_unit(noun: str) -> str | None:
    """The unit of a count of things by their (plural) noun; None where the noun is not known."""
    low = noun.lower()
    known = _counted()
    men = "people" if low.endswith("men") and len(low) > 5 else None
    return known.get(low) or known.get(low + "s") or men


# --- whether two figures are the same ---------------------------------------------------------------

_CHANGE = word_set(
    "change changes increase decrease growth rise fall decline drop cut yoy reduction gain loss "
    "growing"
)
_FALLS = word_set("decrease fall decline drop cut reduction loss")
_BALANCE = word_set("balance deficit surplus imbalance")
_PERIODS = {
    "year": "year", "annum": "year", "annually": "year", "yearly": "year", "month": "month",
    "monthly": "month", "day": "day", "daily": "day", "week": "week", "weekly": "week",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a unit in free words comes to."""

    unit: str | None
    dimension: str | None
    scale: float
    per: str


def _meant(unit: str | None) -> _Meant:

    if unit is None or not unit.strip():
        return _Meant(None, None, 1.0, "")
    words = marks(unit[:200], 0, min(len(unit), 200))
    lows = [mark.low for mark in words]
    per = next(
        (
            _PERIODS[low]
            for n, low in enumerate(lows)
            if low in _PERIODS
            and (low.endswith("ly") or (n and lows[n - 1] in ("per", "a", "/", "an")))
        ),
        "",
    )
    scale = 1.0
    for low in lows:
        scale *= MAGNITUDES.get(low, {"bn": 1e9, "mn": 1e6, "tn": 1e12}.get(low, 1.0))
    changing = bool(_CHANGE.intersection(lows)) or "on" in lows
    for at in range(len(words)):
        found = unit_at(words, at)
        if found is None or (found[0].unit.dimension == "duration" and (per or at)):
            continue
        word = found[0]
        scale *= word.scale
        name, dimension = word.unit.unit, word.unit.dimension
        if name == "percent" and changing:
            name, dimension = "percent change", "change"
            scale *= -1.0 if _FALLS.intersection(lows) else 1.0
        return _Meant(name, dimension, scale * word.unit.factor, per or word.per)
    if _BALANCE.intersection(lows):
        return _Meant("trade balance", "direction", 1.0, "")
    if unit in units():
        known = units()[unit]
        return _Meant(known.unit, known.dimension, scale * known.factor, per)
    named = next((counted_unit(low) for low in lows if counted_unit(low)), "count")
    return _Meant(named, "count", scale, per)


_TURNS = {
    "halved": -50.0, "doubled": 100.0, "trebled": 200.0, "tripled": 200.0, "quadrupled": 300.0,
    "half": -50.0, "double": 100.0, "triple": 200.0,
}  # fmt: skip
_OFTEN = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_UP = word_set("rising up growing grown increasing increased higher widening worsening rise growth")
_DOWN = word_set("falling down shrinking decreasing decreased lower narrowing fall decline")


def _value(value: float | str | None) -> tuple[float | None, str]:
    """A figure as a number, or as the class of its words."""
    if value is None:
        return None, ""
    if isinstance(value, int | float):
        return float(value), ""
    text = value.strip().lower()[:200]
    with suppress(ValueError):
        return float(text.replace(",", "")), ""
    if text in _TURNS:
        return _TURNS[text], "turn"
    if text in _OFTEN:
        return _OFTEN[text], ""
    words = marks(text, 0, len(text))
    lows = {mark.low for mark in words}
    if lows & _UP or lows & _DOWN:
        topic = "surplus" if "surplus" in lows else "deficit" if lows & _BALANCE else ""
        return None, f"{topic} {'rising' if lows & _UP else 'falling'}".strip()
    return _worded(words)


def _worded(words: Sequence[Mark]) -> tuple[float | None, str]:
    """A number in words, or a range: its middle."""
    found = number(words, 0)
    if found is None or found.value is None:
        return None, found.words if found else " ".join(mark.low for mark in words)
    joined = found.last < len(words) and words[found.last].low in ("-", "–", "to")
    end = number(words, found.last + 1) if joined else None
    return (found.value if end is None or end.value is None else (found.value + end.value) / 2), ""


def same_figure(
    value: float | str | None, unit: str | None, other: float | str | None, other_unit: str | None
) -> bool:
    """Whether two figures are the same, however their units are worded.

    Units compare by what they measure (``tons oil per year`` is ``tonnes``; ``members`` and ``states`` are
    the same things counted), values within rounding (half a percent; one percent between different units of
    a dimension), words of size (``several``) and direction (``deficit rising``) by their class.
    """
    (a, a_word), (b, b_word) = _value(value), _value(other)
    ours, theirs = _meant(unit), _meant(other_unit)
    if (a is None) != (b is None):
        return False
    if a is None or b is None:
        return a_word == b_word and bool(a_word) and _alike(ours, theirs)
    first, second = _ratio(a, a_word, ours), _ratio(b, b_word, theirs)
    if first is not None and second is not None:
        return _near(first, second, 0.005)
    if not _alike(ours, theirs) or (ours.per and theirs.per and ours.per != theirs.per):
        return False
    if ours.dimension not in (None, "change", "points", "share"):
        a, b = abs(a), abs(b)  # "cut by 5 million tonnes": some put the sign in the words
    return _near(a * ours.scale, b * theirs.scale, 0.005 if ours.unit == theirs.unit else 0.01)


def _ratio(value: float, word: str, meant: _Meant) -> float | None:
    """A change as the ratio of after to before; None for what is no change."""
    turned = word == "turn" and meant.dimension in (None, "ratio", "share", "count")
    if turned or meant.dimension == "change":
        return 1.0 + value * (1.0 if word else meant.scale) / 100.0
    return value if meant.dimension == "ratio" else None


def _alike(a: _Meant, b: _Meant) -> bool:
    counts = ("count", "ratio", None)
    if a.dimension in counts and b.dimension in counts:
        return a.unit == b.unit or not {a.unit, b.unit} <= _CLASSES
    if a.dimension == "money" or b.dimension == "money":
        return a.unit == b.unit
    return a.dimension == b.dimension


_CLASSES = frozenset(["troops", "aircraft", "vessels", "weapons", "acts", "states", "people"])


def _near(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) <= tolerance * max(abs(a), abs(b)) + 1e-12
