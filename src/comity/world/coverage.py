"""Coverage: which states and years a source speaks about, so that silence can be read.

"No tie" and "not covered" are different answers. Each source declares, per table and subject, the
years it covers and its *scope*, which says what it means when it lists nothing:

``system``
    every state of the state system in those years: silence means none;
``listed``
    the states named: silence about two of them means none;
``rows``
    only what its rows state: silence means nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from comity.world.schema import TableName

Scope = Literal["system", "listed", "rows"]

COLUMNS: dict[str, type[pl.DataType]] = {
    "source": pl.String, "table": pl.String, "subject": pl.String, "scope": pl.String,
    "first": pl.Int32, "last": pl.Int32, "states": pl.Int32, "note": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one source covers in one table.

    Attributes
    ----------
    table, subject
        Table, and within it the kind, attribute, commodity, body or mode; ``*`` is all of them.
    first, last
        First and last calendar year covered, both included.
    scope
        What silence means; see the module.
    states
        The states covered under scope ``listed``.
    note
        A limitation a reader should know.
    """

    table: TableName
    subject: str
    first: int
    last: int
    scope: Scope
    states: frozenset[str] = field(default=frozenset())
    note: str = ""

    def speaks_of(self, subject: str) -> bool:
        """Whether the declaration is about this subject."""
        return self.subject in ("*", subject)

    def includes(self, state: str, year: int) -> bool:
        """Whether silence about this state in this year means none.

        Membership of the state system is not checked here: ask :func:`comity.states.exists`.
        """
        if self.scope == "rows" or not self.first <= year <= self.last:
            return False
        return self.scope == "system" or state in self.states


def coverage_frame(declared: Iterable[tuple[str, Coverage]]) -> pl.DataFrame:
    """Declarations of (source, coverage) as a table, one row each."""
    rows = [
        (source, c.table, c.subject, c.scope, c.first, c.last, len(c.states) or None, c.note)
        for source, c in declared
    ]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")
