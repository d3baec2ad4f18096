"""Dyads side by side: the model's own answers, indicators as they are, and only differences that hold."""

from __future__ import annotations

import polars as pl
import pytest

from comity.answers.compare import COLUMNS, compare
from comity.errors import ComityError, CoverageError, StateError
from comity.world import World

YEAR = 2017


@pytest.fixture(scope="module")
def world():
    return World.load()


@pytest.fixture(scope="module")
def found(world):
    return compare(world, [("RUS", "CHN"), ("USA", "GBR"), ("CHN", "RUS")], year=YEAR)


def test_a_dyad_named_twice_counts_once_and_keeps_its_order(found):
    assert found.dyads == (("RUS", "CHN"), ("USA", "GBR"))
    assert found.table().columns == list(COLUMNS)
    assert found.table().select("a", "b").unique(maintain_order=True).rows() == list(found.dyads)


def test_the_alignment_is_that_of_each_dyad(found):
    for dyad, one in zip(found.dyads, found.found, strict=True):
        own = one.table().filter(pl.col("year") == YEAR)
        shown = found.table().filter(
            (pl.col("a") == dyad[0]) & (pl.col("b") == dyad[1]) & (pl.col("kind") == "alignment")
        )
        assert shown["measure"].to_list() == own["domain"].to_list()
        assert shown["value"].to_list() == own["mean"].to_list()
        assert shown["percentile"].to_list() == own["percentile"].to_list()


def test_a_directed_indicator_keeps_its_direction(found):
    shares = {
        r["measure"]: r["value"]
        for r in found.table().filter(pl.col("a") == "USA").iter_rows(named=True)
    }
    # Britain is not among the largest buyers of American exports; America buys most of the British ones
    assert shares["export_share"] is None
    assert shares["export_share_back"] == pytest.approx(0.13, abs=0.02)


def test_not_covered_is_null(found):
    russia = found.table().filter(
        (pl.col("a") == "RUS") & (pl.col("measure") == "export_share_back")
    )
    assert russia["value"].to_list() == [None]


def test_what_is_told_apart(found):
    pair = found.separated().row(0, named=True)
    assert (pair["first"], pair["second"]) == ("USA-GBR", "RUS-CHN")
    assert pair["separated"]
    assert pair["low"] > 0
    assert found.verdict() == "USA-GBR > RUS-CHN"


def test_evidence_is_that_of_one_dyad(found):
    rows = found.evidence(("RUS", "CHN"))
    assert rows
    with pytest.raises(ComityError, match="not among the dyads"):
        found.evidence(("RUS", "IND"))


def test_it_is_drawn(found):
    assert "USA-GBR" in found.plot().to_json()


def test_wrong_questions(world):
    with pytest.raises(ComityError, match="named twice"):
        compare(world, [("RUS", "RUS")])
    with pytest.raises(ComityError, match="no dyad"):
        compare(world, [])
    with pytest.raises(StateError):
        compare(world, [("RUS", "Narnia")])
    with pytest.raises(CoverageError, match="not both states in 1985"):
        compare(world, [("RUS", "UKR")], year=1985)
