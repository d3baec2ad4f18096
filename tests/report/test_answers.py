"""The alignment and readings sections say what the answers say, with rows behind every sentence."""

from __future__ import annotations

import pytest

from comity.alignment import alignment
from comity.answers.verdict import word
from comity.answers.weighing import weigh
from comity.report.brief import Brief, brief
from comity.report.model import Grid, Section, Sentence
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.fixture(scope="module")
def made(world: World) -> Brief:
    return brief(world, "RUS", "CHN", compare=[])


def section(made: Brief, key: str) -> Section:
    return next(s for s in made.sections if s.key == key)


def test_the_first_sentence_is_the_models_verdict(made: Brief, world: World) -> None:
    found = alignment(world, "RUS", "CHN").table()
    at = found.filter((found["domain"] == "overall") & (found["year"] == 2023)).row(0, named=True)
    first = made.headline()[0]
    assert word(at["mean"]) in first
    assert "2023" in first
    assert f"{at['percentile']:.0f} in 100" in first


def test_the_headline_places_the_group_of_the_two(made: Brief) -> None:
    assert made.headline()[1].startswith("China, Iran and Russia in 2023:")


def test_every_sentence_of_the_new_sections_cites_rows(made: Brief) -> None:
    keys = {entry.key for entry in made.entries}
    for key in ("headline", "alignment", "readings"):
        for said in section(made, key).sentences():
            assert said.evidence
            assert set(said.evidence) <= keys


def test_what_moved_the_answer_adds_up(made: Brief) -> None:
    grid = next(b for b in section(made, "alignment").blocks if isinstance(b, Grid))
    parts = [float(row[-1].replace("−", "-")) for row in grid.rows]
    assert sum(parts[:-1]) == pytest.approx(parts[-1], abs=0.006)  # each is printed to 0.001


def test_readings_are_those_of_weigh_and_stages_keep_what_is_not_covered(
    made: Brief, world: World
) -> None:
    blocks = section(made, "readings").blocks
    told = weigh(world, "RUS", "CHN", 2023)
    sentence = next(b for b in blocks if isinstance(b, Sentence))
    assert ("does not separate" in sentence.text) is not told.separated
    grids = [b for b in blocks if isinstance(b, Grid)]
    assert [row[0] for row in grids[0].rows] == told.table()["name"].to_list()
    statuses = {row[2] for grid in grids if grid.columns[0] == "Stage" for row in grid.rows}
    assert statuses <= {"met", "not met", "not covered"}
    assert "met" in statuses


def test_a_dyad_before_the_model_has_no_verdict(world: World) -> None:
    early = brief(world, "FRA", "GBR", since=1850, until=1860, compare=[])
    assert not section(early, "alignment").sentences()
    assert section(early, "alignment").notes()
    assert section(early, "readings").notes()
