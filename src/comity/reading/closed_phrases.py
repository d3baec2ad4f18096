"""Closed words that stand together or change with what follows: "as well as", "after 2022"."""

from __future__ import annotations

from functools import cache

from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["is_year", "phrased", "without_verb"]

_VERBS = frozenset("VBHMU")
_BREAKS = frozenset([",", ";", ":", "-", "(", ")", ".", "?", "R", "T"])


@cache
def _phrases() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Closed words of several words, by their first one: their tag and the words."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for tag in "CP":
        for phrase in word_class(f"phrase: {tag}"):
            words = tuple(phrase.split("_"))
            found.setdefault(words[0], []).append((tag, words))
    return found


def phrased(found: list[Token]) -> None:
    """Tag "as well as" as a joiner, "because of" as a preposition."""
    known = _phrases()
    for at, token in enumerate(found):
        for tag, words in known.get(token.low, ()):
            part = found[at : at + len(words)]
            if tuple(other.low for other in part) == words:
                for other in part:
                    other.tag, other.form, other.verbs, other.noun = "W", "", (), None
                part[0 if tag == "C" else -1].tag = tag


def is_year(low: str) -> bool:
    """Whether a number is written as years are."""
    return len(low) == 4 and low.isdecimal()


def without_verb(found: list[Token]) -> None:
    """Make a subordinator that no verb follows a preposition ("after 2022", "as a partner")."""
    verb, after = False, None
    for token in reversed(found):
        if token.tag in _VERBS:
            verb = True
        elif token.tag in _BREAKS:
            verb = False
        elif token.tag == "S":
            if after is not None and _mere(token, after, verb):
                token.tag = "P"
            verb = False
        after = token


def _mere(token: Token, after: Token, verb: bool) -> bool:
    """Whether no clause follows; a name behind "as" may begin a list of those who act."""
    if token.low not in word_class("time"):
        return False
    if is_year(after.low) or not verb:
        return token.low != "as" or after.tag not in ("X", "C")
    return False
