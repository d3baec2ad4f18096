"""The schemas of the seven tables.

A column is declared once, here, with its type, what it means and whether it may be empty. Dates of
ties, events and links are ISO 8601 text of reduced precision (``2014``, ``2014-05`` or
``2014-05-21``): the precision of a date is part of what is known, and text keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

TableName = Literal["states", "votes", "ties", "flows", "events", "links", "claims"]
TABLES: tuple[TableName, ...] = ("states", "votes", "ties", "flows", "events", "links", "claims")

DOMAINS = (
    "diplomatic", "military", "economic", "energy", "finance", "technology", "infrastructure",
)  # fmt: skip
COMMITMENTS = ("word", "deed")
CONFIDENCES = ("high", "medium", "low")
FLOW_MEASURES = ("level", "share", "price", "growth", "plan", "forecast")
LINK_KINDS = (
    "gas_pipeline", "oil_pipeline", "lng_terminal", "lng_route", "rail", "road", "bridge", "port",
    "sea_lane", "strait", "canal", "power_line", "corridor",
)  # fmt: skip
LINK_STATUSES = (
    "operating", "construction", "proposed", "suspended", "idle", "mothballed", "destroyed",
    "cancelled", "shelved", "retired",
)  # fmt: skip
VOTES = {"yes": 1, "abstain": 2, "no": 3, "absent": 8}
ISSUES = ("middle_east", "nuclear", "disarmament", "human_rights", "colonialism", "economic")
CELLS = tuple(f"{a}_{b}" for a in ("yes", "abstain", "no") for b in ("yes", "abstain", "no"))

#: Part names become file names: no separators, no dots that climb.
PART_NAME = r"^[a-z0-9][a-z0-9_]{0,60}$"
PARTIAL_DATE = r"^-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Polars type, what it means, and what a value may be."""

    dtype: pl.DataType
    meaning: str
    required: bool = False
    among: tuple[str, ...] | None = None
    pattern: str | None = None


def _text(meaning: str, **rules: object) -> Column:
    return Column(pl.String(), meaning, **rules)  # type: ignore[arg-type]


def _number(meaning: str, **rules: object) -> Column:
    return Column(pl.Float64(), meaning, **rules)  # type: ignore[arg-type]


def _date(meaning: str, **rules: object) -> Column:
    return Column(pl.String(), meaning, pattern=PARTIAL_DATE, **rules)  # type: ignore[arg-type]


_YEAR = Column(pl.Int32(), "calendar year", required=True)
_ORIGIN = {
    "source": _text("key of the source the row comes from", required=True),
    "record": _text(
        "where in the source: file and line, record id, address or span", required=True
    ),
}
_STANCE = {
    "directed": Column(pl.Boolean(), "true where a acts on b, false where the two are alike"),
    "commitment": _text(
        "word (said, signed, planned) or deed (done, built, paid)", among=COMMITMENTS
    ),
    "polarity": Column(pl.Int8(), "1 aligning, -1 diverging, 0 neutral, seen from the pair"),
    "confidence": _text("of the source itself, where it states one", among=CONFIDENCES),
    "domain": _text("the domain the row speaks to", among=DOMAINS),
}

