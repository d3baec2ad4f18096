"""Names taken out of a text before it is sent, and put back by offset in what comes back.

Persons are those the mentions, the attributions and titles before names ("Mr", "President") tell of, and
every run of two to four capitalised words that is no actor's name: rather too much than too little, since
all is put back. A single name that nothing introduces is sent as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.reading.aliases import Word, alias_book, words
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
_NO_NAMES = re.compile(
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|The|A|An|In|On|At|By|For|From|But|And|As|If|It|He|She|They|We"
    r"|I|This|That|These|Those|When|While|Although|Though|Because|Even|Only|After|Before|With|Under|Since"
    r"|According|However|Both|Its|Their|His|Her|Yet|So|Then|Now|New|World"
    rf"|{_TITLES}"
)
_WORD = re.compile(r"\w+")
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
    """Spans of a document's text that are replaced, and by what; ``names`` are the words behind each mark.

    Sidebars are replaced by nothing.
    """

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
    groups = [[name] for name in (re.sub(r"^\W+|\W+$", "", name) for name in names) if name]
    own = {group[0].casefold() for group in groups}
    if persons:
        small = _small(document.text)
        people = sorted(_persons(document, sentences, small), key=_by_length)
        groups += [[full, *_parts(full, small)] for full in people]
    marks: dict[str, str] = {}
    behind: dict[str, str] = {}
    for group in groups:
        mark = marks.get(group[0].casefold(), f"[NAME {len(behind) + 1}]")
        behind.setdefault(mark, group[0])
        for name in group:
            marks.setdefault(name.casefold(), mark)
    found = [
        (start, end, marks[name])
        for start, end, name in _places(document.text, marks)
        if document.text[start].isupper() or name in own
    ]
    aside = [(part.start, part.end, "") for part in document.parts if part.section == "sidebar"]
    kept: list[tuple[int, int, str]] = []
    for span in sorted([*found, *aside], key=lambda s: (s[0], s[2] != "")):
        if kept and span[0] < kept[-1][1]:
            if span[2] or span[1] <= kept[-1][1]:
                continue
            kept.append((kept[-1][1], span[1], ""))
            continue
        kept.append(span)
    return Redaction(tuple(kept), behind)


def _places(text: str, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where names (in small letters) stand as whole words, the longest first; none overlap."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(names, key=_by_length):
        first = _WORD.search(name)
        if first is not None and first.start() == 0:
            by_first.setdefault(first[0], []).append(name)
    done = 0
    for word in _WORD.finditer(text):
        if word.start() < done:
            continue
        for name in by_first.get(word[0].casefold(), ()):
            end = word.start() + len(name)
            whole = end >= len(text) or not (text[end].isalnum() or text[end] == "_")
            if whole and text[word.start() : end].casefold() == name:
                yield word.start(), end, name
                done = end
                break


def _by_length(name: str) -> tuple[int, str]:
    return -len(name), name


def _small(text: str) -> frozenset[str]:
    """Words that a text writes small: no names, though a heading may give them a capital."""
    return frozenset(word for word in _WORD.findall(text) if word.islower())


def _persons(
    document: Document, sentences: tuple[Sentence, ...], small: frozenset[str]
) -> set[str]:
    """Names of persons, as long as the text has them."""
    text, named = document.text, mentions(document, sentences)
    found = {m.person for m in named if m.person}
    found |= {a.speaker for a in attributions(document, sentences, named) if a.standing != "media"}
    found |= {run for s in sentences if s.section in ("lede", "body") for run in _runs(text, s)}
    found |= {hit[1] for hit in _TITLED.finditer(text)}
    if document.author != "unsigned":
        found |= {name.strip() for name in re.split(r",| and |;", document.author)}
    found = {name for name in found if _personal(name)}
    return found | _longer(text, {name.casefold() for name in found}, small)


def _runs(text: str, sentence: Sentence) -> list[str]:
    """Runs of two to four capitalised words of a sentence, parted at actors, titles and days."""
    said, book = words(text, sentence.start, sentence.end), alias_book()
    runs: list[list[Word]] = [[]]
    at = 0
    while at < len(said):
        word, hit = said[at], book.longest(text, said, at)
        if hit is not None and hit[0].kind not in ("leader", "person"):
            runs.append([])
            at += hit[1]
            continue
        at += 1
        initials = len(word.text) > 1 and word.capitals
        if initials or not word.capital or _NO_NAMES.fullmatch(word.text):
            runs.append([])
            continue
        if runs[-1] and text[runs[-1][-1].end : word.start] not in (" ", "\xa0", "-"):
            runs.append([])
        runs[-1].append(word)
    return [text[run[0].start : run[-1].end] for run in runs if 2 <= len(run) <= 4]


def _longer(text: str, names: set[str], small: frozenset[str]) -> set[str]:
    """Names with the given names that stand before them somewhere: capitals that are never written small."""
    found = set()
    for start, end, _ in _places(text, names):
        before = _BEFORE.search(text, max(start - 64, 0), start)
        given: list[str] = []
        for word in reversed(before[0].split() if before else []):
            if word.lower() in small or _NO_NAMES.fullmatch(word) or not _personal(word):
                break
            given.insert(0, word)
        if given:
            found.add(" ".join([*given, text[start:end]]))
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


def _parts(full: str, small: frozenset[str]) -> list[str]:
    """The names of a person, each alone: words that the text never writes small."""
    return [
        part
        for part in full.split()
        if len(part) > 1 and part[0].isupper() and _personal(part) and part.lower() not in small
    ]
