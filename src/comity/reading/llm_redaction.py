"""Names taken out of a text before it is sent, and put back by offset in what comes back.

Persons are those the mentions, the attributions and titles before names ("Mr", "President") tell of; a name
none of them knows is sent as it stands. ``--dry-run`` shows what would be sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from comity.reading.aliases import alias_book, words
from comity.reading.document import Document, Sentence
from comity.reading.mentions import mentions
from comity.reading.speakers import attributions

__all__ = ["Redaction", "Window", "redaction"]

_NAME = r"[^\W\d_a-z][\w’'-]{1,30}"
_TITLES = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|President|Premier|Chancellor|Minister|Secretary|Professor|General|Senator"
    "|Ambassador|Admiral|Colonel|Director|Spokesman|Spokeswoman|Chairman|Analyst"
)
_TITLED = re.compile(
    rf"\b(?:{_TITLES})\.?[ \xa0]"
    rf"({_NAME}(?:[ \xa0](?:(?:al|bin|de|van|von)[ \xa0-])?{_NAME}){{0,2}})"
)
_BEFORE = re.compile(rf"(?:{_NAME}[ \xa0]){{1,2}}\Z")
_MARK = re.compile(r"\[NAME \d{1,6}\]")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the text as it is sent; ``at`` tells where in ``Document.text`` each character stood."""

    text: str
    at: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the document."""
        return self.at[start][0], self.at[end - 1][1]


@dataclass(frozen=True, slots=True)
class Redaction:
    """Spans of a document's text that are replaced, and by what; ``names`` are the words behind each mark."""

    spans: tuple[tuple[int, int, str], ...]
    names: dict[str, str]

    def window(self, text: str, start: int, end: int) -> Window:
        """``text[start:end]`` with its names replaced; a name cut by an end is replaced whole."""
        parts: list[str] = []
        at: list[tuple[int, int]] = []
        place = start
        for begin, stop, mark in self.spans:
            if stop <= start or begin >= end:
                continue
            if begin > place:
                parts.append(text[place:begin])
                at += [(i, i + 1) for i in range(place, begin)]
            parts.append(mark)
            at += [(max(begin, start), min(stop, end))] * len(mark)
            place = stop
        if place < end:
            parts.append(text[place:end])
            at += [(i, i + 1) for i in range(place, end)]
        return Window("".join(parts), tuple(at))

    def restored(self, words: str) -> str:
        """Words of an answer with the names put back."""
        return _MARK.sub(lambda mark: self.names.get(mark[0], mark[0]), words)


def redaction(
    document: Document, sentences: tuple[Sentence, ...], *, persons: bool, names: Iterable[str] = ()
) -> Redaction:
    """What is replaced in a document: persons where asked, and ``names`` in any case, as whole words."""
    groups = [[name.strip()] for name in names if name.strip()]
    own = {group[0].casefold() for group in groups}
    if persons:
        people = sorted(_persons(document, sentences), key=_by_length)
        groups += [[full, *_parts(full)] for full in people]
    marks: dict[str, str] = {}
    behind: dict[str, str] = {}
    for group in groups:
        held = [marks[name.casefold()] for name in group if name.casefold() in marks]
        mark = held[0] if held else f"[NAME {len(behind) + 1}]"
        behind.setdefault(mark, group[0])
        for name in group:
            marks.setdefault(name.casefold(), mark)
    if not marks:
        return Redaction((), {})
    either = "|".join(re.escape(name) for name in sorted(marks, key=_by_length))
    found = []
    for hit in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", document.text, re.IGNORECASE):
        put = marks.get(hit[0].casefold())
        if put is not None and (hit[0][:1].isupper() or hit[0].casefold() in own):
            found.append((hit.start(), hit.end(), put))
    return Redaction(tuple(found), behind)


def _by_length(name: str) -> tuple[int, str]:
    return -len(name), name


def _persons(document: Document, sentences: tuple[Sentence, ...]) -> set[str]:
    """Names of persons, as long as the text has them."""
    named = mentions(document, sentences)
    found = {m.person for m in named if m.person}
    found |= {a.speaker for a in attributions(document, sentences, named) if a.standing != "media"}
    found |= {hit[1] for hit in _TITLED.finditer(document.text)}
    if document.author != "unsigned":
        found |= {name.strip() for name in re.split(r",| and |;", document.author)}
    found = {name for name in found if _personal(name)}
    return found | {longer for name in found for longer in _longer(document.text, name)}


def _longer(text: str, name: str) -> set[str]:
    """A name with the given names that stand before it somewhere: capitals that are never written small."""
    found = set()
    for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        before = _BEFORE.search(text, max(hit.start() - 64, 0), hit.start())
        given: list[str] = []
        for word in reversed(before[0].split() if before else []):
            small = re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text)
            if word in _TITLES.split("|") or small or not _personal(word):
                break
            given.insert(0, word)
        if given:
            found.add(" ".join([*given, name]))
    return found


def _personal(name: str) -> bool:
    """Whether all words are capitalised and none is an actor's."""
    parts = words(name)
    if (
        not parts
        or len(parts) > 6
        or not parts[-1].capital
        or name.casefold() in ("unsigned", "unknown")
    ):
        return False
    book = alias_book()
    hits = (book.longest(name, parts, at) for at in range(len(parts)))
    return not any(hit is not None and hit[0].kind not in ("leader", "person") for hit in hits)


def _parts(full: str) -> list[str]:
    """The names of a person, each alone."""
    parts = full.split()
    return [part for part in parts if len(part) > 1 and part[0].isupper() and _personal(part)]
