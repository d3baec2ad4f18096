from __future__ import annotations

import pytest

from comity.answers.bargain import RANGE, bargain
from comity.errors import ComityError
from tests.answers.energy_small import small_world
from tests.simulate.energy.energy_world import energy_world
from tests.simulate.small_case import small_case


@pytest.fixture(scope="module")
def small():
    return bargain(small_world(), "RUS", "DEU")


def test_fallbacks_reckoned_by_hand(small):
    # without Russia, Qatar supplies both: 10 + q/2 · 2 + 10 = 100 − q, so q = 40 and the price is 60;
    # Russia's gas has no other buyer: its worth is the cost of its first unit, 10, and 5 to carry it
    assert small.fallbacks.buyer == pytest.approx(60.0, abs=1e-4)
    assert small.fallbacks.netback == pytest.approx(10.0, abs=1e-3)
    assert small.fallbacks.seller == pytest.approx(15.0, abs=1e-3)
    assert small.fallbacks.next_supply == "QAT"


def test_the_price_shares_the_gain_by_patience(small):
    rows = small.table().filter(status="bargained")
    assert rows["patience"].to_list() == list(RANGE)
    assert small.price == pytest.approx(37.5, abs=1e-3)
    assert rows["seller_share"].to_list() == pytest.approx(list(RANGE))
    european = rows["european"][0]
    assert rows["discount_european"][2] == pytest.approx(1 - 37.5 / european, abs=1e-5)


def test_who_has_the_leverage(small):
    fall = small.fallbacks
    assert fall.market - fall.seller > 1.25 * (fall.buyer - fall.market)
    assert small.verdict().startswith("Germany has the leverage")


def test_nothing_to_share_has_no_price():
    tight = bargain(small_world(small_case(floor=39.0)), "RUS", "DEU").fallbacks
    upside_down = type(tight)(70.0, 60.0, 10.0, 50.0, 55.0, 1.0, None, None)
    assert upside_down.price(0.5) is None
    assert upside_down.share(60.0) is None


@pytest.mark.parametrize(("wrong", "words"), [
    ({"seller": "RUS", "buyer": "RUS"}, "named twice"),
    ({"seller": "RUS", "buyer": "DEU", "patience": 1.5}, "a share, from 0 to 1"),
    ({"seller": "RUS", "buyer": "DEU", "commodity": "coal"}, "no commodity"),
    ({"seller": "DEU", "buyer": "RUS"}, "nothing to bargain over"),
    ({"seller": "RUS", "buyer": "FRA"}, "no place"),
])  # fmt: skip
def test_refusals(wrong, words):
    with pytest.raises(ComityError, match=words):
        bargain(small_world(), **wrong)


def test_russia_and_china_over_the_pipeline():
    found = bargain(energy_world(), "RUS", "CHN", commodity="pipeline_gas")
    fall = found.fallbacks
    assert fall.seller < 0.4 * fall.market < fall.market < fall.buyer
    assert "China has the leverage" in found.verdict()
    seen = found.table().filter(status="observed")
    assert seen["price"].to_list() == pytest.approx([297.3] * seen.height)
    assert seen.height >= 1
    assert 0 < seen["seller_share"][0] < 1
    assert 0.3 < seen["discount_european"][0] < 0.5


def test_pipeline_and_lng_are_also_told_apart():
    found = bargain(energy_world(), "RUS", "CHN", commodity="gas")
    assert set(found.apart) == {"pipeline_gas", "lng"}
    alone = bargain(energy_world(), "RUS", "CHN", commodity="pipeline_gas").fallbacks
    assert found.apart["pipeline_gas"] == alone
