"""What somebody holds of two actors where a clause names only one of them, or only what ties them.

"Such challenges are costly for Norway", "Riyadh will never price its oil in yuan", "the deal is a win-win":
the other is the partner in the pair the text is telling of, or the state of the official who says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from comity.reading.actions import Predicate
from comity.reading.drafts import Draft, span_of
from comity.reading.named import Named, actors_of, at_place
from comity.reading.speakers import Attribution, speaker_of
from comity.reading.stances import OTHER, Judgement, judgement
from comity.reading.valence import valence
from comity.reading.who import Memory, Sides

__all__ = ["of_title", "views", "whose"]

_KINDS = frozenset(["main", "content", "joined", "subordinate", "relative"])
#: Before the one who has the good or the harm of it.
_FOR = re.compile(
    r"\b(?:for|to|on|upon|against|with|cost|costs|costing|hurt|hurts)\s+(?:the\s+)?(?:[\w-]+\s+)?$"
)
_NEAR = 24
#: After a verb of being: what is told is for whom something is good.
_GOOD_FOR = re.compile(r"\s+(?:[\w-]+\s+){1,4}(?:for|to)\s")
#: What stands between two: a clause whose subject it is judges the pair.
_TIE = re.compile(
    r"\b(?:agreements?|deals?|accord|pact|treaty|bargain|relations|relationship|partnership|alliance|ties"
    r"|cooperation|interactions?|friendship|dependence|rapprochement|entente|contacts|trade|differences"
    r"|infrastructure|projects?|railway|pipeline|routes?|corridor|summit|talks|trust)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"there\b", re.IGNORECASE)


def views(
    found: Sequence[Predicate], kept: Sequence[Draft], named: Named, memory: Memory,
    said: Sequence[Attribution], cues: Sequence[tuple[int, int]], end: int,
) -> list[Draft]:  # fmt: skip
    """Drafts of judgements that leave a side to the reader.

    Parameters
    ----------
    found, kept
        Predicates of a sentence; drafts made of them already.
    said, cues, end
        What is said in it, and by which words; where it ends.
    """
    out: list[Draft] = []
    for number, each in enumerate(found):
        predicate = _with_purpose(found, number) if each.action == "NONE" else each
        if (
            predicate.kind not in _KINDS
            or any(a <= predicate.start < b for a, b in cues)
            or any(d.start < predicate.end and predicate.start < d.end for d in [*kept, *out])
        ):
            continue
        start, stop = span_of(named.text, predicate, (), end)
        speech, good = speaker_of(said, start, stop), valence(named.text, start, stop)
        if not _judges(judgement(named.text, start, stop), good):
            continue
        official = speech is not None and speech.standing == "official"
        side = speech.side if speech and official else None
        who = _sides(predicate, named, memory, side, good, purpose=predicate is not each)
        if who is not None:
            out.append(Draft(predicate, who, start, stop, "claim"))
    return out


def of_title(found: Sequence[Predicate], named: Named, memory: Memory) -> list[Draft]:
    """A draft of a title that says something and leaves to the reader of whom: of the pair it stands over."""
    act = next(
        (p for p in found if p.kind in ("main", "relative") and p.start < p.clause_end), None
    )
    if act is None or len(memory.focus) != 2:
        return []
    start, end = min(p.clause_start for p in found), max(p.clause_end for p in found)
    here = actors_of([m for m in named.within((start, end)) if not at_place(named, m)])
    one = next((a for a in here if a in memory.focus), None)
    if here and one is None:
        return []
    other = tuple(a for a in memory.focus if a != one)
    who = (
        Sides((one,), other, False, 2, True)
        if one
        else Sides(other[:1], other[1:], True, 2, joint=True)
    )
    return [Draft(replace(act, clause_start=start, clause_end=end), who, start, end, "claim")]


def _with_purpose(found: Sequence[Predicate], number: int) -> Predicate:
    """A clause with the infinitives that follow it ("has reasons to refrain from …")."""
    end = found[number].clause_end
    for each in found[number + 1 :]:
        if each.kind not in ("infinitive", "reduced") or not 0 <= each.clause_start - end <= 1:
            break
        end = each.clause_end
    return (
        found[number] if end == found[number].clause_end else replace(found[number], clause_end=end)
    )


def _judges(judged: Judgement, good: int) -> bool:
    """Whether a clause judges, and says what it comes to."""
    if judged.stance in (None, OTHER):
        return bool(good) and judged.weight >= 0
    return judged.is_claim


def _sides(
    predicate: Predicate,
    named: Named,
    memory: Memory,
    side: str | None,
    good: int,
    *,
    purpose: bool,
) -> Sides | None:
    """Who is meant; None where the clause names more than one, or nobody and no tie.

    Where it says to what purpose, whoever that names is the other side.
    """
    clause = (predicate.clause_start, predicate.clause_end)
    all_here = named.within(clause)
    here = [m for m in all_here if not at_place(named, m)]
    actors = actors_of(here)
    ground = actors_of([m for m in all_here if m not in here], actors)
    if not actors:
        if not _TIE.search(named.text, *_subject(predicate, named.text)):
            return None
        pair = memory.pair or memory.focus
        return Sides(pair[:1], pair[1:], True, 1, joint=True) if len(pair) == 2 else None
    if len(actors) == 2 and purpose:
        return Sides(actors[:1], actors[1:], symmetric=False, named=2, heads=True)
    if len(actors) != 1:
        return None
    if len(ground) == 1:
        return Sides(actors, ground, symmetric=False, named=2)
    partner = (side,) if side is not None and side != actors[0] else memory.partner(actors[0])
    if len(partner) != 1:
        return None
    harmed = good <= 0 and _FOR.search(
        named.text[max(clause[0], here[0].start - _NEAR) : here[0].start]
    )
    one, two = (partner, actors) if harmed else (actors, partner)
    return Sides(one, two, symmetric=False, named=1, heads=not harmed)


def _subject(predicate: Predicate, text: str) -> tuple[int, int]:
    """What stands before the verb; of "there is …" the whole clause."""
    if _THERE.match(text, predicate.clause_start):
        return predicate.clause_start, predicate.clause_end
    return predicate.clause_start, predicate.start


def whose(draft: Draft, text: str) -> Draft:
    """A judgement of what is good for somebody, told from the side of who has the good of it."""
    sides, predicate = draft.sides, draft.predicate
    if (
        predicate.action != "NONE" or predicate.target is None or sides.symmetric or sides.joint
        or not _GOOD_FOR.match(text, predicate.end, predicate.clause_end)
        or valence(text, draft.start, draft.end) <= 0
    ):  # fmt: skip
        return draft
    return replace(draft, sides=replace(sides, sources=sides.targets, targets=sides.sources))
