"""A page of HTML as blocks: what it says between two breaks, where each word stands, and within what."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

from comity.errors import DataError
from comity.reading.elements import BLOCKS, ENDS, UNSHOWN, VOID, class_words, hidden, may_be_hidden
from comity.reading.markup import Tag, Text, attributes, pieces, tokens

__all__ = ["Block", "Container", "Page", "page"]


_INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")  # hints where a word may be broken
_MOST_TAGS, _MOST_RUNS = 1_000_000, 4_000_000
_SHORT = 50  # characters of a line that nobody wrapped
_DEEPEST = 512  # elements in one another, as browsers have it; what is deeper is the last one's


@dataclass(frozen=True, slots=True)
class Container:
    """An element that holds blocks; ``parent`` is its number in the page, or −1."""

    name: str
    parent: int
    words: tuple[str, ...] = ()
    role: str = ""


@dataclass(slots=True)
class Block:
    """What stands between two breaks.

    ``first`` to ``last`` are its runs in :attr:`Page.runs`; ``linked`` of its ``size`` characters are links.
    """

    container: int
    first: int
    last: int
    size: int
    linked: int
    text: str


@dataclass(slots=True)
class Page:
    """Blocks in order and their containers, and what the page says about itself.

    Attributes
    ----------
    blocks, containers
        What is shown, and the elements it stands in.
    runs : (3 n,)
        Of each run of characters: where in the file it begins and ends, and its length in the text (an entity
        and a break are shorter than what stands for them).
    metas
        Attributes of ``meta`` elements.
    data
        Structured data (JSON-LD), as written.
    authors
        Words of links marked as leading to an author.
    times
        ``datetime`` of ``time`` elements, and the block each belongs to.
    """

    blocks: list[Block] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    runs: array[int] = field(default_factory=lambda: array("q"))
    metas: list[dict[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    times: list[tuple[str, int]] = field(default_factory=list)


def page(raw: str, name: str = "page") -> Page:
    """The page in a file of HTML, in time linear in its length.

    Raises
    ------
    DataError
        If it has more than a million tags, or words in more than four million pieces.
    """
    reader = _Reader(raw)
    tags = 0
    for token in tokens(raw):
        if isinstance(token, Tag):
            tags += 1
            if tags > _MOST_TAGS or len(reader.page.runs) > 3 * _MOST_RUNS:
                raise DataError(
                    f"{name}: more than {_MOST_TAGS:,} tags, no page to be read: give its text or a part"
                )
            (reader.close if token.closing else reader.open)(token)
        else:
            reader.text(token)
    reader.end_block()
    return reader.page


class _Reader:
    """Where one is in a page: the elements open, and the block begun."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.page = Page(containers=[Container("", -1)])
        self.open_names: list[str] = []
        self.open_ids: list[int] = [0]
        self.counts: dict[str, int] = {}
        self.too_deep: dict[str, int] = {}
        self.unshown = 0  # depth of the outermost element that is not shown, or 0
        self.in_link = self.structured = False
        self.said: list[str] = []
        self.size = self.linked = self.first = 0
        self.space: tuple[int, int] | None = None
        self.breaks = self.line = 0  # line breaks just before, and where the line began
        self.signature: int | None = None

    def open(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self.line_break(tag)
            return
        if name in VOID or name in ("a", "time"):
            self.note(tag)
            return
        shown = name not in UNSHOWN
        block = name in BLOCKS
        if block and not self.unshown:
            self.end_block()
            if self.counts.get("p"):
                self.pop("p")
        while self.open_names and self.open_names[-1] in ENDS.get(name, ()):
            self.pop(self.open_names[-1])
        if name == "script":
            self.structured = "ld+json" in attributes(self.raw, tag).get("type", "")
        facts = attributes(self.raw, tag) if block or may_be_hidden(self.raw, tag) else {}
        if shown and hidden(facts):
            shown = False
        if not (block or self.unshown or not shown):
            return
        if len(self.open_names) >= _DEEPEST:
            self.too_deep[name] = self.too_deep.get(name, 0) + 1
            return
        self.open_names.append(name)
        self.counts[name] = self.counts.get(name, 0) + 1
        if not shown and not self.unshown:
            self.unshown = len(self.open_names)
        if block and not self.unshown:
            role = facts.get("role", "") or facts.get("itemprop", "")
            self.page.containers.append(
                Container(name, self.open_ids[-1], class_words(facts), role)
            )
            self.open_ids.append(len(self.page.containers) - 1)
        else:
            self.open_ids.append(self.open_ids[-1])

    def close(self, tag: Tag) -> None:
        name = tag.name
        if name == "a":
            if self.signature is not None:
                self.page.authors.append("".join(self.said[self.signature :]))
            self.in_link, self.signature = False, None
        if name in BLOCKS and not self.unshown:
            self.end_block()
        if self.too_deep.get(name):
            self.too_deep[name] -= 1
        elif self.counts.get(name):
            self.pop(name)

    def pop(self, name: str) -> None:
        """End the innermost open element of a name, and those left open in it."""
        while True:
            last = self.open_names.pop()
            self.open_ids.pop()
            self.counts[last] -= 1
            if self.unshown > len(self.open_names):
                self.unshown = 0
            if last == name:
                return

    def note(self, tag: Tag) -> None:
        """Elements that hold no block but say something: links, times, facts about the page."""
        if tag.name == "a":
            self.in_link = True
            if self.raw.find("author", tag.start, tag.end) > 0:
                link = attributes(self.raw, tag)
                if "author" in f"{link.get('rel', '')} {link.get('itemprop', '')}".split():
                    self.signature = len(self.said)
        elif tag.name == "hr":
            self.end_block()
        elif tag.name == "meta":
            self.page.metas.append(attributes(self.raw, tag))
        elif tag.name == "time" and (stated := attributes(self.raw, tag).get("datetime")):
            self.page.times.append((stated, len(self.page.blocks)))

    def text(self, token: Text) -> None:
        if token.within == "script" and self.structured:
            self.page.data.append(self.raw[token.start : token.end])
        if self.unshown or token.within not in ("", "title"):
            return
        kept = bool(self.counts.get("pre"))
        for said, start, end in pieces(self.raw, token):
            if said[0] in " \t\r\n\f" and end - start == len(said) and not kept:
                self.space = self.space or (start, end)
            else:
                self.add(said, start, end)

    def add(self, said: str, start: int, end: int) -> None:
        """Words, after the white space pending, without invisible hints inside them."""
        if (hint := _INVISIBLE.search(said)) is not None:
            if end - start == len(said):
                at = 0
                for hint in _INVISIBLE.finditer(said):
                    if hint.start() > at:
                        self.add(said[at : hint.start()], start + at, start + hint.start())
                    at = hint.end()
                if at < len(said):
                    self.add(said[at:], start + at, end)
            return
        if self.space and self.said and not self.breaks:
            self.run(" ", *self.space)
        self.space, self.breaks = None, 0
        self.run(said, start, end)

    def run(self, said: str, start: int, end: int) -> None:
        if not self.said:
            self.first = len(self.page.runs) // 3
        self.said.append(said)
        self.page.runs.extend((start, end, len(said)))
        self.size += len(said)
        self.linked += len(said) if self.in_link else 0

    def line_break(self, tag: Tag) -> None:
        """Two end a paragraph, and so does one after a sentence or a short line; else it may wrap one."""
        if self.unshown:
            return
        self.space = None
        if (
            self.breaks
            or self.size - self.line < _SHORT
            or (self.said and self.said[-1][-1] in ".!?”")
        ):
            self.end_block()
        elif self.said:
            self.run("\n", tag.start, tag.end)
            self.breaks, self.line = 1, self.size

    def end_block(self) -> None:
        if self.breaks and self.said:  # a line break at the end separates nothing
            self.said.pop()
            del self.page.runs[-3:]
        text = "".join(self.said)
        if text.strip():
            last = len(self.page.runs) // 3
            self.page.blocks.append(
                Block(self.open_ids[-1], self.first, last, self.size, self.linked, text)
            )
        elif text:
            del self.page.runs[3 * self.first :]
        self.said, self.space = [], None
        self.size = self.linked = self.breaks = self.line = 0
        self.signature = None
