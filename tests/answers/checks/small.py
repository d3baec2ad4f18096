"""A world of a few rows, and records to hold against it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from comity.answers.checks.case import Case
from comity.reading.record import Record
from comity.world import Coverage, Source, World

_FLOW = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "commodity": pl.String, "measure": pl.String,
    "value": pl.Float64, "unit": pl.String, "reporter": pl.String, "start": pl.String, "name": pl.String,
    "directed": pl.Boolean, "record": pl.String,
}  # fmt: skip
FLOWS = pl.DataFrame(
    [
        ("CHN", "RUS", 2021, "goods", "level", 147e9, "USD", "CHN", None, "both ways", False, "l. 2"),
        ("CHN", "RUS", 2022, "goods", "level", 190e9, "USD", "CHN", None, "both ways", False, "l. 3"),
        ("RUS", "CHN", 2022, "goods", "level", 114e9, "USD", "CHN", None, "Russian exports", True, "l. 4"),
        ("CHN", "RUS", 2022, "goods", "level", 76e9, "USD", "CHN", None, "Chinese exports", True, "l. 5"),
        ("CHN", "RUS", 2030, "goods", "plan", 300e9, "USD", None, None, "trade target", False, "l. 6"),
        ("RUS", "CHN", 2022, "crude_oil", "level", 86.2, "Mt", "CHN", None, "crude to China", True, "l. 7"),
        ("RUS", "CHN", 2023, "crude_oil", "level", 107.0, "Mt", "CHN", None, "crude to China", True, "l. 8"),
        ("RUS", "CHN", 2023, "crude_oil", "level", 52.6, "Mt", "CHN", "2023-01", "first half", True, "l. 9"),
        ("RUS", "IRN", 2027, "arms", "plan", 16.0, "aircraft", None, None, "Su-35", True, "l. 10"),
    ],
    schema=_FLOW, orient="row",
)  # fmt: skip
TIES = pl.DataFrame(
    [
        ("RUS", "BRICS", "membership", "2009", None, None, "BRICS", "t. 1"),
        ("CHN", "BRICS", "membership", "2009", None, None, "BRICS", "t. 2"),
        ("IRN", "BRICS", "membership", "2024-01-01", None, None, "BRICS", "t. 3"),
        ("CHN", "RUS", "consultation", "2001-07-16", None, 2.0, "Treaty of Good-Neighbourliness", "t. 4"),
        ("CHN", "RUS", "defense", "1950-04-11", "1980-04-10", 3.0, "Treaty of Alliance", "t. 5"),
        ("RUS", "UKR", "armed_conflict", "2022", "2024", 4.0, "Crimea", "t. 6"),
    ],
    schema={
        "a": pl.String, "b": pl.String, "kind": pl.String, "start": pl.String, "end": pl.String,
        "depth": pl.Float64, "name": pl.String, "record": pl.String,
    },
    orient="row",
)  # fmt: skip
EVENTS = pl.DataFrame(
    [
        ("2021-12-15", "CHN", "RUS", "CONSULT", "summit", "Xi-Putin video conference", None, None, "e. 1"),
        ("2024-03-11", "CHN", "RUS", "COOPERATE", "exercise", "Belt 2024", "CHN;IRN;RUS", None, "e. 2"),
        ("2022-03-02", "CHN", "RUS", "NONE", "un_vote", "ES-11/1", None, 0.0, "e. 3"),
        ("2022-02-24", "USA", "RUS", "SANCTION", "financial", "Banks", None, None, "e. 4"),
    ],
    schema={
        "date": pl.String, "a": pl.String, "b": pl.String, "action": pl.String, "mode": pl.String,
        "name": pl.String, "parties": pl.String, "value": pl.Float64, "record": pl.String,
    },
    orient="row",
)  # fmt: skip
LINKS = pl.DataFrame(
    [
        ("p1", "River Gate", "2019-12-02", None, "RUS", "CHN", None, 38.0, "operating", "k. 1"),
        ("p2", "River Gate 2", "2020", None, "RUS", "CHN", "MNG", 50.0, "proposed", "k. 2"),
        ("p3", "Polar Railway", "2008", "2025-12-02", "RUS", "CHN", None, None, "proposed", "k. 3"),
        ("p3", "Polar Railway", "2025-12-03", None, "RUS", "CHN", None, None, "cancelled", "k. 4"),
    ],
    schema={
        "id": pl.String, "name": pl.String, "start": pl.String, "end": pl.String, "from": pl.String,
        "to": pl.String, "via": pl.String, "capacity": pl.Float64, "status": pl.String, "record": pl.String,
    },
    orient="row",
).with_columns(kind=pl.lit("gas_pipeline"), unit=pl.lit("bcm/y"))  # fmt: skip


def small_world() -> World:
    """Trade, treaties, events and links of a few states."""
    world = World({}, [], name="small")
    for table, frame in (("flows", FLOWS), ("ties", TIES), ("events", EVENTS), ("links", LINKS)):
        covered = Coverage(table, "*", 1950, 2030, "rows")
        source = Source(
            key=f"made_up_{table}", title="Made up", cite="Nobody (2024)", licence="CC0 1.0",
            url="https://example.org", coverage=(covered,), ships="rows",
        )  # fmt: skip
        world = world.with_rows(table, frame, source)
    return world


def record(sentence: str, **fields: Any) -> Record:
    """A record of a sentence that is its own span."""
    n = len(sentence)
    given = {"kind": "relation", "source_actor": "RUS", "target_actor": "CHN", **fields}
    return Record(
        id="r1",
        doc="d",
        sentence=sentence,
        char_start=0,
        char_end=n,
        sent_start=0,
        sent_end=n,
        **given,
    )


def case(sentence: str, *, around: str = "", dated: str | None = "2024-06", **fields: Any) -> Case:
    """A record with what stands around it, before the small world."""
    whole = around or sentence
    states = ("RUS", "CHN", "IRN", "MNG")
    return replace(
        Case(small_world(), record(sentence, **fields), whole, whole, dated), mentioned=states
    )
