"""Opening a file that may be anything: it never blocks, and is never larger than allowed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from comity.errors import DataError

__all__ = ["LARGEST_PDF", "LARGEST_TEXT", "file_bytes", "printable"]

LARGEST_TEXT = 20_000_000  # bytes of text, HTML or a feed
LARGEST_PDF = 50_000_000

_NO_FILES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def printable(text: object) -> str:
    """A name without what a terminal would obey: controls, marks of direction, undecodable bytes."""
    return "".join(c if c.isprintable() else "�" for c in str(text))


def file_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file of documents.

    Raises
    ------
    DataError
        If it cannot be read, is no ordinary file, or is larger than documents are (:data:`LARGEST_TEXT`,
        :data:`LARGEST_PDF`); the size is looked at before the content.
    """
    try:
        _check_ordinary(path.stat().st_mode, name)
        # Should it become a pipe by now, a plain open would wait for a writer for ever.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except (OSError, ValueError) as problem:
        raise _unreadable(path, name, problem) from None
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(file.fileno())
        _check_ordinary(state.st_mode, name)
        try:
            head = file.read(1024)
            largest = LARGEST_PDF if b"%PDF-" in head else LARGEST_TEXT
            if state.st_size <= largest:  # of a file that grows meanwhile, no more than that either
                head += file.read(largest + 1 - len(head))
        except OSError as problem:
            raise _unreadable(path, name, problem) from None
    if (size := max(state.st_size, len(head))) > largest:
        kind = "PDF" if largest == LARGEST_PDF else "text, HTML and feeds"
        raise DataError(
            f"{name}: {size / 1e6:,.0f} MB; {kind} are read up to {largest / 1e6:,.0f} MB: split it first"
        )
    return head


def _unreadable(path: Path, name: str, problem: OSError | ValueError) -> DataError:
    if isinstance(problem, FileNotFoundError) and path.is_symlink():
        return DataError(f"{name}: a link that leads nowhere")
    why = getattr(problem, "strerror", None) or problem
    return DataError(f"{name}: cannot be read ({why})")


def _check_ordinary(mode: int, name: str) -> None:
    for is_one, what in _NO_FILES:
        if is_one(mode):
            raise DataError(f"{name}: {what}, not a file of text, HTML, PDF or a feed")
