"""What a test is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from comity import states
from comity.answers.stage_ladder import Ladder, Test
from comity.measures import Scope
from comity.world.schema import TableName
from comity.world.world import World

__all__ = ["NOTHING", "Question", "Rows", "Silence", "Verdict", "listens"]

Rows = tuple[tuple[TableName, pl.DataFrame], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Two states in a year, in a world, for a ladder."""

    world: World
    ladder: Ladder
    a: str
    b: str
    year: int

    @property
    def pair(self) -> Scope:
        """The dyad in all years."""
        return Scope.dyad(self.a, self.b)

    def both_exist(self, year: int) -> bool:
        """Whether both are members of the state system on a day of the year."""
        return states.exists(self.a, year) and states.exists(self.b, year)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a test found.

    Attributes
    ----------
    answer
        True: rows show it. False: a source that covers it holds none. None: not covered.
    rows
        By table, the rows that show it.
    silent
        Sources whose silence decides a no.
    covered_to
        Last year before the one asked for in which a source covers the two; None if none does.
    """

    answer: bool | None
    rows: Rows = ()
    silent: tuple[str, ...] = ()
    covered_to: int | None = None


NOTHING = Verdict(None)


@dataclass(slots=True)
class Silence:
    """Sources that would have said so, and how far those reach that do not reach the year."""

    sources: list[str] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)

    def hear(self, source: str, first: int, last: int, year: int) -> None:
        """A source that covers the two from ``first`` to ``last`` holds nothing."""
        if first <= year <= last:
            self.sources.append(source)
        elif last < year:
            self.reach.append(last)

    def verdict(self) -> Verdict:
        """No, if any covers the year; otherwise unknown."""
        if self.sources:
            return Verdict(False, silent=tuple(dict.fromkeys(self.sources)))
        return Verdict(None, covered_to=max(self.reach, default=None))


def listens(test: Test, source: str) -> bool:
    """Whether the test takes this source."""
    return not test.sources or source in test.sources
