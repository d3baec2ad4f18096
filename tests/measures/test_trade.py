"""Trade shares, ranks and concentration; a partner that is not listed is unknown, never zero."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.measures import Scope, series
from comity.measures.trade import (
    absences,
    concentration,
    herfindahl,
    listings,
    matrices,
    partners,
    reported_shares,
    share_rows,
)
from comity.sources.build import build
from comity.world import Coverage, Source, World

LISTED = {
    ("RUS", "export"): {"CHN": 33.0, "IND": 17.0, "TUR": 8.0},
    ("RUS", "import"): {"CHN": 53.0, "DEU": 5.0},
    ("CHN", "export"): {"USA": 12.9, "HKG": 8.3},
}


def source(key: str, *coverage: Coverage) -> Source:
    return Source(key, key, "Nobody (2024)", "CC0", "", ships="rows", coverage=coverage)


def share(owner: str, side: str, partner: str, value: float, year: int = 2023) -> dict[str, object]:
    a, b = (owner, partner) if side == "export" else (partner, owner)
    return {"a": a, "b": b, "year": year, "commodity": "goods", "measure": "share", "value": value,
            "unit": "percent", "reporter": owner, "record": "line 1"}  # fmt: skip


def world(*extra: dict[str, object], levels: list[tuple[str, str, float]] | None = None) -> World:
    rows = [share(o, s, p, v) for (o, s), listing in LISTED.items() for p, v in listing.items()]
    goods = Coverage("flows", "goods", 2014, 2023, "rows")
    made = World({}, []).with_rows("flows", _frame(rows), source("listings", goods))
    if extra:
        press = Coverage("flows", "*", 2014, 2023, "rows")
        made = made.with_rows("flows", _frame(list(extra)), source("press", press))
    if levels:
        matrix = [{"a": a, "b": b, "year": 2010, "commodity": "goods", "measure": "level", "value": v,
                   "unit": "million USD", "record": "r"} for a, b, v in levels]  # fmt: skip
        made = made.with_rows("flows", _frame(matrix), source("matrix", goods))
    return made


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows).with_columns(pl.col("year").cast(pl.Int32))


def value(frame: pl.DataFrame, a: str, b: str) -> float | None:
    found = frame.filter((pl.col("a") == a) & (pl.col("b") == b))
    return found["value"][0] if found.height else None


def test_a_share_belongs_to_the_state_whose_total_it_is():
    assert value(share_rows(world(), "export"), "RUS", "CHN") == pytest.approx(0.33)
    assert value(share_rows(world(), "import"), "RUS", "CHN") == pytest.approx(0.53)
    assert value(
        series(world(), "import_share", Scope.dyad("CHN", "RUS")), "RUS", "CHN"
    ) == pytest.approx(0.53)


def test_a_partner_not_listed_is_unknown_not_zero():
    found = share_rows(world(), "export", Scope.dyad("CHN", "RUS"))
    assert value(found, "CHN", "RUS") is None
    assert found.filter(pl.col("value") == 0).is_empty()


def test_ranks_among_those_listed():
    ranked = partners(world(), "RUS", "export")
    assert ranked["b"].to_list() == ["CHN", "IND", "TUR"]
    assert ranked["rank"].to_list() == [1, 2, 3]
    assert share_rows(world(), "export", Scope.dyad("IND", "RUS"))["rank"].to_list() == [2]


def test_rounding_follows_what_is_printed():
    whole = share_rows(world(), "export", Scope.dyad("CHN", "RUS")).row(0, named=True)
    assert (whole["low"], whole["high"]) == pytest.approx((0.325, 0.335))
    tenth = share_rows(world(), "export", Scope.dyad("CHN", "USA")).row(0, named=True)
    assert (tenth["low"], tenth["high"]) == pytest.approx((0.1285, 0.1295))


def test_a_share_stated_alone_has_no_rank_and_bounds_nothing():
    made = world(share("RUS", "export", "KAZ", 4.0), share("MNG", "import", "RUS", 30.0))
    alone = share_rows(made, "export", Scope.dyad("RUS", "KAZ")).row(0, named=True)
    assert alone["value"] == pytest.approx(0.04)
    assert alone["rank"] is None
    assert not alone["listed"]
    assert concentration(made, "import", Scope.of("MNG")).is_empty()
    assert partners(made, "MNG", "import").is_empty()


def test_a_listing_stands_before_a_share_stated_alone():
    made = world(share("RUS", "import", "CHN", 30.0))
    assert value(share_rows(made, "import"), "RUS", "CHN") == pytest.approx(0.53)


def test_what_a_listing_says_of_those_it_does_not_name():
    named = listings(reported_shares(world(), "export", frozenset({"RUS"}))).row(0, named=True)
    assert (named["n"], named["smallest"]) == (3, pytest.approx(0.08))
    assert named["bound"] == pytest.approx(0.085)


def test_silence_about_a_partner_that_was_large_means_nothing():
    made = world(
        share("RUS", "export", "NLD", 30.0, 2019), share("RUS", "export", "KAZ", 9.0, 2019)
    )
    rows = reported_shares(made, "export", frozenset({"RUS"}))
    assert absences(rows, "NLD")["bound"].to_list() == [None]
    assert absences(rows, "KAZ")["bound"].to_list() == [pytest.approx(0.085)]
    assert absences(rows, "JPN")["bound"].to_list() == [pytest.approx(0.085)]
    assert absences(rows, "CHN").is_empty()


LEVELS = [
    ("RUS", p, v)
    for p, v in zip(["CHN", "IND", "TUR", "DEU", "KAZ"], (50.0, 20.0, 10.0, 15.0, 5.0), strict=True)
]


def test_a_matrix_gives_each_flow_over_the_sum():
    made = world(levels=[*LEVELS, ("MNG", "CHN", 9.0)])
    assert matrices(made) == ["matrix"]
    of_2010 = share_rows(made, "export", Scope(since=2010, until=2010))
    assert value(of_2010, "RUS", "CHN") == pytest.approx(0.5)
    assert value(of_2010, "MNG", "CHN") is None  # one reported partner is not a state's trade
    assert value(of_2010, "RUS", "JPN") is None
    assert of_2010["low"].null_count() == of_2010.height


def test_concentration_of_a_matrix_is_exact_and_of_a_listing_bounded():
    made = world(levels=LEVELS)
    rows = {
        r["year"]: r for r in concentration(made, "export", Scope.of("RUS")).iter_rows(named=True)
    }
    exact = 0.5**2 + 0.2**2 + 0.1**2 + 0.15**2 + 0.05**2
    assert rows[2010]["value"] == rows[2010]["low"] == pytest.approx(exact)
    assert rows[2023]["value"] is None
    assert rows[2023]["low"] < 0.33**2 + 0.17**2 + 0.08**2 < rows[2023]["high"]


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=40), st.integers(1, 40))
def test_bounds_hold_the_true_concentration(weights: list[float], listed: int):
    shares = sorted((w / sum(weights) for w in weights), reverse=True)
    top = shares[:listed]
    frame = pl.DataFrame(
        {"a": "RUS", "b": [str(i) for i in range(len(top))], "year": 2023, "value": top,
         "low": [max(0.0, s - 0.005) for s in top], "high": [min(1.0, s + 0.005) for s in top],
         "basis": "published", "listed": True}
    )  # fmt: skip
    row = herfindahl(frame).row(0, named=True)
    assert row["low"] <= sum(s**2 for s in shares) + 1e-12
    assert row["high"] >= min(1.0, sum(s**2 for s in shares)) - 1e-12


@pytest.mark.data
def test_the_full_matrix_agrees_with_the_published_shares(shared: Path):
    """Same order of size: the one counts what importers report, the other what each state reports."""
    made = build(shared, only=["cow_trade", "factbook_shares"]).world
    published = build(shared, only=["factbook_shares"]).world
    scope = Scope(since=2014, until=2014)
    for side in ("export", "import"):
        pairs = share_rows(made, side, scope).join(
            share_rows(published, side, scope), on=["a", "b"], suffix="_printed"
        )
        apart = (pairs["value"] - pairs["value_printed"]).abs()
        assert pairs.height > 500
        assert apart.median() < 0.02
    assert value(share_rows(made, "import", scope), "RUS", "CHN") == pytest.approx(0.178, abs=0.01)
