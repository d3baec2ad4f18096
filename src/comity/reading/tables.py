"""Records as rows of a world: events, ties, flows and claims, each row with its document and span."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from comity.reading.record import Record
from comity.reading.units import units
from comity.reading.vocabulary import WORLD_DOMAINS
from comity.world.check import check_table
from comity.world.provenance import Source
from comity.world.schema import PARTIAL_DATE, TableName, conform, dtypes

if TYPE_CHECKING:
    from comity.world.world import World

__all__ = ["source_key", "tables", "world_of", "write_into"]

_YEARS = re.compile(r"\d{4}")
_DATE = re.compile(PARTIAL_DATE)
_STATE = re.compile(r"[A-Z]{3}(?:\.\w+)?")
_FLOWS = frozenset(["traded", "delivered"])
_KEYED: tuple[TableName, ...] = ("claims", "events", "flows", "ties")


def source_key(doc: str) -> str:
    """Key of a document as a source of rows: its name in lower case, with a check sum where that was cut."""
    plain = re.sub(r"[^a-z0-9]+", "_", doc.lower()).strip("_")
    if plain and len(plain) <= 40:
        return f"doc_{plain}"
    return f"doc_{plain[:40]}_{hashlib.sha256(doc.encode()).hexdigest()[:8]}"


def tables(records: Iterable[Record]) -> dict[TableName, pl.DataFrame]:
    """Rows of claims, events, flows and ties that records come to.

    A record of several actors is a row for each pair. Groups and organisations that the world does not
    know are written ``TEXT:SAHEL``. Events without a date are claims; so are figures without a pair of
    actors, a year or a unit.

    Raises
    ------
    DataError
        If a row does not fit its table.
    """
    rows: dict[TableName, list[dict[str, object]]] = {name: [] for name in _KEYED}
    for record in records:
        for a, b in _pairs(record):
            table, row = _row(record, a, b)
            rows[table].append(row)
    return {
        table: conform(
            check_table(_framed(found, table), table, file=f"records for {table}"), table
        )
        for table, found in rows.items()
    }


def _framed(rows: Sequence[dict[str, object]], table: TableName) -> pl.DataFrame:
    schema = dtypes(table)
    return pl.DataFrame(
        rows, schema={n: t for n, t in schema.items() if not rows or n in rows[0]}, orient="row"
    )


def _pairs(record: Record) -> list[tuple[str, str]]:
    sources, targets = [_actor(a) for a in record.sources], [_actor(a) for a in record.targets]
    if record.symmetric and not targets:
        return list(combinations(dict.fromkeys(sources), 2))
    return [(a, b) for a in dict.fromkeys(sources) for b in dict.fromkeys(targets) if a != b]


def _actor(code: str) -> str:
    """Key of an actor in a world."""
    from comity.states.lexicon import lexicon

    code = {"SUN": "RUS"}.get(code, code)
    known = any(meaning.actor == code for meaning in lexicon().look_up(code.partition(".")[0]))
    return code if known else f"TEXT:{code}"


def _period(date: str | None) -> tuple[str | None, str | None]:
    """First and last date of a record's date; None where it has none."""
    if date is None:
        return None, None
    first, _, last = date.partition("/")
    if _DATE.match(first) and (not last or _DATE.match(last)):
        return first, last or None
    years = _YEARS.findall(date)
    if date.startswith("after ") and years:
        return date.removeprefix("after "), None
    return None, None


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and isfinite(number) else None


def _row(record: Record, a: str, b: str) -> tuple[TableName, dict[str, object]]:
    start, end = _period(record.date)
    value = _number(record.value)
    common: dict[str, object] = {
        "directed": not record.symmetric, "commitment": record.word_or_deed, "polarity": record.polarity,
        "domain": WORLD_DOMAINS[record.domain], "source": source_key(record.doc),
        "record": f"characters {record.char_start}–{record.char_end}: {record.sentence[:200]}",
    }  # fmt: skip
    if value is not None:
        common |= {"value": value, "unit": record.unit or "count"}
    else:
        common |= {"value": None, "unit": None}
    action, _, mode = record.action.partition(":")
    if record.kind == "event" and start is not None and not record.negated:
        return "events", {
            "date": start, "end": end, "a": a, "b": b, "action": action, "mode": mode or None, "name": None,
            "parties": ";".join(dict.fromkeys(map(_actor, (*record.sources, *record.targets)))), **common,
        }  # fmt: skip
    if record.kind == "relation" and not record.negated:
        return "ties", {
            "a": a, "b": b, "kind": f"told_{action.lower()}", "start": start, "end": end, "depth": None,
            "name": None, **common,
        }  # fmt: skip
    if (
        record.kind == "quantity"
        and value is not None
        and start
        and record.unit
        and record.form in _FLOWS
    ):
        return "flows", {
            "a": a, "b": b, "year": int(start[:4]), "commodity": record.domain,
            "measure": _measure(record.unit),
            "reporter": None, "start": start, "end": end, "name": record.sentence[:100], **common,
        }  # fmt: skip
    return "claims", {
        "document": record.doc, "start": record.char_start, "end": record.char_end, "date": start,
        "speaker": record.speaker, "affiliation": record.affiliation, "a": a, "b": b,
        "action": record.action, **common,
    }  # fmt: skip


def _measure(unit: str) -> str:
    if "change" in unit:
        return "growth"
    dimension = units()[unit].dimension if unit in units() else ""
    return "share" if dimension == "share" else "price" if dimension == "price" else "level"


def world_of(records: Sequence[Record]) -> World:
    """A world of nothing but the rows of these records, one source per document."""
    from comity.world.world import World

    world = World({}, [], name="read")
    for doc in dict.fromkeys(record.doc for record in records):
        own = [record for record in records if record.doc == doc]
        source = Source(
            key=source_key(doc), title=doc, cite=doc, licence="the document's own", url="",
            notes=("read by rules; rows are what the document says, not what is so",),
        )  # fmt: skip
        for table, rows in tables(own).items():
            world = world.with_rows(table, rows, source)
    return world


def write_into(records: Sequence[Record], folder: Path) -> dict[str, int]:
    """Lay records over the world in a folder, all or none; a document read before is replaced.

    Returns
    -------
    Rows by table.

    Raises
    ------
    DataError
        If a row does not fit its table, or the folder is no world; nothing is written then.
    """
    from comity.world.store import add_part

    world = world_of(records)
    add_part(world, folder)
    counts: dict[str, int] = dict.fromkeys(_KEYED, 0)
    for table, _, part in world.parts():
        counts[table] += part.height()
    return counts
