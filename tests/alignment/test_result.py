"""Answers of the shipped fit on the embedded world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from comity.alignment import alignment, explain
from comity.alignment.result import REACH, change_between, read
from comity.alignment.stored import STEP, stored_field
from comity.errors import ComityError, CoverageError, UnknownName
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.fixture(scope="module")
def found(world):
    return alignment(world, "RUS", "CHN")


def test_the_table_is_complete(found):
    table = found.table()
    assert table.columns == [
        "a", "b", "year", "domain", "mean", "low", "high", "indicators", "percentile",
    ]  # fmt: skip
    assert table["domain"].unique().sort().to_list() == [
        "diplomatic", "economic", "military", "overall",
    ]  # fmt: skip
    assert table.null_count().sum_horizontal().item() == 0
    assert (table["low"] < table["mean"]).all()
    assert table["percentile"].is_between(0, 100).all()
    overall = table.filter(pl.col("domain") == "overall")
    assert overall["year"].to_list() == list(range(1946, 2025))


def test_indicators_are_those_observed_in_the_year(found):
    """What a source does not cover is not carried on as if it were observed."""
    seen = np.isfinite(found.dyad.blur)
    overall = found.table().filter(pl.col("domain") == "overall")
    assert overall["indicators"].to_list() == seen.sum(axis=1).tolist()
    ends = {"disputes": 2010, "joint_exercises": 2010, "shared_igos": 2014, "alliance_grade": 2018}
    for name, last in ends.items():
        i = found.model.layout.indicators.index(name)
        assert found.model.calendar[int(np.flatnonzero(seen[:, i])[-1])] <= last


def test_intervals_widen_when_sources_end(found):
    width = {
        year: high - low
        for year, low, high in found.table()
        .filter(pl.col("domain") == "military")
        .select("year", "low", "high")
        .rows()
    }
    assert width[2008] < width[2016] < width[2024]


def test_a_dyad_without_evidence_has_the_prior(found):
    blank = replace(
        found.dyad, scores=np.zeros_like(found.dyad.scores),
        blur=np.full_like(found.dyad.blur, np.inf),
    )  # fmt: skip
    prior = read(found.model, found.world, blank)
    first = prior.table().filter(pl.col("year") == 1946)
    assert (first["mean"] == 0).all()
    np.testing.assert_allclose(first["high"], REACH, atol=1e-6)
    assert (prior.table()["indicators"] == 0).all()
    assert prior.gap()["gap"].is_null().all()
    shares = found.model.parameters.shares
    np.testing.assert_allclose(list(prior.volatility.values()), shares, atol=1e-9)


@pytest.mark.parametrize(("a", "b"), [("RUS", "CHN"), ("CHN", "USA"), ("FJI", "MLI")])
def test_one_dyad_is_what_it_is_among_all(world, a, b):
    one = alignment(world, a, b)
    field = stored_field(world)
    row = field.dyads.with_row_index("row").filter(
        pl.col("a") == one.dyad.a, pl.col("b") == one.dyad.b
    )
    of_all = field.mean[row["row"][0]]
    for m, name in enumerate(("overall", "diplomatic", "military", "economic")):
        rows = one.table().filter(pl.col("domain") == name)
        t = rows["year"].to_numpy() - field.years[0]
        assert np.abs(rows["mean"].to_numpy() - of_all[t, m]).max() < STEP + 0.005


@pytest.mark.parametrize("domain", ["overall", "military", "words", "gap"])
@pytest.mark.parametrize(("start", "end"), [(2001, 2021), (2021, 2001), (1959, 1969)])
def test_parts_sum_to_the_change(found, start, end, domain):
    parts = explain(found, start, end, domain)
    mean, low, high = change_between(found, start, end, domain)
    assert parts["part"].sum() == pytest.approx(mean, abs=1e-9)
    assert low < mean < high
    if domain in {"overall", "military"}:
        by_year = dict(
            found.table().filter(pl.col("domain") == domain).select("year", "mean").rows()
        )
        assert by_year[end] - by_year[start] == pytest.approx(mean, abs=1e-9)
    np.testing.assert_allclose(parts["weight"] * parts["score"], parts["part"], atol=1e-12)


def test_order_of_names_does_not_matter(world, found):
    assert alignment(world, "CHN", "RUS").table().equals(found.table())


def test_volatility_sums_to_one(world, found):
    assert sum(found.volatility.values()) == pytest.approx(1.0)
    assert alignment(world, "CHN", "USA").volatility["restless"] > 0.9


def test_what_cannot_be_answered_is_refused(world, found):
    with pytest.raises(ComityError, match="twice"):
        alignment(world, "RUS", "RUS")
    with pytest.raises(CoverageError, match="never"):
        alignment(world, "DDR", "SSD")
    with pytest.raises(CoverageError, match="two different years"):
        explain(found, 2000, 2000)
    with pytest.raises(CoverageError, match="two different years"):
        explain(found, 1900, 2000)
    with pytest.raises(UnknownName, match="military"):
        explain(found, 2000, 2010, "militry")
