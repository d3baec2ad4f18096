"""When pressure begins: rises in senders, enlargements that are none, files of cases."""

from __future__ import annotations

import gzip

import polars as pl
import pytest

from comity.answers.pressure_onsets import case_counts, find_onsets, stored_counts
from comity.errors import CoverageError, DataError
from comity.states import expand, keys
from comity.world.world import World
from tests.tiny_world import tiny_world

YEARS = range(1990, 2023)
KEYS = sorted(keys(2010))


def counts(rows):
    return pl.DataFrame(
        [(a, b, year, 1.0) for a, b, years in rows for year in years],
        schema={"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64}, orient="row",
    )  # fmt: skip


def onset(rows, **options):
    return find_onsets(counts(rows), KEYS, YEARS, **options).onset.select("target", "year").rows()


G7 = ["USA", "CAN", "GBR", "FRA", "DEU", "ITA", "JPN"]


def test_five_senders_make_an_onset_four_do_not():
    assert onset([(a, "IRN", range(2007, 2012)) for a in G7[:5]]) == [("IRN", 2007)]
    assert onset([(a, "IRN", range(2007, 2012)) for a in G7[:4]]) == []


def test_senders_outside_the_group_do_not_count():
    others = ["RUS", "CHN", "IND", "BRA", "ZAF", "BLR"]
    assert onset([(a, "GEO", range(2007, 2012)) for a in others]) == []


def test_a_union_that_grows_is_no_onset():
    """Ten states join the Union in 2004 and with it its sanctions."""
    rows = [(a, "ZWE", [year]) for year in range(1998, 2010) for a in expand("EU", year)]
    assert onset(rows) == [("ZWE", 1998)]


def test_a_lapse_is_no_new_onset_and_a_late_return_is():
    rows = [(a, "FJI", [*range(2000, 2004), 2005]) for a in G7]
    assert onset(rows) == [("FJI", 2000)]
    rows = [(a, "FJI", [2000, 2001, 2012]) for a in G7]
    assert onset(rows) == [("FJI", 2000), ("FJI", 2012)]


def test_twice_the_cases_of_the_same_senders_are_a_tightening():
    frame = counts([(a, "RUS", range(2014, 2023)) for a in G7])
    frame = frame.with_columns(
        value=pl.when(pl.col("year") == 2022).then(5.0).otherwise(pl.col("value"))
    )
    found = find_onsets(frame, KEYS, YEARS)
    assert found.onset.select("target", "year").rows() == [("RUS", 2014)]
    assert found.tightening.rows() == [("RUS", 2022, 35, 28)]


def test_few_senders_need_a_smaller_rise():
    assert onset([("USA", "CUB", range(2000, 2005))], senders=("USA",)) == [("CUB", 2000)]


def test_the_united_states_alone_make_no_clean_control():
    found = find_onsets(counts([("USA", "CUB", range(2000, 2005))]), KEYS, YEARS)
    place = KEYS.index("CUB")
    assert found.pressed[place].sum() == 5
    assert found.senders[place].max() == 1
    assert found.onset.is_empty()


def test_the_embedded_world_says_what_its_list_leaves_out():
    held, said = stored_counts(World.load())
    assert held["value"].min() > 0
    assert "2013" in said
    assert "missing" in said


def test_a_world_without_sanctions_says_what_to_do():
    with pytest.raises(CoverageError, match="--cases"):
        stored_counts(tiny_world())


HEADER = ("case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,"
          "travel,other,target_mult,sender_mult,objective,success")  # fmt: skip


def test_a_full_file_of_cases_replaces_the_counts(tmp_path):
    file = tmp_path / "GSDB_V3.csv"
    senders = ["France", "Germany", "Italy", "Japan", "Canada", "United States"]
    rows = [
        f"{i},Iran,{a},2001,2004,1,exp_part,0,0,0,0,0,0,0,other,failed"
        for i, a in enumerate(senders)
    ]
    file.write_text("\n".join([HEADER, *rows, "9,Cuba,France,1990,1995,1,,0,0,0,0,0,0,0,o,f"]))
    held, said = case_counts(file)
    assert held.filter(pl.col("b") == "IRN")["year"].unique().sort().to_list() == [
        2001,
        2002,
        2003,
        2004,
    ]
    assert "7 cases" in said
    found = find_onsets(held, KEYS, YEARS)
    assert found.onset.select("target", "year").rows() == [("IRN", 2001)]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\x00\xff\x00", gzip.compress(b"nothing", mtime=0)]
)
def test_another_file_is_refused(tmp_path, content):
    file = tmp_path / "cases.csv"
    file.write_bytes(content)
    with pytest.raises(DataError):
        case_counts(file)


def test_no_file_is_refused(tmp_path):
    with pytest.raises(DataError, match="no-such"):
        case_counts(tmp_path / "no-such.csv")


def test_the_subset_says_so(shared):
    file = next((shared / "gsdb-v3-cases").glob("*.csv.gz"))
    held, said = case_counts(file)
    assert "none ended before 2013" in said
    mine = stored_counts(World.load())[0]
    keys_of = ["a", "b", "year"]
    both = held.join(mine, on=keys_of, suffix="_stored")
    assert both.height / max(held.height, mine.height) > 0.99
    assert (both["value"] == both["value_stored"]).mean() > 0.99
