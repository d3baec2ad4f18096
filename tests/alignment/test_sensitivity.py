"""Leaving an indicator out reads the dyad as if it had never been observed."""

import numpy as np
import pytest

from comity.alignment import Alignment, alignment
from comity.alignment.gaps import rank_gaps
from comity.alignment.sensitivity import leave_out, sensitivity_table, sources_of
from comity.errors import CoverageError, UnknownName
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.fixture(scope="module")
def found(world: World) -> Alignment:
    return alignment(world, "RUS", "CHN")


def test_an_indicator_left_out_is_not_observed(found: Alignment) -> None:
    less = leave_out(found, ["unga_kappa"])
    place = found.model.layout.indicators.index("unga_kappa")
    assert np.isinf(less.dyad.blur[:, place]).all()
    assert np.isfinite(found.dyad.blur[:, place]).any()  # the answer it came from is as it was


def test_a_source_takes_all_its_indicators_along(found: Alignment) -> None:
    less = leave_out(found, ["unga"])
    votes = [i for i, n in enumerate(found.model.layout.indicators) if n.startswith("unga_")]
    assert len(votes) == 6
    assert np.isinf(less.dyad.blur[:, votes]).all()


def test_every_observed_indicator_names_a_source(found: Alignment) -> None:
    sources = sources_of(found)
    seen = np.isfinite(found.dyad.blur).any(axis=0)
    named = [
        bool(sources[n]) for n, s in zip(found.model.layout.indicators, seen, strict=True) if s
    ]
    assert named
    assert all(named)


def test_the_table_starts_with_the_answer_and_measures_moves_from_it(found: Alignment) -> None:
    table = sensitivity_table(found, 2020)
    first = table.row(0, named=True)
    assert (first["left_out"], first["moved"]) == ("", 0.0)
    assert np.allclose(table["mean"] - first["mean"], table["moved"])
    assert {"indicator", "source"} <= set(table["what"])


def test_unknown_names_and_years_are_refused(found: Alignment) -> None:
    with pytest.raises(UnknownName, match="unga_kapa"):
        leave_out(found, ["unga_kapa"])
    with pytest.raises(CoverageError, match="1900"):
        sensitivity_table(found, 1900)


def test_gaps_are_ranked_from_both_ends_and_read_exactly(world: World) -> None:
    table, ranked = rank_gaps(world, 2022, top=3)
    assert ranked > 1000
    words, deeds = (table.filter(table["outruns"] == side) for side in ("words", "deeds"))
    assert words["gap"].is_sorted(descending=True)
    assert deeds["gap"].is_sorted()
    assert words["gap"].min() > deeds["gap"].max()  # type: ignore[operator]
    a, b, gap = words.select("a", "b", "gap").row(0)
    alone = alignment(world, a, b).gap().filter(alignment(world, a, b).gap()["year"] == 2022)
    assert alone["gap"].item() == pytest.approx(gap, abs=1e-9)


def test_a_year_without_both_sides_has_no_ranking(world: World) -> None:
    with pytest.raises(CoverageError, match="last year with some"):
        rank_gaps(world, 2024)
