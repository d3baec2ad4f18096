"""A world from a folder of source files."""

from __future__ import annotations

import pytest

from comity.errors import DataError, UnknownName
from comity.sources.build import build
from comity.world.audit import audit
from comity.world.store import save_world

GOOD = "a,b,year,value\nRUS,CHN,2000,1\nCHN,RUS,2001,\n"


def test_what_is_there_is_read_and_what_is_not_is_told(gifts, tmp_path):
    (tmp_path / "gifts.csv").write_text(GOOD)
    steps: list[str] = []
    built = build(tmp_path, progress=steps.append)
    assert built.read["gifts"] == ({"flows": 1}, ("1 row(s) without a value left out",))
    assert "gifts" in steps
    assert "atop" in built.missing
    assert "gifts" not in built.missing
    assert built.world.flows.filter(source="gifts").height == 1


def test_only_some(gifts, tmp_path):
    (tmp_path / "gifts.csv").write_text(GOOD)
    built = build(tmp_path, only=["gifts"])
    assert (list(built.read), built.missing) == (["gifts"], {})


def test_a_source_asked_for_that_is_not_there(gifts, tmp_path):
    with pytest.raises(DataError, match="source gifts needs"):
        build(tmp_path, only=["gifts"])


def test_a_source_asked_for_that_does_not_exist(gifts, tmp_path):
    with pytest.raises(UnknownName, match="did you mean  gifts"):
        build(tmp_path, only=["gift"])


def test_one_wrong_file_stops_the_build(gifts, tmp_path):
    (tmp_path / "gifts.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="missing column"):
        build(tmp_path)


def test_a_folder_of_nothing(tmp_path):
    with pytest.raises(DataError, match="holds no file of any known source"):
        build(tmp_path)


def test_no_folder(tmp_path):
    with pytest.raises(DataError, match="is not a folder"):
        build(tmp_path / "no")


@pytest.mark.slow
def test_the_full_world_is_in_order(shared, tmp_path):
    built = build(shared)
    assert len(built.read) > 20
    assert {"unga", "atop", "cow_trade", "ledger", "gsdb"} <= built.read.keys()
    assert audit(save_world(built.world, tmp_path / "w")).problems == ()
