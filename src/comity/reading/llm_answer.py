"""From what a model said to records: parsed, validated, each quotation looked up in the passage.

An answer can do nothing but propose records. What is no record, quotes words the passage does not have, or
names actors, speakers or figures that are not there, is dropped, and counted by reason.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Annotated, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from comity.errors import StateError
from comity.reading.aliases import actor_kinds
from comity.reading.document import Document
from comity.reading.llm_client import Garbled
from comity.reading.llm_passages import Passage
from comity.reading.llm_redaction import Redaction, Window
from comity.reading.llm_schema import MOST_RECORDS
from comity.reading.quantities import quantities
from comity.reading.record import Record
from comity.reading.speakers import author_of
from comity.reading.vocabulary import FORMS, Basis, Kind
from comity.states import resolve_actor

__all__ = ["items", "records_of"]

_LONGEST = 400_000
_Short = Annotated[str, Field(max_length=200)]
_Actors = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=20)]
_DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_DATE = re.compile(rf"(?:(?:before|after) )?{_DAY}|{_DAY}/{_DAY}")
_ACTION = re.compile(r"[A-Z]{2,20}(?::[a-z-]{2,20})?")
_QUOTES = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
    }
)


class _Item(BaseModel):
    """One record as the model proposes it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    quote: Annotated[str, Field(min_length=2, max_length=4000)]
    kind: Kind
    sources: _Actors
    targets: _Actors = []
    domain: _Short = "diplomatic"
    action: _Short = "NONE"
    date: _Short | None = None
    date_basis: Basis | None = None
    value: _Short | None = None
    unit: _Short | None = None
    polarity: Literal[-1, 0, 1] = 0
    form: _Short = "statement"
    speaker: _Short | None = None
    affiliation: _Short | None = None
    symmetric: bool = False
    hedged: bool = False
    negated: bool = False


class _Dropped(Exception):
    """Why a proposed record is none."""


