"""Nouns of what flows between states, and verbs that give or take it.

``flows.csv``: the way it flows says which of those named around the noun stands on which side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from comity.reading.inflection import inflected
from comity.reading.marks import Mark, low_at, word_set
from comity.reading.word_classes import rows

__all__ = ["Flow", "flow_at", "flow_near", "gives"]


@dataclass(frozen=True, slots=True)
class Flow:
    """What flows.

    ``way`` is ``mutual`` (trade with), ``out`` (exports of, to), ``into`` (investment of, in), ``on`` (a duty
    of, on), ``in`` (imports of, from), ``giver`` and ``taker`` (supplier of, buyer from), or ``own`` (output
    of: of nobody else).
    """

    way: str
    action: str
    polarity: int
    domain: str


@cache
def _flows() -> dict[str, Flow]:
    return {
        word: Flow(row["way"], row["action"], int(row["polarity"]), row["domain"])
        for row in rows("flows.csv")
        for word in row["words"].split()
    }


def flow_at(words: Sequence[Mark], at: int) -> Flow | None:
    """The flow that the noun at mark ``at`` names."""
    return _flows().get(low_at(words, at))


_STOPS = word_set(
    "and or but to from in on at by for with into than as that which who is are was were be been "
    "has had have will would a an the"
)
_BREAKS = frozenset([";", ":", "(", ")"])
#: A comma before one of these parts two clauses.
_TURNS = word_set("and but while whereas which who whose where so although though")
#: A flow is named so many marks before its figure at most, or behind it.
_BEFORE, _BEHIND = 40, 9


def flow_near(words: Sequence[Mark], first: int, last: int) -> int | None:
    """The mark of the noun that says what flows: of the figure from mark ``first`` to ``last``.

    Behind it ("$3bn in military aid", "a $2bn loan"), else the nearest before it in its clause.
    """
    behind = _behind(words, last)
    if behind is not None:
        return behind
    for at in range(first - 1, max(-1, first - _BEFORE), -1):
        turns = words[at].text == "," and low_at(words, at + 1) in _TURNS
        if turns and low_at(words, at + 1) == "which":
            return _headed(words, at)
        if turns or words[at].text in _BREAKS:
            return None
        if flow_at(words, at) is not None:
            return at
    return None


def _headed(words: Sequence[Mark], end: int) -> int | None:
    """The noun of a flow in the phrase before mark ``end`` ("imports from Oman, which …")."""
    for at in range(end - 1, max(-1, end - _BEHIND), -1):
        if flow_at(words, at) is not None:
            return at
        if not words[at].word:
            return None
    return None


def _behind(words: Sequence[Mark], last: int) -> int | None:
    at = last + (low_at(words, last) == "worth")
    at += low_at(words, at) in ("of", "in", "as")
    if at > last and low_at(words, at) in ("a", "an", "the", "its", "their"):
        at += 1
    found = None
    for n in range(at, min(at + _BEHIND, len(words))):
        if flow_at(words, n) is not None:
            found = n
        elif (
            found is not None
            or words[n].low in _STOPS
            or not (words[n].word or words[n].text in "-‑")
        ):
            break
    return found


_GIVE = (
    "allocate award commit deliver dispatch donate export give grant invest lend offer owe pay pledge "
    "promise provide repay sell send ship spend supply"
)
_TAKE = "acquire borrow buy get import obtain order purchase receive secure take"


@cache
def _verbs() -> dict[str, int]:
    ways = ((_GIVE, 1), (_TAKE, -1))
    return {form: way for verbs, way in ways for verb in verbs.split() for form in inflected(verb)}


def gives(said: str) -> int:
    """1 where the words of a predicate give, −1 where they take, else 0."""
    return next((_verbs()[w] for w in said.lower().split() if w in _verbs()), 0)
