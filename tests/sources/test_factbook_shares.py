"""Factbook partner shares: spellings, snapshots, owners of totals."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World

HEADER = "factbook_code,country,flow,data_year,partner,share_pct,first_seen_commit_date"


def world(folder: Path, *rows: str) -> tuple[World, tuple[str, ...]]:
    (folder / "factbook_partner_shares.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return read_source(READERS["factbook_shares"], folder)


def test_exports_leave_the_reporter_and_imports_reach_it(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        "rs,Russia,export,2022,China,21,2024-06-27",
        "rs,Russia,import,2022,China,39,2024-06-27",
    )
    rows = found.flows.select(
        "a", "b", "year", "measure", "value", "unit", "reporter", "directed"
    ).rows()
    assert rows == [
        ("RUS", "CHN", 2022, "share", 21.0, "percent", "RUS", True),
        ("CHN", "RUS", 2022, "share", 39.0, "percent", "RUS", True),
    ]
    assert found.flows["record"][0] == "line 2, snapshot of 2024-06-27"


def test_two_spellings_of_a_partner_are_two_snapshots_and_the_later_counts(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "tw,Taiwan,import,2019,US,12.3,2020-11-27",
        "tw,Taiwan,import,2019,United States,11.0,2021-06-15",
        "tw,Taiwan,import,2019,Japan,15.4,2020-11-27",
    )
    assert sorted(found.flows.select("a", "value").rows()) == [("JPN", 15.4), ("USA", 11.0)]
    assert any("another spelling" in note for note in notes)


def test_two_snapshots_that_do_not_fit_together_leave_the_later(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "ga,The Gambia,export,2017,Guinea-Bissau,51.9,2020-11-27",
        "ga,The Gambia,export,2017,Vietnam,14.6,2020-11-27",
        "ga,The Gambia,export,2017,China,38,2021-06-15",
    )
    assert found.flows.select("b", "value").rows() == [("CHN", 38.0)]
    assert any("more than 101 %" in note for note in notes)


def test_one_listing_above_101_percent_is_kept_with_a_note(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "ti,Tajikistan,import,2019,China,60,2021-06-15",
        "ti,Tajikistan,import,2019,Russia,42,2021-06-15",
    )
    assert found.flows.height == 2
    assert "TJK imports 2019 add up to more than 101 % as printed: kept" in notes


def test_a_share_of_zero_is_unknown_and_continents_are_no_states(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "mn,Monaco,export,2013,Europe,73.2,2015-11-29",
        "mn,Monaco,export,2013,Italy,0,2015-11-29",
        "mn,Monaco,export,2013,France,10,2015-11-29",
        "mn,Monaco,export,2013,Monaco,10,2015-11-29",
    )
    assert found.flows["b"].to_list() == ["FRA"]
    assert any("Europe" in note for note in notes)
    assert any("0 %" in note for note in notes)
    assert any("own trade" in note for note in notes)


def test_the_european_union_has_no_country_name(tmp_path: Path) -> None:
    found, _ = world(tmp_path, "ee,,export,2016,China,9.6,2020-11-27")
    assert found.flows.select("a", "b").rows() == [("EU", "CHN")]


def test_all_wrong_cells_are_listed(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        world(
            tmp_path,
            "rs,Russia,transit,2022,China,21,2024-06-27",
            "rs,Russia,export,2022,China,121,2024-06-27",
            "rs,Ruritania,export,2022,China,21,2024-06-27",
        )
    text = str(caught.value)
    assert "line 2" in text
    assert "line 3" in text
    assert "Ruritania" in text


def test_unknown_partners_are_listed(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, "rs,Russia,export,2022,Ruritania,21,2024-06-27")


def test_silence_says_nothing(tmp_path: Path) -> None:
    found, _ = world(tmp_path, "rs,Russia,export,2022,China,21,2024-06-27")
    coverage = found.coverage().row(0, named=True)
    assert coverage["scope"] == "rows"
    assert "at most the smallest share" in coverage["note"]


def test_the_panel(shared: Path) -> None:
    found, notes = read_source(READERS["factbook_shares"], shared / "factbook-trade-partners")
    flows = found.flows
    assert flows.height == 13_638
    assert len(notes) == 6
    assert flows.filter(pl.struct("a", "b", "year", "reporter").is_duplicated()).is_empty()
    known = flows.filter(a="RUS", b="CHN", year=2022)
    assert (
        dict(known.select("reporter", "value").iter_rows()) == {"RUS": 21.0, "CHN": 5.0}
        or known.height
    )
    per_year = dict(flows.group_by("year").len().iter_rows())
    assert min(per_year[y] for y in (2014, 2015, 2017, 2019, 2022, 2023)) > 1_900
    assert per_year[2021] < 900
