"""One dyad, measured: every indicator asked for, every year, with what is not covered left empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.errors import ComityError, CoverageError
from comity.measures.registry import COLUMNS, INDICATORS, Evidence, get, series
from comity.measures.scope import Scope
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Measurement", "measure", "rank"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """The indicators of one dyad.

    Attributes
    ----------
    world
        What was measured.
    a, b
        Keys of the two states; directed indicators are a's, towards b.
    indicators
        Names of the indicators.
    values
        Columns a, b, year, indicator, value, low, high, n; a value that is not covered is null.
    """

    world: World
    a: str
    b: str
    indicators: tuple[str, ...]
    values: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """The values, one row per indicator and year."""
        return self.values

    def known(self) -> pl.DataFrame:
        """The values that are covered."""
        return self.values.filter(pl.col("value").is_not_null())

    def not_covered(self) -> tuple[str, ...]:
        """Indicators without a value in any year asked for."""
        known = set(self.known()["indicator"].to_list())
        return tuple(name for name in self.indicators if name not in known)

    def evidence(self, indicator: str | None = None, year: int | None = None) -> list[Evidence]:
        """The rows behind the values, as (table, rows): of one indicator or all, one year or all."""
        names = [indicator] if indicator is not None else list(self.indicators)
        years = self.known()["year"]
        if years.is_empty():
            return []
        first, last = (year, year) if year is not None else (years.min(), years.max())
        scope = Scope.dyad(self.a, self.b, int(first), int(last))  # type: ignore[arg-type]
        found: list[Evidence] = []
        for name in names:
            found += get(name).evidence(self.world, scope)
        return found

    def plot(self) -> alt.LayerChart | alt.FacetChart | alt.Chart:
        """The series over time with their intervals, one panel per indicator."""
        import altair as alt

        data = self.known().select(pl.all().exclude("a", "b"))
        base = alt.Chart(data).encode(x=alt.X("year:Q", axis=alt.Axis(format="d", title=None)))
        band = base.mark_area(opacity=0.2).encode(y=alt.Y("low:Q", title=None), y2="high:Q")
        line = base.mark_line(point=len(data) < 60).encode(
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
            tooltip=["year:Q", "value:Q", "low:Q", "high:Q", "n:Q"],
        )
        title = f"{states.name(self.a)} – {states.name(self.b)}"
        chart = alt.layer(band, line).properties(width=420, height=150)
        return chart.facet("indicator:N", columns=1, title=title).resolve_scale(y="independent")


def measure(
    world: World,
    a: str,
    b: str,
    indicators: Sequence[str] | None = None,
    *,
    since: int | None = None,
    until: int | None = None,
) -> Measurement:
    """Measure one dyad.

    Parameters
    ----------
    world
        The world to read.
    a, b
        Two states by key, code or name.
    indicators
        Names; all indicators if None.
    since, until
        First and last year. Years in this period that no source covers come back as nulls; without
        it the years run from the first to the last in which any indicator is known.

    Raises
    ------
    ComityError
        For an unknown state or indicator, twice the same state, or a reversed period.
    """
    a, b = states.resolve(a), states.resolve(b)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a dyad needs two states")
    names = tuple(dict.fromkeys(indicators)) if indicators else tuple(INDICATORS)
    scope = Scope.dyad(a, b, since, until)
    found = []
    for name in names:
        chosen = get(name)
        try:
            values = series(world, name, scope)
        except CoverageError:
            if indicators and len(names) == 1:
                raise
            continue
        if chosen.directed:
            values = values.filter((pl.col("a") == a) & (pl.col("b") == b))
        found.append(values.with_columns(a=pl.lit(a), b=pl.lit(b)))
    values = pl.concat(found) if found else pl.DataFrame(schema=COLUMNS)
    return Measurement(world, a, b, names, _with_gaps(values, a, b, names, since, until))


def _with_gaps(
    values: pl.DataFrame,
    a: str,
    b: str,
    names: tuple[str, ...],
    since: int | None,
    until: int | None,
) -> pl.DataFrame:
    """The values with a null row for each indicator and year that is not covered."""
    years = values["year"]
    first = since if since is not None else years.min()
    last = until if until is not None else years.max()
    if first is None or last is None:
        first = last = since if since is not None else until
    if first is None or last is None or int(first) > int(last):  # type: ignore[arg-type]
        return values.select(list(COLUMNS))
    grid = pl.DataFrame({"indicator": list(names)}, schema={"indicator": pl.String}).join(
        pl.DataFrame({"year": range(int(first), int(last) + 1)}, schema={"year": pl.Int32}),  # type: ignore[arg-type]
        how="cross",
        maintain_order="left_right",
    )
    return (
        grid.join(
            values.drop("a", "b"), on=["indicator", "year"], how="left", maintain_order="left"
        )
        .with_columns(a=pl.lit(a), b=pl.lit(b))
        .select([pl.col(c).cast(t) for c, t in COLUMNS.items()])
    )


def rank(world: World, state: str, indicator: str, year: int) -> pl.DataFrame:
    """Who is closest to a state by an indicator in a year, closest first.

    Returns
    -------
    DataFrame
        rank, b, name, value, low, high, n. A directed indicator is the state's, towards each other.

    Raises
    ------
    CoverageError
        If the indicator is known for no dyad of the state in that year; the years it covers are named.
    """
    key = states.resolve(state)
    chosen = get(indicator)
    values = series(world, indicator, Scope.of(key, year, year)).filter(
        pl.col("value").is_not_null()
    )
    if chosen.directed:
        values = values.filter(pl.col("a") == key)
    values = values.with_columns(b=pl.when(pl.col("a") == key).then("b").otherwise("a"))
    if values.is_empty():
        years = series(world, indicator, Scope.of(key))["year"].sort().to_list()
        known = f"it is known {years[0]}–{years[-1]}" if years else "it is known in no year"
        raise CoverageError(
            f"{indicator} is not covered for {states.name(key)} ({key}) in {year}\n  {known}"
        )
    ordered = values.sort("value", "b", descending=[chosen.closer >= 0, False])
    return ordered.select(
        rank=pl.col("value").rank("min", descending=chosen.closer >= 0).cast(pl.Int64),
        b=pl.col("b"),
        name=pl.col("b").map_elements(states.name, return_dtype=pl.String),
        value=pl.col("value"), low=pl.col("low"), high=pl.col("high"), n=pl.col("n"),
    )  # fmt: skip
