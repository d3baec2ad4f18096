"""Who signs a document, for whom, and when: bylines, datelines, lines of source and copyright."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.datelines import published
from comity.reading.document import Part

__all__ = ["Masthead", "is_byline", "is_date_line", "is_signed", "masthead"]

_NAME = r"[^\W\d_][\w’'.-]{0,30}(?: (?:(?:de|da|van|von|der|bin|al|el|la|le) ){0,2}[A-Z][\w’'.-]{0,30}){1,3}"
_BYLINE = re.compile(
    rf"(?:[Bb]y|BY|Author:|Written by:?)\s+({_NAME}(?:(?:, | and | & ){_NAME}){{0,3}})(?:\s*(?:/|\||,|–"
    rf"|—|-|\bfor\b)\s*(.{{2,60}}))?"
)
_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_DATES = (
    re.compile(r"(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(
        rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\.?,? (?:19|20)\d\d(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d(?!\d)",
        re.IGNORECASE,
    ),
)
_LABEL = re.compile(
    r"^(?:published|posted|updated|last updated|date|released|modified)\b[ :]*(?:on )?",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:researcher|analyst|expert|professor|fellow|correspondent|editor|director|journalist|lecturer"
    r"|scholar|columnist|reporter"
    r"|ambassador|adviser|advisor|specialist|economist|historian|commentator|writer"
    r"|scientist)\b", re.IGNORECASE,
)  # fmt: skip
_SIGNED = re.compile(rf"(?:^|[.!?”]\s+)({_NAME})\s+[–—-]\s+([^.!?]{{4,120}})$")
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
        byline = _BYLINE.fullmatch(words) if len(words) < 160 else None
        if byline:
            outlet = (byline.group(2) or publisher or "unknown").strip()
            return Masthead(byline.group(1).strip(), outlet, publisher or byline.group(2), date)
    for part in [p for p in parts if p.section in ("body", "lede")][:2]:
        signed = _signed(text[part.start : part.end])
        if signed:
            role = signed.group(2).strip()
            return Masthead(
                signed.group(1), f"{publisher} ({role})" if publisher else role, publisher, date
            )
    if publisher:
        return Masthead(f"{publisher} (unsigned)", publisher, publisher, date)
    return Masthead("unsigned", "unknown", None, date)


def _publisher(text: str, parts: Sequence[Part]) -> str | None:
    lines = [text[p.start : p.end].strip() for p in parts]
    for part, line in zip(parts, lines, strict=True):
        if part.section == "sidebar" and (found := _SOURCE.match(line)):
            return found.group(1).strip(" .")
    for part, line in zip(parts, lines, strict=True):
        if part.section in ("lede", "body") and (found := _DATELINE.match(line)):
            return found.group(1)
    for part, line in zip(parts, lines, strict=True):
        if part.section == "sidebar" and len(line) < 120 and (found := _COPYRIGHT.match(line)):
            name = (found.group(1) or found.group(2)).strip(" .,")
            alike = (other for other in reversed(lines) if other.casefold() == name.casefold())
            return next(alike, name)
    return None


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the article."""
    return len(line) < 160 and _BYLINE.fullmatch(line) is not None


def _signed(words: str) -> re.Match[str] | None:
    """The name and office that close a paragraph."""
    found = _SIGNED.search(words[-240:].strip())
    return found if found and _ROLE.search(found.group(2)) else None


def is_signed(words: str) -> bool:
    """Whether a paragraph closes with its author's name and office."""
    return _signed(words) is not None


def is_date_line(line: str) -> bool:
    """Whether a line says little more than when the article appeared."""
    bare = _LABEL.sub("", line)
    return (
        len(bare) < 90
        and any((m := d.search(bare)) and m.start() < 14 for d in _DATES)
        and not bare.endswith(".")
    )
