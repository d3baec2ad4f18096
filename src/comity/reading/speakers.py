"""Who says what: spans of a document that somebody says, with the speaker, remembered across paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from comity.reading.document import Document, Sentence

__all__ = ["Attribution", "Named", "Standing", "attributions", "author_of", "speaker_of"]

Standing = Literal["official", "expert", "media", "author", "unnamed", "other"]


class Named(Protocol):
    """What is asked of a mention (:class:`comity.reading.mentions.Mention`)."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def actors(self) -> tuple[str, ...]: ...
    @property
    def person(self) -> str | None: ...
    @property
    def role(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Attribution:
    """A span that somebody says.

    Attributes
    ----------
    start, end
        What is said: the quotation, or the clause a verb of saying reports.
    speaker, affiliation
        Full name where the text has one; institution and role as the text introduces them, else ``unknown``.
    cue_start, cue_end
        The words that say who speaks ("he added"); an empty span where the last speaker goes on.
    direct
        Whether the span is a quotation.
    side
        State or organisation that an official speaks for; None for everybody else.
    standing
        ``official``, ``expert``, ``media``, ``unnamed`` or ``other``.
    """

    start: int
    end: int
    speaker: str
    affiliation: str
    cue_start: int
    cue_end: int
    direct: bool
    side: str | None = None
    standing: Standing = "other"


def attributions(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Named]
) -> tuple[Attribution, ...]:
    """Everything in a document that somebody says, in order; spans inside a quotation may nest."""
    return ()


def author_of(document: Document) -> tuple[str, str]:
    """Speaker and affiliation of what nobody is said to say."""
    if document.author != "unsigned":
        return document.author, document.affiliation
    if document.publisher:
        return f"{document.publisher} (unsigned)", document.publisher
    return "unsigned", "unknown"


def speaker_of(found: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """The attribution that covers most of a span, the innermost of equals; None where less than half is said."""
    best: Attribution | None = None
    most = 0.5
    for each in found:
        share = (min(end, each.end) - max(start, each.start)) / max(end - start, 1)
        if share > most or (
            best is not None and share == most and each.end - each.start < best.end - best.start
        ):
            best, most = each, share
    return best
