"""The act between two actors that a sentence names: which of its predicates relates the one to the other."""

from __future__ import annotations

from comity.reading.actions import Predicate, predicates

__all__ = ["relation"]

Span = tuple[int, int]
_PRONOUNS = frozenset("it they he she its their his her we them".split())


def relation(
    text: str, source: tuple[Span, ...] = (), target: tuple[Span, ...] = (), *, start: int = 0, end: int | None = None
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
    coded = [p for p in predicates(text, start, len(text) if end is None else end) if p.action != "NONE"]
    if not coded:
        return None
    return max(coded, key=lambda p: (_fit(text, p, source, target), -p.start))


def _fit(text: str, predicate: Predicate, source: tuple[Span, ...], target: tuple[Span, ...]) -> float:
    """How well a predicate relates the two."""
    fit = {"noun": -1.0, "relative": -1.0, "reduced": -1.0, "infinitive": -0.5, "participle": -0.5}.get(
        predicate.kind, 0.0
    )
    where = predicate.source
    if _meets(where, source):
        fit += 3
    elif predicate.symmetric and _meets(predicate.target, source):
        fit += 2
    elif where is not None and text[where[0] : where[1]].lower().partition(" ")[0] in _PRONOUNS:
        fit += 2
    if _meets(predicate.target, target):
        fit += 2
    elif _meets((predicate.clause_start, predicate.clause_end), target):
        fit += 1
    if _meets(where, target) and not predicate.symmetric and not _meets(where, source):
        fit -= 1 if predicate.modal != "commanded" else 0
    return fit


def _meets(one: Span | None, many: tuple[Span, ...]) -> bool:
    return one is not None and any(one[0] < b and a < one[1] for a, b in many)
