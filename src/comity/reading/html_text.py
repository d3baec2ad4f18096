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

__all__ = ["html_document", "shown_text"]

_GAP = "\n\n"


def html_document(raw: str, *, name: str = "page", date: str | None = None) -> Document:
    """The document in a page of HTML.

    White space is folded as a browser folds it, entities are resolved, a ``br`` is a line and every other
    block a paragraph; scripts, styles, comments and what is hidden are not read. Soft hyphens and other invisible
    hints inside words are left out.

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
        If nothing of it would be shown.
    """
    read = page(raw)
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
    runs = np.asarray(read.runs, dtype=np.int64).reshape(-1, 3)
    said: list[str] = []
    places: list[Offsets] = []
    spans: list[tuple[int, int]] = []
    size, end = 0, 0
    for n in kept:
        block = read.blocks[n]
        if said:  # the gap between two blocks stands nowhere: it is empty at the end of the first
            said.append(_GAP)
            places.append(np.full((len(_GAP), 2), end, dtype=np.int64))
            size += len(_GAP)
        at = _places(runs[block.first : block.last])
        said.append(block.text)
        places.append(at)
        spans.append((size, size + len(block.text)))
        size, end = size + len(block.text), int(at[-1, 1])
    empty = np.empty((0, 2), dtype=np.int64)
    return "".join(said), np.concatenate(places) if places else empty, spans


def _places(runs: Offsets) -> Offsets:
    """Begin and end of each character of some runs: its own, or its run's where that is not verbatim."""
    start, end, length = runs[:, 0], runs[:, 1], runs[:, 2]
    own = np.repeat(end - start == length, length)
    first = np.repeat(start, length)
    within = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    return np.stack(
        [
            np.where(own, first + within, first),
            np.where(own, first + within + 1, np.repeat(end, length)),
        ],
        axis=1,
    )
