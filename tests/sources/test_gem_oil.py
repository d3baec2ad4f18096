"""Oil pipelines: units, absent states, routes of several segments."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from comity.sources.reader import READERS, read_source
from comity.world.world import World

HEADER = "project,unit,type,parent,countries,status,start_year,capacity,geom,route,url"


def world(folder: Path, *rows: str) -> tuple[World, tuple[str, ...]]:
    (folder / "goit_oil_ngl_pipelines_test.csv").write_text(
        "\n".join([HEADER, *rows]) + "\n", encoding="utf-8"
    )
    return read_source(READERS["gem_oil"], folder)


def test_barrels_become_thousands_and_segments_paths(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        'Baku-Tbilisi-Ceyhan Pipeline,,oil_pipelines,X,"Azerbaijan, Georgia, Türkiye",operating,2006.0,'
        "1200000.0,"
        'line,"40.2,49.5:41.7,44.8;41.7,44.8:36.9,35.9",https://www.gem.wiki/BTC',
    )
    link = found.links.row(0, named=True)
    assert (link["from"], link["to"], link["via"]) == ("AZE", "TUR", "GEO")
    assert (link["capacity"], link["unit"], link["start"]) == (1200.0, "kb/d", "2006")
    assert link["route"].count("|") == 1
    assert link["record"] == "line 2 https://www.gem.wiki/BTC"


def test_liquids_are_not_crude_and_absurd_capacities_are_null(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        'A,,ngl_pipelines,X,Qatar,operating,2005.0,2000.0,line,"26.07,51.99:25.86,51.54",https://e/A',
        'B,,oil_pipelines,X,Qatar,operating,2005.0,26000000000.0,line,"26.07,51.99:25.8,51.5",https://e/B',
    )
    assert found.links.select("commodity", "capacity").rows() == [("ngl", 2.0), ("crude_oil", None)]
    assert any("capacities above" in note for note in notes)


def test_a_line_without_countries_is_doubtful(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        'A,,oil_pipelines,X,Russia,operating,2009.0,,line,"53.9,124.0:52,104",https://e/A',
        'B,,oil_pipelines,X,China,operating,2010.0,,line,"53.5,122.3:46.6,125.1",https://e/B',
        'Skovorodino-Mohe,,oil_pipelines,X,,operating,2010.0,,line,"53.95,123.95:53.48,122.35",https://e/C',
    )
    last = found.links.row(2, named=True)
    assert (last["from"], last["to"], last["confidence"]) == ("RUS", "CHN", "low")


def test_the_tracker(shared: Path) -> None:
    found, notes = read_source(READERS["gem_oil"], shared / "gem-goit-oil-2024")
    links = found.links
    assert 850 < links.height < 1018
    assert links.filter(name="Baku-Tbilisi-Ceyhan Pipeline").select(
        "from", "to", "capacity"
    ).rows() == [("AZE", "TUR", 1200.0)]
    assert links.filter(name="Caspian Pipeline").select("from", "to").rows() == [("KAZ", "RUS")]
    assert links.filter(pl.col("name").str.starts_with("Druzhba")).height == 18
    assert links.filter(pl.col("capacity") > 10_000).is_empty()
    assert len(notes) == 5
