"""Numbers in prose: as digits, as words, and both ("107 million", "a hundred", "tens of thousands")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.marks import Mark, low_at

__all__ = ["MAGNITUDES", "Number", "in_words", "number", "tidy"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from marks ``first`` to ``last`` (exclusive).

    Attributes
    ----------
    value
        None where only its size is told.
    low, high
        What a vague number can be ("several", "tens of thousands"); None where ``value`` is told.
    rounding
        Half of the last printed place; 0 for a count in words.
    words
        In lower case, where it is vague.
    digits
        Whether it is printed in digits.
    size
        Of its last word of size (10⁶ of "107 million"); 1 where there is none.
    """

    first: int
    last: int
    value: float | None
    low: float | None
    high: float | None
    rounding: float
    words: str
    digits: bool
    size: float = 1.0


_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_LARGE = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "crore": 1e7, "lakh": 1e5,
}  # fmt: skip
_SHORT = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "mld": 1e9, "tn": 1e12,
    "trn": 1e12,
}  # fmt: skip
#: Words of size, and what they stand for.
MAGNITUDES = {"hundred": 1e2, **_LARGE}
_VAGUE = {
    "several": (3, 9), "few": (2, 9), "handful": (2, 9), "couple": (2, 3), "dozens": (24, 99),
    "scores": (40, 99), "tens": (20, 99), "hundreds": (200, 999), "thousands": (2e3, 9999),
    "millions": (2e6, 999e6), "billions": (2e9, 999e9), "trillions": (2e12, 999e12), "many": (4, None),
    "numerous": (4, None),
}  # fmt: skip


def in_words(value: int) -> str:
    """A whole number from 0 below a trillion, in English words."""
    names = {n: word for word, n in (_ONES | _TENS).items()}
    if value < 20:
        return names[value]
    if value < 100:
        tail = value % 10
        return names[value - tail] + (f"-{names[tail]}" if tail else "")
    if value < 1000:
        rest = value % 100
        return f"{names[value // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
    for word, size in (("billion", 10**9), ("million", 10**6), ("thousand", 10**3)):
        if value >= size:
            head, rest = divmod(value, size)
            joint = " and " if rest < 100 else " "
            return f"{in_words(head)} {word}" + (joint + in_words(rest) if rest else "")
    raise ValueError(value)  # pragma: no cover


def number(words: Sequence[Mark], at: int) -> Number | None:
    """The number that begins at mark ``at``, as long as it goes; None where none does."""
    if at >= len(words):
        return None
    if words[at].digits:
        return _digits(words, at)
    return _vague(words, at) or _spelled(words, at)


def _digits(words: Sequence[Mark], at: int) -> Number | None:
    mark = words[at]
    plain = re.sub(r"[,\u00a0\u2009\u202f]", "", mark.text)
    value = float(plain)
    rounding = _half_place(plain)
    last = at + 1
    if (
        mark.text.isdecimal()
        and len(mark.text) < 4
        and not (at and words[at - 1].text[0].isupper())
    ):
        last = _grouped(words, last)
        if last > at + 1:
            plain = "".join(group.text for group in words[at:last])
            value, rounding = float(plain), _half_place(plain)
    hyphen = (
        last + 1
        if low_at(words, last) in ("-", "‑") and low_at(words, last + 1) in _LARGE
        else last
    )
    size = MAGNITUDES.get(low_at(words, hyphen))
    if size is None and last < len(words) and words[last].glued:
        size = _SHORT.get(low_at(words, last))
    elif size is None and low_at(words, last) in ("bn", "mn", "mln", "bln", "tn", "trn"):
        size = _SHORT[low_at(words, last)]
    if size is not None:
        last = hyphen + 1
        value, rounding = value * size, rounding * size
        if low_at(words, last) in _LARGE:  # "two hundred million", "5 thousand billion"
            more = _LARGE[low_at(words, last)]
            value, rounding, last = value * more, rounding * more, last + 1
    value = tidy(value)
    scale = tidy(value / float(plain)) if float(plain) else 1.0
    return Number(at, last, value, None, None, rounding, "", digits=True, size=scale)


def _grouped(words: Sequence[Mark], last: int) -> int:
    """The mark after groups of three digits set off by blanks ("4 500")."""
    first = last
    while (
        last < len(words)
        and len(words[last].text) == 3
        and words[last].text.isdecimal()
        and words[last].start == words[last - 1].end + 1
        and last - first < 4
    ):
        last += 1
    longer = (
        last < len(words) and words[last].digits and words[last].start <= words[last - 1].end + 1
    )
    return first if longer else last


def _half_place(plain: str) -> float:
    """Half of the last printed place; zeros at the end of a round whole number are not printed places."""
    whole, _, decimals = plain.partition(".")
    if decimals:
        return 0.5 * 10.0 ** -len(decimals)
    kept = whole.rstrip("0")
    zeros = len(whole) - len(kept) if kept else 0
    return 0.5 * 10.0 ** (zeros if zeros >= 3 else 0)


def tidy(value: float) -> float:
    """A figure without what decimal fractions times a power of ten leave behind (1.1 million is 1100000)."""
    return float(f"{value:.12g}")


