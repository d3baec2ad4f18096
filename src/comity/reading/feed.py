"""Feeds (RSS, Atom) as documents: each item is one.

Offsets are those of the feed's file: through the entities of XML, and those of the HTML that an item holds in
them or in CDATA. A feed that declares entities of its own is refused.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import numpy as np

from comity.errors import DataError
from comity.reading.article import roles
from comity.reading.document import Document, Offsets
from comity.reading.html_text import places, shown_text
from comity.reading.markup import Tag, Text, attributes, pieces, tokens
from comity.reading.masthead import masthead
from comity.reading.page import page
from comity.reading.page_facts import shown_name, stated_day
from comity.reading.plain_text import paragraphs
from comity.reading.sections import Block, sectioned
from comity.reading.vocabulary import Section

__all__ = ["feed_documents"]

_ROOTS = frozenset(["rss", "feed", "RDF"])
_ITEMS = frozenset(["item", "entry"])
_PREFIXES = frozenset(["", "atom", "content", "dc", "dcterms"])
_BODIES = ("encoded", "content", "description", "summary")  # the fullest first
_DAYS = ("pubDate", "published", "issued", "date", "updated", "modified", "created")
_AUTHORS = ("creator", "name", "author")
_WANTED = frozenset(["title", *_BODIES, *_DAYS, *_AUTHORS])
_GAP = "\n\n"


@dataclass(slots=True)
class _Words:
    """What an element says: its characters, and where in the feed each run of them begins and ends.

    ``kind`` is ``text``, ``html`` (as characters) or ``xhtml`` (as elements).
    """

    kind: str
    said: list[str] = field(default_factory=list)
    runs: array[int] = field(default_factory=lambda: array("q"))

    def add(self, said: str, start: int, end: int) -> None:
        self.said.append(said)
        self.runs.extend((start, end, len(said)))

    @property
    def text(self) -> str:
        return "".join(self.said)


@dataclass(slots=True)
class _Shown:
    """Text, the place of each character in the feed, and its paragraphs."""

    text: str
    at: Offsets
    blocks: list[Block]


def feed_documents(raw: str, *, name: str = "feed", date: str | None = None) -> Iterator[Document]:
    """The items of a feed that say anything, in its order; named ``feed.xml#1`` and so on.

    Parameters
    ----------
    raw
        The file, decoded.
    name
        Of the file.
    date
        Of publication; what each item states where None.

    Raises
    ------
    DataError
        If it is no feed, has no items, or declares entities.
    """
    if "<!ENTITY" in raw[:100_000]:
        raise DataError(
            f"{name}: declares entities of its own, which can grow without end: not read"
        )
    number, publisher = -1, None
    for fields in _items(raw, name):
        number += 1
        if number == 0:
            publisher = shown_name(fields["title"].text) if "title" in fields else None
        elif (found := _document(raw, fields, f"{name}#{number}", date, publisher)) is not None:
            yield found
    if number < 1:
        raise DataError(f"{name}: a feed without items")


def _items(raw: str, name: str) -> Iterator[dict[str, _Words]]:
    """Elements of the feed itself that come before its items, then those of each item, by their names."""
    fields: dict[str, _Words] = {}
    item = within = ""
    items = 0
    root = ""
    for token in tokens(raw, xml=True):
        if isinstance(token, Text):
            if within:
                _take(raw, fields[within], token)
            continue
        prefix, _, local = token.name.rpartition(":")
        root = root or _checked(token, local, name)
        if token.closing and local in (within, item):
            within = ""
            if local == item:
                yield fields
                fields, item = {}, ""
        elif (
            within == "author" and local == "name"
        ):  # Atom: a person, with an address beside the name
            del fields[within]
            within, fields[local] = local, _Words("text")
        elif within:
            _keep(raw, fields[within], token)
        elif local in _ITEMS and not item and not token.closing:
            if not items:
                yield fields
            items, item, fields = items + 1, local, {}
        elif (item or not items) and local not in fields and _wanted(token, prefix, local):
            within, fields[local] = local, _Words(_kind(raw, token, local, atom=item == "entry"))
    if item:  # a feed that is cut off
        yield fields


def _checked(tag: Tag, local: str, name: str) -> str:
    if local not in _ROOTS:
        raise DataError(f"{name}: XML, but no feed of RSS or Atom (its root is <{tag.name[:40]}>)")
    return local


def _wanted(tag: Tag, prefix: str, local: str) -> bool:
    return local in _WANTED and prefix in _PREFIXES and not tag.closing and not tag.empty


def _kind(raw: str, tag: Tag, local: str, *, atom: bool) -> str:
    if local in _DAYS or local in _AUTHORS:
        return "text"
    stated = attributes(raw, tag).get("type", "text" if atom else "html").lower()
    return stated if stated in ("text", "xhtml") else "html"


def _take(raw: str, words: _Words, token: Text) -> None:
    if words.kind == "xhtml":  # its entities are resolved with its tags
        words.add(raw[token.start : token.end], token.start, token.end)
        return
    for said, start, end in pieces(raw, token, xml=True):
        words.add(said, start, end)


def _keep(raw: str, words: _Words, tag: Tag) -> None:
    """A tag within an element says something only where markup stands as it is."""
    if words.kind == "xhtml":
        words.add(raw[tag.start : tag.end], tag.start, tag.end)


def _document(
    raw: str, fields: dict[str, _Words], name: str, date: str | None, publisher: str | None
) -> Document | None:
    """The document of an item; None where it is empty."""
    body = next((key for key in _BODIES if key in fields and fields[key].text.strip()), None)
    shown = [_shown(fields["title"], name, "title")] if "title" in fields else []
    shown += [_shown(fields[body], name, None)] if body else []
    shown = [one for one in shown if one.text.strip()]
    if not shown:
        return None
    text, at, blocks = shown[0].text, shown[0].at, shown[0].blocks
    for one in shown[1:]:
        end = int(at[-1, 1])
        first = len(text) + len(_GAP)
        text += _GAP + one.text
        at = np.concatenate([at, np.full((len(_GAP), 2), end, dtype=np.int64), one.at])
        blocks = blocks + [Block(first + b.start, first + b.end, b.hint) for b in one.blocks]
    parts = sectioned(text, blocks)
    head = masthead(text, parts)
    author = next(
        (a for key in _AUTHORS if key in fields and (a := _author(fields[key].text))), None
    )
    day = next((d for key in _DAYS if key in fields and (d := _day(fields[key].text))), None)
    return Document(
        name, raw, text, at, parts, date or day or head.date, author or head.author,
        (publisher or "unknown") if author else head.affiliation, publisher or head.publisher,
    )  # fmt: skip


def _shown(words: _Words, name: str, role: Section | None) -> _Shown:
    """What a reader sees of an element."""
    written = words.text
    outer = places(np.frombuffer(words.runs, dtype=np.int64).reshape(-1, 3))
    if words.kind == "text":
        blocks = [Block(b.start, b.end, role) for b in paragraphs(written)]
        return _Shown(written, outer, blocks)
    read = page(written, name)
    hints = roles(read, ())
    text, inner, spans = shown_text(read, list(range(len(read.blocks))))
    if not len(inner):
        return _Shown("", inner, [])
    start, last = np.minimum(inner[:, 0], len(outer) - 1), np.maximum(inner[:, 1] - 1, 0)
    empty = inner[:, 0] == inner[:, 1]
    end = outer[last, 1]
    at = np.stack([np.where(empty, end, outer[start, 0]), end], axis=1)
    return _Shown(
        text, at,
        [Block(*span, role or ("heading" if hint == "title" else hint))
         for span, hint in zip(spans, hints, strict=True)],
    )  # fmt: skip


def _day(stated: str) -> str | None:
    """A day of a feed: ISO 8601 in Atom, as in letters (RFC 822) in RSS."""
    if (day := stated_day(stated)) and re.match(r"\s*\d{4}", stated):
        return day
    try:
        return parsedate_to_datetime(stated.strip()[:60]).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return None


def _author(stated: str) -> str | None:
    """``a@example.org (A. Writer)`` is A. Writer; an address alone is nobody."""
    named = re.search(r"\(([^()]{2,100})\)", stated[:300])
    name = shown_name(named[1] if named else stated[:300])
    return None if name is None or "@" in name else name
