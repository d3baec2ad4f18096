"""How much a mention stands out in its sentence: as subject, object, owner, or ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.aliases import Word
from comity.reading.grammar_words import (
    CAUSING,
    OPENERS,
    PEOPLE,
    PREPOSITIONS,
    SKIPPED,
    seated,
    words_after,
)
from comity.reading.mention import Mention

__all__ = ["Held", "is_object", "is_subject", "weighed"]


@dataclass(frozen=True, slots=True)
class Held:
    """Actors named as one, by their sentence and place in it.

    ``plural``: they can be "they"; ``ground``: only where things happen; ``attribute``: whose something is;
    ``possessor``: with an "’s"; ``beside``: behind a preposition.
    """

    actors: tuple[str, ...]
    sentence: int
    start: int
    subject: bool
    plural: bool
    ground: bool
    attribute: bool
    possessor: bool = False
    beside: bool = False


def weighed(
    text: str,
    kept: Sequence[Mention],
    actors: tuple[str, ...],
    said: list[Word],
    at: int,
    sentence: int,
) -> Held:
    """Mentions joined into one group that begins with the word ``at``, as they are kept in mind."""
    possessor = _possesses(text, kept[-1])
    back = at - 2 if at > 1 and said[at - 1].form == "the" else at - 1
    people = _of_people(text, kept[-1], said)
    return Held(
        actors, sentence, kept[0].start, is_subject(text, said, at),
        plural=len(actors) > 1 or people or _is_plural(text, kept[0]),
        ground=all(m.role == "place" for m in kept),
        attribute=all(m.kind == "adjective" for m in kept) or possessor or people,
        possessor=possessor,
        beside=at > 0 and not seated(said, at - 1) and said[back].form in PREPOSITIONS,
    )  # fmt: skip


def is_subject(text: str, said: list[Word], at: int) -> bool:
    """Whether the word ``at`` heads its clause, or is the seat of those who do."""
    if at and seated(said, at - 1):
        return True
    back = at - 1
    while back >= 0 and said[back].form in SKIPPED:
        back -= 1
    if back < 0 or said[back].form in CAUSING:
        return True
    gap = text[said[back].end : said[at].start]
    return any(mark in gap for mark in ',;:—“"(') or said[back].form in OPENERS


def is_object(text: str, said: list[Word], at: int) -> bool:
    """Whether a pronoun stands after a preposition or a verb, not at the head of a clause."""
    if at == 0:
        return False
    prior = said[at - 1].form
    if prior in CAUSING:
        return True
    if is_subject(text, said, at):
        return False
    return at + 1 == len(said) or prior in PREPOSITIONS or text[said[at].end] in ",.;:)"


def _of_people(text: str, mention: Mention, said: list[Word]) -> bool:
    """Whether a name only tells whose people or bodies are meant ("Omani firms")."""
    return any(
        word.form in PEOPLE and " and " not in text[mention.end : word.start][:40]
        for word in words_after(said, mention.end, 3)
    )


def _is_plural(text: str, mention: Mention) -> bool:
    said = text[mention.start : mention.end].lower()
    return mention.kind in ("name", "group") and said.endswith(
        "ns" if mention.kind == "name" else "s"
    )


def _possesses(text: str, mention: Mention) -> bool:
    return text[mention.end : mention.end + 2] in ("’s", "'s", "’ ", "' ")
