"""The energy section: balances, links, flows and contracts, each with its rows."""

from __future__ import annotations

import polars as pl
import pytest

from comity.report.brief import Brief
from comity.report.evidence import Book
from comity.report.model import Chart, Grid, Note, Section, Sentence
from comity.report.page import page
from comity.report.sections.energy import energy
from comity.report.subject import Subject
from comity.world import Source, World

HOSTILE = "<script>alert(1)</script>"


def source(key: str) -> Source:
    return Source(key, key, "Nobody (2024)", "CC0", "", ships="rows", coverage=())


def balance(state: str, attribute: str, value: float, unit: str) -> dict[str, object]:
    return {
        "state": state,
        "year": 2023,
        "attribute": attribute,
        "value": value,
        "unit": unit,
        "record": "p",
    }


def link(
    ident: str, name: str, start: str, status: str, capacity: float | None, **more: object
) -> dict[str, object]:
    return {"id": ident, "name": name, "start": start, "end": None, "kind": "gas_pipeline",
            "from": "RUS.yamal", "to": "CHN.north", "via": None,
            "capacity": capacity, "unit": "bcm/y", "status": status,
            "record": "r", **more}  # fmt: skip


BALANCES = [
    balance("RUS", "oil_production", 10879.0, "kb/d"), balance("RUS", "oil_consumption", 3863.0, "kb/d"),
    balance("CHN", "oil_production", 4984.0, "kb/d"), balance("CHN", "oil_consumption", 16189.0, "kb/d"),
    balance("RUS", "gas_production", 613.4, "bcm"),
]  # fmt: skip
COMPILED = [
    link(
        "pos",
        "Power of Siberia",
        "2014-09",
        "construction",
        38.0,
        end="2019-12-01",
        record="GEM P0761",
    ),
    link("pos", "Power of Siberia", "2019-12-02", "operating", 38.0, record="GEM P0761"),
    link("pos2", "Power of Siberia 2 (with Soyuz Vostok)", "2020", "proposed", 50.0, via="MNG"),
    link("hostile", HOSTILE, "2020", "shelved", None),
    link("later", "Not begun", "2035", "proposed", 99.0),
]
TRACKER = [
    link("P0761", "Power of Siberia Gas Pipeline", "2019", "operating", 38.0),
    link("P9999", "Power of Siberia 2 Gas Pipeline", "2030", "proposed", 50.0),
    link("P0001", "Altai Gas Pipeline", "2006", "shelved", 30.0),
]
FLOWS = [
    {"a": "RUS", "b": "CHN", "year": 2024, "commodity": "pipeline_gas", "measure": "level", "value": 31.0,
     "unit": "bcm", "commitment": "deed"},
    {"a": "RUS", "b": "CHN", "year": 2024, "commodity": "pipeline_gas", "measure": "forecast", "value": 30.0,
     "unit": "bcm", "commitment": "word"},
    {"a": "RUS", "b": "CHN", "year": 2025, "commodity": "pipeline_gas", "measure": "level", "value": 5.0,
     "unit": "bcm", "commitment": "deed", "start": "2025-01", "end": "2025-02"},
    {"a": "RUS", "b": "CHN", "year": 2024, "commodity": "crude_oil", "measure": "share", "value": 19.6,
     "unit": "percent", "commitment": "deed", "reporter": "CHN"},
]  # fmt: skip
CONTRACT = {"a": "RUS", "b": "CHN", "kind": "supply_contract", "start": "2013-03", "end": "2038",
            "value": 360.0, "unit": "Mt", "name": "oil over 25 years", "commitment": "word",
            "domain": "energy", "record": "r"}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    made = World({}, [])
    for table, rows, key in (
        ("states", BALANCES, "pages"), ("links", COMPILED, "compiled_links"), ("links", TRACKER, "gem_gas"),
        ("flows", FLOWS, "facts"), ("ties", [CONTRACT], "facts"),
    ):  # fmt: skip
        frame = pl.DataFrame(rows, infer_schema_length=None)
        if "year" in frame.columns:
            frame = frame.with_columns(pl.col("year").cast(pl.Int32))
        if "record" not in frame.columns:
            frame = frame.with_columns(record=pl.lit("r"))
        made = made.with_rows(table, frame, source(key))
    return made


