"""The ledger of dated facts: every row kept, each indicator read as its coding rules say."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World

HEADER = (
    "table,domain,a,b,directed,indicator,start,end,value,unit,commitment,polarity,name,"
    "source_name,source_url,source_date,confidence"
)
TAIL = "Some Gazette,https://example.org/a ; https://example.org/b,2024-01-01,high"


def world(folder: Path, *rows: str) -> tuple[World, tuple[str, ...]]:
    text = "\n".join([HEADER, *(f"{row},{TAIL}" for row in rows)]) + "\n"
    (folder / "facts.csv").write_text(text, encoding="utf-8")
    return read_source(READERS["ledger"], folder)


def one(folder: Path, table: str, row: str) -> dict[str, object]:
    found, _ = world(folder, row)
    frame = found.table(table)  # type: ignore[arg-type]
    assert frame.height == 1
    return frame.row(0, named=True)


def test_share_of_imports_flows_from_the_partner_to_the_state_whose_total_it_is(
    tmp_path: Path,
) -> None:
    row = one(
        tmp_path, "flows",
        "tie,energy,IND,RUS,1,share_of_partner_in_crude_imports,2024,2024,38.1,percent,deed,1,"
        "Russia's share in India's crude imports",
    )  # fmt: skip
    assert (row["a"], row["b"], row["reporter"]) == ("RUS", "IND", "IND")
    assert (row["commodity"], row["measure"], row["year"], row["start"]) == (
        "crude_oil",
        "share",
        2024,
        None,
    )


def test_share_of_exports_flows_from_the_state_whose_total_it_is(tmp_path: Path) -> None:
    row = one(
        tmp_path, "flows",
        "tie,military,RUS,IND,1,share_of_partner_in_arms_exports,2018,2022,31,percent,deed,1,SIPRI",
    )  # fmt: skip
    assert (row["a"], row["b"], row["reporter"]) == ("RUS", "IND", "RUS")
    assert (row["year"], row["start"], row["end"]) == (2022, "2018", "2022")


def test_share_named_as_the_other_states_is_read_as_named(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "tie,technology,CHN,RUS,1,share_of_partner_in_imports,2022,2022,60,percent,deed,1,"
        "China's share in Russian machine tool imports",
        "tie,economic,RUS,CHN,1,share_of_partner_in_imports,2022,2022,30,percent,deed,1,"
        "China's share in Russian imports (almost)",
    )
    flows = found.flows.select("a", "b", "reporter", "commodity").rows()
    assert flows == [("CHN", "RUS", "RUS", "machine_tools"), ("CHN", "RUS", "RUS", "goods")]
    assert any(note.startswith("1 shares of imports") for note in notes)


def test_share_of_two_way_trade_has_an_owner_but_no_direction(tmp_path: Path) -> None:
    row = one(
        tmp_path, "flows",
        "tie,economic,RUS,CHN,1,share_of_partner_in_trade,2017,2017,14.7,percent,deed,1,China's share",
    )  # fmt: skip
    assert (row["a"], row["b"], row["reporter"], row["directed"]) == ("CHN", "RUS", "RUS", False)
    assert row["commodity"] == "goods_trade"


@pytest.mark.parametrize(
    ("vote", "polarity", "action"), [(1, -1, "REJECT"), (0, 0, "NONE"), (-1, 1, "SUPPORT")]
)
def test_un_vote_aligns_opposite_to_its_sign(
    tmp_path: Path, vote: int, polarity: int, action: str
) -> None:
    row = one(
        tmp_path, "events",
        f"event,diplomatic,CHN,RUS,1,un_vote,2022-03-02,2022-03-02,{vote},vote,deed,{polarity},A/RES/ES-11/1",
    )  # fmt: skip
    assert (row["value"], row["polarity"], row["action"], row["mode"]) == (
        vote,
        polarity,
        action,
        "un_vote",
    )
    assert row["end"] is None


def test_un_vote_with_the_polarity_of_the_vote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="opposite"):
        world(
            tmp_path,
            "event,diplomatic,CHN,RUS,1,un_vote,2022-03-02,2022-03-02,1,vote,deed,1,A/RES/ES-11/1",
        )


def test_levels_carry_no_sign_and_growth_does(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "flow,economic,CHN,RUS,0,goods_trade,2015,2015,64200000000,USD,deed,1,trade (Chinese customs)",
        "flow,economic,CHN,RUS,0,goods_trade_growth,2015,2015,-27.8,percent,deed,-1,trade",
        "flow,economic,CHN,RUS,0,goods_trade_target,2012-04,2020,200000000000,USD,word,1,target for 2020",
    )
    rows = found.flows.select("measure", "polarity", "year", "directed", "reporter").rows()
    assert rows == [
        ("level", None, 2015, False, "CHN"),
        ("growth", -1, 2015, False, None),
        ("plan", 1, 2020, False, None),
    ]
    assert any("1 level series" in note for note in notes)


def test_a_fiscal_year_bears_the_year_it_starts_in_and_keeps_its_months(tmp_path: Path) -> None:
    row = one(
        tmp_path, "flows",
        "flow,economic,RUS,IND,1,goods_exports,2022-04,2023-03,41600000000,USD,deed,1,fiscal year",
    )  # fmt: skip
    assert (row["year"], row["start"], row["end"], row["directed"]) == (
        2022,
        "2022-04",
        "2023-03",
        True,
    )


def test_cumulative_sums_are_a_commodity_of_their_own(tmp_path: Path) -> None:
    row = one(
        tmp_path, "flows",
        "flow,energy,RUS,CHN,1,pipeline_flow_cumulative,2019-12,2024-07-01,68,bcm,deed,1,Power of Siberia",
    )  # fmt: skip
    assert (row["commodity"], row["year"]) == ("pipeline_flow_cumulative", 2024)


def test_words_are_plans_and_deeds_are_levels(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        "flow,energy,RUS,CHN,1,pipeline_gas_exports,2021,2021,10,bcm,word,1,Power of Siberia (plan)",
        "flow,energy,RUS,CHN,1,pipeline_gas_exports,2024,2024,30,bcm,word,1,Power of Siberia (forecast)",
        "flow,energy,RUS,CHN,1,pipeline_gas_exports,2024,2024,31,bcm,deed,1,Power of Siberia",
    )
    assert found.flows["measure"].to_list() == ["plan", "forecast", "level"]


def test_package_number_is_the_value_and_sanctions_is_no_domain(tmp_path: Path) -> None:
    row = one(
        tmp_path, "events",
        "event,sanctions,EU,RUS,1,sanctions_package,2022-05-30,2022-06-03,6,number,deed,-1,6th package (oil)",
    )  # fmt: skip
    assert (row["action"], row["mode"], row["value"], row["unit"]) == (
        "SANCTION",
        "package",
        6,
        "number",
    )
    assert (row["domain"], row["end"]) == ("economic", "2022-06-03")


def test_an_announced_measure_is_a_threat_and_an_eased_tariff_a_concession(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        "event,economic,USA,IND,1,tariff,2025-08-01,2025-08-01,25,percent,word,-1,announced",
        "event,economic,USA,IND,1,tariff,2026-02,2026-02,18,percent,word,1,under the framework",
        "event,economic,USA,IND,1,tariff,2025-08,2025-08,50,percent,deed,-1,in force",
    )
    assert found.events["action"].to_list() == ["THREATEN", "CONCEDE", "SANCTION"]


def test_a_label_lasts_from_its_declaration(tmp_path: Path) -> None:
    row = one(
        tmp_path, "ties",
        "tie,diplomatic,CHN,RUS,0,partnership_label,2022-02,2022-02,1,count,word,1,no limits partnership",
    )  # fmt: skip
    assert (row["start"], row["end"], row["name"]) == ("2022-02", None, "no limits partnership")


def test_a_claimed_membership_is_an_act_and_a_held_one_a_tie(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        "event,diplomatic,SAU,BRICS,1,membership,2024-01-31,2024-01-31,1,count,word,1,disputed",
        "event,military,UZB,CSTO,1,membership,2006,2012,1,count,deed,1,second membership",
        "tie,diplomatic,IND,SCO,1,accession,2017-06-09,,1,count,deed,1,SCO accession",
    )
    assert found.events.select("a", "b", "mode").rows() == [("SAU", "BRICS", "membership")]
    assert found.ties.select("a", "kind", "end").rows() == [
        ("UZB", "membership", "2012"),
        ("IND", "membership", None),
    ]


def test_capacity_is_a_link_and_a_planned_one_only_proposed(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        "link,energy,RUS,CHN,1,pipeline_capacity,2025,,38,bcm/y,deed,1,Power of Siberia",
        "link,energy,RUS,CHN,1,pipeline_capacity,2025-09-02,,44,bcm/y,word,1,Power of Siberia (raised)",
        "link,energy,RUS,CHN,1,pipeline_capacity,2011-01,2014,15,Mt/y,deed,1,Skovorodino-Mohe oil pipeline",
        "link,energy,RUS,DEU,1,pipeline_capacity,2021-09,2022-09-26,55,bcm/y,deed,0,"
        "Nord Stream 2 (never operated)",
        "link,infrastructure,CHN,RUS,0,project_completed,2022-11-16,2022-11-16,1,count,deed,1,rail bridge",
    )
    assert found.links.select("id", "kind", "status", "capacity").rows() == [
        ("ledger:power-of-siberia", "gas_pipeline", "operating", 38),
        ("ledger:power-of-siberia", "gas_pipeline", "proposed", 44),
        ("ledger:skovorodino-mohe-oil-pipeline", "oil_pipeline", "operating", 15),
        ("ledger:nord-stream-2", "gas_pipeline", "idle", 55),
    ]
    assert found.events.select("mode", "commitment").rows() == [("project_completed", "deed")]


def test_every_address_is_kept(tmp_path: Path) -> None:
    row = one(
        tmp_path, "events",
        "event,diplomatic,CHN,RUS,1,state_visit,2019-06,2019-06,1,count,deed,1,visit",
    )  # fmt: skip
    assert row["record"] == "https://example.org/a ; https://example.org/b"


def test_unknown_indicators_and_actors_are_refused_together(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        world(
            tmp_path,
            "event,diplomatic,CHN,RUS,1,handshake,2019,2019,1,count,deed,1,hands",
            "event,diplomatic,CHN,XQZ,1,summit,2019,2019,1,count,deed,1,summit",
        )
    assert "line 2" in str(caught.value)
    assert "handshake" in str(caught.value)
    assert "XQZ" in str(caught.value)


def test_the_whole_ledger_is_kept(shared: Path) -> None:
    folder = shared / "dated-facts"
    found, notes = read_source(READERS["ledger"], folder)
    tables = {"states": 22, "ties": 105, "flows": 521, "events": 380, "links": 30}
    assert {t: found.table(t).height for t in tables} == tables  # type: ignore[arg-type]
    assert (
        sum(tables.values()) == 1058 == pl.read_csv(folder / "facts.csv", infer_schema=False).height
    )
    assert any(note.startswith("6 shares") for note in notes)
    assert found.coverage()["scope"].unique().to_list() == ["rows"]
    addresses = pl.concat([found.table(t).select("record") for t in tables])  # type: ignore[arg-type]
    assert addresses["record"].str.contains("http").all()
    crude = found.flows.filter(commodity="crude_oil", measure="share", a="RUS", b="IND", year=2024)
    assert sorted(crude["value"].to_list()) == [35.8, 38.1]
    packages = found.events.filter(mode="package", a="EU", unit="number")
    assert sorted(packages["value"].to_list()) == list(range(1, 20))
    assert set(packages.filter(commitment="word")["value"]) == {17}