def _vague(words: Sequence[Mark], at: int) -> Number | None:
    first, low = at, low_at(words, at)
    if low == "a" and low_at(words, at + 1) in ("few", "couple", "handful"):
        at, low = at + 1, low_at(words, at + 1)
    if low not in _VAGUE or (low == "few" and first == at):
        return None
    bottom, top = _VAGUE[low]
    last = at + 1
    if low_at(words, last) == "of" and (
        low_at(words, last + 1) in ("thousands", "millions", "billions", "trillions")
    ):
        unit = _VAGUE[low_at(words, last + 1)][0] / 2
        bottom, top, last = bottom / 2 * unit, _top(top, unit), last + 2
        if low == "tens":
            bottom = 10 * unit
        elif low == "hundreds":
            bottom = 100 * unit
    elif low_at(words, last) in MAGNITUDES:
        size = MAGNITUDES[low_at(words, last)]
        bottom, top, last = bottom * size, None if top is None else top * size, last + 1
    elif low in ("several", "few", "couple") and low_at(words, last) == "dozen":
        bottom, top, last = bottom * 12, None if top is None else top * 12, last + 1
    if (
        low in ("scores", "tens", "couple", "handful")
        and last == at + 1
        and low_at(words, last) != "of"
    ):
        return None
    phrase = " ".join(mark.low for mark in words[at:last])
    return Number(first, last, None, bottom, top, 0.0, phrase, digits=False)


def _top(top: float | None, unit: float) -> float | None:
    return None if top is None else (top + 1) * unit - 1


def _spelled(words: Sequence[Mark], at: int) -> Number | None:
    """Number words from ``at``: "one hundred and seven million", "a dozen", "half a million"."""
    half = _half(words, at)
    if half is not None:
        return half
    last, sum_ = at, _Sum()
    if low_at(words, at) in ("a", "an"):
        if low_at(words, at + 1) not in (*MAGNITUDES, "dozen"):
            return None
        sum_.part, last = 1.0, at + 1
    first = last
    while last < len(words):
        low = words[last].low
        if sum_.takes(low) or (last > first and _joins(words, last, sum_)):
            last += 1
        else:
            break
    if last == first:
        return None
    return Number(
        at, last, sum_.total + sum_.part, None, None, 0.0, "", digits=False, size=sum_.size
    )


@dataclass(slots=True)
class _Sum:
    """A number in words as it is read: what is closed by a word of size, and what is still open."""

    total: float = 0.0
    part: float = 0.0
    small: str = ""  # what the last small word was: ones or tens
    ceiling: float = float("inf")

    @property
    def size(self) -> float:
        """Of the last word, where it is one of size."""
        return 1.0 if self.part or self.ceiling == float("inf") else self.ceiling

    def takes(self, low: str) -> bool:
        """Add a word, if it can follow."""
        one = _ONES.get(low)
        if one is not None and (not self.small or (self.small == "tens" and 0 < one < 10)):
            self.part, self.small = self.part + one, "ones"
        elif low in _TENS and not self.small:
            self.part, self.small = self.part + _TENS[low], "tens"
        elif low == "hundred" and 0 < self.part < 100:
            self.part, self.small = self.part * 100, ""
        elif low in _LARGE and self.part > 0 and _LARGE[low] < self.ceiling:
            self.total, self.part = self.total + self.part * _LARGE[low], 0.0
            self.small, self.ceiling = "", _LARGE[low]
        elif low == "dozen" and 0 < self.part < 13:
            self.part, self.small = self.part * 12, "ones"
        else:
            return False
        return True


def _joins(words: Sequence[Mark], at: int, sum_: _Sum) -> bool:
    """Whether "and" or a hyphen at mark ``at`` leads on to more of the number."""
    after = low_at(words, at + 1)
    if words[at].low in ("-", "‑"):
        return (sum_.small == "tens" and after in _ONES) or (after in _LARGE and sum_.part > 0)
    return words[at].low == "and" and _goes_on(words, at)


def _goes_on(words: Sequence[Mark], at: int) -> bool:
    """Whether "and" leads on: only after hundred, thousand, million, and before a small number."""
    return low_at(words, at - 1) in MAGNITUDES and (
        low_at(words, at + 1) in _ONES or low_at(words, at + 1) in _TENS
    )


def _half(words: Sequence[Mark], at: int) -> Number | None:
    low = low_at(words, at)
    if low == "half" and low_at(words, at + 1) in ("a", "of", "-"):
        gap = at + 3 if low_at(words, at + 2) == "a" else at + 2
        if low_at(words, gap) in MAGNITUDES or low_at(words, gap) == "dozen":
            size = MAGNITUDES.get(low_at(words, gap), 12.0)
            return Number(at, gap + 1, size / 2, None, None, 0.0, "", digits=False)
    if low in _ONES and [low_at(words, at + n) for n in (1, 2, 3)] == ["and", "a", "half"]:
        value, last = _ONES[low] + 0.5, at + 4
        if low_at(words, last) in MAGNITUDES:
            value, last = value * MAGNITUDES[low_at(words, last)], last + 1
        return Number(at, last, value, None, None, 0.0, "", digits=False)
    return None
