"""A cue of speech: who, in which words, and what is said."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.complements import Said
from comity.reading.phrases import Phrase

__all__ = ["Cue"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: who, in which words, and the spans that are said.

    Attributes
    ----------
    phrase
        Of the speaker; None where the speaker is only the subject of the sentence ("and added that").
    start, end
        Characters of the cue.
    said
        Spans that are said, with whether each is a quotation.
    kind
        ``quote``, ``clause``, ``source`` (according to), ``view``, ``call`` or ``of``.
    """

    phrase: Phrase | None
    start: int
    end: int
    said: tuple[Said, ...]
    kind: str
