"""Military expenditure: units, base years, two figures of one state-year."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World


def world(folder: Path, *rows: str) -> tuple[World, tuple[str, ...]]:
    (folder / "sipri_milex_long.csv").write_text(
        "\n".join(["series,Country,year,value", *rows]) + "\n"
    )
    return read_source(READERS["sipri_milex"], folder)


def test_shares_become_percent_and_dollars_bear_their_year(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        "Share of GDP,Russia,2023,0.0586",
        "Constant (2022) US$,Russia,2023,126473.4",
        "Current US$,Russia,2023,109454.4",
        "Per capita,Russia,2023,757.8",
        "Share of Govt. spending,Russia,2023,0.1614",
    )
    assert found.states.select("attribute", "value", "unit").rows() == [
        ("military_expenditure_share", pytest.approx(5.86), "percent of GDP"),
        ("military_expenditure_constant", 126473.4, "million USD of 2022"),
        ("military_expenditure", 109454.4, "million USD"),
        ("military_expenditure_per_head", 757.8, "USD"),
        (
            "military_expenditure_budget_share",
            pytest.approx(16.14),
            "percent of government spending",
        ),
    ]


def test_the_union_and_russia_are_one_state_with_one_figure(tmp_path: Path) -> None:
    found, notes = world(tmp_path, "Current US$,Russia,1990,4", "Current US$,USSR,1990,219114")
    assert found.states["value"].to_list() == [219114]
    assert notes == ("1 second figures of a state-year (Soviet Union and Russia) left out",)


def test_another_series_or_state_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Per tank"):
        world(tmp_path, "Per tank,Russia,1990,4")
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, "Current US$,Ruritania,1990,4")


def test_the_file(shared: Path) -> None:
    states = read_source(READERS["sipri_milex"], shared / "sipri-milex")[0].states
    assert states.height == 34_697
    assert states.filter(pl.struct("state", "year", "attribute").is_duplicated()).is_empty()
    share = states.filter(attribute="military_expenditure_share")["value"]
    assert 0 <= share.min() < share.max() < 200
