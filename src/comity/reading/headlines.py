"""What a title holds where it is no sentence: it still says whose relation the piece is about."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.actions import Predicate
from comity.reading.document import Sentence
from comity.reading.drafts import Draft
from comity.reading.named import Named, actors_of
from comity.reading.who import Sides

__all__ = ["titled"]


def titled(named: Named, sentence: Sentence, found: Sequence[Predicate]) -> list[Draft]:
    """A draft of a title that names two actors; its act is that of its first noun that leans, if any."""
    groups = named.groups(named.within((sentence.start, sentence.end)))
    if not groups:
        return []
    sources = actors_of(groups[0])
    targets = next((actors_of(g, sources) for g in groups[1:] if actors_of(g, sources)), ())
    if len(sources) + len(targets) < 2:
        return []
    act = next((p for p in found if p.action != "NONE" or p.polarity), None)
    joint = not targets
    if joint and len(sources) == 2:
        sources, targets = sources[:1], sources[1:]
    predicate = Predicate(
        sentence.start, sentence.end, sentence.start, sentence.end, act.action if act else "NONE", None,
        "present", "none", act is not None and act.negated, act is not None and act.hedged, "opinion",
        "word", act.polarity if act else 0, act.domain if act else "territorial/strategic", joint, None, None,
        "main",
    )  # fmt: skip
    sides = Sides(sources, targets, joint, 2, heads=True, joint=joint)
    return [Draft(predicate, sides, sentence.start, sentence.end, "claim")]
