"""What a person set right: corrected records win over those read, now and when the file is read again.

A corrections file is JSON Lines as ``comity read --jsonl`` writes it, with lines changed, added or marked. A
line takes the place of the record with its ``id`` in the same document, else of the record with the very same
span and kind; a line with ``"note": "deleted"`` removes it. A line that meets none is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.reading.record import Record

__all__ = ["DELETED", "Corrected", "corrected"]

#: The note that removes a record.
DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Records after correction.

    Attributes
    ----------
    records
        What stands, in order of place.
    replaced, added, deleted
        How many lines did what.
    conflicts
        Lines that could not be followed, and why.
    """

    records: tuple[Record, ...]
    replaced: int
    added: int
    deleted: int
    conflicts: tuple[str, ...]


def corrected(
    records: Sequence[Record], corrections: Sequence[Record], texts: Mapping[str, str] | None = None
) -> Corrected:
    """Records with a person's corrections laid over them.

    Parameters
    ----------
    records
        As read.
    corrections
        Lines of the corrected file. Those of documents that were not read are kept.
    texts
        File text by document: a line whose span no longer holds its words is a conflict, not followed.
    """
    standing: dict[int, Record] = dict(enumerate(records))
    by_id = {(r.doc, r.id): n for n, r in standing.items()}
    by_span: dict[tuple[str, int, int, str], list[int]] = {}
    for n, r in standing.items():
        by_span.setdefault(_place(r), []).append(n)
    extra: list[Record] = []
    conflicts: list[str] = []
    taken: dict[int, str] = {}
    replaced = deleted = 0
    for line in corrections:
        text = (texts or {}).get(line.doc)
        if text is not None and text[line.char_start : line.char_end] != line.sentence:
            conflicts.append(
                f"{line.id}: the words at {line.char_start}–{line.char_end} of {line.doc} are others now"
            )
            continue
        at = by_id.get((line.doc, line.id))
        if at is not None and not _meets(records[at], line):
            at = None
        if at is None:
            at = next((n for n in by_span.get(_place(line), ()) if n not in taken), None)
        if at is not None and at in taken:
            conflicts.append(f"{line.id}: corrects what {taken[at]} corrects already")
            continue
        if line.note == DELETED:
            if at is not None:
                taken[at] = line.id
                del standing[at]
                deleted += 1
            continue
        if at is None:
            extra.append(line)
        else:
            taken[at] = line.id
            replaced += standing[at] != line
            standing[at] = line
    kept = sorted([*standing.values(), *extra], key=lambda r: (r.doc, r.char_start, r.char_end))
    return Corrected(_numbered(kept), replaced, len(extra), deleted, tuple(conflicts))


def _place(record: Record) -> tuple[str, int, int, str]:
    return record.doc, record.char_start, record.char_end, record.kind


def _meets(a: Record, b: Record) -> bool:
    """Whether two spans share a character: an id read anew may have gone to another record."""
    return a.char_start < b.char_end and b.char_start < a.char_end


def _numbered(records: Sequence[Record]) -> tuple[Record, ...]:
    """Records with ids that are unique in their document: a later one of the same id gets a letter."""
    seen: set[tuple[str, str]] = set()
    out: list[Record] = []
    for record in records:
        name, letter = record.id, 0
        while (record.doc, name) in seen:
            letter += 1
            name = f"{record.id}+{letter}"
        seen.add((record.doc, name))
        out.append(record if name == record.id else record.model_copy(update={"id": name}))
    return tuple(out)
