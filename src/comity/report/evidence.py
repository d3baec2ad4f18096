"""The evidence of a brief: every figure and sentence cites an entry, every entry opens its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from comity.measures.registry import Evidence
from comity.world.provenance import Source
from comity.world.schema import TableName
from comity.world.world import World

__all__ = ["Book", "Entry"]

#: Rows of one entry printed in full; more are counted, and a command that prints them is named.
ROWS_SHOWN = 250


@dataclass(frozen=True, slots=True)
class Entry:
    """Rows behind one or more figures.

    Attributes
    ----------
    key
        Anchor in the page, ``e1`` onwards.
    title
        What the rows are evidence of.
    tables
        (table, rows), each with the columns that are not empty; at most :data:`ROWS_SHOWN` rows.
    heights
        Number of rows in full, per table.
    sources
        The sources of the rows.
    command
        A command that prints the values or rows.
    """

    key: str
    title: str
    tables: tuple[tuple[TableName, pl.DataFrame], ...]
    heights: tuple[int, ...]
    sources: tuple[Source, ...]
    command: str = ""


@dataclass(slots=True)
class Book:
    """Collects the evidence of a brief while it is written."""

    world: World
    entries: list[Entry] = field(default_factory=list)
    _known: dict[str, list[tuple[Sequence[Evidence], str]]] = field(default_factory=dict)

    def cite(
        self,
        title: str,
        evidence: Sequence[Evidence],
        *,
        command: str = "",
        beside: Mapping[str, Source] | None = None,
    ) -> tuple[str, ...]:
        """Enter rows and return the anchors to cite; an empty tuple where there are no rows.

        The same rows cited twice under one title make one entry. ``beside`` holds sources by key that are
        not the world's: facts that a ladder states for itself.
        """
        tables = [(table, rows) for table, rows in evidence if not rows.is_empty()]
        if not tables:
            return ()
        known = self._known.setdefault(title, [])
        key = next((k for before, k in known if _same(before, tables)), "")
        if not key:
            key = f"e{len(self.entries) + 1}"
            keys = sorted({k for _, rows in tables for k in rows["source"].unique().to_list()})
            shown = tuple((t, _informative(rows.head(ROWS_SHOWN))) for t, rows in tables)
            heights = tuple(rows.height for _, rows in tables)
            others = beside or {}
            sources = tuple(others.get(k) or self.world.source(k) for k in keys)
            self.entries.append(Entry(key, title, shown, heights, sources, command))
            known.append((tables, key))
        return (key,)


def _same(one: Sequence[Evidence], other: Sequence[Evidence]) -> bool:
    """Whether the rows are the same, in whatever order."""
    return [(t, rows.height) for t, rows in one] == [(t, rows.height) for t, rows in other] and all(
        a.hash_rows().sum() == b.hash_rows().sum()
        for (_, a), (_, b) in zip(one, other, strict=True)
    )


def _informative(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without columns that are empty throughout, and without routes drawn on the map."""
    nulls = rows.null_count().row(0, named=True)
    kept = [c for c in rows.columns if nulls[c] < rows.height and c != "route"]
    return rows.select(kept)