def items(content: str) -> list[object]:
    """The proposed records of an answer, as yet unchecked.

    Raises
    ------
    Garbled
        Where it is no JSON object with a list of records.
    """
    words = content.strip()
    if words.startswith("```"):
        words = words.partition("\n")[2].rpartition("```")[0]
    if len(words) > _LONGEST:
        raise Garbled("the answer is longer than any list of records")
    try:
        told = json.loads(words, parse_constant=_refuse)
        found = told["records"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Garbled("the answer is not the JSON asked for") from None
    if not isinstance(found, list):
        raise Garbled("the answer holds no list of records")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def records_of(
    proposed: list[object], document: Document, passage: Passage, window: Window, hidden: Redaction,
    dropped: Counter[str],
) -> list[Record]:  # fmt: skip
    """Records of the proposals that hold; the reasons of the others are added to ``dropped``."""
    found: list[Record] = []
    seen: set[tuple[object, ...]] = set()
    finder = _Finder(window)
    if len(proposed) > MOST_RECORDS:
        dropped["more records than a passage can hold"] += len(proposed) - MOST_RECORDS
    for each in proposed[:MOST_RECORDS]:
        try:
            item = _Item.model_validate(each)
            record = _record(item, document, passage, finder, hidden)
        except ValidationError:
            dropped["not of the form asked for"] += 1
            continue
        except _Dropped as why:
            dropped[str(why)] += 1
            continue
        key = (record.char_start, record.char_end, record.kind, record.source_actor, record.target_actor,
               record.action, record.value)  # fmt: skip
        if key in seen:
            dropped["said twice"] += 1
            continue
        seen.add(key)
        found.append(record)
    return found


def _record(
    item: _Item, document: Document, passage: Passage, finder: _Finder, hidden: Redaction
) -> Record:
    start, end = finder.find(item.quote)
    if any(p.section == "sidebar" and p.start < end and start < p.end for p in document.parts):
        raise _Dropped("a span that is not in the text")
    sentence = next(s for s in reversed(passage.sentences) if s.start <= start)
    if not _ACTION.fullmatch(item.action):
        raise _Dropped("not of the form asked for")
    if item.date is not None and not _DATE.fullmatch(item.date):
        raise _Dropped("a date that is none")
    if item.kind == "quantity":
        _check_value(item, document.text, start, end)
    speaker, affiliation = _speaker(item, document, hidden)
    sources, targets = _keys(item.sources), _keys(item.targets)
    if not sources and not targets and item.kind != "quantity":
        raise _Dropped("no actors")
    begin, stop = document.raw_span(start, end)
    around = document.raw_span(sentence.start, max(sentence.end, end))
    return Record(
        id=f"{document.name}#{begin}", doc=document.name, sentence=document.raw[begin:stop], kind=item.kind,
        source_actor=";".join(sources) or None, target_actor=";".join(targets) or None, domain=item.domain,
        action=item.action, date=item.date, date_basis=(item.date_basis or "inferred") if item.date else None,
        value=item.value if item.kind == "quantity" else None,
        unit=_plain(item.unit) if item.kind == "quantity" else None, polarity=item.polarity,
        word_or_deed="deed" if FORMS.get(item.form) == "deed" else "word", form=item.form,
        speaker=speaker, affiliation=affiliation,
        symmetric=item.symmetric, hedged=item.hedged, negated=item.negated, section=sentence.section,
        char_start=begin, char_end=stop, sent_start=around[0], sent_end=around[1],
    )  # fmt: skip


def _keys(names: list[str]) -> list[str]:
    """Actors by their keys, without repeats; one that nobody knows drops the record."""
    found: list[str] = []
    for name in names:
        if name in actor_kinds():
            key = name
        else:
            try:
                key = resolve_actor(name)
            except StateError:
                raise _Dropped("an actor nobody knows") from None
        if key not in found:
            found.append(key)
    return found


def _speaker(item: _Item, document: Document, hidden: Redaction) -> tuple[str | None, str | None]:
    """Who says it: somebody the document names, or, for a claim of nobody else, its author."""
    if item.speaker is None:
        return author_of(document) if item.kind == "claim" else (None, None)
    name = _plain(hidden.restored(item.speaker)) or ""
    last = name.split()[-1] if name.split() else ""
    if (
        last.casefold() not in document.text.casefold()
        and name.casefold() not in document.author.casefold()
    ):
        raise _Dropped("a speaker the document does not name")
    return name, _plain(hidden.restored(item.affiliation)) if item.affiliation else "unknown"


def _plain(words: str | None) -> str | None:
    """One line of printable characters."""
    return (
        None
        if words is None
        else " ".join("".join(c if c.isprintable() else " " for c in words).split())
    )


def _check_value(item: _Item, text: str, start: int, end: int) -> None:
    """A figure must be in the words quoted: as written, or as they are read."""
    value = (item.value or "").strip()
    if not value:
        raise _Dropped("a figure that is not in the text")
    if re.search(rf"(?<![\w.]){re.escape(value)}(?!\w)", text[start:end], re.IGNORECASE):
        return
    try:
        figure = float(value)
    except ValueError:
        raise _Dropped("a figure that is not in the text") from None
    read = [q.value for q in quantities(text, start, end) if isinstance(q.value, int | float)]
    scales = (1.0, 1e3, 1e6, 1e9, 1e12, 1e-3, 1e-6, 1e-9, 1e-12)
    if not any(abs(abs(figure) * s - abs(v)) <= 1e-6 * abs(v) for v in read for s in scales):
        raise _Dropped("a figure that is not in the text")


class _Finder:
    """Looks up quotations in a passage: as they are, else whatever the blanks and quotation marks."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._folded, self._at = _folded(window.text)

    def find(self, quote: str) -> tuple[int, int]:
        """Where a quotation stands in the document."""
        text, words = self._window.text, quote.strip()
        if len(words) >= 2:
            start = text.find(words)
            if start >= 0:
                return self._window.span(start, start + len(words))
        plain = _folded(words)[0].strip()
        start = self._folded.find(plain) if len(plain) >= 2 else -1
        if start < 0:
            raise _Dropped("a span that is not in the text")
        return self._window.span(self._at[start], self._at[start + len(plain) - 1] + 1)


def _folded(text: str) -> tuple[str, list[int]]:
    """Text with plain quotation marks, hyphens and single blanks, and where each character came from."""
    letters: list[str] = []
    at: list[int] = []
    for place, letter in enumerate(text):
        plain = " " if letter.isspace() else letter.translate(_QUOTES)
        if plain == " " and letters and letters[-1] == " ":
            continue
        letters.append(plain)
        at.append(place)
    return "".join(letters), at
