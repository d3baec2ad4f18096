"""Sheets of the review: headings, growth columns, subtotals, footnotes, groups."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World

GAS = """Natural Gas: Production*,,,Contents,,,
,,,,Growth rate per annum,,Share
Billion cubic metres,1984.0,1985,2022.0,2022,2012-22,2022
,,,,,,
US,500.0,510.0,978.6,0.03,0.04,0.24
Total North America,600,610,1200,0.03,0.04,0.3
USSR,579,0.0,0,,,
Russian Federation,0.0,430.0,618.4,-0.1,0.01,0.15
Other Africa,1,2,^,,,
Total World,1600,1700,4043.8,0,0.01,1
                European Union#,150,160,41.0,0,0,0
"Source: a body, its notes.",,,,,,
"""
PIPES = """Natural Gas: Trade movements 2022 by pipeline ,,,Contents
Billion cubic metres,,From,
To,Norway,Russian Federation,Total imports
EU,86.3,61.6,147.9
Rest of Europe,30.1,21.5,51.6
Europe,116.4,83.1,199.5
China,0,15.4,15.4
Total exports,116.4,98.5,214.9
"""
LNG = """Natural Gas: Trade movements 2022 as liquefied natural gas* ,,,Contents
,,From,
Billion cubic metres,Trinidad & ,Other ,
To , Tobago, Europe*,Total imports
Spain,1.5,0.1,1.6
"""
PRICES = """Oil: Spot crude prices,,,,
,Dubai,Brent,Nigerian,West Texas,
,,,Forcados,Intermediate,
US dollars per barrel,$/bbl *,$/bbl,$/bbl,$/bbl,
1972,1.9,-,-,-,
2022,96.38,101.32,101.4,94.58,
"""


def world(folder: Path, **sheets: str) -> tuple[World, tuple[str, ...]]:
    for sheet, text in {"gas_production_bcm": GAS, **sheets}.items():
        (folder / f"{sheet}.csv").write_text(text, encoding="utf-8")
    return read_source(READERS["energy_institute"], folder)


def test_years_end_where_growth_begins_and_subtotals_are_left_out(tmp_path: Path) -> None:
    found, notes = world(tmp_path)
    assert sorted(found.states.select("state", "year", "value").rows()) == [
        ("EU", 1984, 150.0), ("EU", 1985, 160.0), ("EU", 2022, 41.0),
        ("RUS", 1984, 579.0), ("RUS", 1985, 430.0), ("RUS", 2022, 618.4),
        ("USA", 1984, 500.0), ("USA", 1985, 510.0), ("USA", 2022, 978.6),
        ("WLD", 1984, 1600.0), ("WLD", 1985, 1700.0), ("WLD", 2022, 4043.8),
    ]  # fmt: skip
    assert notes == ("5 figures of groups and subtotals left out",)
    assert found.states["record"][0] == "gas_production_bcm.csv line 5, 1984"


def test_a_zero_within_a_series_is_a_figure(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path, gas_production_bcm=GAS.replace("US,500.0,510.0,978.6", "Yemen,0,9.6,0.0")
    )
    assert found.states.filter(state="YEM").select("year", "value").rows() == [
        (1985, 9.6),
        (2022, 0.0),
    ]


def test_matrices_run_from_exporter_to_importer_without_zeros(tmp_path: Path) -> None:
    found, _ = world(tmp_path, gas_trade_movts_pipeline=PIPES, gas_trade_movts_lng=LNG)
    assert sorted(found.flows.select("a", "b", "year", "commodity", "value").rows()) == [
        ("EI:Other Europe", "ESP", 2022, "lng", 0.1),
        ("NOR", "EI:Rest of Europe", 2022, "pipeline_gas", 30.1),
        ("NOR", "EU", 2022, "pipeline_gas", 86.3),
        ("RUS", "CHN", 2022, "pipeline_gas", 15.4),
        ("RUS", "EI:Rest of Europe", 2022, "pipeline_gas", 21.5),
        ("RUS", "EU", 2022, "pipeline_gas", 61.6),
        ("TTO", "ESP", 2022, "lng", 1.5),
    ]


def test_world_prices_find_their_columns(tmp_path: Path) -> None:
    found, _ = world(tmp_path, oil_spot_crude_prices=PRICES)
    prices = found.states.filter(unit="USD/bbl").select("state", "year", "attribute", "value")
    assert prices.height == 5
    assert ("WLD", 2022, "crude_price_wti", 94.58) in prices.rows()
    assert ("WLD", 1972, "crude_price_dubai", 1.9) in prices.rows()


def test_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Billion cubic metres"):
        world(tmp_path, gas_production_bcm=GAS.replace("Billion cubic metres", "Exajoules"))
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, gas_production_bcm=GAS.replace("\nUS,", "\nRuritania,"))
    with pytest.raises(DataError, match="line 5"):
        world(tmp_path, gas_production_bcm=GAS.replace("978.6", "many"))


def test_the_review(shared: Path) -> None:
    found, _ = read_source(READERS["energy_institute"], shared / "energy-institute-review-2023")
    states = found.states
    assert states.filter(pl.struct("state", "year", "attribute").is_duplicated()).is_empty()
    russia = states.filter(state="RUS", attribute="gas_production")
    assert (russia["year"].min(), russia["year"].max()) == (1970, 2022)
    assert states["attribute"].n_unique() == 6 + 7 + 4
    pipes = found.flows.filter(commodity="pipeline_gas", a="RUS", b="CHN")
    assert pipes["value"].to_list() == [pytest.approx(14.6, abs=1)]
    # the cells of one line add up to what the review prints as its total
    assert found.flows.filter(commodity="pipeline_gas", b="USA")["value"].sum() == pytest.approx(
        82.08, abs=0.01
    )
