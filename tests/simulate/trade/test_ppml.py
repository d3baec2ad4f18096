"""PPML against reweighted least squares with dummies (``plain_ppml``), 6 digits; and what it refuses."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.errors import ComityError, DataError
from comity.simulate.trade.estimation_samples import agreement_trade
from comity.simulate.trade.ppml import ppml
from comity.simulate.trade.ppml_separation import separated_by_effects
from tests.simulate.trade.plain_ppml import plain_ppml

STRUCTURAL = [("exporter", "year"), ("importer", "year"), "pair"]
PLAIN = [["exporter", "year"], ["importer", "year"], ["pair"]]


def made_up(states: int = 8, years: int = 5, seed: int = 3) -> pl.DataFrame:
    """Trade with known effects 0.5 and −0.3, some of it zero."""
    rng = np.random.default_rng(seed)
    out, into, fixed = (
        rng.normal(0, 0.6, shape) for shape in ((states, years), (states, years), (states, states))
    )
    rows = []
    for i in range(states):
        for j in range(states):
            start, end = sorted(rng.integers(0, years + 1, 2))
            for t in range(years):
                rta, border = int(i != j and start <= t < end), rng.normal()
                mean = np.exp(1 + out[i, t] + into[j, t] + fixed[i, j] + 0.5 * rta - 0.3 * border)
                rows.append(
                    (f"S{i}", f"S{j}", t, rta, border, rng.poisson(mean) * rng.gamma(2, 0.5))
                )
    frame = pl.DataFrame(
        rows, ["exporter", "importer", "year", "rta", "border", "trade"], orient="row"
    )
    return frame.with_columns(
        pair=pl.concat_str("exporter", "importer"),
        dyad=pl.concat_str(
            f("exporter", "importer") for f in (pl.min_horizontal, pl.max_horizontal)
        ),
    )


def kept(frame: pl.DataFrame, dropped: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.with_row_index("row")
        .filter(~pl.col("row").is_in(dropped["row"].implode()))
        .drop("row")
    )


def test_equals_least_squares_with_dummies():
    frame = made_up()
    assert (frame["trade"] == 0).any()
    found = ppml(frame, "trade", ["rta", "border"], STRUCTURAL, cluster="dyad")
    plain, errors = plain_ppml(
        kept(frame, found.dropped), "trade", ["rta", "border"], PLAIN, ["dyad"]
    )
    assert found.coefficient == pytest.approx(plain, rel=1e-6, abs=1e-8)
    assert found.se == pytest.approx(errors, rel=1e-6)


def test_finds_what_was_put_in():
    found = ppml(made_up(25, 8), "trade", ["rta", "border"], STRUCTURAL, cluster="dyad")
    assert np.abs(found.coefficient - [0.5, -0.3]).max() < 3 * found.se.max()
    assert found.table()["name"].to_list() == ["rta", "border"]


def test_equals_least_squares_on_the_book_s_data(shared: Path):
    states = [
        "ARG",
        "BRA",
        "CAN",
        "CHN",
        "DEU",
        "FRA",
        "IND",
        "JPN",
        "MEX",
        "MWI",
        "NPL",
        "PAN",
        "USA",
    ]
    some = pl.all_horizontal(pl.col("exporter", "importer").is_in(states))
    frame = agreement_trade(shared).filter(some)
    names = ["rta", "border_1986", "border_1998"]
    found = ppml(frame, "trade", names, STRUCTURAL, cluster="pair")
    assert found.separated > 0
    plain, errors = plain_ppml(kept(frame, found.dropped), "trade", names, PLAIN, ["pair"])
    assert found.coefficient == pytest.approx(plain, rel=1e-6, abs=1e-8)
    assert found.se == pytest.approx(errors, rel=1e-6)


def test_rows_of_an_effect_that_is_all_zeros_are_separated_and_named():
    frame = made_up()
    dead = pl.col("pair") == "S2S5"
    frame = frame.with_columns(trade=pl.when(dead).then(0.0).otherwise("trade"))
    found = ppml(frame, "trade", ["rta"], STRUCTURAL, cluster="dyad")
    rows = frame.with_row_index("row").filter(dead)["row"].to_list()
    said = found.dropped.filter(pl.col("row").is_in(rows))
    assert said.height == 5
    assert set(said["why"]) == {"separated"}
    assert set(said["by"]) == {"pair"}
    assert found.observations + found.dropped.height == frame.height


def test_rows_that_a_regressor_separates_are_found():
    # an embargo that is always a zero: its coefficient has no maximum, minus infinity fits best
    frame = made_up()
    barred = (
        (pl.col("exporter") == "S1")
        & (pl.col("year") >= 3)
        & pl.col("importer").is_in(["S4", "S6"])
    )
    frame = frame.with_columns(
        trade=pl.when(barred).then(0.0).otherwise(pl.col("trade") + 0.01),
        embargo=barred.cast(pl.Int8),
    )
    with pytest.raises(DataError, match=r"(?s)not identified: embargo.*6 row|4 row"):
        ppml(frame, "trade", ["rta", "embargo"], STRUCTURAL, cluster="dyad")


def test_rows_that_effects_separate_only_together_are_found():
    # both levels of the row that is zero have trade elsewhere; together they fit it at zero for ever
    cells = [
        ("a0", "b0", 3.0),
        ("a0", "b0", 5.0),
        ("a1", "b1", 2.0),
        ("a1", "b1", 4.0),
        ("a0", "b1", 0.0),
    ]
    frame = pl.DataFrame(cells * 4, ["a", "b", "trade"], orient="row").with_row_index("n")
    frame = frame.with_columns(x=(pl.col("n") * 7 % 5).cast(pl.Float64) + pl.col("n") / 20)
    found = ppml(frame, "trade", ["x"], ["a", "b"], cluster="n")
    assert found.dropped.select("row", "by").rows() == [(n, "jointly") for n in (4, 9, 14, 19)]
    left = kept(frame, found.dropped)
    plain, errors = plain_ppml(left, "trade", ["x"], [["a"], ["b"]], ["n"])
    assert found.coefficient == pytest.approx(plain, rel=1e-6)
    assert found.se == pytest.approx(errors, rel=1e-6)
    blind = separated_by_effects(
        frame["trade"].to_numpy(),
        {k: frame[k].rank("dense").cast(pl.Int64).to_numpy() for k in ("a", "b")},
    )
    assert blind[0].all()


def test_separation_goes_on_until_none_is_left():
    y = np.array([0.0, 0.0, 1.0, 2.0, 0.0, 3.0, 4.0])
    a = np.array([0, 0, 1, 1, 1, 2, 2])
    b = np.array([0, 1, 1, 0, 2, 0, 1])
    keep, dropped = separated_by_effects(y, {"a": a, "b": b})
    assert not keep[[0, 1, 4]].any()
    assert dropped.filter(pl.col("row") == 4)["by"].item() == "b"
    assert keep.sum() == 4


def test_a_sum_of_coefficients_carries_their_covariance():
    found = ppml(made_up(), "trade", ["rta", "border"], STRUCTURAL, cluster="dyad")
    value, se = found.sum({"rta": 1, "border": -2})
    w = np.array([1.0, -2.0])
    assert value == pytest.approx(w @ found.coefficient)
    assert se == pytest.approx(np.sqrt(w @ found.covariance @ w))
    with pytest.raises(DataError, match="no coefficient tariff"):
        found.sum(["tariff"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"trade": pl.lit(-1.0)}, "negative"),
        ({"trade": pl.lit(0.0)}, "zero in every row"),
        ({"trade": pl.lit(None, pl.Float64)}, "null in 320 row"),
        ({"trade": pl.lit("many")}, "not a number"),
        ({"rta": pl.lit(float("inf"))}, "no finite number"),
        ({"rta": pl.lit(1)}, "not identified: rta"),
    ],
)
def test_a_wrong_sample_is_refused(change, words):
    with pytest.raises(DataError, match=words):
        ppml(
            made_up().with_columns(**change), "trade", ["rta", "border"], STRUCTURAL, cluster="dyad"
        )


def test_missing_columns_and_nothing_to_estimate():
    frame = made_up()
    with pytest.raises(DataError, match=r"(?s)tariff.*the file has|tariff"):
        ppml(frame, "trade", ["tariff"], STRUCTURAL, cluster="dyad")
    with pytest.raises(DataError, match="nothing to estimate"):
        ppml(frame, "trade", [], STRUCTURAL, cluster="dyad")
    with pytest.raises(DataError, match="twice"):
        ppml(frame, "trade", ["rta", "rta"], STRUCTURAL, cluster="dyad")
    with pytest.raises(DataError, match="no rows"):
        ppml(frame.clear(), "trade", ["rta"], STRUCTURAL, cluster="dyad")


def test_errors_need_more_than_one_group():
    one = made_up().with_columns(all=pl.lit("x"))
    with pytest.raises(DataError, match="clustered by all"):
        ppml(one, "trade", ["rta"], STRUCTURAL, cluster="all")


def test_nothing_is_left_where_every_row_is_alone():
    frame = made_up().with_row_index("n")
    with pytest.raises(DataError, match="no row is left"):
        ppml(frame, "trade", ["rta"], ["n"], cluster="dyad")


def test_without_pyfixest_the_extra_is_named(monkeypatch):
    real = builtins.__import__

    def absent(name, *rest, **more):
        if name == "pyfixest":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "pyfixest", raising=False)
    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(ComityError, match=r"comity\[estimation\]"):
        ppml(made_up(), "trade", ["rta"], STRUCTURAL, cluster="dyad")
