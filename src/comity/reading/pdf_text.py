"""A PDF as a document.

A PDF holds no text, only letters at places: offsets count characters of the text taken out of it, which is
``raw`` and ``text`` of the document. Lines are joined to paragraphs, words broken at the end of a line made
whole; lines that come back on page after page stand once, at the end, as ``sidebar``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from comity.errors import DataError
from comity.reading import pdf_pages
from comity.reading.bylines import is_byline
from comity.reading.datelines import is_date_line
from comity.reading.decoding import check_text
from comity.reading.document import Document
from comity.reading.masthead import masthead
from comity.reading.sections import Block, sectioned
from comity.reading.vocabulary import Section

__all__ = ["paragraphs_of", "pdf_document"]

_SECONDS = 60.0  # by the clock, for a file
#: Letters set as one; in fonts of TeX without a table of characters they and the quotes come as controls.
_LETTERS = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "\x0b": "ff", "\x0c": "fi", "\x0e": "ffi", "\x0f": "ffl",
    "\x10": "“", "\x11": "”", "\x12": "„", "\x13": "«", "\x14": "»", "\x15": "–", "\x16": "—",
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
})  # fmt: skip
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\ud800-\udfff]")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s{0,3}[-–—|]?\s{0,3}\d{1,4}\s{0,3}(?:(?:of|/)\s{0,3}\d{1,4})?\s{0,3}[-–—|]?",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[.!?…:][\"”’»)\]]{0,3}\d{0,3}$")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s{1,4}[A-Z]\w+")
_BULLET = re.compile(r"(?:[•▪‣◦●·*–-]|\(?\d{1,2}[.)])\s")
_EDGE = (
    3  # lines at the top and the bottom of a page among which those that come back are looked for
)
#: First parts of compounds that keep their hyphen when a line breaks behind it.
_COMPOUNDS = frozenset([
    "all", "anti", "co", "counter", "cross", "de", "euro", "ex", "far", "five", "four", "half",
    "high", "inter", "intra", "large", "long", "low", "mid", "multi", "near", "neo", "non",
    "north", "one", "post", "pre", "pro", "quasi", "re", "risk", "self", "semi", "short",
    "single", "small", "so", "south", "state", "sub", "third", "three", "top", "trans", "two",
    "ultra", "under", "war", "well", "wide",
])  # fmt: skip


def pdf_document(data: bytes, *, name: str = "file.pdf", date: str | None = None) -> Document:
    """The document in a PDF.

    Parameters
    ----------
    data
        Of the whole file.
    name
        Of the file.
    date
        Of publication; what its text states where None. The day the file was made counts for nothing.

    Raises
    ------
    DataError
        If pypdf (``comity[reading]``) is missing, or the file is encrypted, broken, without text, or needs
        more pages, memory or time than an article.
    """
    lines, repeated = _lines(_pages(data, name))
    found = paragraphs_of(lines)
    if not any(words.strip() for words in found):
        raise DataError(
            f"{name}: no text in this PDF (pictures of pages?): have it recognised first"
        )
    blocks: list[Block] = []
    at = 0
    for words, aside in [*((w, False) for w in found), *((w, True) for w in repeated)]:
        blocks.append(
            Block(at, at + len(words), "sidebar" if aside else _role(words, first=not blocks))
        )
        at += len(words) + 2
    text = check_text("\n\n".join([*found, *repeated]), name)
    parts = sectioned(text, blocks)
    head = masthead(text, parts)
    return Document(
        name,
        text,
        text,
        None,
        parts,
        date or head.date,
        head.author,
        head.affiliation,
        head.publisher,
    )


def _role(words: str, *, first: bool) -> Section | None:
    """What a paragraph is by place and number: a title comes first, ``2.1 Results`` is a heading."""
    if len(words) > 160 or _STOPPED.search(words):
        return None
    if first and " " in words and not (is_byline(words) or is_date_line(words)):
        return "title"
    return "heading" if _NUMBERED.match(words) else None


def _pages(data: bytes, name: str) -> list[str]:
    """Text of each page, from a process that is stopped when its time is over."""
    if importlib.util.find_spec("pypdf") is None:
        raise DataError(f"{name}: a PDF is read with pypdf: pip install 'comity[reading]'")
    script = Path(pdf_pages.__file__)
    known = os.pathsep.join(place for place in sys.path if place)
    try:
        done = subprocess.run(  # noqa: S603  our own script, on bytes that come through a pipe
            [sys.executable, "-P", str(script)],
            input=data, capture_output=True, timeout=_SECONDS, check=False,
            env={**os.environ, "PYTHONPATH": known},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise DataError(
            f"{name}: not read within {_SECONDS:.0f} seconds: split it, or save its text"
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise DataError(
            f"{name}: needs more memory or time than an article does: split it, or save its text"
        ) from None
    if "refused" in answer:
        raise DataError(f"{name}: {_ODD.sub('', answer['refused'])}")
    return [_ODD.sub("", page.translate(_LETTERS)) for page in answer["pages"]]


def _lines(pages: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines of all pages, blank ones too, and those that come back at the edges of pages, once each."""
    cut = [
        [line.strip() for line in re.split(r"\r\n|[\n\r\x85\u2028\u2029]", page)] for page in pages
    ]
    edges: Counter[str] = Counter()
    for lines in cut:
        edges.update({_pattern(lines[n]) for n in _edge(lines)})
    often = max(2, 0.3 * len(cut))
    kept: list[str] = []
    repeated: dict[str, str] = {}
    for lines in cut:
        edge = set(_edge(lines))
        for n, line in enumerate(lines):
            if n in edge and (edges[_pattern(line)] >= often or _PAGE_NUMBER.fullmatch(line)):
                if not _PAGE_NUMBER.fullmatch(line):
                    repeated.setdefault(_pattern(line), line)
            else:
                kept.append(line)
    return kept, [line for line in repeated.values() if line]


