"""Codes of other lists into keys, by columns."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import states
from comity.errors import DataError


def test_numbers_become_keys_by_year():
    numbers = [345, 345, 345, 255, 260, 678, 679, 2, None]
    years = [1914, 1980, 1992, 1990, 1990, 1980, 1995, 1816, 2000]
    frame = pl.DataFrame({"ccode": numbers, "year": years})
    keyed = states.from_cow(frame, when="year")
    assert keyed["state"].to_list() == [
        "SRB",
        "YUG",
        "SRB",
        "DEU",
        "DEU",
        "YEM",
        "YEM",
        "USA",
        None,
    ]
    assert keyed.columns == ["ccode", "year", "state"]


@given(st.lists(st.sampled_from(states.table().select("cow", "state", "start").rows()), min_size=1))
def test_every_spell_reads_back(rows):
    frame = pl.DataFrame(rows, schema=["cow", "state", "start"], orient="row")
    keyed = states.from_cow(frame, "cow", when="start", into="key")
    assert keyed["key"].to_list() == frame["state"].to_list()


def test_unknown_numbers_are_all_named():
    frame = pl.DataFrame({"ccode": [2, 999, 999, 5]})
    with pytest.raises(DataError) as error:
        states.from_cow(frame)
    assert '"999" in 2 row(s) of column ccode is no Correlates of War number' in str(error.value)
    assert '"5" in 1 row(s)' in str(error.value)
    assert states.from_cow(frame, unknown="null")["state"].to_list() == ["USA", None, None, None]


def test_a_number_that_needs_a_year_is_not_guessed():
    with pytest.raises(DataError, match="Yugoslavia or Serbia by year"):
        states.from_cow(pl.DataFrame({"ccode": [345]}))
    with pytest.raises(DataError, match="missing column"):
        states.from_cow(pl.DataFrame({"ccode": [345]}), when="year")


def test_gleditsch_ward_numbers():
    codes = [260, 340, 345, 345, 678, 970, 970 + 1, 972, 973, 816, 265]
    frame = pl.DataFrame(
        {
            "gwcode": [float(c) for c in codes],
            "year": [2000, 2010, 1980, 2000, 2000] + [2005] * 4 + [1990, 1980],
        }
    )
    keyed = states.from_gw(frame, when="year")["state"].to_list()
    assert keyed == ["DEU", "SRB", "YUG", "SRB", "YEM", "KIR", "NRU", "TON", "TUV", "VNM", "DDR"]


def test_modern_codes_on_the_past_are_the_state_of_the_time():
    codes = ["SRB", "SRB", "SRB", "CZE", "SUN", "scg ", "RUS", "ROM", "HKG", "PSE", "AUT"]
    days = [date(1992, 4, 26), date(1992, 4, 27), date(1900, 1, 1), date(1980, 1, 1)]
    days += [date(1985, 1, 1)] * 6 + [date(1900, 1, 1)]
    frame = pl.DataFrame({"iso3": codes, "date": days})
    keyed = states.from_iso3(frame, when="date")["state"].to_list()
    assert keyed == ["YUG", "SRB", "SRB", "CSK", "RUS", "SRB", "RUS", "ROU", "HKG", "PSE", "AUH"]
    assert states.from_iso3(frame.select("iso3"))["state"].to_list()[:3] == ["SRB"] * 3


def test_alpha_2_codes():
    frame = pl.DataFrame(
        {
            "iso2": ["CS", "CS", "DD", "YD", "YU", "UK", "EL", "SU", "us"],
            "year": [1980, 2004] + [1980] * 7,
        }
    )
    keyed = states.from_iso2(frame, when="year")["state"].to_list()
    assert keyed == ["CSK", "SRB", "DDR", "YMD", "YUG", "GBR", "GRC", "RUS", "USA"]


def test_names_by_columns_report_what_is_unknown():
    names = ["US", "United States", "Urkaine", "Yugoslavia", "Yugoslavia", "USSR"]
    names += ["Hamas (Palestine)*", None, "NATO**"]
    years = [2014, 2014, 2014, 1980, 1995, 2000, 2000, 2000, 2000]
    frame = pl.DataFrame({"who": names, "year": years})
    keyed, unknown = states.from_names(frame, "who", when="year")
    assert keyed["state"].to_list() == ["USA", "USA", None, "YUG", "SRB", "RUS", None, None, "NATO"]
    assert unknown == ["Urkaine"]
    assert keyed.height == frame.height


def test_names_are_read_by_the_day_where_days_are_given():
    days = [date(1992, 4, 26), date(1992, 4, 27), None]
    frame = pl.DataFrame({"who": ["Yugoslavia"] * 3, "day": days})
    assert states.from_names(frame, "who", when="day")[0]["state"].to_list() == [
        "YUG",
        "SRB",
        "YUG",
    ]


def test_an_ambiguous_name_is_reported_not_guessed():
    keyed, unknown = states.from_names(pl.DataFrame({"who": ["Korea"]}), "who")
    assert (keyed["state"].to_list(), unknown) == ([None], ["Korea"])


def test_empty_frames_stay_empty():
    empty = pl.DataFrame(schema={"ccode": pl.Int64, "year": pl.Int32})
    assert states.from_cow(empty, when="year").columns == ["ccode", "year", "state"]
    assert states.from_names(pl.DataFrame(schema={"who": pl.String}), "who")[0].is_empty()
