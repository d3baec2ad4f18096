"""What officials announce: saying it is an act of its own, beside what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from comity.reading.drafts import Draft
from comity.reading.speakers import Attribution
from comity.reading.who import Memory, Sides

__all__ = ["announced"]

#: Verbs by which a state commits itself; to say or to claim does not.
_COMMITS = re.compile(
    r"\b(?:announc|pledg|promis|vow|declar|proclaim|confirm)(?:e|ed|es|ing|s)?\b", re.IGNORECASE
)


def announced(
    text: str, kept: Sequence[Draft], said: Sequence[Attribution], memory: Memory
) -> list[Draft]:
    """Drafts of announcements on behalf of a state, from the speaker to the end of what is announced."""
    found: list[Draft] = []
    for speech in said:
        if (
            speech.side is None
            or speech.direct
            or not _COMMITS.search(text, speech.cue_start, speech.cue_end)
        ):
            continue
        told = next(
            (
                d
                for d in kept
                if speech.start <= d.start < speech.end
                and speech.cue_start < d.start
                and len(d.actors) > 1
            ),
            None,
        )
        if told is None or not (told.predicate.tense == "future" or told.predicate.modal != "none"):
            continue
        targets = tuple(a for a in (*told.sides.targets, *told.sides.sources) if a != speech.side)
        predicate = replace(
            told.predicate, action="AGREE", form="promise", polarity=told.predicate.polarity, modal="none",
            tense="past", symmetric=False,
        )  # fmt: skip
        sides = Sides(
            (speech.side,),
            targets or memory.partner(speech.side),
            symmetric=False,
            named=2,
            heads=True,
        )
        found.append(
            Draft(predicate, sides, speech.cue_start, max(told.end, speech.cue_end), "event")
        )
    return found
