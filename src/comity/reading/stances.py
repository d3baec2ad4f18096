"""Whether a clause tells a fact or judges, and what a judgement comes to."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Judgement", "judgement"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a clause is meant.

    Attributes
    ----------
    is_claim
        A judgement, a forecast or a reading of the facts; else told as a fact.
    stance
        What the judgement comes to, of a published vocabulary; None where no rule speaks.
    hedged
        Said to be possible only.
    evidence
        The words that decided, for a reader to check.
    """

    is_claim: bool
    stance: str | None
    hedged: bool
    evidence: tuple[str, ...]


def judgement(text: str, start: int, end: int) -> Judgement:
    """Whether ``text[start:end]`` judges, and what it comes to."""
    return Judgement(False, None, False, ())
