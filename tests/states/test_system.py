"""The state system: one key a state, and the members of each year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import states
from comity.errors import DataError, UnknownName

YEARS = st.integers(1816, 2030)


def test_the_table_has_one_row_per_spell_in_order():
    table = states.table()
    assert table.columns[:9] == [
        "state", "name", "iso2", "iso3", "cow", "cow_abb", "gw", "start", "end",
    ]  # fmt: skip
    assert table.schema["start"] == pl.Date
    assert table.filter(pl.col("end") < pl.col("start")).is_empty()
    overlaps = table.sort("state", "start").with_columns(before=pl.col("end").shift().over("state"))
    assert overlaps.filter(pl.col("before") >= pl.col("start")).is_empty()
    assert table.filter(pl.col("lat").is_null() | pl.col("lon").is_null()).is_empty()


@pytest.mark.parametrize(
    ("state", "cow", "start", "end"),
    [
        ("RUS", 365, date(1816, 1, 1), None),
        ("YUG", 345, date(1918, 12, 1), date(1941, 4, 20)),
        ("YUG", 345, date(1944, 10, 20), date(1992, 4, 26)),
        ("SRB", 345, date(1878, 7, 13), date(1918, 11, 30)),
        ("SRB", 345, date(1992, 4, 27), None),
        ("DEU", 255, date(1816, 1, 1), date(1945, 5, 8)),
        ("DEU", 260, date(1955, 5, 5), date(1990, 10, 2)),
        ("DEU", 255, date(1990, 10, 3), None),
        ("DDR", 265, date(1954, 3, 25), date(1990, 10, 2)),
        ("CSK", 315, date(1945, 5, 10), date(1992, 12, 31)),
        ("YEM", 678, date(1926, 9, 2), date(1990, 5, 21)),
        ("YEM", 679, date(1990, 5, 22), None),
        ("YMD", 680, date(1967, 11, 30), date(1990, 5, 21)),
        ("VNM", 816, date(1954, 7, 21), None),
        ("VDR", 817, date(1954, 6, 4), date(1975, 4, 30)),
        ("TWN", 713, date(1949, 12, 8), None),
        ("CHN", 710, date(1860, 10, 25), None),
        ("XKX", 347, date(2008, 2, 20), None),
        ("KRE", 730, date(1887, 1, 1), date(1905, 11, 17)),
    ],
)
def test_named_spells(state, cow, start, end):
    spells = states.table().filter(state=state, cow=cow).select("start", "end").rows()
    assert (start, end) in spells


def test_no_ended_state_has_a_modern_code():
    alive = states.table().group_by("state").agg(pl.col("end").is_null().any())
    ended = set(alive.filter(~pl.col("end"))["state"])
    modern = set(alive.filter("end")["state"])
    assert not ended & modern
    assert ended >= {"AUH", "CSK", "DDR", "KRE", "VDR", "YMD", "YUG", "ZAN"}


@given(YEARS)
def test_a_number_stands_for_one_key_a_year(year):
    inside = states.table().filter(
        pl.col("start").dt.year() <= year, pl.col("end").dt.year().fill_null(year) >= year
    )
    numbers = inside.filter(pl.col("state").is_in(states.keys(year)))
    assert (
        numbers.group_by("cow").agg(pl.col("state").n_unique())["state"].to_list().count(1)
        == numbers["cow"].n_unique()
    )


@given(YEARS)
def test_keys_are_the_state_years_and_lie_between_the_other_rules(year):
    keys = set(states.keys(year))
    years = states.member_years()
    assert keys == set(years.filter(year=year)["state"])
    assert set(states.keys(year, "end")) - {"YUG"} <= keys | {"YUG"}
    assert all(states.exists(state, year) for state in keys)


def test_the_handover_years_of_yugoslavia():
    assert [s for s in states.keys(1918) if s in ("SRB", "YUG")] == ["SRB"]
    assert [s for s in states.keys(1919) if s in ("SRB", "YUG")] == ["YUG"]
    assert [s for s in states.keys(1991) if s in ("SRB", "YUG")] == ["YUG"]
    assert [s for s in states.keys(1992) if s in ("SRB", "YUG")] == ["SRB"]
    assert "YUG" in states.keys(1992, "start")


def test_membership_has_no_overlap_and_joins_adjoining_spells():
    runs = states.membership().filter(state="DEU").rows()
    assert runs == [("DEU", 1816, 1945), ("DEU", 1955, None)]


def test_exists_reads_days_months_and_years():
    assert states.exists("UKR", "1991-12-26")
    assert not states.exists("UKR", "1991-12-25")
    assert states.exists("UKR", 1991)
    assert not states.exists("DEU", 1950)
    assert not states.exists("EU")


@pytest.mark.parametrize("wrong", ["yesterday", "2014-13", "2014-02-30", 99999, -5, "", "2014-5"])
def test_what_is_no_date_is_refused(wrong):
    with pytest.raises(DataError, match="is not a date"):
        states.exists("RUS", wrong)


@pytest.mark.parametrize(
    ("state", "on", "name"),
    [
        ("RUS", 1985, "Soviet Union"), ("RUS", 1991, "Russia"), ("RUS", None, "Russia"),
        ("TUR", 1914, "Ottoman Empire"), ("COD", 1980, "Zaire"), ("LKA", 1960, "Ceylon"),
        ("DEU", 1914, "Germany"), ("DEU", 1970, "West Germany"), ("MKD", 2010, "Macedonia"),
        ("HKG", None, "Hong Kong"), ("NATO", None, "North Atlantic Treaty Organization"),
    ],
)  # fmt: skip
def test_names_of_the_time(state, on, name):
    assert states.name(state, on) == name


def test_an_unknown_key_has_no_name():
    with pytest.raises(UnknownName, match='no state key called "QQQ"'):
        states.name("QQQ")
    with pytest.raises(UnknownName, match="rule of membership"):
        states.keys(2000, "sometimes")


@pytest.mark.data
def test_as_many_states_a_year_as_the_list_has_numbers(shared: Path):
    listed = pl.read_csv(shared / "cow-atop-peacesciencer" / "cow_states.csv.gz")
    off = {}
    for year in range(1816, 2017):
        active = listed.filter(pl.col("styear") <= year, pl.col("endyear") >= year)
        keys = states.keys(year)
        numbered = states.from_cow(active.select("ccode", year=pl.lit(year)), when="year")["state"]
        assert sorted(numbered.unique()) == keys
        if (difference := active["ccode"].n_unique() - len(keys)) != 0:
            off[year] = difference
    assert off == {1990: 2}  # Germany and Yemen change number within the year


@pytest.mark.data
def test_the_days_are_those_of_the_list(shared: Path):
    listed = pl.read_csv(shared / "cow-atop-peacesciencer" / "cow_states.csv.gz").select(
        cow="ccode",
        start=pl.date("styear", "stmonth", "stday"),
        end=pl.date("endyear", "endmonth", "endday"),
    )
    censored = date(2016, 12, 31)
    listed = listed.with_columns(end=pl.when(pl.col("end") != censored).then("end"))
    ours = states.table().filter(pl.col("cow") != 345).select("cow", "start", "end")
    assert sorted(ours.rows(), key=str) == sorted(
        listed.filter(pl.col("cow") != 345).rows(), key=str
    )
