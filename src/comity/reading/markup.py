"""Markup cut into tags and text, each with its place, in one pass over any input however broken.

The tokens are those of the HTML standard (WHATWG, §13.2.5), or of XML without entities of a document's own,
which are the ones that can grow (``&a;`` of a billion). No part is looked at more often than a fixed number
of times, whatever is left open.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from html.entities import html5

__all__ = ["Tag", "Text", "attributes", "pieces", "tokens"]

#: Elements whose content is characters up to their end tag, whatever it looks like.
_OPAQUE = {"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"}
_MARK = re.compile(r"<([a-zA-Z/!?])")
_LETTER = re.compile(r"[a-zA-Z]")
_NAME = re.compile(r"[^\s/>]+")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*|=[^\s/>=]*)(\s*=\s*)?")
_GAP = re.compile(r"[\s/]*")
_UNQUOTED = re.compile(r"[^\s>]*")
_PIECE = re.compile(
    r"&(?:\#\d+;?|\#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{1,31};?)|[ \t\r\n\f]+"
    r"|[^& \t\r\n\f]+(?: [^& \t\r\n\f]+)*|&+(?=&)|&"
)
_XML_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or an end tag; ``start`` to ``end`` is the whole of it, ``name`` in lower case."""

    name: str
    closing: bool
    start: int
    end: int
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters; ``literal`` where ``&`` means itself; ``within`` the opaque element it fills."""

    start: int
    end: int
    literal: bool = False
    within: str = ""


def tokens(raw: str, *, xml: bool = False) -> Iterator[Tag | Text]:
    """Tags and text of ``raw`` in order; comments, declarations and instructions are in none.

    Parameters
    ----------
    raw
        A page, or any other text.
    xml
        Read as XML: names keep their case, no element is opaque, ``<![CDATA[…]]>`` is text.
    """
    at, size = 0, len(raw)
    while at < size:
        mark = _MARK.search(raw, at)
        if mark is None:
            yield Text(at, size)
            return
        found, follows = mark.start(), mark[1]
        if found > at:
            yield Text(at, found)
        if follows in ("!", "?"):
            at = yield from _declaration(raw, found, xml=xml)
        elif follows == "/" and not _LETTER.match(raw, found + 2):
            at = _after(raw, ">", found + 2)
        else:
            tag = _tag(raw, found, xml=xml)
            if tag is None:  # cut off within a tag: what a browser shows ends here
                return
            yield tag
            at = tag.end
            if tag.name in _OPAQUE and not tag.closing and not xml:
                at = yield from _opaque(raw, tag)


def attributes(raw: str, tag: Tag) -> dict[str, str]:
    """Attributes of a start tag, entities resolved; the first of a name counts."""
    found: dict[str, str] = {}
    match = _NAME.match(raw, tag.start + 1)
    assert match is not None
    for name, start, end, _ in _attributes(raw, match.end(), tag.end - 1):
        found.setdefault(name.lower(), _resolved(raw[start:end]))
    return found


def pieces(raw: str, text: Text, *, xml: bool = False) -> Iterator[tuple[str, int, int]]:
    """What a run of text says, piece by piece: characters, and where in ``raw`` they begin and end.

    White space comes as it is in ``raw``; a piece that is not ``raw[start:end]`` itself is an entity.
    """
    if text.literal:
        yield raw[text.start : text.end], text.start, text.end
        return
    for match in _PIECE.finditer(raw, text.start, text.end):
        said, start, end = match[0], match.start(), match.end()
        if said[0] != "&" or said[-1] == "&":
            yield said, start, end
            continue
        meant, length = _entity(said, xml=xml)
        yield meant, start, start + length
        if length < len(said):
            yield said[length:], start + length, end


def _declaration(raw: str, start: int, *, xml: bool) -> Generator[Tag | Text, None, int]:
    """Pass over a comment or the like; CDATA of XML is text. Returns where it ends."""
    if raw.startswith("<!--", start):
        if raw.startswith((">", "->"), start + 4):
            return raw.index(">", start + 4) + 1
        return _after(raw, "-->", start + 4)
    if xml and raw.startswith("<![CDATA[", start):
        end = raw.find("]]>", start + 9)
        stop = len(raw) if end < 0 else end
        if stop > start + 9:
            yield Text(start + 9, stop, literal=True)
        return min(stop + 3, len(raw))
    return _after(raw, "?>" if xml and raw.startswith("<?", start) else ">", start + 2)


def _after(raw: str, mark: str, start: int) -> int:
    end = raw.find(mark, start)
    return len(raw) if end < 0 else end + len(mark)


def _opaque(raw: str, tag: Tag) -> Generator[Tag | Text, None, int]:
    """The content of a script or the like, up to its end tag or the end of the file."""
    end = re.compile(rf"</{re.escape(tag.name)}(?=[\s/>])", re.IGNORECASE).search(raw, tag.end)
    stop = end.start() if end else len(raw)
    if stop > tag.end:
        entities = tag.name in ("title", "textarea")
        yield Text(tag.end, stop, literal=not entities, within=tag.name)
    return stop


def _tag(raw: str, start: int, *, xml: bool) -> Tag | None:
    closing = raw[start + 1] == "/"
    match = _NAME.match(raw, start + 1 + closing)
    assert match is not None
    at = match.end()
    for _, _, _, after in _attributes(raw, at, len(raw)):
        at = after
    gap = _GAP.match(raw, at)
    assert gap is not None
    if gap.end() >= len(raw):
        return None
    name = match[0] if xml else match[0].lower()
    return Tag(name, closing, start, gap.end() + 1, empty=raw[gap.end() - 1] == "/" and not closing)


def _attributes(raw: str, at: int, stop: int) -> Iterator[tuple[str, int, int, int]]:
    """Name of each attribute, where its value begins and ends, and where the attribute does."""
    while (match := _ATTRIBUTE.match(raw, at, stop)) is not None:
        at = match.end()
        if match[2] is None:
            yield match[1], at, at, at
        elif raw[at : at + 1] in ('"', "'"):
            start, end = at + 1, raw.find(raw[at], at + 1, stop)
            end = stop if end < 0 else end
            yield match[1], start, end, (at := min(end + 1, stop))
        else:
            value = _UNQUOTED.match(raw, at, stop)
            assert value is not None
            start, at = at, value.end()
            yield match[1], start, at, at


def _resolved(value: str) -> str:
    return (
        "".join(said for said, _, _ in pieces(value, Text(0, len(value))))
        if "&" in value
        else value
    )


def _entity(said: str, *, xml: bool) -> tuple[str, int]:
    """What an entity means, and how many of its characters belong to it."""
    if said[1] == "#":
        digits = said[2:].strip("xX;").lstrip("0")
        if len(digits) > 7:  # beyond Unicode, and beyond what Python turns into an integer
            return "�", len(said)
        return html.unescape(said if said.endswith(";") else said + ";") or "�", len(said)
    if xml:
        meant = _XML_ENTITIES.get(said)
        if meant is not None:
            return meant, len(said)
    if said[1:] in html5:
        return html5[said[1:]], len(said)
    for length in range(
        min(len(said), 8), 2, -1
    ):  # names that need no semicolon are short: ``&ampx``
        if said[1:length] in html5:
            return html5[said[1:length]], length
    return said, len(said)