SCHEMAS: Mapping[TableName, Mapping[str, Column]] = {
    "states": {
        "state": _text("stable key of the actor", required=True),
        "year": _YEAR,
        "attribute": _text("what is measured", required=True),
        "value": _number("the figure"),
        "unit": _text("unit of the figure", required=True),
        **_ORIGIN,
    },
    "votes": {
        "body": _text("voting body: UNGA or UNSC", required=True),
        "year": _YEAR,
        "resolution": _text("id of the roll call; empty on a tally row"),
        "date": Column(pl.Date(), "day of the vote; empty on a tally row"),
        "state": _text("who voted; empty on a tally row"),
        "vote": Column(pl.Int8(), "1 yes, 2 abstain, 3 no, 8 absent; empty on a tally row"),
        "topics": _text("issues of the resolution, separated by ';'"),
        "title": _text("title or description of the resolution, where the source has one"),
        "a": _text("first state of a tally row"),
        "b": _text("second state of a tally row; a < b"),
        "issue": _text("issue of a tally row: all, or one of the six", among=("all", *ISSUES)),
        **{
            cell: Column(pl.UInt16(), "roll calls with a's vote, then b's vote; on a tally row")
            for cell in CELLS
        },
        **_ORIGIN,
    },
    "ties": {
        "a": _text("one side; the member in a membership", required=True),
        "b": _text("the other side; the organisation in a membership", required=True),
        "kind": _text("what the tie is", required=True),
        "start": _date("first day, month or year"),
        "end": _date("last day, month or year; empty while it lasts"),
        "depth": _number("ordinal or count, by kind"),
        "value": _number("a figure the tie carries"),
        "unit": _text("unit of the figure"),
        "name": _text("name of the treaty, contract or label"),
        **_STANCE,
        **_ORIGIN,
    },
    "flows": {
        "a": _text("from", required=True),
        "b": _text("to; WLD for the world", required=True),
        "year": _YEAR,
        "commodity": _text("what flows: goods, crude_oil, pipeline_gas, lng, arms …", required=True),
        "measure": _text("what is stated of it", required=True, among=FLOW_MEASURES),
        "value": _number("the figure", required=True),
        "unit": _text("unit of the figure", required=True),
        "reporter": _text("whose statistics: a state's key, or the publisher"),
        "start": _date("first day, month or year, where the period is not the calendar year"),
        "end": _date("last day, month or year, where the period is not the calendar year"),
        "name": _text("what the source calls it"),
        **_STANCE,
        **_ORIGIN,
    },
    "events": {
        "date": _date("day, month or year of the act", required=True),
        "end": _date("last day, where it lasted"),
        "a": _text("who acts", required=True),
        "b": _text("towards whom", required=True),
        "action": _text("PLOVER action: CONSULT, COOPERATE, AGREE, SANCTION …", required=True),
        "mode": _text("finer form: summit, exercise, visit, package …"),
        "name": _text("name of the event"),
        "parties": _text("all parties, separated by ';', where there are more than two"),
        "value": _number("a figure the event carries"),
        "unit": _text("unit of the figure"),
        **_STANCE,
        **_ORIGIN,
    },
    "links": {
        "id": _text("stable id of the physical link", required=True),
        "name": _text("its usual name", required=True),
        "start": _date("first day of this period of its life"),
        "end": _date("last day of this period; empty while it lasts"),
        "kind": _text("pipeline, LNG terminal, railway, port, strait …", required=True, among=LINK_KINDS),
        "commodity": _text("what it carries: gas, crude_oil, oil_products, freight, power"),
        "from": _text("state or place it starts in", required=True),
        "to": _text("state or place it ends in", required=True),
        "via": _text("states passed through, in order, separated by ';'"),
        "capacity": _number("nameplate capacity in this period"),
        "unit": _text("unit of the capacity: bcm/y, Mt/y, kb/d …"),
        "status": _text("status in this period", required=True, among=LINK_STATUSES),
        "route": _text("'lat,lon lat,lon …', for maps; paths separated by '|'"),
        "notes": _text("what a reader of the capacity or the dates should know"),
        "confidence": _STANCE["confidence"],
        **_ORIGIN,
    },
    "claims": {
        "document": _text("id of the document", required=True),
        "start": Column(pl.Int64(), "first character of the span", required=True),
        "end": Column(pl.Int64(), "one past the last character of the span", required=True),
        "date": _date("date of the document or of the claim"),
        "speaker": _text("who says it"),
        "affiliation": _text("for whom the speaker speaks"),
        "a": _text("who it is about", required=True),
        "b": _text("towards whom", required=True),
        "action": _text("PLOVER action, or NONE"),
        "value": _number("a figure the claim states"),
        "unit": _text("unit of the figure"),
        **_STANCE,
        **_ORIGIN,
    },
}  # fmt: skip


def dtypes(table: TableName) -> dict[str, pl.DataType]:
    """Column names and Polars types of a table, in order."""
    return {name: column.dtype for name, column in SCHEMAS[table].items()}


def empty(table: TableName) -> pl.DataFrame:
    """The table with no rows."""
    return pl.DataFrame(schema=dtypes(table))


def conform(frame: pl.DataFrame, table: TableName) -> pl.DataFrame:
    """The frame with exactly the table's columns, in order, absent ones null, types cast."""
    columns = [
        pl.col(name).cast(column.dtype)
        if name in frame.columns
        else pl.lit(None, column.dtype).alias(name)
        for name, column in SCHEMAS[table].items()
    ]
    return frame.select(columns)
