"""Which date of a sentence is that of an act."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.reading.actions import Predicate
from comity.reading.dates import When
from comity.reading.drafts import Draft

__all__ = ["act_date"]

#: A date that begins within so many characters of its sentence opens it.
_OPENING = 8
#: Before a date that tells which one of its kind a thing is ("a deal of 2022").
_OF = re.compile(r"\w\s+(?:of|from)\s+(?:early\s+|late\s+|mid-?)?$")
#: Behind such a date ("the 2015 deal").
_THING = re.compile(r"\s+[a-z]")
#: Behind the date of a place line.
_DATELINE = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?[—–-]\s")
_THE = re.compile(r"\b(?:the|a|an|its|their|his|her|whose|’s|'s)\s+$", re.IGNORECASE)


def act_date(
    text: str, draft: Draft, whens: Sequence[When], clauses: Sequence[Predicate], start: int
) -> When | None:
    """The date of an act: one in its own clause, a stated one first; else the one that opens its sentence.

    A date of a clause within the clause ("Oman, which left in 1979, signed …") is none of it, and one that
    only tells which treaty or deal is meant comes last.

    Parameters
    ----------
    text, draft, whens, clauses
        The document's text, an act, and the dates and predicates of its sentence.
    start
        Where the sentence begins.
    """
    own = [d for d in whens if d.role != "against"]
    within = [d for d in own if draft.start <= d.start < draft.end]
    fitting = [d for d in within if not _inner(d, draft, clauses)]
    if fitting:
        return min(
            fitting,
            key=lambda d: (
                _tells_which(text, d),
                d.basis != "stated",
                (d.date or "after").startswith(("after", "before")),
            ),
        )
    if within or draft.predicate.kind == "noun":
        return None
    before = [d for d in own if d.start < draft.start]
    if len(before) != 1 or before[0].role != "at" or before[0].start - start >= _OPENING:
        return None
    if _DATELINE.match(text, before[0].end):
        return None
    return before[0]


def _inner(when: When, draft: Draft, clauses: Sequence[Predicate]) -> bool:
    """Whether a date belongs to a clause within the clause of an act."""
    act = draft.predicate
    if when.start >= act.clause_end:
        return False
    return any(
        c.kind != "noun"
        and c.clause_start <= when.start < c.clause_end
        and act.clause_start <= c.clause_start and c.clause_end <= act.clause_end
        and not c.clause_start <= act.start < c.clause_end
        for c in clauses
    )  # fmt: skip


def _tells_which(text: str, when: When) -> bool:
    """Whether a date tells which one of its kind a thing is."""
    before = text[max(0, when.start - 24) : when.start]
    return bool(_OF.search(before)) or (
        bool(_THE.search(before)) and bool(_THING.match(text, when.end))
    )