def subject(
    world: World, a: str = "RUS", b: str = "CHN", since: int = 1990, until: int = 2026
) -> Subject:
    return Subject(world, a, b, since, until, (), Book(world))


def texts(section: Section, kind: type = Sentence) -> str:
    return " | ".join(b.text for b in section.blocks if isinstance(b, kind)).replace("\u00a0", " ")


def grid(section: Section, title: str) -> Grid:
    return next(b for b in section.blocks if isinstance(b, Grid) and b.title.startswith(title))


def check_cited(section: Section, about: Subject) -> None:
    anchors = {entry.key for entry in about.book.entries}
    for block in section.blocks:
        if isinstance(block, Note):
            continue
        if isinstance(block, Grid) and block.cells:
            assert len(block.cells) == len(block.rows)
            assert all(cited and set(cited) <= anchors for cited in block.cells), block.title
        else:
            assert block.evidence, block
            assert set(block.evidence) <= anchors


def test_says_capacity_flow_and_self_supply(world: World):
    about = subject(world)
    section = energy(about)
    said = texts(section)
    assert (
        "Russia produced 2.8 times the oil it consumed in 2023; China produced 31 % of the oil"
        in said
    )
    assert "38 bcm/y operating (Power of Siberia), 50 bcm/y proposed (Power of Siberia 2)" in said
    assert "From Russia to China went 31 bcm of pipeline gas (2024)" in said
    check_cited(section, about)
    assert any(isinstance(b, Chart) for b in section.blocks)


def test_the_tracker_adds_only_what_the_compiled_table_lacks(world: World):
    names = [row[0] for row in grid(energy(subject(world)), "Pipelines").rows]
    assert names.count("Power of Siberia") == 1
    assert "Altai Gas Pipeline" in names
    assert not any("Gas Pipeline" in n for n in names if n.startswith("Power"))
    assert "Not begun" not in names


def test_status_is_that_of_the_end_of_the_period(world: World):
    rows = {r[0]: r for r in grid(energy(subject(world, until=2016)), "Pipelines").rows}
    assert rows["Power of Siberia"][4].startswith("under construction since 2014-09")
    assert list(rows) == ["Power of Siberia", "Altai Gas Pipeline"]


def test_a_capacity_not_known_is_said_to_be_unknown(world: World):
    rows = {r[0]: r for r in grid(energy(subject(world)), "Pipelines").rows}
    assert rows[HOSTILE][3] == "unknown"


def test_a_balance_not_known_is_an_empty_cell(world: World):
    rows = {r[0]: r for r in grid(energy(subject(world)), "Energy balances").rows}
    assert rows["Gas production"][2] == ""
    assert "Gas consumption" not in rows


def test_only_delivered_whole_years_are_amounts(world: World):
    amounts = grid(energy(subject(world)), "Energy delivered")
    assert [row[:2] for row in amounts.rows] == [("2024", "31")]


def test_a_share_names_its_owner(world: World):
    row = grid(energy(subject(world)), "Shares and prices").rows[0]
    assert row[0] == "Russia’s share in China’s crude oil imports"


def test_links_through_a_third_state_count_for_those_they_cross(world: World):
    said = texts(energy(subject(world, "MNG", "RUS")))
    assert "in transit through one of them: Power of Siberia 2 (proposed)" in said


def test_without_rows_there_are_only_notes():
    section = energy(subject(World({}, []), "DDR", "CSK", 1970, 1980))
    assert all(isinstance(b, Note) for b in section.blocks)
    assert "comity data add energy_institute" in texts(section, Note)


@pytest.mark.parametrize("pair", [("TUV", "PSE"), ("TWN", "HKG"), ("CHN", "IND"), ("CHN", "RUS")])
def test_other_dyads_and_periods_do_not_fail(world: World, pair: tuple[str, str]):
    for since, until in ((1946, 1960), (2014, 2014), (1990, 2026)):
        about = subject(world, *pair, since, until)
        check_cited(energy(about), about)


def test_hostile_names_are_escaped(world: World):
    about = subject(world)
    section = energy(about)
    head = Section("headline", "In short", ())
    made = Brief(world, "RUS", "CHN", 1990, 2026, (head, section), tuple(about.book.entries), None)
    html = page(made)
    assert "alert(1)" in html
    assert HOSTILE not in html
