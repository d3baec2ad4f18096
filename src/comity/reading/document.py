"""A document as it is read: its text, where that text stands in the file, and its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.reading.vocabulary import Section

__all__ = ["Document", "Part", "Sentence"]

Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the text with one role: a title, a paragraph of the body, a caption, a sidebar."""

    section: Section
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a part; ``part`` is its number in :attr:`Document.parts`."""

    start: int
    end: int
    part: int
    section: Section


@dataclass(frozen=True, slots=True)
class Document:
    """What is read of a file.

    Attributes
    ----------
    name
        Of the file.
    raw
        The file, decoded; offsets of records count its characters.
    text
        What a reader sees of it: markup gone, entities resolved. ``raw`` itself for plain text.
    at : (len(text), 2) or None
        Where in ``raw`` each character of ``text`` begins and ends (an entity is several characters there);
        None where the two are one.
    parts
        In order, not overlapping; what is in none is blank.
    date
        Of publication, ISO 8601 of reduced precision; None where neither stated nor given.
    author, affiliation
        Who signs it, and for whom; ``unsigned`` where nobody does.
    publisher
        Whose page it is.
    """

    name: str
    raw: str
    text: str
    at: Offsets | None
    parts: tuple[Part, ...]
    date: str | None = None
    author: str = "unsigned"
    affiliation: str = "unknown"
    publisher: str | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the file of a span of the text."""
        if self.at is None:
            return start, end
        if end <= start:
            begin = len(self.raw) if start >= len(self.text) else int(self.at[start, 0])
            return begin, begin
        return int(self.at[start, 0]), int(self.at[end - 1, 1])
