"""Who needs whom: what each of two states weighs in the other's trade.

Dependence of a on b in a year is the mean of b's share in a's exports and b's share in a's imports. The two
are not weighted by a's total exports and imports, which are not held for most years; where either share
is not known, neither is the mean.

Most shares come from published listings of the largest partners. A partner that such a listing does not
name has some share between none and the smallest named: then the value is null, and low and high are these
bounds. They bound what is printed; they are no interval of 90 %.

How much of a share could be had elsewhere it does not say: the model's half, what each would lose without
the other, is :mod:`comity.answers.dependence_loss`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity import states
from comity.answers.dependence_shares import SIDES, mean_of, one_side, sources_of
from comity.answers.traded import traded
from comity.errors import ComityError, CoverageError
from comity.measures.registry import Evidence, get
from comity.measures.scope import Scope
from comity.measures.trade import Side, herfindahl, reported_shares
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Dependence", "dependence"]

COLUMNS: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "dependence": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "basis": pl.String,
}  # fmt: skip
SHARES: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "side": pl.String, "share": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "rank": pl.Int64, "named": pl.Int64, "basis": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dependence:
    """What two states weigh in each other's trade.

    Attributes
    ----------
    world
        What was read.
    a, b
        Keys, as asked.
    frame
        a, b, year, dependence (of a on b, a share of 1), low, high, basis: both directions, every year
        of the period. Null is not known; the reason is in basis.
    sides
        a, b, year, side (``export`` or ``import``: b's share in a's), share, low, high, rank (among the
        partners named), named (how many are), basis. Every year in which a's partners are known.
    reported
        Shares of all known partners of both, by side; what concentration is computed from.
    since, until
        The period asked for.
    """

    world: World
    a: str
    b: str
    frame: pl.DataFrame
    sides: pl.DataFrame
    reported: dict[Side, pl.DataFrame]
    since: int | None = None
    until: int | None = None

    def table(self) -> pl.DataFrame:
        """a, b, year, dependence, low, high, basis."""
        return self.frame

    def modelled(
        self, *, draws: int | None = None, progress: Callable[[float], None] | None = None
    ) -> pl.DataFrame:
        """The table with what each would lose if trade between them stopped.

        Adds loss (of a's real expenditure, a share), loss_low, loss_high, loss_basis, loss_gdp
        (:func:`~comity.answers.dependence_loss.modelled`); ``draws`` are, by default, those of ``sever``.
        """
        from comity.answers.dependence_loss import DRAWS, modelled

        return modelled(self, draws=DRAWS if draws is None else draws, progress=progress)

    def asymmetry(self) -> pl.DataFrame:
        """Whose dependence is larger, in the years in which something is known of both.

        Returns
        -------
        DataFrame
            year, a_on_b, b_on_a (null where only bounded), low, high (bounds of a_on_b less b_on_a), more
            (which depends more: ``a``, ``b``, ``even`` where the larger is less than a quarter larger, or
            ``open`` where the bounds overlap), at_least (how many times more, by the bounds).
        """
        ways = [
            self.frame.filter(pl.col("a") == x).select(
                "year",
                value="dependence",
                low=pl.coalesce("low", "dependence"),
                high=pl.coalesce("high", "dependence"),
            )
            for x in (self.a, self.b)
        ]
        both = ways[0].join(ways[1], on="year", suffix="_b").drop_nulls(["low", "low_b"])
        a_more, b_more = pl.col("low") > pl.col("high_b"), pl.col("low_b") > pl.col("high")
        known = pl.col("value").is_not_null() & pl.col("value_b").is_not_null()
        near = pl.max_horizontal("value", "value_b") < EVEN * pl.min_horizontal("value", "value_b")
        return both.select(
            "year",
            a_on_b="value",
            b_on_a="value_b",
            low=pl.col("low") - pl.col("high_b"),
            high=pl.col("high") - pl.col("low_b"),
            more=pl.when(known & near).then(pl.lit("even"))
            .when(a_more).then(pl.lit("a"))
            .when(b_more).then(pl.lit("b"))
            .otherwise(pl.lit("open")),
            at_least=pl.when(a_more & (pl.col("high_b") > 0)).then(pl.col("low") / pl.col("high_b"))
            .when(b_more & (pl.col("high") > 0)).then(pl.col("low_b") / pl.col("high")),
        ).sort("year")  # fmt: skip

    def concentration(self) -> pl.DataFrame:
        """How concentrated each one's trade is: a, side, year, value, low, high, n.

        Herfindahl index over partners, 0 … 1; bounds, and no value, where only the largest are known.
        """
        found = [herfindahl(self.reported[side]).with_columns(side=pl.lit(side)) for side in SIDES]
        return (
            pl.concat(found)
            .select("a", "side", "year", "value", "low", "high", "n")
            .sort("a", "side", "year")
        )

    def traded(self) -> pl.DataFrame:
        """What is known of what is traded (:func:`~comity.answers.traded.traded`)."""
        return traded(self.world, self.a, self.b, self.since, self.until)

    def evidence(self, year: int | None = None) -> list[Evidence]:
        """The rows behind both directions: of the dyad, and of the listings that do not name it."""
        years = self.sides["year"]
        if years.is_empty():
            return []
        since, until = (year, year) if year else (_end(years.min()), _end(years.max()))
        found: list[Evidence] = []
        for side in SIDES:
            indicator = get(f"{side}_share")
            found += indicator.evidence(self.world, Scope.dyad(self.a, self.b, since, until))
            for x in (self.a, self.b):
                silent = self.sides.filter(
                    (pl.col("a") == x) & (pl.col("side") == side) & pl.col("share").is_null()
                    & pl.col("year").is_between(since, until)
                )  # fmt: skip
                for silent_year in silent["year"]:
                    rows = indicator.evidence(self.world, Scope.of(x, silent_year, silent_year))
                    found += [(t, r.filter(pl.col("reporter") == x)) for t, r in rows]
        return [(table, rows) for table, rows in found if not rows.is_empty()]

    def verdict(self) -> str:
        """One sentence on the latest year in which something is known of both directions."""
        from comity.answers.dependence_words import verdict

        return verdict(self)

    def plot(self) -> alt.LayerChart | alt.FacetChart:
        """Both directions over time, with bounds where only those are known."""
        from comity.answers.dependence_words import picture

        return picture(self)


#: Dependences whose larger is less than so many times the smaller are called even.
EVEN = 1.25


def dependence(
    world: World, a: str, b: str, *, since: int | None = None, until: int | None = None
) -> Dependence:
    """Measure who needs whom.

    Parameters
    ----------
    since, until
        First and last year; by default those in which the trade partners of either are known.

    Raises
    ------
    ComityError
        For an unknown state, twice the same, or a reversed period.
    CoverageError
        If the trade partners of neither are known in any year asked for.
    """
    a, b = states.resolve(a), states.resolve(b)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a dyad needs two states")
    Scope(since=since, until=until)
    both = frozenset({a, b})
    reported = {
        side: reported_shares(world, side, both, since=since, until=until) for side in SIDES
    }
    sources = sources_of(world, both)
    rows = [
        row
        for x, y in ((a, b), (b, a))
        for side in SIDES
        for row in one_side(reported[side].filter(pl.col("a") == x), sources, x, y, side)
    ]
    sides = pl.DataFrame(rows, schema=SHARES).sort("a", "b", "year", "side")
    sides = sides.filter(pl.col("year").is_in(_together(a, b, sides["year"].unique().to_list())))
    years = sides["year"]
    if years.is_empty():
        raise _nothing(world, a, b)
    first = since if since is not None else _end(years.min())
    last = until if until is not None else _end(years.max())
    known = {(r["a"], r["year"], r["side"]): r for r in sides.iter_rows(named=True)}
    frame = pl.DataFrame(
        [
            mean_of([known.get((x, year, side)) for side in SIDES], x, y, year)
            for x, y in ((a, b), (b, a))
            for year in _together(a, b, range(first, last + 1))
        ],
        schema=COLUMNS,
    )
    return Dependence(world, a, b, frame, sides, reported, since, until)


def _together(a: str, b: str, years: Iterable[int]) -> list[int]:
    """The years in which both existed; an economy that is no state (HKG) always does."""
    named = {x for x in (a, b) if states.exists(x)}
    return [year for year in years if named <= set(states.keys(year))]


def _nothing(world: World, a: str, b: str) -> CoverageError:
    """What is missing, and for which years anything is held."""
    known = pl.concat([reported_shares(world, side, frozenset({a, b})) for side in SIDES])["year"]
    years = _together(a, b, known.unique().to_list())
    held = (
        f"they are known {min(years)}–{max(years)}, with gaps"
        if years
        else "they are known in none"
    )
    return CoverageError(
        f"the trade partners of {states.name(a)} ({a}) and {states.name(b)} ({b}) are not covered in any "
        f"year asked for in which both existed\n  {held}; for 1870–2014: comity data add cow_trade PATH"
    )


def _end(year: Any) -> int:
    return int(year)
