"""Plain text into a document: paragraphs found, each with its role."""

from __future__ import annotations

import re
from itertools import pairwise

from comity.reading.document import Document
from comity.reading.masthead import masthead
from comity.reading.sections import Block, sectioned

__all__ = ["document", "paragraphs"]

_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]")
#: Lines broken to a width are at most this long, and most of them at least half of it.
_WIDTH = 100


def document(text: str, *, name: str = "text", date: str | None = None) -> Document:
    """A document of plain text.

    Parameters
    ----------
    text
        As it stands in the file; offsets count its characters.
    name
        Of the file.
    date
        Of publication, ISO 8601 of reduced precision; what the text itself says where None.
    """
    blocks = paragraphs(text)
    parts = sectioned(text, blocks)
    head = masthead(text, parts)
    return Document(
        name, text, text, None, parts, date or head.date, head.author, head.affiliation, head.publisher
    )  # fmt: skip


def paragraphs(text: str) -> list[Block]:
    """Paragraphs: lines, or runs of lines where a text is broken to a width."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip(" \t\ufeff\xa0")]
    if not _broken(text, lines):
        return [_trimmed(text, start, end) for start, end in lines]
    found: list[Block] = []
    before = 0  # characters of the line before: one long enough may have been broken
    for start, end in lines:
        line = _trimmed(text, start, end)
        if found and before > _WIDTH // 3 and len(_BREAK.findall(text, found[-1].end, start)) == 1:
            found[-1] = Block(found[-1].start, line.end)
        else:
            found.append(line)
        before = line.end - line.start
    return found


def _trimmed(text: str, start: int, end: int) -> Block:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Block(start, end)


def _broken(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether sentences run over the ends of lines."""
    if len(lines) < 4 or max(end - start for start, end in lines) > 2 * _WIDTH:
        return False
    followed = [
        (start, end)
        for (start, end), (later, _) in pairwise(lines)
        if len(_BREAK.findall(text, end, later)) == 1
    ]
    if len(followed) < 3:
        return False
    open_ = [
        1 for start, end in followed
        if _WIDTH // 2 < end - start <= _WIDTH and text[end - 1] not in ".!?:;”\""
    ]  # fmt: skip
    return len(open_) > len(followed) / 2
