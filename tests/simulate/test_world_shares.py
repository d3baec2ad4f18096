"""Published shares after a scenario: none is left where no trade is, whatever was published before."""

from __future__ import annotations

import polars as pl
import pytest

import comity
from comity.simulate.scenario import Scenario
from comity.simulate.trade import market
from comity.simulate.world_shares import SOURCE
from tests.simulate.trade.small_trade import small_matrix

TEXT = """
name = "embargo"
baseline = 2023
start = 2023
dyads = ["RUS-CHN"]
[[change]]
kind = "trade_embargo"
senders = "{senders}"
targets = "RUS"
"""


@pytest.fixture(scope="module")
def world():
    return comity.World.load()


@pytest.fixture(scope="module")
def after(world):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(market, "trade_matrix", lambda world, year: small_matrix())
        yield {
            senders: comity.simulate(world, Scenario.parse(TEXT.format(senders=senders)), draws=0)
            for senders in ("WLD", "CHN")
        }


def test_who_trades_with_nobody_has_no_share_of_anybody(after):
    shares = after["WLD"].rows(
        "flows", (pl.col("source") == SOURCE) & (pl.col("reporter") == "RUS"), of="goods"
    )
    assert not shares.is_empty()
    assert (shares["value"] == 0).all()


def test_no_share_of_before_is_left_of_who_trades_with_nobody(world, after):
    mine = (
        (pl.col("reporter") == "RUS") & (pl.col("year") == 2023) & (pl.col("measure") == "share")
    ) & (pl.col("unit") == "percent")
    then, now = (w.rows("flows", mine, of="goods") for w in (world, after["WLD"]))
    sides = ["a", "b"]
    assert set(now.select(sides).rows()) == set(then.select(sides).rows())
    assert (now["value"] == 0).all()


def test_an_embargo_by_everybody_moves_a_dyad_as_much_as_by_its_partner_alone(world, after):
    moved = {}
    for senders, new in after.items():
        changes = comity.compare(world, new).changes
        pair = (pl.col("a") == "RUS") & (pl.col("b") == "CHN")
        moved[senders] = dict(changes.filter(pair).select("domain", "change").rows())
    for domain in ("overall", "economic", "deeds"):
        assert moved["WLD"][domain] <= moved["CHN"][domain] + 1e-6 < 0, domain
