"""Words, numbers and signs of a text, with where they stand: what figures and dates are read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Mark", "low_at", "marks", "word_set"]

# Each alternative begins with a class of its own, and repeats never meet: one pass, whatever the text.
_MARK = re.compile(
    r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
    r"|(?<![\d.,])\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d+(?:\.\d+)?"
    r"|(?i:US|A|C|HK|NZ|S|R|NT|MX)?[$€£¥₽₴₹₩₺₪₸₼₾฿₫₱₦₵]"
    r"|(?:USD|EUR|GBP|RUB|CNY|RMB|JPY|INR|CHF|NOK|SEK|DKK|PLN|BRL|AUD|CAD|KRW|ZAR|QR)(?=\d)"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W\d_]\w*(?:['’][^\W\d_]+)*"
    r"|[^\w\s]|_"
)
_LONGEST = 40  # characters of a number; a longer run of digits is none


@dataclass(frozen=True, slots=True)
class Mark:
    """A word, a run of digits or a sign; ``low`` in small letters; ``glued`` to the one before it."""

    start: int
    end: int
    text: str
    low: str
    glued: bool

    @property
    def digits(self) -> bool:
        """Whether it is a number in digits."""
        return self.text[0].isdecimal() and self.end - self.start <= _LONGEST

    @property
    def word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()


def word_set(words: str) -> frozenset[str]:
    """The words of a line of text: how the word lists of the readers are written."""
    return frozenset(words.split())


def marks(text: str, start: int, end: int) -> list[Mark]:
    """Words, numbers and signs of ``text[start:end]``."""
    found: list[Mark] = []
    before = -1
    for match in _MARK.finditer(text, start, end):
        a, b = match.span()
        word = match.group()
        low = word.lower() if len(word) <= _LONGEST else word[:_LONGEST].lower()
        found.append(Mark(a, b, word, low, a == before))
        before = b
    return found


def low_at(words: Sequence[Mark], at: int) -> str:
    """The word at mark ``at`` in small letters; nothing outside the sentence."""
    return words[at].low if 0 <= at < len(words) else ""
