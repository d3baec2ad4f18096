"""The evidence panel lists what is held, keeps units apart and never scores."""

import polars as pl
import pytest

from comity.answers.panel import evidence_panel
from comity.errors import ComityError, UnknownName
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


def test_energy_of_russia_and_china_opens_its_rows(world: World) -> None:
    panel = evidence_panel(world, "RUS", "CHN", "energy")
    table = panel.table()
    assert {"gas pipeline", "crude oil, level"} <= set(table["subject"])
    assert table["rows"].sum() == sum(rows.height for _, rows in panel.evidence())
    assert (table["first"].drop_nulls() <= table["last"].drop_nulls()).all()


def test_units_and_directions_are_kept_apart(world: World) -> None:
    crude = (
        evidence_panel(world, "RUS", "CHN", "energy")
        .table()
        .filter(pl.col("subject") == "crude oil, level")
    )
    assert crude.height == crude.select("way", "commitment", "unit").n_unique()
    assert crude["unit"].n_unique() > 1


def test_a_pipeline_that_is_only_proposed_is_a_word(world: World) -> None:
    frame = evidence_panel(world, "RUS", "CHN", "energy").table()
    planned = frame.filter(pl.col("way") == "RUS.yamal → CHN.north")
    assert planned["commitment"].to_list() == ["word"]


def test_a_period_leaves_out_other_years(world: World) -> None:
    early = evidence_panel(world, "RUS", "CHN", "energy", until=2015).table()
    assert early["last"].max() <= 2015  # type: ignore[operator]


def test_a_dyad_without_rows_has_an_empty_panel(world: World) -> None:
    panel = evidence_panel(world, "FJI", "MLI", "finance")
    assert panel.table().is_empty()
    assert panel.evidence() == []


def test_unknown_domains_and_single_states_are_refused(world: World) -> None:
    with pytest.raises(UnknownName, match="infrastructure"):
        evidence_panel(world, "RUS", "CHN", "infrastructur")
    with pytest.raises(ComityError, match="twice"):
        evidence_panel(world, "RUS", "Russia", "energy")
