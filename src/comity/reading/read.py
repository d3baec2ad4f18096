"""A document read: every pass over it, and the records they come to."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.actions import Predicate, predicates
from comity.reading.assemble import Passes, assembled
from comity.reading.dates import When, dates
from comity.reading.document import Document, Sentence
from comity.reading.mentions import Mention, mentions
from comity.reading.quantities import Quantity, quantities
from comity.reading.record import Record
from comity.reading.sentences import sentences
from comity.reading.speakers import Attribution, attributions

__all__ = ["Reading", "reading"]

#: Parts of a page that are not read: menus, shares, comments, teasers.
UNREAD = frozenset(["sidebar"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What is found in a document.

    Attributes
    ----------
    document
        As read.
    sentences, mentions, quantities, dates, attributions, predicates
        What each pass found, in order; offsets into ``document.text``.
    records
        What they come to; offsets into the file.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[When, ...]
    attributions: tuple[Attribution, ...]
    predicates: tuple[Predicate, ...]
    records: tuple[Record, ...]


def reading(document: Document) -> Reading:
    """Read a document by rules and dictionaries."""
    text = document.text
    parted = sentences(document)
    read = tuple(s for s in parted if s.section not in UNREAD)
    named = mentions(document, read)
    figures = tuple(q for s in read for q in quantities(text, s.start, s.end))
    days = _days(document, read)
    said = attributions(document, read, named)
    acts = tuple(p for s in read for p in predicates(text, s.start, s.end))
    passes = Passes(document, read, named, figures, days, said, acts)
    return Reading(document, parted, named, figures, days, said, acts, assembled(passes))


def _days(document: Document, read: tuple[Sentence, ...]) -> tuple[When, ...]:
    """Dates of the sentences; each may go on from the last one before it."""
    found: list[When] = []
    told = None
    for sentence in read:
        here = dates(document.text, sentence.start, sentence.end, document.date, told)
        told = next((d.date for d in reversed(here) if d.role == "at" and d.date), told)
        found += here
    return tuple(found)
