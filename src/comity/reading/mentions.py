"""Who is spoken of, and where: names, adjectives, capitals, leaders, pronouns, each with its actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.aliases import Alias, Kind, Role, Word, alias_book, compounds, words
from comity.reading.document import Document, Sentence

__all__ = ["Mention", "group_at", "mentions"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the text that speaks of actors.

    Attributes
    ----------
    start, end
        In ``Document.text``.
    actors
        State keys, organisations, groups (``actors.csv``); empty for a person without one, and for a name that
        only looks like an actor's.
    kind
        How: name, adjective, leader, person, capital, organisation, group, pronoun, coreference.
    person
        Full name, where a person is meant.
    role
        ``actor``; ``place``: ground rather than someone who acts ("the war in Ukraine"); ``part_of_name``:
        within another thing's name ("Moscow State University", "US dollar").
    office
        What the person is, where known or said ("foreign minister").
    """

    start: int
    end: int
    actors: tuple[str, ...]
    kind: Kind
    person: str | None = None
    role: Role = "actor"
    office: str | None = None


def mentions(document: Document, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
    """All mentions of a document, in order of their place; none overlap."""
    found: list[Mention] = []
    for sentence in sentences:
        said = words(document.text, sentence.start, sentence.end)
        found += _named(document.text, said)
    return tuple(found)


def _named(text: str, said: list[Word]) -> list[Mention]:
    book, found, at = alias_book(), list[Mention](), 0
    while at < len(said):
        hit = _compound(text, said, at) or book.longest(text, said, at)
        if hit is None:
            at += 1
            continue
        alias, count = hit
        found.append(
            Mention(
                said[at].start, said[at + count - 1].end, alias.actors, alias.kind, None, alias.role
            )
        )
        at += count
    return found


def _compound(text: str, said: list[Word], at: int) -> tuple[Alias, int] | None:
    """``Sino-``, ``Russo-``: only before a hyphen and a capital."""
    actor = compounds().get(said[at].form)
    if actor is None or at + 1 == len(said) or not said[at + 1].capital:
        return None
    if text[said[at].end : said[at + 1].start] not in ("-", "‐", "‑", "–"):
        return None
    return Alias(said[at].text, (actor,), "adjective"), 1


_JOINS = frozenset(["and", "&", "or", "as well as", "along with", "together with"])


def group_at(text: str, found: Sequence[Mention], at: int) -> tuple[int, int]:
    """First and last (exclusive) of the mentions joined with the one ``at``.

    "Russia, China and Iran", "Sino-Russian", "the EU-NATO countries": joined by commas, *and* or a hyphen.
    """
    first = last = at
    while first > 0 and _joined(text, found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and _joined(text, found[last], found[last + 1]):
        last += 1
    return first, last + 1


def _joined(text: str, one: Mention, other: Mention) -> bool:
    gap = text[one.end : other.start]
    if len(gap) > 20 or "\n" in gap:
        return False
    if gap in ("-", "‐", "‑", "–", " – ", "/"):
        return True
    kept = [word for word in gap.replace(",", " , ").split() if word not in ("the", "both")]
    return (
        bool(kept)
        and all(part == "," for part in kept[:-1])
        and (kept[-1] == "," or " ".join(kept).strip(", ") in _JOINS)
    )
