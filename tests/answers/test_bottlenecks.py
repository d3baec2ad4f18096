from __future__ import annotations

import polars as pl
import pytest

from comity.answers.bottlenecks import bottlenecks
from comity.errors import ComityError
from comity.simulate.energy.equilibrium import solve
from tests.answers.energy_small import small_world
from tests.simulate.energy.energy_world import energy_world
from tests.simulate.small_case import small_case


def test_the_shadow_price_is_what_one_more_unit_is_worth():
    first = bottlenecks(small_world(), "gas").table().row(0, named=True)
    assert first["id"] == "old_line"
    less, more = (solve(small_case(40 + d).market).welfare for d in (-0.01, 0.01))
    assert first["shadow_price"] == pytest.approx((more - less) / 0.02, rel=1e-4)
    assert first["worth"] == pytest.approx(first["shadow_price"] * 40)
    assert first["use"] == pytest.approx(1.0)


def test_no_interval_says_why():
    rows = bottlenecks(small_world(), "gas").table()
    assert rows["low"].is_null().all()
    assert rows["interval"].str.contains("comity ensemble").all()
    with_one = bottlenecks(small_world(), "gas", intervals={"old_line": (1.0, 90.0)}).table()
    row = with_one.row(by_predicate=pl.col("id") == "old_line", named=True)
    assert (row["low"], row["high"]) == (1.0, 90.0)


def test_between_two_states_only_what_is_on_the_way():
    found = bottlenecks(small_world(), "gas", between=("DEU", "RUS")).table()
    assert set(found["id"]) == {"old_line", "mains"}
    at_sea = bottlenecks(small_world(), "gas", between=("QAT", "CHN")).table()
    assert {"hormuz", "malacca"} <= set(at_sea["id"])
    assert "suez" not in set(at_sea["id"])
    assert at_sea.filter(id="malacca")["shadow_price"][0] is None


def test_the_world_s_markets():
    found = bottlenecks(energy_world(), between=("RUS", "CHN"))
    ids = set(found.table()["id"])
    assert {"power_of_siberia", "skovorodino_daqing", "espo_2"} <= ids
    assert not {"ukraine_transit", "blue_stream"} & ids
    worth = found.table()["worth"].drop_nulls()
    assert worth.is_sorted(descending=True)
    assert (found.table()["use"].drop_nulls() <= 1 + 1e-6).all()
    assert found.verdict().count("Russia and China") == 1


@pytest.mark.parametrize(("wrong", "words"), [
    ({"commodity": "coal"}, "no commodity"), ({"between": ("RUS", "RUS")}, "named twice"),
    ({"commodity": "gas", "between": ("DEU", "CHN")}, "nothing leads"),
    ({"commodity": "gas", "between": ("RUS", "Atlantis")}, "no state"),
])  # fmt: skip
def test_refusals(wrong, words):
    with pytest.raises(ComityError, match=words):
        bottlenecks(small_world(), **wrong)
