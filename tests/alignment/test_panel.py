"""The embedded world as the model reads it."""

from __future__ import annotations

import numpy as np
import pytest

from comity.alignment.catalog import CATALOG
from comity.alignment.panel import build_panel, coverage, latent_domains
from comity.errors import CoverageError
from comity.world.world import World

#: Cheap to measure, with and without classes of opportunity.
SOME = [
    CATALOG[name] for name in ("rivalry", "shared_military_blocs", "alliance_grade", "sanctions")
]


@pytest.fixture(scope="module")
def panel():
    return build_panel(World.load(), SOME, 2000, 2005)


def test_observed_only_where_both_exist_and_a_source_covers(panel):
    seen = np.isfinite(panel.blur)
    assert not seen[~panel.exists].any()
    assert not (seen & np.isnan(panel.values)).any()
    assert (panel.scores[~seen] == 0).all()
    assert (panel.blur[seen] >= 0).all()


def test_a_dyad_lives_from_its_first_year_to_its_last(panel):
    rows = np.arange(panel.dyads.height)
    assert panel.exists[rows, panel.first].all()
    assert panel.exists[rows, panel.last].all()


def test_rivals_and_allies_score_on_opposite_sides(panel):
    places = {pair: i for i, pair in enumerate(panel.dyads.rows())}
    rivalry, grade = (
        [e.name for e in panel.entries].index(name) for name in ("rivalry", "alliance_grade")
    )
    assert panel.scores[places["IND", "PAK"], 3, rivalry] < -1
    assert panel.scores[places["DEU", "FRA"], 3, grade] > 1


def test_progress_is_told():
    told = []
    build_panel(
        World.load(), SOME[:2], 2000, 2001, progress=lambda what, share: told.append((what, share))
    )
    assert told == [("measuring", 0.0), ("measuring", 0.5)]


def test_coverage_counts_what_is_observed(panel):
    table = coverage(panel)
    seen = np.isfinite(panel.blur)
    assert table["dyad_years"].to_list() == seen.sum(axis=(0, 1)).tolist()
    assert (table["states"] > 50).all()
    assert latent_domains(table) == ("military",)


def test_an_empty_world_covers_nothing():
    with pytest.raises(CoverageError, match="none of the model's indicators"):
        build_panel(World({}, []))
