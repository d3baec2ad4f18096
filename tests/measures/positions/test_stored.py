"""Positions as a world holds them, and what the command line says of them."""

from __future__ import annotations

import io

import polars as pl
import pytest
from typer.testing import CliRunner

from comity.cli.app import app
from comity.measures import Scope, series
from comity.measures.positions import POSITIONS, fit
from comity.measures.positions.stored import stored_positions, with_positions
from comity.world.schema import ISSUES
from comity.world.world import World
from tests.measures.positions.simulated import draw


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


def test_what_is_stored_is_what_was_fitted():
    fitted = fit(draw(15, 3, 15, seed=2)[0])
    held = stored_positions(with_positions(World({}, []), fitted))
    assert held.schema == fitted.table().schema
    assert held.sort("state", "session").equals(fitted.table())


def test_a_world_without_positions_gives_an_empty_table():
    assert stored_positions(World({}, [])).columns == list(POSITIONS)


def test_the_embedded_world_places_every_member_every_session(world):
    table = stored_positions(world)
    assert table["session"].unique().sort().to_list()[:2] == [1, 2]
    assert table.filter(pl.col("year") == 2020).height == 193
    assert (table["q05"] < table["mean"]).all()
    assert (table["mean"] < table["q95"]).all()


@pytest.mark.parametrize("issue", ISSUES)
def test_the_embedded_world_has_positions_by_issue(world, issue):
    # colonialism and economic are not coded after 2018
    assert stored_positions(world, issue).filter(pl.col("year") == 2018).height > 180


def test_no_session_is_reversed(world):
    table = stored_positions(world).filter(pl.col("state").is_in(["USA", "RUS"]))
    both = table.pivot("state", index="session", values="mean").drop_nulls()
    assert both.height > 70
    assert (both["USA"] > both["RUS"]).all()


def test_the_distance_of_two_states_is_that_of_their_positions(world):
    means = {
        key: stored_positions(world).filter(state=key, year=2010)["mean"].item()
        for key in ("USA", "IRN")
    }
    row = series(world, "unga_distance", Scope.dyad("USA", "IRN", 2010, 2010))
    assert row["value"].item() == pytest.approx(abs(means["USA"] - means["IRN"]))
    assert row["low"].item() < row["value"].item() < row["high"].item()


def test_csv_has_the_stated_columns():
    done = CliRunner().invoke(
        app,
        ["positions", "--states", "RUS,CHN", "--since", "2000", "--until", "2010", "--csv", "-"],
    )
    frame = pl.read_csv(io.StringIO(done.stdout))
    assert frame.columns == ["state", "year", "session", "mean", "sd", "q05", "q95", "votes"]
    assert set(frame["state"]) == {"RUS", "CHN"}
    assert (frame["year"].min(), frame["year"].max()) == (2000, 2010)


def test_a_plot_opens_offline(tmp_path):
    path = tmp_path / "positions.html"
    done = CliRunner().invoke(app, ["positions", "--states", "USA,IND", "--plot", str(path)])
    assert done.exit_code == 0
    assert 'src="http' not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--issue", "weather"],
        ["--states", "Atlantis"],
        ["--since", "2200"],
        ["split", "--year", "2020"],
    ],
)
def test_what_cannot_be_answered_is_refused(arguments):
    done = CliRunner().invoke(app, ["positions", *arguments])
    assert done.exception is not None
    assert done.stdout == ""
