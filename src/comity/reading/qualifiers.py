"""Words that bound a figure: "about", "nearly", "more than", "up to", "or more", "minus"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.reading.marks import Mark, low_at
from comity.reading.multiples import Amount
from comity.reading.numerals import tidy

__all__ = ["qualified"]

# How words before a figure bound it: (factor to low, factor to high); None leaves a side open.
_ABOUT, _BELOW, _MORE, _LESS = (0.9, 1.1), (0.9, 1.0), (1.0, None), (None, 1.0)
_QUALIFIERS: dict[tuple[str, ...], tuple[float | None, float | None]] = {
    ("about",): _ABOUT, ("around",): _ABOUT, ("roughly",): _ABOUT, ("approximately",): _ABOUT,
    ("some",): _ABOUT, ("circa",): _ABOUT, ("c",): _ABOUT, ("~",): _ABOUT, ("≈",): _ABOUT,
    ("an", "estimated"): _ABOUT, ("estimated",): _ABOUT, ("an", "average"): _ABOUT,
    ("nearly",): _BELOW, ("almost",): _BELOW, ("close", "to"): _ABOUT, ("just", "under"): _BELOW,
    ("just", "below"): _BELOW, ("just", "short", "of"): _BELOW, ("over",): _MORE, ("above",): _MORE,
    ("more", "than"): _MORE, ("at", "least"): _MORE, ("upwards", "of"): _MORE, ("well", "over"): _MORE,
    ("just", "over"): (1.0, 1.1), ("slightly", "more", "than"): (1.0, 1.1), ("slightly", "over"): (1.0, 1.1),
    ("no", "less", "than"): _MORE, ("no", "fewer", "than"): _MORE, ("not", "less", "than"): _MORE,
    ("greater", "than"): _MORE, ("higher", "than"): _MORE, ("exceeding",): _MORE, (">",): _MORE,
    ("a", "minimum", "of"): _MORE, ("up", "to"): _LESS, ("less", "than"): _LESS, ("fewer", "than"): _LESS,
    ("under",): _LESS, ("below",): _LESS, ("at", "most"): _LESS, ("no", "more", "than"): _LESS,
    ("as", "much", "as"): _LESS, ("as", "many", "as"): _LESS, ("a", "maximum", "of"): _LESS, ("<",): _LESS,
    ("lower", "than"): _LESS, ("not", "more", "than"): _LESS, ("as", "little", "as"): _MORE,
    ("only",): (1.0, 1.0),
    ("just",): (1.0, 1.0), ("exactly",): (1.0, 1.0),
}  # fmt: skip
_LAST_WORDS = frozenset(phrase[-1] for phrase in _QUALIFIERS)

#: These also stand before an article ("nearly a 5% rise"); "under a $5bn contract" bounds nothing.
_ADVERBS = ("almost", "approximately", "exactly", "just", "nearly", "only", "roughly")

_Bounds = tuple[float | None, float | None]


def qualified(words: Sequence[Mark], found: Amount) -> Amount:
    """A figure with the words around it that bound it."""
    found = _negative(words, found)
    if low_at(words, found.first - 1) == "between" and found.low is not None:
        return replace(found, first=found.first - 1, outer=found.first - 1)
    bounds, outer = _before(words, found)
    if bounds is None:
        bounds, last = _behind(words, found.last)
        found = replace(found, last=last)
    if bounds is None or bounds == (1.0, 1.0):
        return replace(found, outer=outer)
    found = replace(found, outer=outer, first=outer)
    if not isinstance(found.value, float) or found.low is not None:
        return found
    below, above = bounds if found.value >= 0 else bounds[::-1]
    return replace(
        found, low=None if below is None else tidy(found.value * below),
        high=None if above is None else tidy(found.value * above), approximate=True,
    )  # fmt: skip


def _negative(words: Sequence[Mark], found: Amount) -> Amount:
    at = found.first
    if not at or not isinstance(found.value, float):
        return found
    sign = words[at - 1]
    dash = sign.text in "-−–" and words[at].glued and (at < 2 or not sign.glued)
    if sign.low != "minus" and not dash:
        return found
    low, high = found.low, found.high
    return replace(
        found, value=-found.value, first=at - 1, outer=at - 1, low=None if high is None else -high,
        high=None if low is None else -low,
    )  # fmt: skip


def _before(words: Sequence[Mark], found: Amount) -> tuple[_Bounds | None, int]:
    at = found.first
    if low_at(words, at - 1) in _LAST_WORDS:
        for length in (3, 2, 1):
            phrase = tuple(low_at(words, n) for n in range(at - length, at))
            if phrase in _QUALIFIERS:
                return _QUALIFIERS[phrase], at - length
    adverb = low_at(words, at - 2)
    if low_at(words, at - 1) in ("a", "an") and found.unit is not None and adverb in _ADVERBS:
        return _QUALIFIERS[(adverb,)], at - 2
    return None, at


def _behind(words: Sequence[Mark], last: int) -> tuple[_Bounds | None, int]:
    low, after = low_at(words, last), low_at(words, last + 1)
    if low == "or" and after in ("more", "so", "less"):
        return {"more": _MORE, "so": _ABOUT, "less": _LESS}[after], last + 2
    if low == "+" and words[last].glued and not after[:1].isdecimal():
        return _MORE, last + 1
    if low == "-" and words[last].glued and after == "plus":
        return _MORE, last + 2
    return None, last
