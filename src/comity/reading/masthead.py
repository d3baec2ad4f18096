"""Who signs a document, for whom, and when: bylines, datelines, lines of source and copyright."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.bylines import HONORIFIC, NAME, biography, byline, is_name
from comity.reading.datelines import published
from comity.reading.document import Part

__all__ = ["Masthead", "is_signed", "masthead"]

_ROLE = re.compile(
    r"\b(?:researcher|analyst|expert|professor|fellow|correspondent|editor|director|journalist|lecturer"
    r"|scholar|columnist|reporter"
    r"|ambassador|adviser|advisor|specialist|economist|historian|commentator|writer"
    r"|scientist)\b", re.IGNORECASE,
)  # fmt: skip
_SIGNED = re.compile(rf"(?:^|[.!?”]\s+)({NAME})\s+[–—-]\s+([^.!?]{{4,120}})$")
_SOURCE = re.compile(
    r"^(?:Source|Originally published (?:by|in|on)|First published (?:by|in|on))\s*:?\s+(.{2,60})$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^(?:copyright )?(?:©|\(c\)) ?(?:19|20)\d\d(?:[-–]\d{2,4})?[ ,]+([^.|©]{2,50})"
    r"|^([^|©.]{2,40}(?:\.[a-z]{2,6})?) ?© ?(?:19|20)\d\d", re.IGNORECASE
)  # fmt: skip
_DATELINE = re.compile(
    r"^([A-Z][\w.]*(?: [A-Z][\w.]*){0,4}) ?[-–—] ?(?:Opinion|Interview|Note|Analysis|Commentary|Report"
    r"|Exclusive)\s*:"
)
#: "OSLO, 3 May 2024 (Andes Daily) - …": the agency that sends it.
_AGENCY = re.compile(r"^[^\Wa-z\d_][^a-z()]{2,40}\b[^()]{0,30}\(([A-Z][\w.&’' ]{1,40})\)\s*[-–—]")
_AGENCY_WITHIN = 140


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a document says about itself."""

    author: str
    affiliation: str
    publisher: str | None
    date: str | None


def masthead(text: str, parts: Sequence[Part]) -> Masthead:
    """Author, affiliation, publisher and date; ``unsigned`` and ``unknown`` where a document is silent."""
    publisher = _publisher(text, parts)
    date = published(text)
    for part in parts:
        words = text[part.start : part.end].strip()
        signs = byline(words)
        if signs is not None and (signs.labelled or part.section == "sidebar"):
            outlet = (
                signs.affiliation or _told_of(text, parts, signs.author) or publisher or "unknown"
            )
            return Masthead(signs.author, outlet, publisher or signs.outlet or None, date)
    for part in [p for p in parts if p.section in ("body", "lede")][:2]:
        signed = _signed(text[part.start : part.end])
        if signed:
            role = _lowered(signed.group(2).strip())
            return Masthead(
                signed.group(1), f"{publisher} ({role})" if publisher else role, publisher, date
            )
    name = _name_above(text, parts)
    if name is not None:
        outlet = _told_of(text, parts, name) or publisher or "unknown"
        return Masthead(name, outlet, publisher, date)
    if publisher:
        return Masthead(f"{publisher} (unsigned)", publisher, publisher, date)
    return Masthead("unsigned", "unknown", None, date)


def _name_above(text: str, parts: Sequence[Part]) -> str | None:
    """A name that is a line of its own above the first paragraph."""
    first = next((n for n, p in enumerate(parts) if p.section in ("lede", "body")), 0)
    for part in parts[max(0, first - 3) : first]:
        line = text[part.start : part.end].strip()
        if part.section == "sidebar" and is_name(line):
            return HONORIFIC.sub("", line)
    return None


def _told_of(text: str, parts: Sequence[Part], author: str) -> str:
    """Affiliation that a paragraph about the author tells."""
    for part in parts:
        if part.section == "sidebar":
            told = biography(text[part.start : part.end].strip())
            if told is not None and told.author == author:
                return told.affiliation
    return ""


def _publisher(text: str, parts: Sequence[Part]) -> str | None:
    lines = [text[p.start : p.end].strip() for p in parts]
    for part, line in zip(parts, lines, strict=True):
        if part.section == "sidebar" and (found := _SOURCE.match(line)):
            return found.group(1).strip(" .")
    for part, line in zip(parts, lines, strict=True):
        if part.section in ("lede", "body") and (found := _DATELINE.match(line)):
            return found.group(1)
    for part, line in zip(parts, lines, strict=True):
        if part.section in ("lede", "body") and (found := _AGENCY.match(line[:_AGENCY_WITHIN])):
            return found.group(1)
    for part, line in zip(parts, lines, strict=True):
        if part.section == "sidebar" and len(line) < 120 and (found := _COPYRIGHT.match(line)):
            name = (found.group(1) or found.group(2)).strip(" .,")
            alike = (other for other in reversed(lines) if other.casefold() == name.casefold())
            return next(alike, name)
    return None


def _signed(words: str) -> re.Match[str] | None:
    """The name and office that close a paragraph."""
    found = _SIGNED.search(words[-240:].strip())
    return found if found and _ROLE.search(found.group(2)) else None


def _lowered(role: str) -> str:
    """A role as it stands inside a sentence: "Researcher of …" is no name."""
    return role[0].lower() + role[1:] if role[1:2].islower() else role


def is_signed(words: str) -> bool:
    """Whether a paragraph closes with its author's name and office."""
    return _signed(words) is not None
