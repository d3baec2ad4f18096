"""What pressure did, on the embedded world; the response scenarios report; what ships is what is computed."""

from __future__ import annotations

import polars as pl
import pytest

from comity.answers.pressure import pressure
from comity.answers.pressure_effects import AFTER, HORIZONS
from comity.answers.pressure_findings import estimate_all
from comity.answers.pressure_onsets import find_onsets, stored_counts
from comity.answers.pressure_panel import LEFT_OUT, OUTCOMES, score_panel
from comity.answers.pressure_relations import RELATIONS
from comity.answers.pressure_response import Imposed, response
from comity.answers.pressure_stored import basis, findings
from comity.errors import ComityError, StateError
from comity.world.world import World
from tests.tiny_world import tiny_world


@pytest.fixture(scope="module")
def world():
    return World.load()


@pytest.fixture(scope="module")
def russia(world):
    return pressure(world, "Russia", "RUS-CHN")


def test_effects_are_complete(russia):
    table = russia.table()
    assert table.columns == [
        "relation", "method", "outcome", "horizon", "value", "se", "low", "high", "onsets",
        "targets", "controls",
    ]  # fmt: skip
    assert set(table["relation"]) == set(RELATIONS)
    assert set(table["outcome"]) == set(OUTCOMES)
    assert set(table["horizon"]) == set(HORIZONS)
    known = table.filter(pl.col("value").is_not_null() & (pl.col("horizon") != -1))
    assert (known["low"] < known["value"]).all()
    assert (known["value"] < known["high"]).all()
    assert (known["targets"] >= 3).all()
    assert (table.filter(pl.col("horizon") == -1)["value"] == 0).all()


def test_the_answer_says_what_cannot_be_told(russia):
    row = russia.figure()
    said = russia.verdict()
    if row["low"] <= 0 <= row["high"]:
        assert "cannot be told from zero" in said[0]
    assert f"{row['targets']} targets" in said[0]
    whole = " ".join(said)
    for needed in ("Placebos", "before the onset", "own course", "missing", "Threats"):
        assert needed in whole


def test_the_dyads_own_course_is_beside_it(russia):
    assert russia.relation == "third"
    assert set(russia.own["partner"]) == {"CHN"}
    assert set(russia.own["onset"]) == {2014, 2022}, "the onset, and the tightening"
    assert -1 not in russia.own["horizon"].to_list()


def test_what_is_not_observed_is_not_a_change_of_zero(russia):
    """Trade shares begin in 2014: of the onset of that year no economic change can be told."""
    economic = russia.own.filter(pl.col("outcome") == "economic")
    assert set(economic["onset"]) == {2022}
    assert set(economic["horizon"]) == {0, 1}, "2022 and 2023 have listings, 2024 has none"
    assert "economic not observed" in " ".join(russia.verdict())
    wider = russia.table().filter(
        (pl.col("relation") == "third") & (pl.col("method") == "event_study")
    )
    number = {of: rows["onsets"].max() for (of,), rows in wider.group_by("outcome")}
    assert number["economic"] < number["overall"]


def test_courses_are_told_once(russia):
    courses = russia.found.courses
    assert not courses.select(pl.all().exclude("value")).is_duplicated().any()


def test_a_state_that_had_no_onset_hears_of_others(world):
    said = " ".join(pressure(world, "CHE").verdict())
    assert "had no onset" in said


def test_other_dyads_find_their_relation(world):
    assert pressure(world, "RUS", "DEU-RUS").relation == "sender"
    assert pressure(world, "RUS", ("RUS", "BLR")).relation == "co_target"
    assert pressure(world, "RUS").relation == "third"


@pytest.mark.parametrize("on", ["CHN-IND", "RUS", "RUS-RUS", "RUS-CHN-IND", "-", ""])
def test_what_is_no_dyad_of_the_target_is_refused(world, on):
    with pytest.raises(ComityError):
        pressure(world, "RUS", on)


def test_an_unknown_state_is_refused(world):
    with pytest.raises(StateError):
        pressure(world, "Urkaine")


def test_sanctions_are_no_outcome_of_sanctions():
    assert LEFT_OUT == ("sanctions", "shared_targets")


def test_what_ships_is_what_is_computed(world):
    """The shipped estimates are of this world, and computing them again gives the same."""
    counts, sample = stored_counts(world)
    scores = score_panel(world)
    assert not set(LEFT_OUT) & set(scores.indicators)
    onsets = find_onsets(counts, scores.states, scores.years)
    again = estimate_all(scores, onsets, sample, only=("third",))
    shipped = findings(world)
    assert shipped.sample == again.sample
    assert shipped.onsets.rows() == again.onsets.rows()
    for name in ("effects", "summary", "tests"):
        mine, kept = getattr(again, name), getattr(shipped, name)
        kept = kept.filter(pl.col("relation") == "third")
        labels = [c for c in mine.columns if mine[c].dtype == pl.String]
        assert mine.select(labels).rows() == kept.select(labels).rows(), (
            "run the command that recomputes"
        )
        for column in set(mine.columns) - set(labels):
            gap = (mine[column].cast(pl.Float64) - kept[column].cast(pl.Float64)).abs()
            # written to five digits
            assert (gap.drop_nulls() < 2e-5).all(), (name, column)
            assert mine[column].is_null().to_list() == kept[column].is_null().to_list()


