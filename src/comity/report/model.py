"""What a brief is made of, before it is ink: sections of sentences, charts, tables and notes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "Chart", "Grid", "Note", "Section", "Sentence"]

#: Anchors of evidence entries.
Cited = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence and the evidence it rests on."""

    text: str
    evidence: Cited


@dataclass(frozen=True, slots=True)
class Note:
    """What is not covered, and what would cover it. It states an absence, so it cites nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as SVG.

    Attributes
    ----------
    title, subtitle
        What it shows, and the unit.
    svg
        The drawing, for a column of 440 px, shown smaller on a phone.
    wide
        A drawing for the full width of the page, where the chart needs it.
    alt
        What it says, for readers who do not see it.
    evidence
        Anchors of the rows drawn.
    """

    title: str
    subtitle: str
    svg: str
    alt: str
    evidence: Cited
    wide: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes
    ----------
    title
        What it lists.
    columns
        Column heads.
    rows
        Cells as text.
    evidence
        Anchors of the rows listed.
    right
        Indices of columns aligned right.
    cells
        Anchors per row, in place of ``evidence``, where each row has its own.
    note
        A line below.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    evidence: Cited
    right: tuple[int, ...] = ()
    cells: tuple[Cited, ...] = ()
    note: str = ""
    full: bool = False


Block = Sentence | Note | Chart | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a brief: a key for its anchor, a title, and blocks in order."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, for the terminal."""
        return tuple(b for b in self.blocks if isinstance(b, Sentence))

    def notes(self) -> tuple[Note, ...]:
        """Its notes on what is not covered."""
        return tuple(b for b in self.blocks if isinstance(b, Note))
