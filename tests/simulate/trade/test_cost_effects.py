"""Shipped estimates as costs: what they say, what they refuse, what an ensemble draws."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from comity.errors import ComityError, UnknownName
from comity.simulate.trade.cost_effects import cost_effect, cost_effects, elasticity
from comity.simulate.trade.cost_effects_table import effects_plot, effects_table
from comity.simulate.trade.estimation_schema import SCHEMA


def test_an_effect_is_a_factor_of_costs_at_an_elasticity():
    found = cost_effect("sanctions_trade_complete", 4.0)
    assert found.ad_valorem == pytest.approx(math.exp(-found.coefficient / 4.0))
    assert found.low < found.ad_valorem < found.high
    # the direct effect on trade does not depend on the elasticity
    assert found.ad_valorem**-4.0 == pytest.approx(math.exp(found.coefficient))
    assert cost_effect("sanctions_trade_complete").theta_used == elasticity().value


def test_signs_are_those_of_the_measures():
    assert cost_effect("trade_agreement").ad_valorem < 1 < cost_effect("border").ad_valorem
    assert cost_effect("deep_bloc").ad_valorem < cost_effect("trade_agreement").ad_valorem
    complete, financial = (
        cost_effect(n) for n in ("sanctions_trade_complete", "sanctions_financial")
    )
    assert 1 < financial.ad_valorem < complete.ad_valorem


def test_what_cannot_be_told_from_zero_says_so():
    assert not cost_effect("sanctions_trade_partial").told_from_zero
    assert cost_effect("sanctions_broad").told_from_zero


def test_a_placebo_is_told_where_there_is_one():
    before = cost_effect("sanctions_trade_complete").before
    assert before is not None
    assert before[0] + 3 * before[1] < 0, "these pairs traded less before the sanction, too"
    financial = cost_effect("sanctions_financial").before
    assert financial is not None
    assert abs(financial[0]) < 2 * financial[1]
    assert cost_effect("border").before is None


def test_variants_are_there_by_name():
    main, other = (cost_effect("trade_agreement", variant=v) for v in ("", "one step, no borders"))
    assert main.coefficient < other.coefficient
    with pytest.raises(UnknownName, match="variant of trade_agreement"):
        cost_effect("trade_agreement", variant="one")


@pytest.mark.parametrize("name", ["eurasian_customs_union", "globalization"])
def test_an_estimate_that_is_no_cost_is_refused_with_the_reason(name):
    with pytest.raises(ComityError, match=f"{name} is estimated but is no cost to use: "):
        cost_effect(name)


def test_unknown_names_and_elasticities():
    with pytest.raises(UnknownName, match="did you mean  sanctions_financial"):
        cost_effect("sanction_financial")
    for theta in (0, -1, math.nan, math.inf):
        with pytest.raises(ComityError, match="above 0"):
            cost_effect("border", theta)


def test_draws_carry_the_error_and_the_elasticity():
    found, rng = cost_effect("sanctions_financial"), np.random.default_rng(4)
    theta = elasticity().draw(rng, 20_000)
    factors = found.draw(rng, theta)
    b = -np.log(factors) * theta
    assert b.mean() == pytest.approx(found.coefficient, abs=4 * found.se / math.sqrt(20_000))
    assert b.std() == pytest.approx(found.se, rel=0.03)
    assert np.ndim(found.draw(rng)) == 0
    assert found.draw(np.random.default_rng(1)) == found.draw(np.random.default_rng(1))


def test_the_elasticity_has_a_spread_and_a_source():
    found = elasticity()
    drawn = found.draw(np.random.default_rng(0), 100_000)
    assert np.median(drawn) == pytest.approx(found.value, rel=0.01)
    assert np.quantile(drawn, [0.05, 0.95]) == pytest.approx([found.low, found.high], rel=0.02)
    assert drawn.mean() == pytest.approx(found.mean, rel=0.01)
    assert drawn.std() == pytest.approx(found.sd, rel=0.02)
    assert "Head & Mayer" in found.citation


def test_every_shipped_row_is_whole():
    rows = cost_effects()
    assert dict(rows.schema) == SCHEMA
    assert not any(rows.null_count().row(0))
    assert (rows["se"] > 0).all()
    assert rows.filter(pl.col("source").str.len_chars() < 20).is_empty()
    assert (
        rows["name"].unique().is_in(rows.filter(pl.col("variant") == "")["name"].implode())
    ).all()


def test_the_table_agrees_with_single_effects():
    table = effects_table(theta=4)
    for row in table.filter(pl.col("usable")).iter_rows(named=True):
        one = cost_effect(row["name"], 4)
        assert [row["low"], row["ad_valorem"], row["high"]] == pytest.approx(
            [one.low - 1, one.ad_valorem - 1, one.high - 1]
        )
    assert effects_table(variants=True).height == cost_effects().height > table.height
    assert "sanctions financial" in effects_plot(table).to_json()
