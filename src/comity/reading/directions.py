"""Figures told without a number: which way a trade balance goes."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.changes import direction
from comity.reading.marks import Mark, low_at

__all__ = ["balance"]

_BALANCES = frozenset(["deficit", "surplus", "imbalance", "gap", "balance"])
_UP = frozenset(["worsened", "worsening", "widening", "mounting", "ballooning", "yawning"])
_DOWN = frozenset(["narrowing", "improved", "improving", "closing"])
_ENDS = frozenset(".;:()—")
_REACH = 14  # marks behind the noun within which its verb stands


def balance(words: Sequence[Mark]) -> tuple[int, int, str] | None:
    """The direction of a trade balance, where it is told: first mark, mark after it, ``deficit rising``.

    A balance that "grows against" somebody is a rising deficit of theirs.
    """
    for at, mark in enumerate(words):
        if mark.low in _BALANCES and _of_trade(words, at):
            topic = "surplus" if mark.low == "surplus" else "deficit"
            first = at - 1 if at and words[at - 1].low in ("trade", "account", "commercial") else at
            before = low_at(words, first - 1)
            if _way(before) and mark.low != "balance":
                return first - 1, at + 1, f"{topic} {_named(_way(before))}"
            found = _behind(words, at)
            if found is not None:
                return first, found[0], f"{topic} {_named(found[1])}"
    return None


def _named(way: int) -> str:
    return "rising" if way > 0 else "falling"


def _way(low: str) -> int:
    return 1 if low in _UP else -1 if low in _DOWN else direction(low)


def _behind(words: Sequence[Mark], at: int) -> tuple[int, int] | None:
    """The mark after the verb of a balance, and which way its deficit goes."""
    plain = words[at].low == "balance"
    for other in range(at + 1, min(len(words), at + _REACH)):
        low = words[other].low
        if words[other].text in _ENDS or words[other].digits:
            return None
        way = _way(low)
        if not way:
            continue
        if not plain:
            rising = words[at].low == "surplus" and low in ("improved", "improving")
            return other + 1, 1 if rising else way
        for tail in range(other + 1, min(len(words), other + 4)):
            if words[tail].low == "against":
                return min(len(words), tail + 2), 1
        if low in ("worsened", "worsening", "improved", "improving"):
            return other + 1, way
        return None
    return None


def _of_trade(words: Sequence[Mark], at: int) -> bool:
    around = {mark.low for mark in words[max(0, at - 4) : at + 4]}
    if words[at].low in ("deficit", "surplus"):
        return "budget" not in around and "fiscal" not in around
    return bool(around & {"trade", "commercial", "payments", "account"})
