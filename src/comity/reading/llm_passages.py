"""A document in passages for a model: whole sentences, and a little of what stands before."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.document import Sentence

__all__ = ["Passage", "halves", "passages"]

#: Characters before a passage that are shown with it, so that "they" can be understood.
_BEFORE = 600


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of ``Document.text``: the sentences to read, and where the context before it begins."""

    before: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]


def passages(sentences: tuple[Sentence, ...], size: int) -> list[Passage]:
    """Passages of about ``size`` characters, in order; none of their sentences is of a sidebar.

    A sentence is never parted, so that one longer than ``size`` is a passage by itself.
    """
    found: list[Passage] = []
    held: list[Sentence] = []
    for sentence in sentences:
        if sentence.section == "sidebar":
            continue
        if held and sentence.end - held[0].start > size:
            _close(found, held)
        held.append(sentence)
    _close(found, held)
    return found


def _close(found: list[Passage], held: list[Sentence]) -> None:
    if held:
        earlier = [s for p in found[-1:] for s in p.sentences if held[0].start - s.start <= _BEFORE]
        before = earlier[0].start if earlier else held[0].start
        found.append(Passage(before, held[0].start, held[-1].end, tuple(held)))
        held.clear()


def halves(passage: Passage) -> tuple[Passage, Passage] | None:
    """A passage in two, for an answer that ran out of room; None for a single sentence."""
    if len(passage.sentences) < 2:
        return None
    middle = len(passage.sentences) // 2
    first, second = passage.sentences[:middle], passage.sentences[middle:]
    return (
        Passage(passage.before, passage.start, first[-1].end, first),
        Passage(passage.start, second[0].start, passage.end, second),
    )
