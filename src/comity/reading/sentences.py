"""Where sentences begin and end, in the parts of a document."""

from __future__ import annotations

import re

from comity.reading.document import Document, Sentence

__all__ = ["sentence_spans", "sentences"]

#: Words whose full stop ends no sentence (lower case, without it).
_SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "maj",
        "brig",
        "adm",
        "sen",
        "rep",
        "gov",
        "hon",
        "rev",
        "st",
        "mt",
        "no",
        "nos",
        "vs",
        "etc",
        "cf",
        "eds",
        "vol",
        "pp",
        "fig",
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "dept",
        "est",
        "approx",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "al",
        "art",
        "ch",
        "sec",
        "e.g",
        "i.e",
        "viz",
        "ca",
    ]
)
#: Those among them that end a sentence where a new one plainly begins.
_EITHER = frozenset(["inc", "ltd", "co", "corp", "etc", "al", "st", "no", "dec"])
#: Characters; what is longer is no sentence (a table, a file without stops) and is parted at a blank, so
#: that no pass over a sentence has more than this before it.
_LONGEST = 2_000
_OPENERS = "“‘\"'«„([{—–-"
_STOP = re.compile(r"[.!?…]{1,6}[”’\"'»)\]]{0,3}(?=\s)")
_INITIALS = re.compile(r"(?:^|[\s(“‘\"'])((?:[A-Za-z]\.){1,4}[A-Za-z]|[A-Z])$")
_LAST_WORD = re.compile(r"([^\s(“‘\"'—–/]{1,12})$")
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "it",
        "he",
        "she",
        "they",
        "we",
        "i",
        "this",
        "that",
        "these",
        "those",
        "but",
        "and",
        "however",
        "as",
        "by",
        "for",
        "from",
        "if",
        "its",
        "his",
        "their",
        "our",
        "while",
        "when",
        "although",
        "since",
        "there",
        "what",
        "who",
        "many",
        "some",
        "both",
        "after",
        "before",
        "with",
        "according",
        "meanwhile",
        "moreover",
    ]
)
_FIRST_WORD = re.compile(r"[\w’']+")


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Sentences of a document, in order; none runs over two parts."""
    return tuple(
        Sentence(start, end, number, part.section)
        for number, part in enumerate(document.parts)
        for start, end in sentence_spans(document.text, part.start, part.end)
    )


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in a stretch of text, without the blanks around them."""
    found: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() >= end or not _ends(text, stop.start(), stop.end(), end):
            continue
        _keep(found, text, begin, stop.end())
        begin = stop.end()
    _keep(found, text, begin, end)
    return found


def _keep(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = start + _LONGEST
        blank = next((at for at in range(cut, start, -1) if text[at].isspace()), cut)
        found.append((start, blank))
        start = blank
        while text[start].isspace():
            start += 1
    if start < end:
        found.append((start, end))


def _ends(text: str, start: int, after: int, limit: int) -> bool:
    """Whether the stop at ``start`` … ``after`` ends a sentence."""
    at = after
    while at < limit and text[at].isspace():
        at += 1
    if at >= limit:
        return False
    opener = text[at] in _OPENERS
    bare = at
    while bare < limit and (text[bare] in _OPENERS or text[bare] == " "):
        bare += 1
    first = text[bare : bare + 1]
    if not (first.isupper() or first.isdigit() or (first.isalpha() and not first.islower())):
        return False
    if text[at] in "—–-" and after - start > 1:
        return False
    if text[start] in "!?…" or text[start : start + 3] == "...":
        return True
    before = text[max(0, start - 16) : start]
    initials = _INITIALS.search(before)
    word = _FIRST_WORD.match(text, bare)
    starts = word is not None and word.group().lower() in _STARTERS
    if initials:
        single = len(initials.group(1)) == 1
        return (opener or starts) and not (single and not starts)
    last = _LAST_WORD.search(before)
    short = last.group(1).lower() if last else ""
    if short in _SHORT and after - start == 1:
        if short == "no":
            return not first.isdigit()
        return short in _EITHER and (starts or opener)
    return True
