"""The act between two actors that a sentence names: which of its predicates relates the one to the other."""

from __future__ import annotations

from dataclasses import replace

from comity.reading.actions import Predicate, predicates
from comity.reading.word_classes import word_class

__all__ = ["relation"]

Span = tuple[int, int]


def relation(
    text: str,
    source: tuple[Span, ...] = (),
    target: tuple[Span, ...] = (),
    *,
    start: int = 0,
    end: int | None = None,
) -> Predicate | None:
    """The predicate that says what a source does to a target.

    The one whose subject is the source (or a pronoun, where the source speaks) and whose object is the
    target is taken; of several, verbs before nouns, main clauses before relative ones, the first.

    Parameters
    ----------
    text
        A sentence, or the document it stands in.
    source, target
        Where the two are named; either may be empty.
    start, end
        Of the sentence.

    Returns
    -------
    Predicate or None
        None where no act is found in the sentence.
    """
    found = predicates(text, start, len(text) if end is None else end)
    speaks = any(
        _meets(p.source, source) and p.kind != "content" for p in found if p.action == "NONE"
    )
    coded = [p for p in found if p.action != "NONE"]
    if not coded:
        return None
    best = max(coded, key=lambda p: (_fit(text, p, source, target, speaks), -p.start))
    about = _meets(best.source, target) and not _meets(best.source, source) and not best.symmetric
    if speaks and about and best.kind == "content" and best.quad == 4:
        return replace(
            best, action="ACCUSE:allege", quad=3, form="statement", word_or_deed="word", polarity=-1
        )
    return best


#: What tells less about the two: nouns, clauses inside others.
_WEIGHT = {
    "noun": -1.0, "relative": -1.5, "reduced": -1.5, "infinitive": -2.0, "participle": -2.0,
    "subordinate": -1.0,
}  # fmt: skip


def _fit(
    text: str,
    predicate: Predicate,
    source: tuple[Span, ...],
    target: tuple[Span, ...],
    speaks: bool,
) -> float:
    """How well a predicate relates the two."""
    fit = _WEIGHT.get(predicate.kind, 0.0)
    where = predicate.source
    opening = text[slice(*where)].lower().partition(" ")[0] if where else ""
    if _meets(where, source):
        fit += 3
    elif opening in word_class("pronoun of a speaker") or (
        predicate.symmetric and _meets(predicate.target, source)
    ):
        fit += 2
    elif _meets(where, target) and not predicate.symmetric:
        fit += 2 if speaks and predicate.kind == "content" else -1
    if _meets(predicate.target, target):
        fit += 2
    elif _meets((predicate.clause_start, predicate.clause_end), target):
        fit += 1
    return fit


def _meets(one: Span | None, many: tuple[Span, ...]) -> bool:
    """Whether a span overlaps one of many."""
    return one is not None and any(one[0] < b and a < one[1] for a, b in many)
