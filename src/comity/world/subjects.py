"""The rows of a table by what they are about: kinds of ties, commodities of flows, attributes of states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import polars as pl

from comity.world.part import Part, joined
from comity.world.schema import TableName, empty

__all__ = ["SUBJECT", "Subjects"]

#: The column that says what a row of a table is about.
SUBJECT: Mapping[TableName, str] = {"ties": "kind", "flows": "commodity", "states": "attribute"}
#: A subject with more rows than this is not read whole for a few of them; the others are kept.
READ_WHOLE = 100_000


class Subjects:
    """Finds the rows about some subjects, so that a few treaties are not looked for among all memberships.

    Only parts that hold a subject are read, and a subject's rows once.
    """

    def __init__(
        self,
        table: TableName,
        parts: Sequence[Part],
        collect: Callable[[pl.LazyFrame], pl.DataFrame],
    ) -> None:
        self._table, self._parts, self._collect = table, parts, collect
        self._column = SUBJECT[table]
        self._kept: dict[str, pl.DataFrame] = {}

    def rows(self, names: Sequence[str], where: Sequence[pl.Expr]) -> pl.DataFrame:
        """The rows about some subjects that meet all conditions, subject by subject."""
        new = [n for n in names if n not in self._kept and self._size(n) <= READ_WHOLE]
        if new:
            self._keep(new)
        found = [self._rows(name, where) for name in names]
        return pl.concat(found) if found else empty(self._table)

    def _rows(self, name: str, where: Sequence[pl.Expr]) -> pl.DataFrame:
        if name not in self._kept:
            return self._collect(self._about([name]).filter(*where))
        return self._kept[name].filter(*where) if where else self._kept[name]

    def _keep(self, names: Sequence[str]) -> None:
        rows = self._collect(self._about(names))
        for name in names:
            self._kept[name] = rows.filter(pl.col(self._column) == name)

    def _about(self, names: Sequence[str]) -> pl.LazyFrame:
        """The rows about some subjects, lazily, in the order of the table."""
        holding = [
            part for part, held in zip(self._parts, self._sizes, strict=True) if held.keys() & names
        ]
        return joined(holding, self._table).filter(pl.col(self._column).is_in(names))

    def _size(self, name: str) -> int:
        return sum(held.get(name, 0) for held in self._sizes)

    @cached_property
    def _sizes(self) -> list[dict[str, int]]:
        """Number of rows about each subject, part by part."""
        sizes: list[dict[str, int]] = [{} for _ in self._parts]
        counts = [
            part.counts(self._column).select(self._column, "len", part=pl.lit(i))
            for i, part in enumerate(self._parts)
        ]
        if counts:
            counted = self._collect(pl.concat(counts, how="vertical_relaxed"))
            for name, rows, i in counted.iter_rows():
                sizes[i][name] = rows
        return sizes
