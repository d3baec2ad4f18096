"""The compiled tables keep to the schema, and hold the facts the design names."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from comity.world.schema import PARTIAL_DATE, SCHEMAS, TableName

COMPILED = Path(__file__).parents[2] / "src" / "comity" / "data" / "compiled"
TABLE_OF: dict[str, TableName] = {
    "links": "links",
    "treaties": "ties",
    "sanctions": "events",
    "exercises": "events",
}
DATES = ("start", "end", "date")
RECORD = re.compile(r"^(https?://\S+|GEM [PT]\d+|.*\b(1[89]|20)\d\d\b)")
STATED = re.compile(r"^[^:]{3,60}: \S.{5,}$")
POINT = re.compile(r"^-?\d{1,2}\.\d\d,-?\d{1,3}\.\d\d$")

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (COMPILED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spells(rows: list[Row]) -> dict[str, list[Row]]:
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_id[row["id"]].append(row)
    return by_id


@pytest.mark.parametrize("name", TABLE_OF)
def test_columns_are_those_of_the_table(name: str) -> None:
    rows = read(name)
    assert rows
    assert None not in rows[0], "a line has more cells than the header"
    assert set(rows[0]) <= set(SCHEMAS[TABLE_OF[name]])


@pytest.mark.parametrize("name", TABLE_OF)
def test_cells_are_what_the_schema_allows(name: str) -> None:
    schema = SCHEMAS[TABLE_OF[name]]
    for line, row in enumerate(read(name), start=2):
        for column, rule in schema.items():
            cell = row.get(column) or ""
            where = f"{name}.csv line {line}, {column}: {cell!r}"
            assert cell or not rule.required, where
            if not cell:
                continue
            assert rule.among is None or cell in rule.among, where
            assert rule.pattern is None or re.match(rule.pattern, cell), where
            assert cell == cell.strip(), where
            if rule.dtype.is_float():
                float(cell)
            elif rule.dtype.is_integer():
                int(cell)


@pytest.mark.parametrize("name", TABLE_OF)
def test_every_row_can_be_checked(name: str) -> None:
    for line, row in enumerate(read(name), start=2):
        assert row["source"] == f"compiled_{name}", line
        assert row["confidence"], line
        # an operator's word without a date or address is no more than that
        told = row["confidence"] != "high" and STATED.match(row["record"])
        assert RECORD.match(row["record"]) or told, f"{name}.csv line {line}: {row['record']!r}"


@pytest.mark.parametrize("name", TABLE_OF)
def test_no_row_stands_twice(name: str) -> None:
    keys = {
        "links": ("id", "start"),
        "treaties": ("a", "b", "kind", "start", "name"),
        "sanctions": ("date", "a", "b", "name"),
        "exercises": ("date", "a", "b", "name"),
    }[name]
    seen = [tuple(row[key] for key in keys) for row in read(name)]
    assert len(seen) == len(set(seen)), {key for key in seen if seen.count(key) > 1}


@pytest.mark.parametrize("name", TABLE_OF)
def test_no_period_ends_before_it_starts(name: str) -> None:
    for row in read(name):
        start, end = row.get("start") or row.get("date") or "", row.get("end") or ""
        assert not end or start[: len(end)] <= end[: len(start)], row


def test_periods_of_a_link_do_not_overlap() -> None:
    for rows in spells(read("links")).values():
        ordered = sorted(rows, key=lambda row: row["start"])
        for earlier, later in pairwise(ordered):
            shared = min(len(earlier["end"]), len(later["start"]))
            assert shared, f"{earlier['id']}: only the last period may be open"
            assert earlier["end"] < later["start"], (earlier["id"], earlier["end"], later["start"])


def test_links_say_where_they_run() -> None:
    state = re.compile(r"^[A-Z]{2,3}(\.[a-z_]+)?$")
    for row in read("links"):
        assert state.match(row["from"]), row["id"]
        assert state.match(row["to"]), row["id"]
        assert all(re.match(r"^[A-Z]{3}$", key) for key in row["via"].split(";") if key), row["id"]
        points = row["route"].replace("|", " ").split()
        # interconnections and trunks that only the energy market needs are not drawn
        assert 1 <= len(points) <= 25 or (not points and row["confidence"] != "high"), row["id"]
        assert all(POINT.match(point) for point in points), row["id"]


def test_capacity_and_unit_come_together_with_one_unit_per_commodity() -> None:
    units = {"gas": {"bcm/y"}, "crude_oil": {"Mt/y"}, "lng": {"Mt/y"}, "grain": {"Mt/y"},
             "freight": {"Mt/y", "trucks/day"}}  # fmt: skip
    for row in read("links"):
        assert bool(row["capacity"]) == bool(row["unit"]), row["id"]
        assert not row["unit"] or row["unit"] in units[row["commodity"]], row["id"]


def test_at_least_forty_links_cross_a_border() -> None:
    crossing = {
        row["id"]
        for row in read("links")
        if row["from"][:3] != row["to"][:3] and "WLD" not in (row["from"][:3], row["to"][:3])
    }
    assert len(crossing) >= 40


@pytest.mark.parametrize(
    ("link", "on", "capacity", "status"),
    [
        ("power_of_siberia", "2019-12-02", 38, "operating"),
        ("power_of_siberia_2", "2025-10-01", 50, "proposed"),
        ("far_eastern_route", "2024-01-01", 10, "construction"),
        ("far_eastern_route", "2025-12-01", 12, "construction"),
        ("nord_stream_1", "2021-06-01", 55, "operating"),
        ("nord_stream_1", "2022-09-10", 55, "suspended"),
        ("nord_stream_1", "2022-09-26", 55, "destroyed"),
        ("nord_stream_2", "2023-01-01", 27.5, "mothballed"),
        ("yamal_europe", "2020-01-01", 33, "operating"),
        ("yamal_europe", "2022-06-01", 33, "suspended"),
        ("soyuz", "2020-01-01", 25.2, "operating"),
        ("brotherhood", "2024-01-01", 32, "operating"),
        ("brotherhood", "2025-01-01", 32, "suspended"),
        ("turkstream_1", "2021-01-01", 15.75, "operating"),
        ("turkstream_2", "2021-01-01", 15.75, "operating"),
        ("blue_stream", "2010-01-01", 16, "operating"),
        ("central_asia_china_abc", "2015-01-01", 55, "operating"),
        ("central_asia_china_d", "2020-01-01", 30, "construction"),
        ("tanap", "2019-01-01", 16, "operating"),
        ("tap", "2021-01-01", 10, "operating"),
        ("baltic_pipe", "2023-01-01", 10, "operating"),
        ("maghreb_europe", "2021-12-01", 12, "suspended"),
        ("skovorodino_daqing", "2012-01-01", 15, "operating"),
        ("skovorodino_daqing", "2020-01-01", 30, "operating"),
        ("espo_1", "2020-01-01", 80, "operating"),
        ("espo_2", "2020-01-01", 50, "operating"),
        ("cpc", "2020-01-01", 67, "operating"),
        ("btc", "2015-01-01", 59.8, "operating"),
        ("kirkuk_ceyhan", "2024-01-01", 69.7, "suspended"),
        ("nizhneleninskoye_tongjiang", "2023-01-01", 5.5, "operating"),
        ("eastern_polygon", "2023-06-01", 173, "operating"),
    ],
)
def test_named_links_have_their_capacity(link: str, on: str, capacity: float, status: str) -> None:
    rows = [
        row
        for row in spells(read("links"))[link]
        if row["start"] <= on and (not row["end"] or on <= row["end"] + "~")
    ]
    assert [(float(row["capacity"]), row["status"]) for row in rows] == [(capacity, status)]


def test_druzhba_has_a_trunk_and_two_branches() -> None:
    assert {"druzhba_trunk", "druzhba_north", "druzhba_south"} <= set(spells(read("links")))


def test_partial_date_pattern_is_the_schema_s() -> None:
    for name in TABLE_OF:
        for row in read(name):
            for column in DATES:
                assert not row.get(column) or re.match(PARTIAL_DATE, row[column])
