"""Small worlds made by hand, and what holds for every section of a brief."""

from __future__ import annotations

from datetime import date

import polars as pl

from comity.report.brief import Brief
from comity.report.evidence import Book
from comity.report.model import Chart, Grid, Note, Section, Sentence
from comity.report.page import page
from comity.report.subject import Subject
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import TableName, dtypes
from comity.world.world import World

HOSTILE = "<script>alert(1)</script>"


def source(key: str, *coverage: Coverage) -> Source:
    return Source(
        key=key, title=f"Source {key}", cite="made for a test", licence="none", url="", ships="rows",
        coverage=coverage,
    )  # fmt: skip


def world(*parts: tuple[TableName, str, list[dict[str, object]], tuple[Coverage, ...]]) -> World:
    """A world of (table, source, rows, coverage); records are filled in."""
    made = World({}, [], name="small")
    for table, key, rows, coverage in parts:
        filled = [{"record": f"line {i}", **row} for i, row in enumerate(rows, 1)]
        known = {c: t for c, t in dtypes(table).items() if c in {k for row in filled for k in row}}
        frame = pl.DataFrame(filled, schema=known)
        made = made.with_rows(table, frame, source(key, *coverage))
    return made


def subject(
    held: World, a: str = "RUS", b: str = "CHN", since: int = 1990, until: int | None = None
) -> Subject:
    return Subject(held, a, b, since, until or date.today().year, (), Book(held))  # noqa: DTZ011


def check_cited(section: Section) -> None:
    """Every sentence, chart and table leads to rows; a note states an absence and leads nowhere."""
    for block in section.blocks:
        if isinstance(block, Sentence | Chart):
            assert block.evidence, block
        elif isinstance(block, Grid):
            assert block.evidence or (block.cells and all(block.cells)), block.title
            assert not block.cells or len(block.cells) == len(block.rows)
        else:
            assert isinstance(block, Note)
            assert block.text


def rendered(of: Subject, section: Section) -> str:
    """The page with this one section."""
    head = Section("headline", "In short", ())
    entries = tuple(of.book.entries)
    return page(Brief(of.world, of.a, of.b, of.since, of.until, (head, section), entries, None))


def texts(section: Section) -> str:
    return "\n".join(b.text for b in section.blocks if isinstance(b, Sentence | Note))