def _edge(lines: Sequence[str]) -> list[int]:
    filled = [n for n, line in enumerate(lines) if line]
    return filled if len(filled) <= 2 * _EDGE else [*filled[:_EDGE], *filled[-_EDGE:]]


def _pattern(line: str) -> str:
    """A line with its numbers made alike: ``Report 12 | May 2024`` comes back as ``Report 13 | May 2024``."""
    return re.sub(r"\d+", "#", line.casefold())


def paragraphs_of(lines: Sequence[str]) -> list[str]:
    """Paragraphs of lines of a page: full lines go on, words broken between them are made whole."""
    sizes = sorted(len(line) for line in lines if line)
    width = sizes[int(0.9 * len(sizes))] if sizes else 0
    words = set(re.findall(r"[\w’'-]+", " ".join(lines).casefold()))
    found: list[list[str]] = []
    open_ = False
    for n, line in enumerate(lines):
        if not line:
            continue
        if open_:
            found[-1].append(line)
        else:
            found.append([line])
        following = next((later for later in lines[n + 1 : n + 4] if later), "")
        gap = n + 1 < len(lines) and not lines[n + 1]
        open_ = bool(following) and _goes_on(
            line, following, width, gap=gap, begun=len(found[-1]) > 1
        )
    return [_joined(paragraph, words) for paragraph in found]


def _goes_on(line: str, following: str, width: int, *, gap: bool, begun: bool) -> bool:
    """Whether the next line belongs to the same paragraph."""
    numbered = _NUMBERED.match(following) and len(following) < 0.7 * width
    if _BULLET.match(following) or (numbered and not _STOPPED.search(following)):
        return False
    stopped = bool(_STOPPED.search(line))
    if following[0].islower():
        return not stopped or not gap
    if gap:  # a blank line, or the end of a page
        return not stopped and len(line) > 0.75 * width
    if stopped:
        return len(line) > 0.85 * width
    return begun or len(line) > 0.6 * width  # a short line alone is a heading


def _joined(lines: Sequence[str], words: set[str]) -> str:
    """Lines as one; a hyphen at the end of one stays where the word is written with it elsewhere."""
    text = lines[0]
    for line in lines[1:]:
        last, first = re.search(r"([\w’']+)[-‐]$", text[-40:]), re.match(r"[\w’']+", line)
        if last is None or first is None:
            text += " " + line
            continue
        before, after = last[1].casefold(), first[0].casefold()
        if f"{before}-{after}" in words or not before.isalpha() or not first[0][0].islower():
            text += line
        elif before + after in words or before not in _COMPOUNDS:
            text = text[:-1] + line
        else:
            text += line
    return text
