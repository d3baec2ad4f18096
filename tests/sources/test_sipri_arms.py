"""The trade register: values spread over delivery years, broken lines, repetitions, rebels, preambles."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World

HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, .1,Weapon designation,Weapon description,"
    "Number delivered, .2,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    "SIPRI TIV of delivered weapons"
)


def deal(recipient: str, supplier: str, years: str, value: str, weapon: str = "S-400") -> str:
    return f"{recipient},{supplier},2014,,1,,{weapon},SAM system,1,,{years},New,,1,1,{value}"


def world(folder: Path, *rows: str, head: str = "") -> tuple[World, tuple[str, ...]]:
    text = head + "\n".join([HEADER, *rows]) + "\n"
    (folder / "sipri_trade_register.csv").write_text(text, encoding="utf-8")
    return read_source(READERS["sipri_arms"], folder)


def test_a_value_is_spread_equally_and_summed_by_pair_and_year(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        deal("China", "Russia", "2018; 2019; 2020", "90"),
        deal("China", "Russia", "2018", "10", "Su-35"),
        deal("Pakistan", "China", "2018", "7"),
    )
    rows = found.flows.select("a", "b", "year", "value", "unit", "commodity", "reporter").rows()
    kind = ("million TIV", "arms", "SIPRI")
    assert rows == [
        ("CHN", "PAK", 2018, 7.0, *kind),
        ("RUS", "CHN", 2018, 40.0, *kind),
        ("RUS", "CHN", 2019, 30.0, *kind),
        ("RUS", "CHN", 2020, 30.0, *kind),
    ]
    assert found.flows["record"][1] == "2 deal(s) with deliveries, recipient CHN, supplier RUS"


def test_broken_lines_and_repetitions_are_noted(tmp_path: Path) -> None:
    same = deal("China", "Russia", "2018", "10")
    found, notes = world(tmp_path, same, same, ",0.25,,,,,,,,,,,,,,")
    assert found.flows["value"].to_list() == [10.0]
    assert "1 malformed lines left out: line 4" in notes
    assert "1 exact repetitions left out" in notes


def test_rebels_unknowns_and_undelivered_orders_are_left_out(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        deal("Hezbollah (Lebanon)*", "Iran", "2006", "5"),
        deal("Iran", "unknown supplier(s)", "2006", "5"),
        deal("India", "Russia", "", "0"),
        deal("India", "Russia", "2021", ""),
        deal("India", "Russia", "2021", "50"),
    )
    assert found.flows.select("a", "b", "value").rows() == [("RUS", "IND", 50.0)]
    assert "1 deliveries of 1 suppliers that are no state left out" in notes
    assert "1 deliveries of 1 recipients that are no state left out" in notes
    assert "1 deals without a year of delivery left out" in notes


def test_names_are_of_their_time(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        deal("Yugoslavia", "Soviet Union", "1975", "5"),
        deal("East Germany (GDR)", "Soviet Union", "1975", "6"),
    )
    assert found.flows.select("a", "b").rows() == [("RUS", "DDR"), ("RUS", "YUG")]


def test_the_publishers_preamble_is_skipped(tmp_path: Path) -> None:
    head = "Trade register\nGenerated: 2024\n\n"
    found, notes = world(
        tmp_path, deal("China", "Russia", "2018", "10"), ",,,,,,,,,,,,,,,", head=head
    )
    assert found.flows.height == 1
    assert notes == ("1 malformed lines left out: line 6",)


def test_what_is_no_register_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sipri_trade_register.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="not a trade register"):
        read_source(READERS["sipri_arms"], tmp_path)
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, deal("Ruritania", "Russia", "2018", "10"))


def test_nothing_of_it_is_shipped() -> None:
    assert READERS["sipri_arms"].source.ships == "nothing"
    assert READERS["sipri_milex"].source.ships == "nothing"


def test_the_register(shared: Path) -> None:
    found, notes = read_source(READERS["sipri_arms"], shared / "sipri-arms-transfers")
    flows = found.flows
    assert flows.height == 22_389
    assert (flows["year"].min(), flows["year"].max()) == (1950, 2023)
    assert notes[0].startswith("2 malformed lines")
    assert notes[1] == "9 exact repetitions left out"
    india = flows.filter(b="IND", year=2015)
    assert india.sort("value", descending=True)["a"][0] == "RUS"
    assert flows.filter(a="RUS", b="CHN")["value"].sum() > 30_000
