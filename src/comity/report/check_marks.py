"""An article with its marks: paragraphs cut where records begin and end, and the notes beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from comity.answers.check import Check, Held
from comity.answers.checks.case import AGREES, DIFFERS, OPEN, Verdict

__all__ = ["CLASSES", "Note", "Paragraph", "Piece", "paragraphs"]

#: Class of a mark and of a note, by outcome; a record that no check speaks to is only underlined.
CLASSES = {DIFFERS: "di", AGREES: "ag", OPEN: "op"}
_STRONGER = {"di": 3, "ag": 2, "op": 1, "jd": 0}


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a mark."""

    number: int
    kind: str
    verdict: Verdict
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under one mark; ``ends`` are the numbers of the notes whose marks end here."""

    text: str
    kind: str
    title: str
    ends: tuple[int, ...]


@dataclass(slots=True)
class Paragraph:
    """A part of the article: its section, its pieces, and the notes that first stand beside it."""

    section: str
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def paragraphs(found: Check, cite: Callable[[Verdict], tuple[str, ...]]) -> list[Paragraph]:
    """The article in order; a verdict on the same facts has one note, at its first mark.

    Parameters
    ----------
    cite
        Enters the rows of a verdict into the evidence and returns their anchors.
    """
    known: dict[tuple[str, str, str, str], Note] = {}
    out = []
    for part in found.document.parts:
        inside = [h for h in found.held if h.start < part.end and part.start < h.end]
        paragraph = Paragraph(part.section)
        numbers: dict[int, list[int]] = {}
        for i, held in enumerate(inside):
            for verdict in held.verdicts:
                key = (
                    verdict.outcome,
                    verdict.check,
                    verdict.found,
                    verdict.rule if verdict.found else verdict.said,
                )
                if key not in known:
                    note = Note(len(known) + 1, CLASSES[verdict.outcome], verdict, cite(verdict))
                    known[key] = note
                    paragraph.notes.append(note)
                numbers.setdefault(i, []).append(known[key].number)
        paragraph.pieces += _pieces(found.document.text, part.start, part.end, inside, numbers)
        out.append(paragraph)
    return out


def _pieces(
    text: str, start: int, end: int, inside: list[Held], numbers: dict[int, list[int]]
) -> Iterator[Piece]:
    """Text between the places where a mark begins or ends."""
    spans = [(max(h.start, start), min(h.end, end)) for h in inside]
    cuts = sorted({start, end, *(place for span in spans for place in span)})
    for left, right in pairwise(cuts):
        over = [i for i, (s, e) in enumerate(spans) if s <= left and right <= e]
        kinds = [CLASSES[inside[i].outcome] if inside[i].verdicts else "jd" for i in over]
        kind = max(kinds, key=_STRONGER.__getitem__, default="")
        ends = dict.fromkeys(n for i in over if spans[i][1] == right for n in numbers.get(i, ()))
        title = "; ".join(_title(inside[i]) for i in over)
        yield Piece(text[left:right], kind, title, tuple(ends))


def _title(held: Held) -> str:
    """What a mark says when pointed at: kind, actors, speaker."""
    r = held.record
    sides = " → ".join(side for side in (r.source_actor, r.target_actor) if side)
    who = f", {r.speaker}" if r.speaker else ""
    return f"{r.kind}: {sides or 'no actor'}{who}"
