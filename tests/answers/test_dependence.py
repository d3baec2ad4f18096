"""Who needs whom: means of shares, bounds for partners that are not named, and nothing made up."""

from __future__ import annotations

import polars as pl
import pytest

from comity.answers.dependence import COLUMNS, Dependence, dependence
from comity.errors import ComityError, CoverageError
from comity.world import Coverage, World
from tests.tiny_world import source

# Russia's and China's partners in 2020 as a listing would have them: China does not name Russia among buyers.
LISTED = (
    # a, b, value, reporter
    ("RUS", "CHN", 20.0, "RUS"), ("RUS", "NLD", 10.0, "RUS"), ("RUS", "DEU", 6.0, "RUS"),
    ("CHN", "RUS", 40.0, "RUS"), ("DEU", "RUS", 12.0, "RUS"),
    ("CHN", "USA", 17.0, "CHN"), ("CHN", "HKG", 13.0, "CHN"), ("CHN", "JPN", 5.0, "CHN"),
    ("KOR", "CHN", 9.0, "CHN"), ("RUS", "CHN", 4.0, "CHN"),
)  # fmt: skip


def world_of(rows: tuple[tuple[str, str, float, str], ...], year: int = 2020) -> World:
    frame = pl.DataFrame(rows, schema=["a", "b", "value", "reporter"], orient="row").with_columns(
        year=pl.lit(year, pl.Int32), commodity=pl.lit("goods"), measure=pl.lit("share"),
        unit=pl.lit("percent"), directed=pl.lit(value=True), record=pl.lit("p. 1"),
    )  # fmt: skip
    return World({}, []).with_rows(
        "flows", frame, source("listings", Coverage("flows", "goods", 2012, 2023, "rows"))
    )


@pytest.fixture
def world() -> World:
    return world_of(LISTED)


def row(found, a):
    return found.table().row(by_predicate=(pl.col("a") == a) & (pl.col("year") == 2020), named=True)


def test_the_mean_of_both_shares_with_its_rounding(world):
    found = row(dependence(world, "RUS", "CHN"), "RUS")
    assert found["dependence"] == pytest.approx(0.30)
    assert (found["low"], found["high"]) == pytest.approx((0.295, 0.305))
    assert "export_share" in found["basis"]
    assert "listings" in found["basis"]


def test_a_partner_not_named_is_bounded_and_has_no_value(world):
    found = dependence(world, "RUS", "CHN")
    # not among the buyers, of whom the smallest has 5 %; 4 % of supplies; known to half a per cent
    china = row(found, "CHN")
    assert china["dependence"] is None
    assert (china["low"], china["high"]) == pytest.approx((0.035 / 2, (0.055 + 0.045) / 2))
    assert "not among the 3 listed" in china["basis"]
    export = found.sides.row(
        by_predicate=(pl.col("a") == "CHN") & (pl.col("side") == "export"), named=True
    )
    assert export["share"] is None
    assert (export["low"], export["high"]) == pytest.approx((0.0, 0.055))


def test_both_directions_with_the_columns_promised(world):
    table = dependence(world, "CHN", "RUS").table()
    assert (
        table.columns == ["a", "b", "year", "dependence", "low", "high", "basis"] == list(COLUMNS)
    )
    assert set(table.select("a", "b").rows()) == {("CHN", "RUS"), ("RUS", "CHN")}


def test_a_year_without_a_listing_is_null_and_says_so(world):
    table = dependence(world, "RUS", "CHN", since=2019, until=2021).table()
    gaps = table.filter(pl.col("year") != 2020)
    assert gaps.height == 4
    assert gaps.select("dependence", "low", "high").null_count().row(0) == (4, 4, 4)
    assert all("not covered" in basis for basis in gaps["basis"])


def test_one_side_alone_is_no_mean():
    exports = tuple(r for r in LISTED if r[0] == r[3])
    found = row(dependence(world_of(exports), "RUS", "CHN"), "RUS")
    assert (found["dependence"], found["low"], found["high"]) == (None, None, None)
    assert "import_share (not covered" in found["basis"]


def test_the_asymmetry_and_its_words(world):
    found = dependence(world, "CHN", "RUS")
    lean = found.asymmetry().row(0, named=True)
    assert lean["more"] == "b"
    assert lean["at_least"] == pytest.approx(0.295 / 0.05)
    assert lean["high"] < 0  # China's on Russia less Russia's on China
    assert (
        "Russia depends on China much more than the reverse, at least 5.9 times" in found.verdict()
    )


def test_bounds_that_overlap_say_nothing():
    rows = tuple((a, b, 5.0 if {a, b} == {"RUS", "CHN"} else v, r) for a, b, v, r in LISTED)
    found = dependence(world_of(rows), "RUS", "CHN")
    assert found.asymmetry()["more"].to_list() == ["open"]
    assert "is not known" in found.verdict()


def test_even_is_said_of_what_is_known():
    rows = tuple(
        (a, b, v, r)
        for r in ("RUS", "CHN")
        for a, b, v in (
            ("RUS", "CHN", 10.0),
            ("CHN", "RUS", 10.0),
            (r, "USA", 5.0),
            ("USA", r, 5.0),
        )
    )
    found = dependence(world_of(rows), "RUS", "CHN")
    assert found.asymmetry()["more"].to_list() == ["even"]
    assert "about as much as the reverse" in found.verdict()


def test_a_state_that_has_ended_is_not_bounded(world):
    with pytest.raises(CoverageError, match="in which both existed"):
        dependence(world, "RUS", "DDR")


def test_concentration_is_bounded_where_only_the_largest_are_known(world):
    found = dependence(world, "RUS", "CHN").concentration()
    assert found["value"].null_count() == found.height == 4
    assert (found["low"] <= found["high"]).all()


def test_evidence_has_the_listing_that_does_not_name_the_partner(world):
    rows = pl.concat([r for _, r in dependence(world, "RUS", "CHN").evidence(2020)], how="vertical")
    assert {"USA", "HKG", "JPN"} <= set(rows.filter(pl.col("reporter") == "CHN")["b"])


def test_twice_the_same_state(world):
    with pytest.raises(ComityError, match="named twice"):
        dependence(world, "RUS", "Russia")


@pytest.fixture(scope="module")
def found() -> Dependence:
    """The embedded world's Russia and China."""
    return dependence(World.load(), "RUS", "CHN")


class TestEmbedded:
    def test_russia_came_to_need_china_more(self, found):
        years = found.asymmetry()
        assert (years["more"] == "a").all()
        assert years["at_least"][-1] > years["at_least"][0] > 1
        assert row_of(found, "RUS", 2023)["dependence"] == pytest.approx(0.43)

    def test_what_is_traded_has_its_source(self, found):
        traded = found.traded()
        assert {"crude_oil", "pipeline_gas"} <= set(traded["commodity"])
        assert traded["source"].null_count() == traded["record"].null_count() == 0
        keys = ["commodity", "measure", "from", "to", "directed", "unit", "owner"]
        assert traded.select(keys).is_duplicated().sum() == 0

    def test_it_is_drawn(self, found):
        assert "RUS on CHN" in found.plot().to_json()


def row_of(found, a, year):
    return found.table().row(by_predicate=(pl.col("a") == a) & (pl.col("year") == year), named=True)
