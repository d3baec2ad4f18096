"""What a brief is about: a world, two states and a period, with the book its evidence goes into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from comity.errors import CoverageError
from comity.measures import Scope, get, series
from comity.report.evidence import Book
from comity.report.model import Cited
from comity.report.wording import state
from comity.world.world import World

__all__ = ["Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A dyad in a period.

    Attributes
    ----------
    world
        The world the brief reads.
    a, b
        Keys of the two states, in the order asked.
    since, until
        First and last year of the brief.
    others
        Dyads of the comparison strip.
    book
        Collects the evidence.
    """

    world: World
    a: str
    b: str
    since: int
    until: int
    others: tuple[tuple[str, str], ...]
    book: Book

    @property
    def scope(self) -> Scope:
        """The dyad and period as a scope of measures."""
        return Scope.dyad(self.a, self.b, self.since, self.until)

    @property
    def lasts(self) -> bool:
        """Whether the period reaches to this year: what stands at its end is told in the present."""
        return self.until >= date.today().year  # noqa: DTZ011

    @property
    def names(self) -> tuple[str, str]:
        """The two states as they stand in a sentence."""
        return state(self.a), state(self.b)

    def years(self, indicator: str, *, a: str | None = None, b: str | None = None) -> pl.DataFrame:
        """Known values of an indicator for the dyad (or another, or the reverse), oldest first."""
        a, b = a or self.a, b or self.b
        try:
            values = series(self.world, indicator, Scope.dyad(a, b, self.since, self.until))
        except CoverageError:
            return pl.DataFrame(schema={"a": pl.String, "b": pl.String, "year": pl.Int32,
                                        "value": pl.Float64, "low": pl.Float64, "high": pl.Float64,
                                        "n": pl.Int64})  # fmt: skip
        if get(indicator).directed:
            values = values.filter((pl.col("a") == a) & (pl.col("b") == b))
        return values.filter(pl.col("value").is_not_null()).sort("year")

    def cite(self, title: str, indicator: str, years: tuple[int, int] | None = None) -> Cited:
        """Enter the rows behind an indicator of the dyad and return their anchors."""
        first, last = years or (self.since, self.until)
        evidence = get(indicator).evidence(self.world, self.scope.during(first, last))
        command = f"comity measure {self.a} {self.b} --indicator {indicator} --since {first} --until {last}"
        return self.book.cite(title, evidence, command=command)
