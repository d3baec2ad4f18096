"""Which dyads and years a measure is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from comity.errors import ComityError

__all__ = ["YEARS", "Scope"]

#: Years that can be asked for; outside them a number is a slip of the hand.
YEARS = (1500, 2500)


@dataclass(frozen=True, slots=True)
class Scope:
    """Dyads and years asked for.

    Attributes
    ----------
    states
        One of the dyad's sides must be in it; None is any.
    others
        The other side must be in it; None is any.
    since, until
        First and last year; None is no limit.
    values_only
        Whether intervals may be left out, where only the values matter.
    """

    states: frozenset[str] | None = None
    others: frozenset[str] | None = None
    since: int | None = None
    until: int | None = None
    values_only: bool = False

    def __post_init__(self) -> None:
        for year in (self.since, self.until):
            if year is not None and not YEARS[0] <= year <= YEARS[1]:
                raise ComityError(f"{year} is not a year; write one of {YEARS[0]}–{YEARS[1]}")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise ComityError(f"the period ends ({self.until}) before it starts ({self.since})")

    @classmethod
    def dyad(cls, a: str, b: str, since: int | None = None, until: int | None = None) -> Scope:
        """One dyad."""
        return cls(frozenset({a}), frozenset({b}), since, until)

    @classmethod
    def of(cls, state: str, since: int | None = None, until: int | None = None) -> Scope:
        """All dyads of one state."""
        return cls(frozenset({state}), None, since, until)

    def during(self, since: int | None, until: int | None) -> Scope:
        """The same dyads in another period."""
        return replace(self, since=since, until=until)

    @property
    def named(self) -> frozenset[str] | None:
        """All states the scope names, if it limits both sides."""
        return None if self.states is None or self.others is None else self.states | self.others

    def pairs(self, a: str = "a", b: str = "b") -> pl.Expr:
        """Whether a row's dyad is asked for, in either order of its sides."""
        if self.states is None and self.others is None:
            return pl.lit(value=True)

        def one_way(first: str, second: str) -> pl.Expr:
            inside = pl.lit(value=True)
            if self.states is not None:
                inside &= _among(first, self.states)
            if self.others is not None:
                inside &= _among(second, self.others)
            return inside

        return one_way(a, b) | one_way(b, a)

    def years(self, year: str = "year") -> pl.Expr:
        """Whether a row's year is asked for."""
        inside = pl.lit(value=True)
        if self.since is not None:
            inside &= pl.col(year) >= self.since
        if self.until is not None:
            inside &= pl.col(year) <= self.until
        return inside

    def rows(self) -> pl.Expr:
        """Whether a row with columns a, b and year is asked for."""
        return self.pairs() & self.years()

    def overlap(self, first: int, last: int) -> range:
        """The years asked for among ``first`` … ``last``."""
        return range(
            max(first, self.since if self.since is not None else first),
            min(last, self.until if self.until is not None else last) + 1,
        )


def _among(column: str, keys: frozenset[str]) -> pl.Expr:
    """Whether a column is one of the keys; one key is compared, which is several times faster."""
    return (
        pl.col(column) == next(iter(keys)) if len(keys) == 1 else pl.col(column).is_in(sorted(keys))
    )
