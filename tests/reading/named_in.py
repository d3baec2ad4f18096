"""A text as a document of one part, cut into sentences at full stops, and who is named in it."""

from __future__ import annotations

import re
from itertools import pairwise

from comity.reading.document import Document, Part, Sentence
from comity.reading.mention import Mention
from comity.reading.mentions import mentions

__all__ = ["actors_by_words", "found_in"]


def found_in(text: str, date: str | None = None) -> list[tuple[str, Mention]]:
    """Mentions of a text with their words."""
    document = Document("made up", text, text, None, (Part("body", 0, len(text)),), date)
    cuts = [
        0,
        *(m.end() for m in re.finditer(r"(?<=[a-z\d]{3}[.?!])\s+(?=[A-Z“])", text)),
        len(text),
    ]
    cut = [Sentence(start, end, 0, "body") for start, end in pairwise(cuts) if end > start]
    return [(text[m.start : m.end], m) for m in mentions(document, cut)]


def actors_by_words(text: str, date: str | None = None, role: str | None = None) -> dict[str, str]:
    """Actors joined by ``;``, by the words that name them; with ``role``, those of that role only."""
    return {
        said: ";".join(mention.actors)
        for said, mention in found_in(text, date)
        if role is None or mention.role == role
    }
