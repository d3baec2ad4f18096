"""Where noun phrases begin and end among the words of a sentence."""

from __future__ import annotations

from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["before_time", "cut", "meant_start", "opened", "phrase_start"]


def phrase_start(words: list[Token], end: int, edge: int) -> int:
    """First word of the noun phrase that ends with word ``end``."""
    at = end
    while at > edge and words[at - 1].tag in ("N", "X", "A", "D", "G", "#", "W"):
        at -= 1
    return at


def cut(words: list[Token], start: int, end: int) -> int:
    """End of the noun phrase that a relative clause or participle interrupts."""
    for at in range(start, end):
        if words[at].tag in ("R", "V", "I") or (words[at].tag == "T" and at > start):
            last = at
            while last > start and words[last - 1].tag in (",", "P"):
                last -= 1
            return last
    return end


def before_time(words: list[Token], head: int, end: int) -> int:
    """The end of a clause without how long after or before another it is (", a week after …")."""
    if end == len(words) or words[end - 1].tag != "S" or end < head + 3:
        return end
    at = end - 2
    if words[at].low not in word_class("unit of time"):
        return end
    while at > head + 1 and words[at - 1].tag in ("D", "A", "#", "W"):
        at -= 1
    return at


def meant_start(words: list[Token], noun: int, apart: bool) -> int:
    """First word of what a relative clause describes; behind a comma, all names that are joined."""
    first = phrase_start(words, noun, 0)
    if apart and first > 1 and words[first - 1].tag == "C" and words[first - 2].tag == "X":
        return phrase_start(words, first - 2, 0)
    return first


def opened(words: list[Token], first: int, verb: int) -> int:
    """Where a clause begins behind what only leads to it ("However, ", "In other words, ").

    What names somebody or tells when stays.
    """
    while words[first].tag in ("W", "P", "C") or words[first].low in word_class("opening"):
        comma = next((n for n in range(first, verb) if words[n].tag == ","), None)
        if comma is None or any(_told(words[n]) for n in range(first, comma)):
            break
        first = comma + 1
    return first


def _told(word: Token) -> bool:
    return word.tag in ("X", "#", "V", "B", "H", "M") or word.low in (
        word_class("unit of time") | word_class("calendar")
    )
