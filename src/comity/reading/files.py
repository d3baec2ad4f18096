"""Files, folders and feeds into documents; what cannot be read is refused with its name and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from comity.errors import ComityError, DataError
from comity.reading.decoding import declared_encoding, decode
from comity.reading.document import Document
from comity.reading.feed import feed_documents
from comity.reading.html_text import html_document
from comity.reading.opening import file_bytes, printable
from comity.reading.pdf_text import pdf_document
from comity.reading.plain_text import document
from comity.reading.walk import Passed, files_in

__all__ = ["EXTENSIONS", "Refusal", "each_document", "open_documents"]

Format = Literal["text", "HTML", "PDF", "feed"]

#: What a file is taken for by its name; its content has the last word where it is unmistakable.
EXTENSIONS: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML",
    ".pdf": "PDF",
    ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
}  # fmt: skip
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|(?:\w{1,20}:)?rdf)[\s>]", re.IGNORECASE)
_PROLOGUE = ((b"<!--", b"-->"), (b"<?", b">"), (b"<!DOCTYPE rss", b">"), (b"<!DOCTYPE rdf", b">"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not read, and why; ``passed`` where it was in a folder and never meant to be read."""

    name: str
    reason: str
    passed: bool = False


def open_documents(path: str | Path, *, date: str | None = None) -> Iterator[Document]:
    """Documents of a file of text, HTML, PDF or a feed, or of all such files in a folder and its folders.

    Parameters
    ----------
    path
        File or folder. Files of a folder come in order of their names; hidden ones, other kinds of file and
        links to folders are passed over.
    date
        Of publication, ISO 8601 of reduced precision; what each document states where None.

    Raises
    ------
    DataError
        At the first file that cannot be read. :func:`each_document` goes on.
    """
    for found in each_document(path, date=date):
        if isinstance(found, Document):
            yield found
        elif not found.passed:
            raise DataError(found.reason)


def each_document(path: str | Path, *, date: str | None = None) -> Iterator[Document | Refusal]:
    """As :func:`open_documents`, with a refusal in the place of what cannot be read or is passed over."""
    path = Path(path)
    if not path.is_dir():
        yield from _documents(path, printable(path.name or path), date)
        return
    meant = 0
    for found in files_in(path, frozenset(EXTENSIONS)):
        if isinstance(found, Passed):
            yield Refusal(found.name, f"{found.name}: {found.reason}", passed=found.meant_so)
            meant += not found.meant_so
        else:
            meant += 1
            yield from _documents(found, printable(found.relative_to(path).as_posix()), date)
    if not meant:
        kinds = ", ".join(EXTENSIONS)
        name = printable(path)
        yield Refusal(name, f"{name}: no document in this folder (files named {kinds})")


def _documents(path: Path, name: str, date: str | None) -> Iterator[Document | Refusal]:
    try:
        yield from _read(path, name, date)
    except ComityError as problem:
        yield Refusal(name, str(problem))


def _read(path: Path, name: str, date: str | None) -> Iterator[Document]:
    data = file_bytes(path, name)
    kind = _format(path, data)
    if kind == "PDF":
        if not data.strip():
            raise DataError(f"{name}: empty, nothing to read")
        if b"%PDF-" not in data[:1024]:
            raise DataError(
                f"{name}: named as a PDF, which it is not: give it the name of what it is"
            )
        yield pdf_document(data, name=name, date=date)
        return
    declared = None if kind == "text" else declared_encoding(data)
    raw = decode(data, name, declared=declared)
    del data
    if kind == "HTML":
        yield html_document(raw, name=name, date=date)
    elif kind == "feed":
        yield from feed_documents(raw, name=name, date=date)
    else:
        yield document(raw, name=name, date=date)


def _format(path: Path, data: bytes) -> Format:
    """What a file is: by its content where that is unmistakable, else by its name, else text."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "PDF"
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 of ASCII, its marks gone, is ASCII
        head = head[2:].replace(b"\0", b"")
    head = _from_root(head)
    if _FEED.match(head):
        return "feed"
    if _PAGE.match(head):
        return "HTML"
    return EXTENSIONS.get(path.suffix.lower(), "text")


def _from_root(head: bytes) -> bytes:
    """What follows the comments and declarations at the beginning of a file."""
    head = head.lstrip()
    while (mark := next(((b, e) for b, e in _PROLOGUE if head.startswith(b)), None)) is not None:
        _, _, head = head.partition(mark[1])
        head = head.lstrip()
    return head
