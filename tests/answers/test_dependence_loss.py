"""What each would lose, joined to the shares: columns kept, gaps with their reason, one sentence."""

from __future__ import annotations

import polars as pl
import pytest

from comity.answers.dependence import COLUMNS, dependence
from comity.answers.dependence_loss import DRAWS, headline
from comity.answers.sever import EMBARGO_DRAWS, sever
from comity.errors import CoverageError
from comity.world import Coverage
from tests.answers.trade_small import small_trade_world
from tests.tiny_world import source

LISTED = (
    ("RUS", "CHN", 20.0, "RUS"), ("RUS", "DEU", 6.0, "RUS"), ("CHN", "RUS", 40.0, "RUS"),
    ("DEU", "RUS", 12.0, "RUS"), ("CHN", "USA", 17.0, "CHN"), ("CHN", "RUS", 13.0, "CHN"),
    ("RUS", "CHN", 9.0, "CHN"), ("USA", "CHN", 4.0, "CHN"),
)  # fmt: skip


@pytest.fixture(scope="module")
def found():
    """Shares of 2022 and 2023 on a world whose only trade matrix is of 2023."""
    small = small_trade_world()
    rows = [(*row, year) for year in (2022, 2023) for row in LISTED]
    frame = pl.DataFrame(rows, schema=["a", "b", "value", "reporter", "year"], orient="row")
    frame = frame.with_columns(
        pl.col("year").cast(pl.Int32), commodity=pl.lit("goods"), measure=pl.lit("share"),
        unit=pl.lit("percent"), directed=pl.lit(value=True), record=pl.lit("p. 1"),
    )  # fmt: skip
    listings = source("listings", Coverage("flows", "goods", 2012, 2024, "rows"))
    world = small.with_rows("flows", frame, listings)
    matrix = small.remember(("trade matrix", 2023), lambda: None)
    world.remember(("trade matrix", 2023), lambda: matrix)

    def none():
        raise CoverageError("no totals of 2022")

    with pytest.raises(CoverageError):
        world.remember(("trade matrix", 2022), none)
    return dependence(world, "RUS", "CHN", since=2021)


def test_columns_are_added_and_none_is_changed(found):
    losses = found.modelled(draws=3)
    assert losses.columns == [*COLUMNS, "loss", "loss_low", "loss_high", "loss_basis", "loss_gdp"]
    assert losses.select(list(COLUMNS)).equals(found.table())
    assert losses["loss_basis"].null_count() == 0


def test_the_loss_is_what_sever_finds(found):
    last = found.modelled(draws=3).filter(year=2023)
    apart = sever(found.world, "RUS", "CHN", draws=3).sides
    assert dict(last.select("a", "loss").iter_rows()) == dict(apart.select("a", "loss").iter_rows())
    assert (last["loss_low"] < last["loss"]).all()
    assert "matrix of 2023 (exports observed, imports observed)" in last["loss_basis"][0]


def test_both_commands_print_the_same_interval(found):
    """The same draws by default, and enough of them for a 90 % interval."""
    assert DRAWS == EMBARGO_DRAWS >= 100
    last = found.modelled().filter(year=2023)
    apart = sever(found.world, "RUS", "CHN").sides
    ends = zip(
        last.select("a", "loss_low", "loss_high").rows(),
        apart.select("a", "low", "high").rows(),
        strict=True,
    )
    for mine, theirs in ends:
        assert mine[0] == theirs[0]
        assert mine[1:] == pytest.approx(theirs[1:], rel=1e-9)


def test_a_year_without_a_share_or_a_matrix_is_null_and_says_why(found):
    losses = found.modelled(draws=0)
    for year, why in ((2021, "no share"), (2022, "not modelled: ")):
        rows = losses.filter(year=year)
        assert rows.height == 2
        assert rows["loss"].null_count() == 2
        assert all(why in basis for basis in rows["loss_basis"])


def test_the_headline_is_of_the_latest_year(found):
    text = headline(found, found.modelled(draws=2))
    assert text.startswith("2023: without trade between them Russia would lose")
    assert "Russia" in text.rpartition(";")[2]
    assert headline(found, found.modelled(draws=0).with_columns(loss=None)) == ""
