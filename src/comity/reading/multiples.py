"""Figures without a number: multiples ("halved", "twice", "threefold"), parts ("a third", "one in five")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.marks import Mark, low_at
from comity.reading.numerals import Number, number

__all__ = ["Amount", "multiple"]

_HYPHENS = ("-", "‑")
#: Verbs that are a figure by themselves: what they multiply by.
_TURNS = {
    "halve": 0.5, "halved": 0.5, "halves": 0.5, "halving": 0.5,
    "double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0,
    "triple": 3.0, "tripled": 3.0, "triples": 3.0, "tripling": 3.0, "treble": 3.0, "trebled": 3.0,
    "trebling": 3.0, "quadruple": 4.0, "quadrupled": 4.0, "quadrupling": 4.0, "quintupled": 5.0,
}  # fmt: skip
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
_FOLLOWING = ("of", "the", "its", "", "less", "more", "fewer", "higher", "lower", "cheaper")
_ROUND = (
    "by",
    "than",
    "about",
    "nearly",
    "almost",
    "around",
    "roughly",
    "over",
    "under",
    "to",
    "up",
    "down",
)


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
    low: float | None = None
    high: float | None = None
    rounding: float = 0.0
    unit: str | None = None
    dimension: str = "count"
    approximate: bool = False
    sign: int = 0
    number: Number | None = None


def multiple(words: Sequence[Mark], at: int) -> Amount | None:
    """The multiple or the part that begins at mark ``at``; None where none does."""
    return (
        _turn(words, at) or _often(words, at) or _half(words, at) or _fraction(words, at)
        or _one_in(words, at)
    )  # fmt: skip


def _turn(words: Sequence[Mark], at: int) -> Amount | None:
    """A change by itself: ``halved``, ``will double``."""
    low = low_at(words, at)
    factor = _TURNS.get(low)
    after, before = low_at(words, at + 1), low_at(words, at - 1)
    if factor is None or after in ("down", "standards", "standard", "-", "whammy"):
        return None
    verbal = low.endswith(("ed", "ing", "halve", "es")) or before in (
        "to", "will", "would", "could", "may", "might", "can", "should", "nearly", "almost", "they", "it",
        "must", "and", "than",
    )  # fmt: skip
    if not verbal or before in ("a", "an", "the", "of"):
        return None
    value = (factor - 1.0) * 100.0
    sign = 1 if value > 0 else -1
    return Amount(at, at + 1, at, value, unit="percent change", dimension="change", sign=sign)


def _often(words: Sequence[Mark], at: int) -> Amount | None:
    """``twice``, ``threefold``, ``a 3-fold rise``."""
    low = low_at(words, at)
    if low in ("twice", "thrice"):
        return Amount(
            at, at + 1, at, 2.0 if low == "twice" else 3.0, unit="times", dimension="ratio"
        )
    if low.endswith("fold") and len(low) > 5:
        count = number([Mark(0, 0, low[:-4], low[:-4], glued=False)], 0)
        if count is not None and count.value:
            rising = low_at(words, at + 1) in ("increase", "rise", "growth", "jump")
            return Amount(
                at, at + 1, at, count.value, unit="times", dimension="ratio", sign=int(rising)
            )
    return None


def _half(words: Sequence[Mark], at: int) -> Amount | None:
    """``half of``, ``by half``; not the half of a year, nor what stands between a hyphen and a noun."""
    if low_at(words, at) != "half":
        return None
    after, before = low_at(words, at + 1), low_at(words, at - 1)
    if after not in ("of", "the", "its", "their", "his", "that") and before not in (*_ROUND, "in"):
        return None
    if before in ("first", "second", "other") or (after == "of" and _period(words, at + 2)):
        return None
    return None if after in (*_HYPHENS, "a", "an") else _share(at, at + 1, 50.0)


def _fraction(words: Sequence[Mark], at: int) -> Amount | None:
    """``a third of``, ``two-thirds``, ``by a quarter``; not "a third country", nor a quarter of a year."""
    count = _PARTS.get(low_at(words, at))
    joined = low_at(words, at + 1) in _HYPHENS
    gap = at + 2 if joined else at + 1
    name = low_at(words, gap)
    part = _FRACTIONS.get(name)
    if count is None or part is None or (name == "half" and not joined):
        return None
    told = (
        name.endswith("s")
        or joined
        or low_at(words, gap + 1) in _FOLLOWING
        or low_at(words, at - 1) in _ROUND
        or not words[gap + 1].word
    )
    if not told or _period(words, gap + 2):
        return None
    return _share(at, gap + 1, round(count * part * 100.0, 1), 0.5)


def _one_in(words: Sequence[Mark], at: int) -> Amount | None:
    """``one in five``, ``nine out of ten``."""
    count = _PARTS.get(low_at(words, at))
    joint = low_at(words, at + 1)
    if count is None or joint not in ("in", "out") or (words[at].digits and count != 1):
        return None
    if joint == "out" and low_at(words, at + 2) != "of":
        return None
    whole = number(words, at + (2 if joint == "in" else 3))
    if (
        whole is None
        or not whole.value
        or not count < whole.value <= 100
        or low_at(words, at) in ("a", "an")
    ):
        return None
    if words[at].digits and not (
        whole.digits and whole.value >= 2 and whole.value == int(whole.value)
    ):
        return None
    return _share(at, whole.last, round(100.0 * count / whole.value, 1), 0.5)


def _share(first: int, last: int, value: float, rounding: float = 0.0) -> Amount:
    return Amount(first, last, first, value, rounding=rounding, unit="percent", dimension="share")


def _period(words: Sequence[Mark], at: int) -> bool:
    """Whether a year or another stretch of time stands at mark ``at``."""
    low = low_at(words, at)
    if low in ("the", "last", "this", "next"):
        return (
            low_at(words, at + 1) in ("year", "century", "decade", "day", "month") or low != "the"
        )
    return at < len(words) and words[at].digits and len(words[at].text) == 4
