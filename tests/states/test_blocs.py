"""Who belonged to what, when; and groups a user defines."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import states
from comity.errors import DataError, UnknownName
from comity.states.blocs import STATUSES
from comity.states.groups import shipped_groups

BLOCS = sorted(states.blocs()["bloc"].unique())


def test_every_row_is_well_formed_and_has_a_source():
    table = states.blocs()
    assert table.columns == ["bloc", "member", "start", "end", "status", "source", "note"]
    assert table["source"].null_count() == 0
    assert table["source"].str.contains(r"https?://|\d{4}|Council").all()
    assert set(table["status"]) <= set(STATUSES)
    for bloc, member, start, end in table.select("bloc", "member", "start", "end").iter_rows():
        assert states.name(bloc)
        assert states.name(member)
        assert end is None or states.period(start)[0] <= states.period(end)[1]


def test_one_status_at_a_time_beside_suspension():
    plain = states.blocs().filter(pl.col("status") != "suspended").sort("bloc", "member", "start")
    for (bloc, member), rows in plain.group_by("bloc", "member"):
        for before, after in zip(rows.rows(named=True), rows.rows(named=True)[1:], strict=False):
            assert before["end"] is not None, (bloc, member)
            assert states.period(before["end"])[1] < states.period(after["start"])[1], (
                bloc,
                member,
            )


def test_suspension_lies_within_membership():
    for row in states.blocs().filter(status="suspended").rows(named=True):
        assert row["member"] in states.members(row["bloc"], row["start"])


@pytest.mark.parametrize(
    ("bloc", "on", "count"),
    [
        ("NATO", 1950, 12), ("NATO", 1990, 16), ("NATO", 2022, 30), ("NATO", "2023-04-04", 31),
        ("NATO", "2024-03-07", 32), ("EU", 1960, 6), ("EU", 1990, 12), ("EU", 2000, 15), ("EU", 2005, 25),
        ("EU", 2015, 28), ("EU", "2020-02-01", 27), ("WARSAW_PACT", 1960, 8), ("WARSAW_PACT", 1970, 7),
        ("WARSAW_PACT", "1990-10-01", 6), ("WARSAW_PACT", 1992, 0), ("G7", 1980, 7), ("G8", 2010, 8),
        ("CSTO", 1998, 9), ("CSTO", 2003, 6), ("CSTO", 2010, 7), ("CSTO", 2020, 6), ("CIS", 2010, 9),
        ("EAEU", 2016, 5), ("SCO", 2005, 6), ("SCO", 2018, 8), ("SCO", 2025, 10), ("BRICS", 2009, 4),
        ("BRICS", 2015, 5), ("BRICS", "2024-06-01", 9), ("BRICS", "2025-06-01", 10), ("ASEAN", 1970, 5),
        ("ASEAN", 2020, 10), ("ASEAN", "2025-10-26", 11), ("QUAD", 2012, 0), ("QUAD", 2020, 4),
        ("AUKUS", 2022, 3),
        ("OPEC", 1960, 5), ("OPEC", "2019-06-01", 14), ("OPEC", "2024-01-01", 12), ("OPEC", "2026-05-01", 11),
        ("OPEC+", "2024-01-01", 22), ("GCC", 2000, 6), ("AU", 1963, 34), ("AU", 2018, 55),
    ],
)  # fmt: skip
def test_number_of_members(bloc, on, count):
    assert len(states.members(bloc, on)) == count


@pytest.mark.parametrize(
    ("bloc", "state", "inside", "outside"),
    [
        ("WARSAW_PACT", "ALB", "1968-09-12", "1968-09-14"),
        ("WARSAW_PACT", "DDR", "1990-09-23", "1990-09-25"),
        ("EU", "GBR", "2020-01-31", "2020-02-01"), ("NATO", "FIN", "2023-04-04", "2023-04-03"),
        ("NATO", "SWE", "2024-03-07", "2024-03-06"), ("NATO", "FRA", 1970, 1948), ("CIS", "GEO", 2009, 2010),
        ("SCO", "IND", "2017-06-09", "2017-06-08"), ("SCO", "IRN", "2023-07-04", "2023-07-03"),
        ("SCO", "BLR", "2024-07-04", "2024-07-03"), ("OPEC", "QAT", 2018, 2019), ("OPEC", "AGO", 2023, 2024),
        ("EAEU", "ARM", "2015-01-02", "2015-01-01"), ("EAEU", "KGZ", "2015-08-12", "2015-08-01"),
        ("AU", "MAR", "2017-01-30", 2000), ("CSTO", "UZB", 2010, 2013), ("BRICS", "ZAF", 2011, 2009),
        ("G8", "RUS", 2013, 2015), ("OPEC", "IDN", 2016, 2017), ("OPEC", "ARE", "2026-04-30", "2026-05-01"),
    ],
)  # fmt: skip
def test_entries_and_exits(bloc, state, inside, outside):
    assert state in states.members(bloc, inside)
    assert state not in states.members(bloc, outside)


def test_invited_associate_and_suspended_are_told_apart():
    assert "SAU" not in states.members("BRICS", 2025)
    assert "SAU" in states.members("BRICS", 2025, status=["member", "invited"])
    assert "ARM" in states.members("CSTO", 2025)
    assert "ARM" not in states.members("CSTO", 2025, suspended=False)
    assert "ARM" in states.members("CSTO", 2024, suspended=False)
    assert "UKR" in states.members("CIS", 2010, status=["associate"])


@given(st.sampled_from(BLOCS), st.integers(1950, 2026))
def test_members_of_a_day_are_members_of_its_year(bloc, year):
    assert set(states.members(bloc, f"{year}-07-01")) <= set(states.members(bloc, year))


def test_memberships_of_a_state():
    held = states.memberships("RUS", 2012)["bloc"].to_list()
    assert set(held) == {"BRICS", "CIS", "CSTO", "G8", "SCO"}
    assert "WARSAW_PACT" in states.memberships("RUS")["bloc"].to_list()
    assert states.memberships("QQQ").is_empty()


def test_expand_gives_states():
    west = states.expand("WEST", 2022)
    assert {"USA", "JPN", "AUS", "FRA", "POL", "NOR"} <= set(west)
    assert not {"RUS", "CHN", "TUR", "HKG"} & set(west)
    assert "POL" not in states.expand("WEST", 1985)
    assert states.expand("G7", 1980) == states.members("G7", 1980)
    assert states.expand("RUS", 1990) == ["RUS"]
    assert states.expand("HKG", 1990) == ["HKG"]
    assert states.expand("RUS.yamal", 2020) == ["RUS"]
    assert len(states.expand("WLD", 2016)) == 195
    with pytest.raises(UnknownName, match="no actor with members"):
        states.expand("OSCE", 2020)
    with pytest.raises(UnknownName, match="did you mean"):
        states.members("NATOO", 2020)


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    return tmp_path / "groups.toml"


def test_groups_of_a_user(groups: Path):
    groups.write_text(
        '[V4]\nname = "Visegrad"\nstates = ["CZE", "HUN", "POL", "SVK"]\n'
        '[REST]\nname = "rest"\nunion = ["EU", "V4"]\nwithout = ["V4"]\n'
        '[ONCE]\nname = "once"\nstates = ["USA", {state = "FRA", start = "2001-10", end = "2014-12-31"}]\n',
        encoding="utf-8",
    )
    mine = states.load_groups(groups)
    assert states.expand("V4", 2000, mine) == ["CZE", "HUN", "POL", "SVK"]
    assert states.expand("V4", 1980, mine) == ["HUN", "POL"]
    assert len(states.expand("REST", 2010, mine)) == 23
    assert states.expand("ONCE", "2001-10-05", mine) == ["FRA", "USA"]
    assert states.expand("ONCE", 2015, mine) == ["USA"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[V4\n", "not a TOML file"),
        ('[v4]\nname = "x"\nstates = ["CZE"]\n', "a key is 2 to 32 capital letters"),
        ('[RUS]\nname = "x"\nstates = ["CZE"]\n', "already the key"),
        ('[V4]\nstates = ["CZE"]\n', "name"),
        ('[V4]\nname = "x"\n', "needs union or states"),
        ('[V4]\nname = "x"\nstates = ["Czechia"]\n', 'no state "Czechia"'),
        ('[V4]\nname = "x"\nunion = ["NATOO"]\n', 'no actor "NATOO"'),
        ('[V4]\nname = "x"\nstates = ["CZE"]\nmembers = 4\n', "members"),
        ('[V4]\nname = "x"\nstates = [{state = "CZE", start = "May"}]\n', "a date is written"),
        (
            '[V4]\nname = "x"\nstates = [{state = "CZE", start = "2010", end = "2009"}]\n',
            "before the start",
        ),
        ("V4 = 3\n", "V4"),
    ],
)
def test_a_wrong_file_of_groups_says_what_is_wrong(groups: Path, text: str, says: str):
    groups.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        states.load_groups(groups)
    assert says in str(error.value)


def test_a_group_cannot_contain_itself(groups: Path):
    groups.write_text(
        '[AA]\nname = "a"\nunion = ["BB"]\n[BB]\nname = "b"\nunion = ["AA"]\n', encoding="utf-8"
    )
    with pytest.raises(UnknownName, match="contain itself"):
        states.expand("AA", 2000, states.load_groups(groups))


def test_a_missing_or_binary_file_is_one_error(groups: Path):
    with pytest.raises(DataError, match="cannot be read"):
        states.load_groups(groups)
    groups.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="not a TOML file"):
        states.load_groups(groups)


def test_the_shipped_groups_pass_their_own_check(tmp_path: Path):
    from importlib import resources

    text = (resources.files("comity") / "data" / "states" / "groups.toml").read_text(
        encoding="utf-8"
    )
    copy = tmp_path / "groups.toml"
    copy.write_text(text, encoding="utf-8")
    assert states.load_groups(copy) == shipped_groups()


@pytest.mark.data
def test_the_ledger_agrees_on_members(shared: Path):
    ledger = pl.read_csv(shared / "dated-facts" / "facts.csv", infer_schema=False).filter(
        pl.col("table") == "tie",
        pl.col("indicator").is_in(["membership", "accession"]),
        pl.col("b").is_in(BLOCS),
    )
    assert ledger.height > 60
    for state, bloc, start in ledger.select("a", "b", "start").iter_rows():
        assert state in states.members(bloc, start[:4]), (state, bloc, start)
