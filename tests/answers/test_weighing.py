"""Weighing: likelihood ratios against a slow definition, files refused, verdicts that follow the rule."""

from __future__ import annotations

from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.answers.weighing.evidence import Observation
from comity.answers.weighing.likelihood import log_normal_ratio, shares, tempered, weigh_ratio
from comity.answers.weighing.mechanisms import Mechanism, load_mechanisms
from comity.answers.weighing.prediction import LATITUDE, Level, level_of, parse
from comity.answers.weighing.readings import Readings, load_readings
from comity.answers.weighing.weighing import weigh_observed
from comity.errors import CoverageError, DataError, UnknownName

standing = st.floats(-3, 3)
noise = st.floats(0, 10)

FILE = """
title = "Two readings"
[source.votes]
label = "Votes"
indicators = ["unga_kappa"]
reliability = 0.8
why = "A test"
[source.alliances]
label = "Alliances"
indicators = ["alliance_grade"]
reliability = 0.9
why = "A test"
[source.trade]
label = "Trade"
indicators = ["export_share", "import_share"]
reliability = 0.8
why = "A test"
[reading.close]
name = "close"
statement = "They are close"
contradicted_by = "Votes apart"
[reading.close.predicts]
votes = "high"
alliance_grade = { none = 10, nonaggression = 10, consultation = 10, defence = 70 }
trade = "high"
[reading.apart]
name = "apart"
statement = "They are not"
contradicted_by = "Votes together"
[reading.apart.predicts]
unga_kappa = "low"
alliance_grade = { none = 97, nonaggression = 1, consultation = 1, defence = 1 }
trade = "very low to low"
"""


@pytest.fixture
def read(tmp_path: Path):
    def load(text: str = FILE) -> Readings:
        path = tmp_path / "readings.toml"
        path.write_text(text, encoding="utf-8")
        return load_readings(path)

    return load


def seen(indicator: str, source: str, at: float, **more: float) -> Observation:
    return Observation(indicator, source, 2020, 2022, more.pop("value", at), at, 0.1, **more)


class TestLikelihood:
    @given(x=standing, b=noise, mean=st.floats(-2, 2), spread=st.floats(0.1, 2))
    def test_agrees_with_the_slow_definition(self, x, b, mean, spread):
        under = NormalDist(mean, sqrt(spread**2 + b)).pdf(x)
        any_dyad = NormalDist(0, sqrt(1 + b)).pdf(x)
        assume(min(under, any_dyad) > 1e-300)  # further out the slow way has no digits left
        found = log_normal_ratio(*(np.array(v) for v in (x, b, mean, spread)))
        assert float(found) == pytest.approx(log(under / any_dyad), abs=1e-9)

    @given(ratio=st.floats(-50, 50), r=st.floats(0, 0.99))
    def test_no_observation_decides_alone(self, ratio, r):
        weight = float(weigh_ratio(np.array(ratio), np.array(r)))
        assert weight == pytest.approx(log(1 - r + r * exp(ratio)), abs=1e-9)
        assert weight >= log(1 - r) - 1e-12

    def test_a_source_of_full_reliability_is_taken_at_its_word(self):
        assert weigh_ratio(np.array([-3.0, 2.0]), np.array([1.0, 1.0])).tolist() == [-3.0, 2.0]

    def test_a_source_of_no_reliability_says_nothing(self):
        assert weigh_ratio(np.array([-3.0, 2.0]), np.array([0.0, 0.0])).tolist() == [0.0, 0.0]

    def test_any_dyad_fits_a_reading_less_well_on_average(self):
        # what the rule of ten rests on: the mean ratio over arbitrary dyads is 1
        x = np.random.default_rng(0).normal(0, sqrt(1.3), 200_000)
        told = log_normal_ratio(x, np.array(0.3), np.array(1.0), np.array(0.8))
        assert np.exp(told).mean() == pytest.approx(1.0, abs=0.02)
        assert np.exp(weigh_ratio(told, np.array(0.8))).mean() == pytest.approx(1.0, abs=0.02)

    def test_six_measures_of_the_same_votes_are_not_six_witnesses(self):
        one = tempered(np.ones((1, 1)), np.zeros(1, dtype=np.intp)).sum()
        six = tempered(np.ones((1, 6)), np.zeros(6, dtype=np.intp)).sum()
        apart = tempered(np.ones((1, 6)), np.arange(6)).sum()
        assert one == 1.0
        assert six == pytest.approx(6 / 3.5)
        assert apart == 6.0

    def test_nothing_observed_leaves_the_readings_equal(self):
        assert shares(np.zeros(4)).tolist() == [0.25] * 4


class TestPredictions:
    def test_a_level_and_a_range(self):
        assert parse("high") == Level("high", 1.0, LATITUDE)
        wide = parse("low to high")
        assert (wide.mean, wide.spread) == (0.0, pytest.approx(sqrt(LATITUDE**2 + 1 / 3)))

    @pytest.mark.parametrize(
        "words", ["huge", "low to huge", "high to low", "low to high to low", ""]
    )
    def test_other_words_are_refused(self, words):
        with pytest.raises(ValueError, match=r"is no level|upwards"):
            parse(words)

    def test_a_standing_has_a_word(self):
        assert [level_of(x) for x in (-3, -0.6, 0.2, 1.4, 1.6)] == [
            "very low", "low", "middling", "high", "very high",
        ]  # fmt: skip


