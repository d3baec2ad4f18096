"""The world: seven tables, their sources and coverage; immutable, and lazy to open.

A table is the union of *parts*, one per source and file, so that adding a source adds a part and a
person's own copy of a source replaces the embedded one. Columns that follow from the others (the
source of a whole part, the record of a tally) need not be stored: a part declares them as *constants*,
text in which ``{column}`` stands for the row's own value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from comity.errors import DataError, UnknownName
from comity.world.check import check_table
from comity.world.coverage import Coverage, coverage_frame
from comity.world.damage import UNREADABLE
from comity.world.part import Part, joined
from comity.world.provenance import Source
from comity.world.schema import TABLES, TableName, conform, empty
from comity.world.subjects import Subjects

__all__ = ["Part", "World"]

#: Tables too large to read whole for a few rows; the others are read once and kept.
READ_IN_PART: frozenset[TableName] = frozenset({"votes"})


class World:
    """Seven tables with coverage and provenance.

    ``World.load()`` opens the embedded world, with the sources a person has added; ``World.open(DIR)``
    one on disk. Tables are Polars frames (``world.ties``) or, without reading all, lazy ones
    (``world.scan("ties")``). A world is never changed: ``with_rows`` and simulation return a new one
    that records its parent.
    """

    def __init__(
        self,
        parts: Mapping[tuple[TableName, str], Part],
        sources: Iterable[Source],
        *,
        name: str = "world",
        parent: World | None = None,
        changes: tuple[str, ...] = (),
        origin: str = "",
    ) -> None:
        self._parts = dict(parts)
        self._sources = {source.key: source for source in sources}
        self._frames: dict[TableName, pl.DataFrame] = {}
        self._derived: dict[Any, Any] = {}
        self.name = name
        self.parent = parent
        self.changes = changes
        self.origin = origin

    @classmethod
    def load(cls) -> World:
        """The embedded world, and over it the sources added with ``comity data add``."""
        from comity.world.store import load_embedded

        return load_embedded()

    @classmethod
    def open(cls, path: str | Path) -> World:
        """A world on disk, as ``comity data build`` writes it.

        Raises
        ------
        DataError
            If the folder is not a world, or a file in it is missing, truncated or of another shape.
        """
        from comity.world.store import open_world

        return open_world(Path(path))

    # ---------------------------------------------------------------- tables

    def scan(self, table: TableName, *, storing: str | None = None) -> pl.LazyFrame:
        """A table, lazily: filter it before ``collect``.

        ``storing`` keeps to the parts that store this column, which spares reading the others: votes
        store a ``resolution``, tallies do not.
        """
        if table not in TABLES:
            raise UnknownName.among("table", table, TABLES)
        parts = [p for p in self._of_table(table) if storing is None or p.stores(storing)]
        return joined(parts, table)

    def holds(self, table: TableName, column: str) -> bool:
        """Whether some part of a table stores a column: single votes store a ``resolution``."""
        return any(part.stores(column) for (name, _), part in self._parts.items() if name == table)

    def table(self, table: TableName) -> pl.DataFrame:
        """A table, read once and kept."""
        if table not in self._frames:
            self._frames[table] = _collect(self.scan(table), table, self.origin)
        return self._frames[table]

    def rows(
        self,
        table: TableName,
        *where: pl.Expr,
        of: str | Iterable[str] | None = None,
        storing: str | None = None,
    ) -> pl.DataFrame:
        """The rows of a table that meet all conditions, without reading more than needed.

        Parameters
        ----------
        table, where
            Table, and conditions on its columns.
        of
            Only rows of these kinds (ties), commodities (flows) or attributes (states): these are
            kept apart, so that a few treaties are not looked for among all shared memberships.
        storing
            Only parts that store this column; see :meth:`scan`.
        """
        if storing is None and (table in self._frames or table not in READ_IN_PART):
            if of is not None:
                names = [of] if isinstance(of, str) else list(dict.fromkeys(of))
                return self._subjects(table).rows(names, where)
            frame = self.table(table)
            return frame.filter(*where) if where else frame
        if storing is not None and not self.holds(table, storing):
            return empty(table)
        lazy = self.scan(table, storing=storing)
        return _collect(lazy.filter(*where) if where else lazy, table, self.origin)

    def _subjects(self, table: TableName) -> Subjects:
        subjects: Subjects = self.remember(
            ("subjects", table),
            lambda: Subjects(
                table, self._of_table(table), lambda rows: _collect(rows, table, self.origin)
            ),
        )
        return subjects

    def _of_table(self, table: TableName) -> list[Part]:
        return [part for (name, _), part in sorted(self._parts.items()) if name == table]

    @property
    def states(self) -> pl.DataFrame:
        """State-year attributes."""
        return self.table("states")

    @property
    def votes(self) -> pl.DataFrame:
        """Votes, and tallies where only counts are held."""
        return self.table("votes")

    @property
    def ties(self) -> pl.DataFrame:
        """Standing relations with a start and an end."""
        return self.table("ties")

    @property
    def flows(self) -> pl.DataFrame:
        """Yearly quantities from a to b."""
        return self.table("flows")

    @property
    def events(self) -> pl.DataFrame:
        """Dated acts of a towards b."""
        return self.table("events")

    @property
    def links(self) -> pl.DataFrame:
        """Physical connections, by period of their life."""
        return self.table("links")

    @property
    def claims(self) -> pl.DataFrame:
        """What documents say."""
        return self.table("claims")

    def parts(self) -> Iterator[tuple[TableName, str, Part]]:
        """Every part with its table and name, in order."""
        for (table, name), part in sorted(self._parts.items()):
            yield table, name, part

    # ------------------------------------------------- sources and coverage

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the rows, by key."""
        return dict(self._sources)

    def source(self, key: str) -> Source:
        """One source; raises :class:`UnknownName` if no row comes from it."""
        if key not in self._sources:
            raise UnknownName.among("source", key, self._sources, see="comity data list")
        return self._sources[key]

    def covering(self, table: TableName, subject: str = "*") -> list[tuple[Source, Coverage]]:
        """Sources that declare coverage of a subject in a table."""
        return [
            (source, coverage)
            for source in self._sources.values()
            for coverage in source.coverage
            if coverage.table == table and (subject == "*" or coverage.speaks_of(subject))
        ]

    def coverage(self) -> pl.DataFrame:
        """All declarations of coverage, one row each."""
        declared = [(s.key, c) for s in self._sources.values() for c in s.coverage]
        return coverage_frame(sorted(declared, key=lambda d: (d[1].table, d[1].subject, d[0])))

    # ------------------------------------------------------------ new worlds

    def with_rows(
        self, table: TableName, rows: pl.DataFrame, source: Source, *, part: str | None = None
    ) -> World:
        """A new world in which ``rows`` are the part of ``table`` that comes from ``source``.

        Raises
        ------
        DataError
            If a row does not fit the table; all problems are listed.
        """
        rows = rows.with_columns(
            [pl.lit(source.key).alias("source")] if "source" not in rows.columns else []
        )
        frame = conform(check_table(rows, table, file=f"rows of {source.key}"), table)
        key: tuple[TableName, str] = (table, part or source.key)
        return World(
            {**self._parts, key: Part(frame.lazy())},
            [*(s for s in self._sources.values() if s.key != source.key), source],
            name=self.name,
            parent=self,
            changes=(*self.changes, f"{table}: {frame.height} row(s) from {source.key}"),
        )

    def over(self, below: World) -> World:
        """This world laid over another: its parts replace those of the same table and name."""
        return World(
            {**below._parts, **self._parts},
            {**below._sources, **self._sources}.values(),
            name=self.name,
            origin=self.origin or below.origin,
        )

    def remember(self, key: Any, make: Any) -> Any:
        """A value computed once from this world's tables and kept (a world never changes)."""
        if key not in self._derived:
            self._derived[key] = make()
        return self._derived[key]

    def remember_last(self, slot: str, key: Any, make: Any) -> Any:
        """Like :meth:`remember`, for values too large to keep more than the last of a slot."""
        held = self._derived.get(slot)
        if held is None or held[0] != key:
            held = (key, make())
            self._derived[slot] = held
        return held[1]

    def __repr__(self) -> str:
        tables = ", ".join(t for t in TABLES if any(name == t for name, _ in self._parts))
        return f"<World {self.name!r}: {len(self._sources)} sources; tables {tables or 'none'}>"


def _collect(frame: pl.LazyFrame, table: TableName, origin: str) -> pl.DataFrame:
    """Read a lazy table; a damaged file becomes a clear error."""
    try:
        return frame.collect()
    except UNREADABLE as error:
        raise DataError(
            f"table {table} of the world {origin or ''} cannot be read: {error}"
        ) from error
