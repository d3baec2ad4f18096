"""What somebody is to somebody, told beside a name.

"Oman, an American ally", "Oman as the rival of Yemen", "Oman and its Yemeni allies", "Oman's ally Yemen".
"""

from __future__ import annotations

from typing import NamedTuple

from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["INSIDE", "Beside", "beside"]

Part = tuple[int, int]
#: Tags of words within a noun phrase.
INSIDE = frozenset(["N", "X", "A", "D", "G", "#"])


class Beside(NamedTuple):
    """Numbers of words: the whole phrase, who is something, and to whom."""

    phrase: Part
    who: Part
    whom: Part


def beside(words: list[Token], at: int) -> Beside | None:
    """Who is what the noun ``at`` says (an ally, a rival), and of whom; None where it stands by no name."""
    first = _start(words, at)
    inside, (last, behind) = (first, at), _behind(words, at)
    if (
        _names(words, inside)
        and at + 1 < len(words)
        and words[at + 1].tag == "X"
        and _owned(words, at)
    ):
        stop = _stop(words, at + 1)
        return Beside((first, stop), (at + 1, stop), inside)
    before = words[first - 1] if first else None
    if before is None:
        return None
    if before.low == "and" and words[first].low in word_class("owner") and _names(words, inside):
        owner = _named_before(words, first - 1)
        return Beside((owner[0], at + 1), inside, owner) if owner else None
    whom = behind if behind is not None else inside if _names(words, inside) else None
    if whom is None:
        return None
    apposed = before.tag == "," and words[first].low in ("a", "an", "the", "another")
    who = _named_before(words, first - 1) if apposed or before.low == "as" else None
    return Beside((first if before.low != "as" else who[0], last), who, whom) if who else None


def _start(words: list[Token], at: int) -> int:
    """First word of the noun phrase that ends at ``at``."""
    while at > 0 and words[at - 1].tag in INSIDE:
        at -= 1
    return at


def _stop(words: list[Token], at: int) -> int:
    """End of the noun phrase, or of two joined, that begins at ``at``."""
    while at < len(words) and (words[at].tag in INSIDE or words[at].low == "and"):
        at += 1
    return at


def _names(words: list[Token], part: Part) -> bool:
    return any(word.tag == "X" for word in words[part[0] : part[1]])


def _owned(words: list[Token], at: int) -> bool:
    """Whether the noun is somebody's ("Oman's ally …")."""
    return any(word.tag == "G" for word in words[max(0, at - 3) : at])


def _behind(words: list[Token], at: int) -> tuple[int, Part | None]:
    """Whose it is by the words after it ("of Yemen"): where they end, and where the name stands."""
    if at + 1 < len(words) and words[at + 1].low in ("of", "to", "for"):
        stop = _stop(words, at + 2)
        if _names(words, (at + 2, stop)):
            return stop, (at + 2, stop)
    return at + 1, None


def _named_before(words: list[Token], end: int) -> Part | None:
    """The noun phrase that ends before word ``end``, where it holds a name."""
    if end < 1 or words[end - 1].tag not in ("X", "N"):
        return None
    part = (_start(words, end - 1), end)
    verbs = {verb for verb, _ in words[part[0] - 1].verbs} if part[0] else set()
    if verbs & word_class("taking a place"):
        return None  # "replaced Oman as the supplier of Yemen"
    return part if _names(words, part) else None
