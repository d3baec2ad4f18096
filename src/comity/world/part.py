"""Parts of a table: the rows of one source, lazily, and what need not be stored of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from comity.errors import DataError, shown
from comity.world.schema import TableName, dtypes

__all__ = ["Part", "joined"]

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Part:
    """Rows of one table from one source.

    Attributes
    ----------
    rows
        The stored columns, lazily.
    constants
        Columns that are not stored: a text, in which ``{name}`` is replaced by that column.
    """

    rows: pl.LazyFrame
    constants: Mapping[str, str] = field(default_factory=dict)
    _scans: dict[TableName, pl.LazyFrame] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns it stores."""
        return frozenset(self.rows.collect_schema().names())

    def stores(self, column: str) -> bool:
        """Whether the column is stored (not null or constant throughout)."""
        return column in self.columns

    def height(self) -> int:
        """Number of rows."""
        return int(self.rows.select(pl.len()).collect().item())

    def counts(self, column: str) -> pl.LazyFrame:
        """Number of rows (``len``) by value of a column."""
        if self.stores(column):
            return self.rows.group_by(pl.col(column).cast(pl.String)).len()
        constant = pl.lit(self.constants.get(column), pl.String).alias(column)
        return self.rows.select(pl.len()).select(constant, "len")

    def scan(self, table: TableName) -> pl.LazyFrame:
        """The rows with all columns of the table, in order."""
        if table not in self._scans:
            self._scans[table] = self._scan(table)
        return self._scans[table]

    def _scan(self, table: TableName) -> pl.LazyFrame:
        schema = dtypes(table)
        present = self.columns
        unknown = (present | set(self.constants)) - set(schema)
        if unknown:
            raise DataError(f"table {table} has no column(s) {', '.join(sorted(unknown))}")
        plain = {n: t for n, t in self.constants.items() if not _PLACE.search(t)}
        woven = {n: t for n, t in self.constants.items() if _PLACE.search(t)}
        for text in woven.values():
            strange = set(_PLACE.findall(text)) - (set(schema) - set(woven))
            if strange:
                raise DataError(f"constant {shown(text)} names no column: {', '.join(strange)}")
        frame = self.rows.with_columns(
            **{
                name: pl.lit(plain.get(name), pl.String).cast(dtype)
                for name, dtype in schema.items()
                if name not in present and name not in woven
            }
        ).with_columns(**{name: _weave(text) for name, text in woven.items()})
        return frame.select([pl.col(name).cast(dtype) for name, dtype in schema.items()])


def _weave(text: str) -> pl.Expr:
    """``"roll calls of {year}"`` as an expression; any other brace is a brace."""
    pieces = _PLACE.split(text)  # text, name, text, name, … text
    return pl.concat_str(
        pl.lit(piece) if i % 2 == 0 else pl.col(piece).cast(pl.String)
        for i, piece in enumerate(pieces)
        if piece
    )


def joined(parts: Sequence[Part], table: TableName) -> pl.LazyFrame:
    """The rows of several parts of a table, one part after the other."""
    if not parts:
        return pl.LazyFrame(schema=dtypes(table))
    return pl.concat([part.scan(table) for part in parts], how="vertical")
