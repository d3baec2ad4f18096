"""The sides of a clause that leaves one of them to the reader."""

from __future__ import annotations

from dataclasses import replace

from comity.reading.actions import Predicate
from comity.reading.mentions import Mention
from comity.reading.who import Memory, Sides

__all__ = ["closed", "far_side", "left_open"]


def far_side(group: list[Mention], sources: tuple[str, ...], memory: Memory) -> list[Mention]:
    """A group on the far side: "both states" there are not those that act, but the pair the text is about."""
    if group[0].kind == "coreference" and len(group) == 1 and set(group[0].actors) == set(sources):
        for pair in (memory.pair, memory.focus):
            if pair and not set(pair) & set(sources):
                return [replace(group[0], actors=pair)]
    return group


def closed(
    predicate: Predicate,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    memory: Memory,
    count: int,
    heads: bool,
) -> Sides:
    """Sides with what a clause leaves out; those told of as one are both sides."""
    if (
        predicate.form == "joined"
        and not targets
        and memory.organisation
        and memory.organisation != sources
    ):
        return Sides(sources, memory.organisation, symmetric=False, named=count, heads=heads)
    if len(sources) >= 2 and not targets:
        if (
            predicate.kind in ("joined", "participle")
            and predicate.polarity < 0
            and sources == memory.subject
            and memory.object
        ):
            return Sides(sources, memory.object, False, count, heads)
        if len(sources) == 2:
            return Sides(sources[:1], sources[1:], True, count, heads, True)
        return Sides(sources, (), True, count, heads, True)
    if len(sources) == 1 and not targets:
        targets = _meant(predicate, sources, memory)
        return Sides(sources, targets, False, count, heads)
    mutual = predicate.symmetric and len(sources) == 1 and len(targets) == 1
    return Sides(sources, targets, mutual, count, heads)


#: What two do together, or to what they have together.
_MUTUAL = ("SUPPORT", "COOPERATE", "CONSULT", "AGREE", "SANCTION:discontinue")
_WHOLE = frozenset(["main", "content", "subordinate", "relative"])
_NEVER_GUESSED = ("ASSAULT", "THREATEN", "COERCE", "PROTEST", "MOBILIZE", "REJECT")


def left_open(predicate: Predicate, who: Sides, memory: Memory) -> Sides:
    """Sides of what nobody named does together ("34 agreements were signed"): the pair told of."""
    pair = memory.pair or memory.focus
    if (
        who.sources or who.targets or who.named or len(pair) != 2
        or predicate.kind not in _WHOLE or not predicate.action.startswith(_MUTUAL)
    ):  # fmt: skip
        return who
    return Sides(pair[:1], pair[1:], True, 1, joint=True)


def _meant(predicate: Predicate, sources: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """Whom an act without an object is towards: who the sentence spoke of, else the partner in the text.

    Violence, and what has no action, is never guessed.
    """
    last = tuple(a for a in (*memory.object, *memory.subject) if a not in sources)
    if predicate.action.startswith("SANCTION"):
        return (tuple(a for a in last if a in memory.focus) or last)[:1]
    opposite = memory.sign * predicate.polarity < 0
    if sources == memory.subject and memory.object and not opposite:
        return tuple(a for a in memory.object if a not in sources)
    withdraws = predicate.action.startswith("RETREAT") and predicate.polarity <= 0
    if withdraws or predicate.action == "NONE" or predicate.action.startswith(_NEVER_GUESSED):
        return ()
    return (memory.partner(sources[0]) or (() if opposite else last))[:2]
