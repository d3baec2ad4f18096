"""Weighing on the embedded world: what is observed, where it comes from, what the mechanisms find."""

from __future__ import annotations

import polars as pl
import pytest

from comity.answers.weighing import Weighing, load_readings, weigh
from comity.answers.weighing.asymmetry import asymmetry_by_year
from comity.answers.weighing.case import needs, onset
from comity.answers.weighing.mechanisms import mechanism_table
from comity.errors import ComityError, CoverageError
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.fixture(scope="module")
def found(world: World) -> Weighing:
    return weigh(world, "RUS", "CHN", 2023)


def test_the_order_asked_is_kept_and_does_not_matter(world, found):
    other = weigh(world, "China", "Russia", 2023)
    assert (found.a, other.a) == ("RUS", "CHN")
    assert other.table()["share"].to_list() == pytest.approx(found.table()["share"].to_list())


def test_nothing_later_and_nothing_older_than_ten_years_counts(found):
    assert max(o.last for o in found.observed) <= 2023
    assert min(o.last for o in found.observed) >= 2013
    assert "joint_exercises" in found.not_covered()  # the count ends in 2010


def test_every_observation_opens_its_rows(found):
    tables = {name for name, _ in found.evidence()}
    assert {"votes", "ties", "flows"} <= tables


def test_russia_needs_china_more_than_the_reverse(world, found):
    need = needs(found.case)
    assert need is not None
    assert need["RUS"] > 3 * need["CHN"]
    rows = asymmetry_by_year(world, "RUS", "CHN", 2019, 2023)
    assert rows[-1][1] == pytest.approx(need["RUS"] - need["CHN"])
    assert rows[-1][2] > 1


def test_asymmetry_is_unknown_where_no_partners_are_known(world):
    assert asymmetry_by_year(world, "RUS", "CHN", 1980, 1990) == []


def test_mechanisms_say_what_they_rest_on(found):
    table, rows = mechanism_table(found.case)
    assert set(table["status"]) <= {"supported", "contradicted", "undecided", "not covered"}
    status = dict(table.select("mechanism", "status").rows())
    assert status["price_discounts"] == "supported"
    assert status["no_help"] == "contradicted"
    assert status["no_stake"] == "not covered"
    for key, said in status.items():
        assert rows[key].is_empty() == (said == "not covered"), key


def test_pressure_is_that_of_others_before_the_year(world, found):
    side, year, more = onset(found.case) or ("", 0, 0)
    assert (side, year) == ("RUS", 2022)
    assert more >= 5
    assert onset(weigh(world, "NOR", "CHE", 2015).case) is None


def test_where_a_mechanism_has_no_data_it_is_not_covered(world):
    table = weigh(world, "NOR", "CHE", 1985).mechanisms()
    silent = table.filter(
        pl.col("mechanism").is_in(["outside_pressure", "price_discounts", "no_help"])
    )
    assert set(silent["status"]) == {"not covered"}


def test_readings_of_the_model_may_be_predicted_instead(world, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        """
title = "Close or not"
[source.model]
label = "The alignment model"
indicators = ["overall", "gap"]
reliability = 0.9
why = "All indicators at once"
[reading.close]
name = "close"
statement = "They are close"
contradicted_by = "Low alignment"
predicts = { overall = "high to very high" }
[reading.apart]
name = "apart"
statement = "They are not"
contradicted_by = "High alignment"
predicts = { overall = "very low to low" }
""",
        encoding="utf-8",
    )
    mine = weigh(world, "USA", "GBR", 2015, readings=load_readings(path))
    assert mine.leading == "close"
    assert {o.indicator for o in mine.observed} <= {"overall", "gap"}


def test_questions_without_an_answer(world):
    with pytest.raises(CoverageError, match="1954–1990"):
        weigh(world, "RUS", "DDR", 2015)
    with pytest.raises(ComityError, match="named twice"):
        weigh(world, "RUS", "Russia")