def test_the_shipped_estimates_are_of_the_embedded_world(world):
    from importlib.resources import files
    from json import loads

    kept = files("comity") / "data" / "pressure" / "sample.json"
    assert loads(kept.read_text(encoding="utf-8"))["basis"] == basis(world)


SANCTIONS = Imposed(("G7", "EU"), "RUS", 2014)


def by(frame):
    return {(r["a"], r["b"], r["domain"]): r for r in frame.iter_rows(named=True)}


def test_the_response_is_the_estimate_of_its_year(world):
    found = by(response(world, [SANCTIONS], [("RUS", "CHN"), ("DEU", "RUS")], 2017))
    effects = findings(world).effects
    for pair, relation in ((("RUS", "CHN"), "third"), (("DEU", "RUS"), "sender")):
        row = found[(*pair, "overall")]
        expected = effects.filter(
            (pl.col("relation") == relation) & (pl.col("method") == "event_study")
            & (pl.col("outcome") == "overall") & (pl.col("horizon") == 3)
        ).row(0, named=True)  # fmt: skip
        assert row["response"] == expected["value"]
        assert (row["low"], row["high"]) == (expected["low"], expected["high"])
    assert "assumption" not in found["RUS", "CHN", "overall"]["basis"]


@pytest.mark.parametrize(
    ("sanctions", "pair", "year", "why"),
    [
        ([], ("RUS", "CHN"), 2020, "neither of the two is the target"),
        ([SANCTIONS], ("CHN", "IND"), 2020, "neither of the two is the target"),
        ([SANCTIONS], ("RUS", "CHN"), 2010, "begin in 2014"),
        ([Imposed(("USA",), "RUS", 2014)], ("RUS", "CHN"), 2016, "1 of the senders"),
        ([Imposed(("WEST",), "RUS", 2026, lifted=True)], ("RUS", "CHN"), 2028, "end of sanctions"),
    ],
)
def test_what_is_not_estimated_is_null_with_the_reason(world, sanctions, pair, year, why):
    found = response(world, sanctions, [pair], year)
    assert found["response"].null_count() == found.height
    assert all(why in text for text in found["basis"])


def test_lifting_is_symmetric_only_if_asked(world):
    end = Imposed(("WEST",), "RUS", 2026, lifted=True)
    begin = Imposed(("WEST",), "RUS", 2026)
    off = by(response(world, [end], [("RUS", "CHN")], 2028, lifting="symmetric"))
    on = by(response(world, [begin], [("RUS", "CHN")], 2028))
    for key, row in off.items():
        assert row["response"] == -on[key]["response"]
        assert row["low"] == -on[key]["high"]
        assert "assumption" in row["basis"]


def test_a_tightening_and_a_long_horizon_are_called_assumptions(world):
    found = by(response(world, [Imposed(("WEST",), "RUS", 2022)], [("RUS", "CHN")], 2035))
    said = found["RUS", "CHN", "overall"]["basis"]
    assert "tightening" in said
    assert "beyond year 8" in said


def test_two_sets_add_up(world):
    two = [Imposed(("WEST",), "RUS", 2014), Imposed(("WEST",), "CHN", 2014)]
    both = by(response(world, two, [("RUS", "CHN")], 2016))["RUS", "CHN", "overall"]
    parts = [
        by(response(world, [each], [("RUS", "CHN")], 2016))["RUS", "CHN", "overall"] for each in two
    ]
    assert both["response"] == pytest.approx(sum(p["response"] for p in parts))


def test_a_world_without_cases_answers_null_with_the_reason():
    found = response(tiny_world(), [SANCTIONS], [("RUS", "CHN")], 2017)
    assert found["response"].null_count() == found.height
    assert "no yearly counts" in found["basis"][0]


def test_after_is_the_mean_of_five_years(russia):
    effects = russia.table().filter(
        (pl.col("relation") == "third") & (pl.col("method") == "event_study")
        & (pl.col("outcome") == "overall") & pl.col("horizon").is_in(list(AFTER))
    )  # fmt: skip
    assert russia.figure()["value"] == pytest.approx(effects["value"].mean(), abs=0.02)


def test_the_chart_has_every_outcome_and_the_years_before(russia):
    from json import dumps

    text = dumps(russia.plot().to_dict(), ensure_ascii=False)
    for word in ("military", "deeds", "RUS–CHN"):
        assert word in text
