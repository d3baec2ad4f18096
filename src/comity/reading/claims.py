"""Which claims are none: those that say nothing of their actors, and those another of the sentence makes."""

from __future__ import annotations

from collections.abc import Iterable

from comity.reading.drafts import Draft

__all__ = ["Fields", "idle", "repeats"]

Fields = dict[str, object]
#: Clauses that hang on another.
_HANGING = frozenset(["subordinate", "participle", "relative", "reduced", "joined", "noun"])


def idle(draft: Draft, fields: Fields) -> bool:
    """Whether a claim says nothing of its actors' relation.

    It judges nothing, and has no act and no leaning; or is a noun in passing, which nobody asserts.
    """
    if fields["kind"] != "claim":
        return False
    empty = fields["action"] == "NONE" and fields["polarity"] == 0
    return draft.predicate.kind == "noun" or (empty and fields["stance"] is None)


def repeats(draft: Draft, fields: Fields, told: Iterable[tuple[Draft, Fields]]) -> bool:
    """Whether a claim in a clause that hangs on another says what that one says of the same actors."""
    if fields["kind"] != "claim" or draft.predicate.kind not in _HANGING:
        return False
    return any(
        other["kind"] == "claim" and one.predicate.kind not in _HANGING and one.actors == draft.actors
        and other["polarity"] == fields["polarity"] and other["speaker"] == fields["speaker"]
        and not idle(one, other)
        for one, other in told
    )  # fmt: skip
