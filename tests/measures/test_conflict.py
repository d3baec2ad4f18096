"""The level of armed conflict between two governments."""

from __future__ import annotations

import polars as pl
import pytest

from comity.measures.registry import get, series
from comity.measures.scope import Scope
from comity.world import Coverage, World
from comity.world.provenance import Source

ROWS = [
    ("IRN", "IRQ", "1980", "1981", 4.0, 2.0, "conflict/324"),
    ("IRN", "IRQ", "1981", "1982", 4.0, 1.0, "conflict/9"),
    ("IRQ", "USA", "1982", "1982", 3.0, 2.0, "conflict/371"),
    ("CHN", "RUS", "1969", "1969", 4.0, 1.0, "conflict/305"),
]
COLUMNS = ["a", "b", "start", "end", "depth", "value", "record"]


def world(scope: str = "system") -> World:
    coverage = Coverage("ties", "armed_conflict", 1980, 1983, scope)  # type: ignore[arg-type]
    source = Source(
        key="conflicts", title="Conflicts", cite="Nobody (2020)", licence="CC BY 4.0",
        url="https://example.org", coverage=(coverage,), ships="rows",
    )  # fmt: skip
    rows = pl.DataFrame(ROWS, schema=COLUMNS, orient="row").with_columns(
        kind=pl.lit("armed_conflict"), directed=pl.lit(value=False)
    )
    return World({}, [], name="small").with_rows("ties", rows, source)


def levels(found: pl.DataFrame, a: str, b: str) -> dict[int, float]:
    return dict(found.filter(a=a, b=b).select("year", "value").iter_rows())


def test_the_highest_level_of_the_year_counts() -> None:
    found = series(world(), "armed_conflict", Scope.dyad("IRN", "IRQ"))
    assert levels(found, "IRN", "IRQ") == {1980: 2.0, 1981: 2.0, 1982: 1.0, 1983: 0.0}
    assert found["n"].to_list() == [1, 2, 1, 0]


def test_a_war_of_others_that_the_two_joined_is_level_one() -> None:
    found = series(world(), "armed_conflict", Scope.dyad("USA", "IRQ"))
    assert levels(found, "IRQ", "USA") == {1980: 0.0, 1981: 0.0, 1982: 1.0, 1983: 0.0}


def test_years_before_the_coverage_are_not_zero() -> None:
    found = series(world(), "armed_conflict", Scope.dyad("CHN", "RUS"))
    assert found["year"].to_list() == [1980, 1981, 1982, 1983]
    assert found["value"].unique().to_list() == [0.0]


@pytest.mark.parametrize("empty", [World({}, [], name="none"), world("rows")])
def test_without_a_source_that_covers_all_states_nothing_is_said(empty: World) -> None:
    assert series(empty, "armed_conflict").is_empty()


def test_evidence_is_the_rows() -> None:
    indicator = get("armed_conflict")
    ((table, rows),) = indicator.evidence(world(), Scope.dyad("IRN", "IRQ"))
    assert table == "ties"
    assert rows["record"].to_list() == ["conflict/324", "conflict/9"]
    assert list(indicator.evidence(world(), Scope.dyad("IRN", "USA"))) == []
    assert (indicator.domain, indicator.cost, indicator.closer) == ("military", "material", -1)
