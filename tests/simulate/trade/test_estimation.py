"""The book's numbers, the samples, and that the shipped estimates are what the source files give."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.simulate.trade import estimation
from comity.simulate.trade.cost_effects import cost_effects
from comity.simulate.trade.estimation_samples import (
    AGREEMENTS,
    MEASURES,
    agreement_trade,
    sanctioned_trade,
    sanctions,
)
from comity.simulate.trade.ppml import ppml

STRUCTURAL = (("exporter", "year"), ("importer", "year"), "pair")
BORDERS = [f"border_{y}" for y in range(1986, 2006, 4)]


@pytest.fixture(scope="module")
def book(shared: Path) -> pl.DataFrame:
    return agreement_trade(shared)


@pytest.mark.parametrize(
    ("regressors", "coefficients", "errors"),
    [
        # Yotov et al. (2016), agreements in force with pair effects; three digits are printed
        (["rta"], [0.557], [0.102]),
        # phased in over twelve years
        pytest.param(
            AGREEMENTS,
            [0.291, 0.414, 0.169, 0.119],
            [0.089, 0.067, 0.043, 0.030],
            marks=pytest.mark.slow,
        ),
        # and with the border of each year: globalization
        pytest.param(
            [*AGREEMENTS, *BORDERS],
            [0.116, 0.288, 0.069, 0.002, -0.706, -0.480, -0.367, -0.158, -0.141],
            [0.087, 0.062, 0.048, 0.029, 0.048, 0.043, 0.033, 0.023, 0.017],
            marks=pytest.mark.slow,
        ),
    ],
)
def test_the_book_s_trade_agreements(book, regressors, coefficients, errors):
    found = ppml(book, "trade", regressors, STRUCTURAL, cluster="pair", joint=False)
    assert found.coefficient == pytest.approx(coefficients, abs=6e-4)
    assert found.se == pytest.approx(errors, abs=6e-4)
    assert (found.observations, found.separated) == (28_482, 84)


def test_the_book_s_border(book):
    last = book.filter(pl.col("year") == 2006)
    names = ["log_distance", "contiguous", "border"]
    found = ppml(last, "trade", names, ["exporter", "importer"], cluster="pair")
    assert found.coefficient == pytest.approx([-0.791, 0.674, -2.474], abs=6e-4)


@pytest.mark.slow
def test_shipped_borders_and_agreements_are_recomputed(book):
    rows = {r["name"]: r for r in estimation._agreements(book, lambda _: None, variants=False)}
    shipped = cost_effects().filter(pl.col("variant") == "")
    for name, row in rows.items():
        held = shipped.row(by_predicate=pl.col("name") == name, named=True)
        assert [row["coefficient"], row["se"]] == pytest.approx(
            [held["coefficient"], held["se"]], abs=2e-6
        )
        assert {k: row[k] for k in row if k not in ("coefficient", "se")} == {
            k: held[k] for k in held if k not in ("coefficient", "se")
        }


@pytest.mark.slow
def test_shipped_sanctions_are_recomputed(shared: Path):
    frame, _ = sanctioned_trade(shared)
    rows = list(estimation._sanctions(frame, "", "zeros kept", lambda _: None))
    shipped = cost_effects().filter(pl.col("variant") == "")
    for row in rows:
        held = shipped.row(by_predicate=pl.col("name") == row["name"], named=True)
        assert [row["coefficient"], row["se"]] == pytest.approx(
            [held["coefficient"], held["se"]], abs=2e-6
        )
        assert row["observations"] == held["observations"]


def test_sanctions_lie_where_they_bar_trade(shared: Path):
    rows, notes = sanctions(shared, 2013, 2014)
    at = {(a, b, y): r for a, b, y, *r in rows.iter_rows()}
    measures = dict(enumerate(MEASURES))
    russia = {k: {measures[n] for n, on in enumerate(v) if on} for k, v in at.items() if "RUS" in k}
    assert {"partial", "financial"} <= russia["DEU", "RUS", 2014]
    assert ("DEU", "RUS", 2013) not in russia or "financial" not in russia["DEU", "RUS", 2013]
    # Australia bars exports to Russia; Russia bars imports from Australia: nothing bars what Russia sells
    assert "partial" in russia["AUS", "RUS", 2014]
    assert "partial" not in russia["RUS", "AUS", 2014]
    assert {"USA", "CUB"} == {k[0] for k, v in at.items() if set(k[:2]) == {"USA", "CUB"} and v[0]}
    assert any("UN" in note for note in notes)
    only, _ = sanctions(shared, 2014, 2014, begun=2014)
    assert 0 < only.height < rows.filter(pl.col("year") == 2014).height


def test_trade_with_sanctions_says_which_zeros_it_keeps(shared: Path):
    kept, _ = sanctioned_trade(shared, first=2012)
    left, _ = sanctioned_trade(shared, first=2012, zeros="left out")
    assert left.height == kept.filter(pl.col("trade") > 0).height < kept.height
    assert kept.select("exporter", "importer", "year").is_duplicated().sum() == 0
    assert kept.filter(pl.col("exporter") == pl.col("importer")).is_empty()
    one = kept.filter(pl.col("year") == 2014, exporter="USA", importer="CUB").row(0, named=True)
    assert (one["complete"], one["partial"], one["pair"], one["dyad"]) == (
        1,
        0,
        "USA-CUB",
        "CUB-USA",
    )
    assert set(kept.filter(pl.col("customs_union") == 1)["exporter"]) == {"BLR", "KAZ", "RUS"}


def test_files_that_are_not_there_are_named(tmp_path: Path):
    with pytest.raises(DataError, match="agtpa_applications"):
        agreement_trade(tmp_path)
    with pytest.raises(DataError, match="cow_trade"):
        sanctioned_trade(tmp_path)


def test_estimates_are_written_and_read_alike(tmp_path: Path):
    rows = cost_effects()
    estimation.write(rows, tmp_path / "effects.csv")
    assert (
        pl.read_csv(tmp_path / "effects.csv", schema=rows.schema)
        .with_columns(pl.col("variant").fill_null(""))
        .equals(rows)
    )
