"""The project's own tables: every row fits its table, names its source, and every actor is known."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import compiled
from comity.sources.reader import READERS, read_source
from comity.world.world import World

PRESENT = [
    file
    for file in compiled.TABLES
    if (resources.files("comity") / "data" / "compiled" / f"{file}.csv").is_file()
]


def world(key: str, folder: Path) -> World:
    return read_source(READERS[key], folder)[0]


@pytest.fixture
def own_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose only compiled table is one the test writes."""
    folder = tmp_path / "data" / "compiled"
    folder.mkdir(parents=True)
    monkeypatch.setattr(compiled.resources, "files", lambda package: tmp_path)
    return folder


@pytest.mark.parametrize("file", PRESENT)
def test_each_shipped_table_is_a_valid_part_of_a_world(file: str, tmp_path: Path) -> None:
    table = compiled.TABLES[file][0]
    rows = world(f"compiled_{file}", tmp_path).table(table)
    assert rows.height > 0
    assert rows["source"].unique().to_list() == [f"compiled_{file}"]
    assert rows["record"].null_count() == 0


def test_a_reader_of_the_package_needs_no_file(tmp_path: Path) -> None:
    assert all(
        READERS[key].needs == ()
        for key in ("compiled_blocs", "compiled_links", "compiled_treaties")
    )


def test_memberships_tell_members_from_partners_and_suspended(tmp_path: Path) -> None:
    found = world("compiled_blocs", tmp_path)
    ties = found.ties
    assert ties.filter(a="RUS", b="BRICS", kind="membership").height == 1
    assert ties.filter(b="G8", a="RUS")["end"][0].startswith("2014")
    assert set(ties["kind"]) == {"membership", "associate", "observer", "invited", "suspension"}
    assert ties.filter(kind="invited")["commitment"].unique().to_list() == ["word"]


def test_silence_about_a_bloc_means_no_member(tmp_path: Path) -> None:
    coverage = world("compiled_blocs", tmp_path).coverage().row(0, named=True)
    assert (coverage["subject"], coverage["scope"]) == ("membership", "system")
    assert "BRICS" in coverage["note"]


def test_unknown_actors_wrong_directions_and_foreign_sources_are_listed(own_table: Path) -> None:
    (own_table / "treaties.csv").write_text(
        "a,b,kind,start,directed,source,record\n"
        "RUS,XQZ,treaty,2001,false,compiled_treaties,page 1\n"
        "RUS,CHN,treaty,2001,perhaps,compiled_treaties,page 1\n"
        "RUS,CHN,treaty,2001,true,ledger,page 1\n"
    )
    with pytest.raises(DataError) as caught:
        compiled.read_compiled("treaties")
    text = str(caught.value)
    assert "3 problem(s)" in text
    assert "XQZ" in text
    assert "line 3: directed" in text
    assert "line 4: source" in text


def test_places_are_known_by_their_state(own_table: Path) -> None:
    (own_table / "links.csv").write_text(
        "id,name,start,kind,from,to,via,status,capacity,source,record\n"
        "yamal,Yamal,1999,gas_pipeline,RUS.yamal,DEU,BLR;POL,operating,33,compiled_links,page 1\n"
    )
    rows = compiled.read_compiled("links").rows["links"]
    assert rows.select("from", "capacity").row(0) == ("RUS.yamal", 33.0)


def test_a_missing_table_says_so(own_table: Path) -> None:
    with pytest.raises(DataError, match="not part of this installation"):
        compiled.read_compiled("sanctions")


def test_a_cell_of_the_wrong_type_is_named(own_table: Path) -> None:
    (own_table / "links.csv").write_text(
        "id,name,start,kind,from,to,status,capacity,source,record\n"
        "x,X,1999,rail,RUS,CHN,operating,much,compiled_links,page 1\n"
    )
    with pytest.raises(DataError, match="line 2, column capacity"):
        compiled.read_compiled("links")


def test_bloc_rows_keep_every_listed_membership(tmp_path: Path) -> None:
    rows = world("compiled_blocs", tmp_path).ties
    listed = pl.read_csv(
        (resources.files("comity") / "data" / "states" / "blocs.csv").read_bytes(),
        infer_schema=False,
    )
    assert rows.height == listed.height
