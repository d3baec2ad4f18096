"""Spells to dyad-years, and the dyads of the state system."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from comity import states
from comity.measures.scope import Scope

__all__ = ["dyad_years", "first_year", "last_year", "system_dyads"]

#: Of so few states all dyad-years are kept.
FEW = 4


def first_year(column: str = "start") -> pl.Expr:
    """The year of a reduced-precision date."""
    return pl.col(column).str.head(4).cast(pl.Int32)


def last_year(column: str = "end", *, open_end: int = 9999) -> pl.Expr:
    """The year of a reduced-precision date; ``open_end`` while the spell lasts."""
    return pl.col(column).str.head(4).cast(pl.Int32).fill_null(open_end)


def dyad_years(spells: pl.DataFrame, years: range, *, undirected: bool = True) -> pl.DataFrame:
    """One row per spell and year of ``years`` in which it was in force at any time.

    ``undirected`` puts the two sides in alphabetical order. A spell without a start is left out: when
    it began is not known.
    """
    if not len(years):
        return spells.clear().with_columns(pl.lit(None, pl.Int32).alias("year"))
    lasting = (
        spells.filter(pl.col("start").is_not_null())
        .with_columns(
            _first=pl.max_horizontal(first_year(), pl.lit(years[0])),
            _last=pl.min_horizontal(last_year(), pl.lit(years[-1])),
        )
        .filter(pl.col("_first") <= pl.col("_last"))
        .with_columns(year=pl.int_ranges("_first", pl.col("_last") + 1, dtype=pl.Int32))
        .drop("_first", "_last")
        .explode("year")
    )
    return ordered(lasting) if undirected else lasting


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with a < b in every row."""
    return frame.with_columns(
        a=pl.min_horizontal("a", "b"),
        b=pl.max_horizontal("a", "b"),
    )


def system_dyads(scope: Scope, years: range) -> pl.DataFrame:
    """Every undirected dyad-year of the scope in which both were members of the state system."""
    if not len(years):
        return pl.DataFrame(schema={"a": pl.String, "b": pl.String, "year": pl.Int32})
    inside = pl.col("year").is_between(years[0], years[-1])
    if scope.named is not None and len(scope.named) <= FEW:
        return _dyads_among(scope.named).filter(inside & scope.pairs())
    members = states.member_years().filter(inside)
    if scope.named is not None:
        members = members.filter(pl.col("state").is_in(sorted(scope.named)))
    return _paired(members).filter(scope.pairs())


@lru_cache(maxsize=16)
def _dyads_among(named: frozenset[str]) -> pl.DataFrame:
    """All dyad-years of a few states: the indicators of one dyad ask for them again and again."""
    return _paired(states.member_years().filter(pl.col("state").is_in(sorted(named))))


def _paired(members: pl.DataFrame) -> pl.DataFrame:
    return (
        members.rename({"state": "a"})
        .join(members.rename({"state": "b"}), on="year")
        .filter(pl.col("a") < pl.col("b"))
        .select("a", "b", "year")
    )
