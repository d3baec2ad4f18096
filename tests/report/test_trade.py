"""The trade section: who depends on whom, with what is not listed said so."""

from __future__ import annotations

import re

import polars as pl
import pytest

from comity.report.brief import Brief
from comity.report.evidence import Book
from comity.report.model import Chart, Grid, Note, Section, Sentence
from comity.report.page import page
from comity.report.sections.trade import trade
from comity.report.sections.trade_levels import amount
from comity.report.subject import Subject
from comity.world import Coverage, Source, World

HOSTILE = "<script>alert(1)</script>"
GOODS = Coverage("flows", "goods", 2014, 2023, "rows")


def source(key: str, *coverage: Coverage) -> Source:
    return Source(key, key, "Nobody (2024)", "CC0", "", ships="rows", coverage=coverage)


def share(owner: str, side: str, partner: str, value: float, year: int) -> dict[str, object]:
    a, b = (owner, partner) if side == "export" else (partner, owner)
    return {"a": a, "b": b, "year": year, "measure": "share", "value": value, "unit": "percent",
            "reporter": owner, "directed": True}  # fmt: skip


SHARES = [
    share("RUS", "export", "CHN", 7.5, 2014), share("RUS", "export", "NLD", 13.7, 2014),
    share("RUS", "export", "CHN", 33.0, 2023), share("RUS", "export", "IND", 17.0, 2023),
    share("RUS", "import", "CHN", 53.0, 2023), share("RUS", "import", "DEU", 5.0, 2023),
    share("CHN", "export", "USA", 13.0, 2023), share("CHN", "export", "KOR", 4.0, 2023),
    share("CHN", "import", "RUS", 6.0, 2023), share("CHN", "import", "USA", 7.0, 2023),
]  # fmt: skip
DATED = [
    {"a": "CHN", "b": "RUS", "year": 2015, "measure": "level", "value": 6.42e10, "unit": "USD",
     "reporter": "CHN", "directed": False},
    {"a": "CHN", "b": "RUS", "year": 2015, "measure": "plan", "value": 1e11, "unit": "USD",
     "start": "2012-04", "end": "2015", "directed": False, "commitment": "word", "name": HOSTILE},
    {"a": "CHN", "b": "RUS", "year": 2023, "commodity": "settlement_currency", "measure": "share",
     "value": 34.5, "unit": "percent", "directed": False, "name": f"yuan {HOSTILE}"},
]  # fmt: skip


def _flows(rows: list[dict[str, object]]) -> pl.DataFrame:
    frame = pl.DataFrame([{"commodity": "goods", "record": "r", **row} for row in rows])
    return frame.with_columns(pl.col("year").cast(pl.Int32))


@pytest.fixture(scope="module")
def world() -> World:
    made = World({}, []).with_rows("flows", _flows(SHARES), source("listings", GOODS))
    return made.with_rows("flows", _flows(DATED), source("facts"))


def subject(
    world: World, a: str = "RUS", b: str = "CHN", since: int = 1990, until: int = 2026
) -> Subject:
    return Subject(world, a, b, since, until, (), Book(world))


def texts(section: Section, kind: type = Sentence) -> str:
    return " | ".join(b.text for b in section.blocks if isinstance(b, kind)).replace("\u00a0", " ")


def check_cited(section: Section, about: Subject) -> None:
    """Every sentence, chart and table opens rows; every anchor exists."""
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


def test_says_who_depends_on_whom(world: World):
    about = subject(world)
    section = trade(about)
    said = texts(section)
    assert "33 % of Russia’s exports in 2023 went to China (2014: 7.5 %)" in said
    assert "53 % of its imports came from China" in said
    assert "6 % of China’s imports in 2023 came from Russia" in said
    check_cited(section, about)


def test_a_partner_not_listed_is_bounded_and_never_zero(world: World):
    section = trade(subject(world))
    assert (
        "Russia is not listed among the 2 largest buyers of China’s exports (the smallest has 4 %)"
        in texts(section)
    )
    assert "at least 7 times as much in Russia’s exports" in texts(section)
    assert "about 9 times as much in its imports" in texts(section)
    cells = [
        c.replace("\u00a0", " ")
        for b in section.blocks
        if isinstance(b, Grid)
        for r in b.rows
        for c in r
    ]
    assert "≤ 4.5 %" in cells
    assert not any(c in ("0 %", "0.0 %") for c in cells)


def test_both_charts_share_one_scale(world: World):
    charts = [b for b in trade(subject(world)).blocks if isinstance(b, Chart)]
    assert [c.title for c in charts] == ["China in Russia’s trade", "Russia in China’s trade"]
    tops = [re.findall(r">(\d+%)<", c.svg)[-1] for c in charts]
    assert tops[0] == tops[1]
    assert charts[0].svg.split("viewBox")[1][:30] == charts[1].svg.split("viewBox")[1][:30]


def test_targets_are_set_against_what_came(world: World):
    grids = {b.title: b for b in trade(subject(world)).blocks if isinstance(b, Grid)}
    row = grids["Targets: said and done"].rows[0]
    assert row[4].replace("\u00a0", " ") == "$64.2 bn (64 % of it)"


def test_without_rows_there_are_only_notes():
    about = subject(World({}, []), "DDR", "CSK", 1970, 1980)
    section = trade(about)
    assert all(isinstance(b, Note) for b in section.blocks)
    assert "comity data add cow_trade" in texts(section, Note)


@pytest.mark.parametrize("pair", [("TUV", "PSE"), ("TWN", "HKG"), ("CHN", "IND"), ("USA", "RUS")])
def test_other_dyads_and_periods_do_not_fail(world: World, pair: tuple[str, str]):
    for since, until in ((1946, 1960), (2014, 2014), (1990, 2026)):
        about = subject(world, *pair, since, until)
        check_cited(trade(about), about)


def test_hostile_names_are_escaped(world: World):
    about = subject(world)
    section = trade(about)
    head = Section("headline", "In short", ())
    made = Brief(world, "RUS", "CHN", 1990, 2026, (head, section), tuple(about.book.entries), None)
    html = page(made)
    assert "alert(1)" in html
    assert HOSTILE not in html


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(2.448e11, "USD", "$244.8 bn"), (3e8, "USD/month", "$300 m per month"), (36.1, "percent", "36.1 %"),
     (150, "bn CNY", "150 bn CNY"), (5e10, "CNY", "50 bn CNY"), (0.25, "Mt", "0.25 Mt")],
)  # fmt: skip
def test_amounts_are_short(value: float, unit: str, shown: str):
    assert amount(value, unit).replace("\u00a0", " ") == shown
