"""Sanctions cases: lists of senders, groups, targets that are no state, censored ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World

HEADER = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,"
    "travel,other"
)


def world(folder: Path, *rows: str) -> tuple[World, tuple[str, ...]]:
    (folder / "gsdb_v3_test.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return read_source(READERS["gsdb"], folder)


def test_one_event_per_sender_and_target_and_groups_stay_groups(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path, '1,Syria,"EU, Canada, African Union",2011,2022,1,"exp_part, imp_compl",0,0,1,1,0'
    )
    rows = found.events.select(
        "a", "b", "date", "end", "action", "mode", "domain", "polarity"
    ).rows()
    shared = ("SYR", "2011", "2022", "SANCTION", "trade;financial;travel", "finance", -1)
    assert rows == [("EU", *shared), ("CAN", *shared), ("AU", *shared)]
    assert (
        found.events["name"][0] == "case 1: trade, financial, travel (exports in part, all imports)"
    )


def test_names_with_commas_and_names_of_their_time(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        '1,"Yemen, North",United States,1970,2014,0,,1,0,0,0,0',
        "2,Yugoslavia,EU,1991,2014,0,,1,0,0,0,0",
        "3,Yugoslavia,EU,1998,2014,0,,1,0,0,0,0",
    )
    assert found.events["b"].to_list() == ["YEM", "YUG", "SRB"]


def test_targets_that_are_no_state_are_noted(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "1,Terrorist Organizations (Taliban),UN,1999,2022,0,,1,0,0,0,0",
        "2,Iran,UN,2006,2016,0,,0,0,1,0,0",
    )
    assert found.events["b"].to_list() == ["IRN"]
    assert any("Taliban" in note for note in notes)
    assert "1 of 2 cases have no state on one side" in notes


def test_a_selection_says_so(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path, "1,Iran,UN,1990,2016,0,,0,0,1,0,0", "2,Cuba,United States,1962,2022,1,,0,0,0,0,0"
    )
    late, early = found.coverage().sort("first", descending=True).iter_rows(named=True)
    assert (late["scope"], late["first"], late["last"]) == ("system", 2016, 2022)
    assert "last year observed" in late["note"]
    assert (early["scope"], early["first"], early["last"]) == ("rows", 1962, 2015)
    assert "still running in 2016 or later" in early["note"]


def test_unknown_names_and_modes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, "1,Ruritania,UN,1990,2016,0,,0,0,1,0,0")
    with pytest.raises(DataError, match="case 1: a mode"):
        world(tmp_path, "1,Iran,UN,1990,2016,2,,0,0,1,0,0")


def test_the_subset(shared: Path) -> None:
    found, notes = read_source(READERS["gsdb"], shared / "gsdb-v3-cases")
    events = found.events
    assert events["record"].n_unique() == 581
    # 28 cases against Russia alone and 27 against Iran alone, and one against both and Syria
    assert events.filter(b="RUS")["record"].n_unique() == 29
    assert events.filter(b="IRN")["record"].n_unique() == 28
    assert events["date"].min() == "1950"
    assert len(notes) == 3
    assert any("running in 2013 or later" in note for note in found.coverage()["note"])
