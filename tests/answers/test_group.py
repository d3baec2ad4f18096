"""Groups of states: against single dyads, who counts when, and words that stay in the interval."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity import states
from comity.alignment import alignment
from comity.alignment.stored import stored_field
from comity.answers.cohesion import measure_sets, random_sets, share_below, year_of
from comity.answers.group import group
from comity.answers.group_words import bloc_word, reference_word
from comity.answers.pairs import REACH, as_fitted, readings
from comity.errors import ComityError, CoverageError, StateError, UnknownName
from comity.world import World
from tests.tiny_world import tiny_world

YEAR = 2017


@pytest.fixture(scope="module")
def world():
    return World.load()


@pytest.fixture(scope="module")
def duo(world):
    """Read exactly, for the dyads are few."""
    return group(world, ["RUS", "China"], ["USA"], since=YEAR, until=YEAR)


@pytest.fixture(scope="module")
def trio(world):
    return group(world, ["RUS", "Iran", "CHN"], ["USA"], since=YEAR, until=YEAR, exact=False)


def overall(found, year=YEAR):
    return found.frame.row(
        by_predicate=(pl.col("year") == year) & (pl.col("domain") == "overall"), named=True
    )


def of_dyad(found):
    row = found.table().row(
        by_predicate=(pl.col("year") == YEAR) & (pl.col("domain") == "overall"), named=True
    )
    return row["mean"], ((row["high"] - row["low"]) / (2 * REACH)) ** 2


def test_the_columns_promised(trio):
    assert trio.table().columns == [
        "group", "year", "domain", "cohesion", "distance", "difference", "low", "high",
    ]  # fmt: skip
    assert set(trio.table()["group"]) == {"CHN+IRN+RUS"}
    assert trio.table()["domain"].to_list()[0] == "overall"


def test_cohesion_distance_and_difference_are_means_over_dyads(world, duo):
    inside = [of_dyad(duo.inside.exact["CHN", "RUS"])]
    across = [of_dyad(alignment(world, x, "USA")) for x in ("CHN", "RUS")]
    row = overall(duo)
    cohesion, away = (sum(mean for mean, _ in side) / len(side) for side in (inside, across))
    assert row["cohesion"] == pytest.approx(cohesion, abs=1e-9)
    assert row["distance"] == pytest.approx(-away, abs=1e-9)
    assert row["difference"] == pytest.approx(cohesion - away, abs=1e-9)
    variance = sum(sum(s for _, s in side) / len(side) ** 2 for side in (inside, across))
    assert row["high"] - row["low"] == pytest.approx(2 * REACH * variance**0.5, abs=1e-9)


def test_the_weakest_pair_is_named_with_how_surely(trio):
    pairs = trio.pairs(YEAR)
    assert pairs["mean"].is_sorted()
    assert pairs["weakest"].sum() == pytest.approx(1.0)
    assert pairs["weakest"][0] == pairs["weakest"].max()
    assert pairs.equals(trio.pairs(YEAR))  # the seed is fixed


def test_stored_readings_are_near_the_exact_ones(world):
    assert as_fitted(world)
    pairs = [("CHN", "RUS"), ("GBR", "USA")]
    stored, exact = readings(world, pairs, exact=False), readings(world, pairs, exact=True)
    t = YEAR - exact.years[0]
    assert abs(stored.mean[:, t] - exact.mean[:, t]).max() < 0.06
    # their rounding is in the variance
    assert (stored.variance[:, t] > 0.8 * exact.variance[:, t]).all()


def test_a_changed_world_is_not_the_one_fitted(world):
    assert not as_fitted(tiny_world())
    rows = world.rows("ties", pl.col("kind") == "rivalry").head(1).drop("source")
    assert not as_fitted(world.with_rows("ties", rows, world.source("rivalries_tss"), part="more"))


def test_members_of_the_group_are_left_out_of_the_reference(world):
    found = group(world, ["NATO"], ["G7"], since=2010, until=2010)
    assert found.reference[2010] == {"JPN"}
    assert found.members[2010] == set(states.members("NATO", 2010))


def test_a_bloc_has_its_members_of_each_year(world):
    found = group(world, ["EU"], ["RUS"], since=1957, until=2010)
    number = dict(found.frame.select("year", "members").iter_rows())
    assert number[1960] == 6
    assert number[2010] == 27


def test_named_states_are_a_group_only_while_all_exist(world):
    found = group(world, ["RUS", "UKR", "BLR"], ["USA"], since=1985, exact=False)
    assert min(found.members) == 1991
    with pytest.raises(CoverageError, match="no group of two or more"):
        group(world, ["RUS", "UKR"], ["USA"], until=1985)


def test_a_reference_that_does_not_exist_yet_is_null(world):
    found = group(world, ["USA", "GBR"], ["G7"], since=1973, until=1980, exact=False)
    assert overall(found, 1973)["cohesion"] is not None
    assert overall(found, 1973)["difference"] is None
    assert overall(found, 1973)["distance"] is None
    assert "G7 had no other member" in found.verdict(1973)
    assert overall(found, 1980)["difference"] is not None


@pytest.fixture(scope="module")
def beside(world):
    found = group(world, ["RUS", "CHN"], ["G7", "EU"], since=YEAR, until=YEAR, exact=False)
    return found.beside(YEAR, ("NATO", "ASEAN"), groups=400)


class TestBeside:
    def test_who_is_there(self, beside):
        kinds = beside.unique(["group", "kind"], maintain_order=True).select("group", "kind").rows()
        assert kinds == [
            ("CHN+RUS", "group"), ("NATO", "bloc"), ("ASEAN", "bloc"), ("400 random groups", "random"),
        ]  # fmt: skip

    def test_an_alliance_is_closer_than_random_groups(self, beside):
        nato = beside.filter(pl.col("group") == "NATO")
        assert (nato["cohesion_percentile"].head(1) > 99).all()

    def test_random_groups_are_as_large_and_lie_about_their_median(self, beside):
        random = beside.filter(pl.col("kind") == "random")
        assert set(random["states"]) == {2}
        assert (random["cohesion_low"] < random["cohesion"]).all()
        assert (random["cohesion"] < random["cohesion_high"]).all()
        assert random["cohesion_percentile"].null_count() == random.height

    def test_a_bloc_is_measured_as_when_it_is_asked_for_itself(self, world, beside):
        row = overall(group(world, ["NATO"], ["G7", "EU"], since=YEAR, until=YEAR))
        here = beside.filter((pl.col("group") == "NATO") & (pl.col("domain") == "overall"))
        here = here.row(0, named=True)
        for column in ("cohesion", "difference", "low", "high"):
            assert here[column] == pytest.approx(row[column], abs=1e-5)


class TestWords:
    @pytest.mark.parametrize(
        ("ends", "word"),
        [((96, 100), "a bloc"), ((85, 99), "a loose bloc"), ((10, 40), "no bloc"),
         ((60, 99), "not shown to be a bloc")],
    )  # fmt: skip
    def test_a_bloc_is_one_even_at_the_low_end(self, ends, word):
        assert bloc_word(*ends) == word

    @pytest.mark.parametrize(
        ("figures", "word"),
        [((0.1, 2.0, 85.0), "far apart from {}"), ((0.1, 2.0, 50.0), "apart from {}"),
         ((-0.1, 2.0, 99.0), "not told apart from {}"),
         ((-2.0, -0.1, 99.0), "closer to {} than to one another")],
    )  # fmt: skip
    def test_what_is_open_is_not_called(self, figures, word):
        assert reference_word(*figures) == word

    def test_known_cases(self, world):
        nato = group(world, ["NATO"], ["RUS", "CHN"], since=YEAR, until=YEAR)
        assert nato.verdict(YEAR).startswith(f"NATO in {YEAR}: a bloc, and ")
        enemies = group(world, ["USA", "IRN"], ["GBR"], since=YEAR, until=YEAR, exact=False)
        assert "no bloc, and closer to" in enemies.verdict(YEAR)
        assert list(enemies.words(YEAR)["domain"]) == list(enemies.inside.domains)


def test_the_year_shown_is_one_that_is_informed(world):
    found = group(world, ["RUS", "CHN"], ["USA"], exact=False)
    assert found.year <= max(found.members)
    assert found.year >= 2018


def test_evidence_and_picture(duo, trio):
    assert duo.evidence(YEAR, "military")
    assert "with one another" in trio.plot().to_json()
    with pytest.raises(CoverageError, match="not read in 1999"):
        trio.pairs(1999)


def test_wrong_questions(world):
    with pytest.raises(StateError):
        group(world, ["RUS", "Narnia"])
    with pytest.raises(UnknownName, match="actor with members"):
        group(world, ["RUS", "CHN"], ["UN"])
    with pytest.raises(CoverageError, match="left to set the group against"):
        group(world, ["RUS", "CHN"], ["CHN"])
    with pytest.raises(CoverageError):
        group(world, ["RUS"])
    with pytest.raises(ComityError):
        group(world, [])


def test_few_random_groups_earn_the_words(world):
    """A word that any group may have says nothing of one."""
    now = year_of(stored_field(world), YEAR, ("overall",))
    nothing = np.zeros(len(now.states))
    some, others = (
        measure_sets(now, random_sets(len(now.states), 4, (seed, YEAR), 500), nothing)
        for seed in (1, 2)
    )
    reach = REACH * np.sqrt(some.inside_variance[:, 0])
    words = []
    for middle, away in zip(some.inside[:, 0], reach, strict=True):
        ends = (share_below(others.inside[:, 0], middle + way * away) for way in (-1, 1))
        words.append(bloc_word(*ends))
    assert 0 < words.count("a bloc") / 500 < 0.05
    assert words.count("a loose bloc") / 500 < 0.10
