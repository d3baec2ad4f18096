from __future__ import annotations

import polars as pl
import pytest

from comity.errors import DataError
from comity.simulate.draw_folder import DrawFolder

TOLD = {"changes": {"baseline": 2023}, "year": 2023, "seed": 7, "cournot": False, "parameters": [],
        "world": "x"}  # fmt: skip
ROWS = pl.DataFrame({"table": ["prices"], "measure": ["price"], "key": ["k"], "baseline": [1.0],
                     "scenario": [2.0]})  # fmt: skip


@pytest.fixture
def kept(tmp_path):
    folder = DrawFolder(tmp_path / "draws")
    folder.claim(TOLD, anew=False)
    folder.write(0, ROWS)
    folder.write_failed(1, "no equilibrium")
    folder.write(2, ROWS)
    return folder


def test_a_second_run_goes_on(kept):
    kept.claim(TOLD, anew=False)
    assert kept.missing(5) == [3, 4]
    assert kept.failed(5) == ((1, "no equilibrium"),)
    assert kept.read(3)["draw"].to_list() == [0, 2]
    assert kept.highest() == 3


@pytest.mark.parametrize(("key", "value", "words"), [
    ("seed", 8, "another seed"), ("changes", {}, "another scenario"), ("world", "y", "another world"),
])  # fmt: skip
def test_another_question_is_refused_and_anew_throws_the_draws_away(kept, key, value, words):
    with pytest.raises(DataError, match=words):
        kept.claim(TOLD | {key: value}, anew=False)
    assert kept.missing(3) == []
    kept.claim(TOLD | {key: value}, anew=True)
    assert kept.missing(3) == [0, 1, 2]


def test_a_draw_cut_short_is_drawn_again(kept):
    file = kept.path / "draw-00002.parquet"
    file.write_bytes(file.read_bytes()[:-10])
    assert kept.missing(3) == [2]


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    for anew in (False, True):
        with pytest.raises(DataError, match="not empty"):
            DrawFolder(tmp_path).claim(TOLD, anew=anew)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    with pytest.raises(DataError, match="holds no ensemble"):
        DrawFolder(tmp_path).told()


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="is a file"):
        DrawFolder(tmp_path / "file").claim(TOLD, anew=False)
