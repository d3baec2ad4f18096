"""A page of HTML as a document: what a reader sees, each character with its place in the file."""

from __future__ import annotations

import numpy as np

from comity.errors import DataError
from comity.reading.article import roles
from comity.reading.document import Document, Offsets
from comity.reading.masthead import masthead
from comity.reading.page import Page, page
from comity.reading.page_facts import page_facts
from comity.reading.sections import Block, sectioned

__all__ = ["html_document", "places", "shown_text"]

_GAP = "\n\n"
_AT_ONCE = 50_000  # runs, so that what is held besides the result stays small


def html_document(raw: str, *, name: str = "page", date: str | None = None) -> Document:
    """The document in a page of HTML.

    White space is folded as a browser folds it, entities are resolved, a ``br`` is a line and every other
    block a paragraph; scripts, styles, comments and what is hidden are not read. Soft hyphens and other
    invisible hints inside words are left out.

    Parameters
    ----------
    raw
        The file, decoded.
    name
        Of the file.
    date
        Of publication; what the page states where None.

    Raises
    ------
    DataError
        If nothing of it would be shown, or there is more markup in it than in any page to be read.
    """
    read = page(raw, name)
    facts = page_facts(read)
    hints = roles(read, facts.titles)
    # The title of the window says again what the title of the article says.
    kept = [
        n for n, block in enumerate(read.blocks)
        if hints[n] == "title" or read.containers[block.container].name != "title"
    ]  # fmt: skip
    text, at, spans = shown_text(read, kept)
    if not text:
        raise DataError(f"{name}: a page without text (scripts alone, or all of it hidden)")
    parts = sectioned(
        text, [Block(*span, hint=hints[n]) for n, span in zip(kept, spans, strict=True)]
    )
    head = masthead(text, parts)
    publisher = facts.publisher or head.publisher
    author, affiliation = head.author, head.affiliation
    if facts.author and facts.author != publisher:
        author, affiliation = facts.author, publisher or "unknown"
    return Document(
        name, raw, text, at, parts, date or facts.date or head.date, author, affiliation, publisher
    )


def shown_text(read: Page, kept: list[int]) -> tuple[str, Offsets, list[tuple[int, int]]]:
    """The text of some blocks of a page, where each character stands, and where each block does."""
    runs = np.frombuffer(read.runs, dtype=np.int64).reshape(-1, 3)
    said: list[str] = []
    rows: list[Offsets] = []
    spans: list[tuple[int, int]] = []
    size = 0
    for n in kept:
        block = read.blocks[n]
        if said:  # the gap between two blocks stands nowhere: it is empty at the end of the first
            end = int(rows[-1][-1, 1])
            said.append(_GAP)
            rows.append(np.array([[end, end, len(_GAP)]], dtype=np.int64))
            size += len(_GAP)
        said.append(block.text)
        rows.append(runs[block.first : block.last])
        spans.append((size, size + len(block.text)))
        size += len(block.text)
    at = np.empty((size, 2), dtype=np.int64)
    done, every = 0, np.concatenate(rows) if rows else runs[:0]
    for first in range(0, len(every), _AT_ONCE):
        some = places(every[first : first + _AT_ONCE])
        at[done : done + len(some)] = some
        done += len(some)
    return "".join(said), at, spans


def places(runs: Offsets) -> Offsets:
    """Begin and end of each character of some runs: its own, or its run's where that is not verbatim."""
    start, end, length = runs[:, 0], runs[:, 1], runs[:, 2]
    verbatim = np.repeat(end - start == length, length)
    first = np.repeat(start, length)
    own = first + np.arange(len(first)) - np.repeat(np.cumsum(length) - length, length)
    last = np.where(verbatim, own + 1, np.repeat(end, length))
    return np.stack([np.where(verbatim, own, first), last], axis=1)