class TestFiles:
    def test_what_ships_predicts_for_every_indicator(self):
        shipped = load_readings()
        names = {n for s in shipped.sources for n in s.indicators}
        assert [r.key for r in shipped.readings] == [
            "full_alliance", "aligned_not_allied", "words_only", "transactional",
            "dependent_partnership", "opposed",
        ]  # fmt: skip
        for reading in shipped.readings:
            assert set(reading.predicts) == names, reading.key

    def test_a_prediction_for_a_source_holds_for_its_indicators(self, read):
        close = read().readings[0]
        assert close.predicts["export_share"] == close.predicts["import_share"] == parse("high")
        assert close.predicts["alliance_grade"] == {0.0: 0.1, 1.0: 0.1, 2.0: 0.1, 3.0: 0.7}

    @pytest.mark.parametrize(
        ("old", "new", "error", "told"),
        [
            ("unga_kappa", "unga_kapa", UnknownName, "did you mean  unga_kappa"),
            ("votes = ", "vote = ", UnknownName, "did you mean  votes"),
            ('votes = "high"', 'votes = "tall"', DataError, "write one of very low"),
            ("defence = 70", "defence = 60", DataError, "add up to 100"),
            ("defence = 70", "pact = 70", DataError, "none, nonaggression"),
            ('trade = "high"', "trade = { none = 100 }", DataError, "only alliance_grade, rivalry"),
            ("reliability = 0.8", "reliability = 8", DataError, "source.votes.reliability"),
            ("statement", "statment", DataError, "reading.close.statment"),
            ('"import_share"', '"unga_kappa"', DataError, "in two sources"),
            ('"import_share"', '"gap"', DataError, "count twice"),
            ('title = "', 'title "', DataError, "is not TOML"),
        ],
    )
    def test_a_wrong_file_is_refused(self, read, old, new, error, told):
        with pytest.raises(error, match=told):
            read(FILE.replace(old, new))

    def test_one_reading_is_no_rival(self, read):
        with pytest.raises(DataError, match="reading"):
            read(FILE[: FILE.index("[reading.apart]")])

    def test_mechanisms_name_a_test_or_what_they_need(self):
        assert len(load_mechanisms()) == 7
        for wrong in ({}, {"test": "pressure", "needs": "x"}, {"test": "guess"}):
            with pytest.raises(ValueError, match="test"):
                Mechanism.model_validate({"name": "n", "text": "t", "predicts": "p", **wrong})


class TestVerdict:
    def test_agreeing_sources_separate(self, read):
        agreed = [
            seen("unga_kappa", "votes", 1.2),
            seen("alliance_grade", "alliances", 1.8, value=3.0, common=0.06),
            seen("export_share", "trade", 1.1),
            seen("import_share", "trade", 0.9),
        ]
        found = weigh_observed(read(), agreed, "RUS", "CHN", 2023)
        assert found.leading == "close"
        assert found.separated
        table = found.table()
        assert table["share"].sum() == pytest.approx(1.0)
        assert (table["low"] <= table["share"]).all()
        assert (table["share"] <= table["high"]).all()
        assert set(found.rows()["verdict"]) == {"supports"}

    def test_one_source_alone_separates_nothing(self, read):
        one = [seen("alliance_grade", "alliances", 1.8, value=3.0, common=0.06)]
        found = weigh_observed(read(), one, "RUS", "CHN", 2023)
        assert found.leading == "close"
        assert not found.separated
        assert any("without Alliances" in doubt for doubt in found.doubts)

    def test_middling_evidence_separates_nothing_and_says_why(self, read):
        found = weigh_observed(
            read(), [seen("unga_kappa", "votes", 0.0), seen("export_share", "trade", 0.0)],
            "RUS", "CHN", 2023,
        )  # fmt: skip
        assert any("an arbitrary dyad" in doubt for doubt in found.doubts)

    def test_contradictions_come_first(self, read):
        mixed = [
            seen("unga_kappa", "votes", 1.2),
            seen("alliance_grade", "alliances", 1.8, value=3.0, common=0.06),
            seen("export_share", "trade", -1.4),
        ]
        rows = weigh_observed(read(), mixed, "RUS", "CHN", 2023).rows()
        assert rows["indicator"][0] == "export_share"
        assert rows["verdict"].to_list() == ["contradicts", "supports", "supports"]
        assert rows["rather"][0] == "apart"
        assert rows["expected"].to_list()[0] == "high"

    def test_sensitivity_covers_every_source_and_reliability(self, read):
        mixed = [seen("unga_kappa", "votes", 1.2), seen("export_share", "trade", -1.4)]
        table = weigh_observed(read(), mixed, "RUS", "CHN", 2023).sensitivity
        assert table["source"].to_list() == ["votes", "trade", None, None, None]
        assert table["leading"].to_list()[:2] == ["apart", "close"]

    def test_what_a_reading_says_nothing_about_neither_helps_nor_hurts_it(self, read):
        silent = FILE.replace('trade = "very low to low"\n', "")
        found = weigh_observed(
            read(silent), [seen("export_share", "trade", 1.0)], "RUS", "CHN", 2023
        )
        assert found.weights[1].tolist() == [0.0]

    def test_observations_by_hand_have_no_mechanisms(self, read):
        found = weigh_observed(read(), [seen("unga_kappa", "votes", 1.0)], "RUS", "CHN", 2023)
        assert found.evidence() == []
        with pytest.raises(CoverageError, match="no world"):
            found.mechanisms()
