"""Clauses that say of the next one that it is not so: "Oman denied that …", "it is a myth that …"."""

from __future__ import annotations

from comity.reading.clauses import Clause
from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["denies"]


def denies(words: list[Token], before: list[Clause]) -> bool:
    """Whether the last of some clauses denies what it says; one before it may call it wrong to say so.

    A denial that is itself negated denies nothing ("did not deny that …").
    """
    if not before:
        return False
    clause = before[-1]
    group = clause.group
    negated = "!" in group.shape
    said = {verb for verb, _ in words[group.head].verbs}
    if said & word_class("denying"):
        return not negated
    if group.kind == "infinitive" and said & word_class("concluding"):
        return len(before) > 1 and _called(words, before[-2], "wrong")
    if negated and said & word_class("raising"):
        return True
    if _called(words, clause, "untrue"):
        return not negated
    none = any(w.low in ("no", "little") for w in words[group.head + 1 : group.head + 3])
    return (negated or none) and _called(words, clause, "true")


def _called(words: list[Token], clause: Clause, name: str) -> bool:
    """Whether a clause says "it is …" with a word of a class."""
    head = clause.group.head
    return words[head].tag == "B" and any(
        w.low in word_class(name) for w in words[head + 1 : clause.last]
    )
