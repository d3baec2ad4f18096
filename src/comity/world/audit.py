"""A whole world checked: manifest, files, every row of every table, and what the rows refer to.

All problems are reported, not the first. Nothing is repaired, nothing written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from comity.errors import ComityError, DataError, shown
from comity.states.lexicon import lexicon
from comity.world.check import SHOWN_PER_COLUMN, problems
from comity.world.damage import UNREADABLE
from comity.world.manifest import Manifest, PartEntry
from comity.world.schema import TABLES, TableName, dtypes
from comity.world.store import read_manifest
from comity.world.world import Part

__all__ = ["Audit", "audit", "audit_file"]

#: Columns that name actors; a list of them is separated by ';'.
ACTORS: dict[TableName, tuple[str, ...]] = {
    "states": ("state",), "votes": ("state", "a", "b"), "ties": ("a", "b"), "flows": ("a", "b"),
    "events": ("a", "b", "parties"), "links": ("from", "to", "via"), "claims": ("a", "b"),
}  # fmt: skip
FAULTS: tuple[type[BaseException], ...] = (*UNREADABLE, ComityError)
LISTS = ("parties", "via")
#: Ties whose b is an organisation, under the source's own acronym.
ORGANISED = ("membership", "suspension", "associate", "observer")


@dataclass(frozen=True, slots=True)
class Audit:
    """What was checked, and everything wrong with it."""

    rows: int
    tables: int
    problems: tuple[str, ...]


def audit(folder: Path) -> Audit:
    """Check the world in a folder."""
    try:
        manifest = read_manifest(folder)
    except DataError as error:
        return Audit(0, 0, (str(error),))
    described = {source.key for source in manifest.sources}
    found = _of_manifest(manifest, folder)
    rows, tables = 0, set[TableName]()
    for entry in manifest.parts:
        file = folder / entry.table / f"{entry.name}.parquet"
        part, wrong = _opened(file, entry)
        found += wrong
        if part is None:
            continue
        called = f"{entry.table}/{entry.name}.parquet"
        found += problems(part, entry.table, file=called)
        found += _references(part, entry.table, described, called)
        rows += part.height
        tables.add(entry.table)
    return Audit(rows, len(tables), tuple(found))


def audit_file(file: Path, described: Iterable[str]) -> Audit:
    """Check a CSV or Parquet file of rows; its name, or its folder's, is the name of a table.

    Raises
    ------
    DataError
        If neither is.
    """
    names = (file.name.partition(".")[0], file.absolute().parent.name)
    table = next((t for name in names for t in TABLES if t == name), None)
    if table is None:
        raise DataError(
            f"{file}: which table is it? Name the file, or its folder, as one: {', '.join(TABLES)}"
        )
    try:
        frame = _rows_of(file)
    except UNREADABLE as error:
        return Audit(0, 0, (f"{file} cannot be read: {error}",))
    found: list[str] = []
    for name, dtype in dtypes(table).items():
        if name in frame.columns and frame.schema[name] == pl.String and dtype != pl.String:
            frame, wrong = _cast(frame, name, dtype, str(file))
            found += wrong
    found += problems(frame, table, file=str(file))
    found += _references(frame, table, set(described), str(file))
    return Audit(frame.height, 1, tuple(found))


def _of_manifest(manifest: Manifest, folder: Path) -> list[str]:
    """What the manifest itself says twice, says wrongly or does not say."""
    found: list[str] = []
    names = [f"{p.table}/{p.name}" for p in manifest.parts]
    keys = [s.key for s in manifest.sources]
    found += [
        f"world.json lists part {n} twice" for n in sorted({n for n in names if names.count(n) > 1})
    ]
    found += [
        f"world.json lists source {k} twice" for k in sorted({k for k in keys if keys.count(k) > 1})
    ]
    for source in manifest.sources:
        for c in source.coverage:
            where = f"world.json, source {source.key}, coverage of {c.table} {c.subject}"
            if c.first > c.last:
                found.append(f"{where}: ends ({c.last}) before it begins ({c.first})")
            if c.scope == "listed" and not c.states:
                found.append(f"{where}: lists no states")
            found += [f"{where}: {shown(s)} is no known actor" for s in c.states if not _known(s)]
    files = {f"{p.parent.name}/{p.stem}" for p in folder.glob("*/*.parquet")}
    found += [
        f"{n}.parquet is in the folder, not in world.json" for n in sorted(files - set(names))
    ]
    return found


def _opened(file: Path, entry: PartEntry) -> tuple[pl.DataFrame | None, list[str]]:
    called = f"{entry.table}/{entry.name}.parquet"
    if not file.is_file():
        return None, [f"{called} is missing"]
    found = []
    with file.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != entry.sha256:
            found.append(
                f"{called} is not the file that was written: its SHA-256 differs from world.json"
            )
    try:
        part = Part(pl.scan_parquet(file, glob=False), entry.constants)
        if (rows := part.height()) != entry.rows:
            found.append(f"{called} has {rows:,} row(s), not {entry.rows:,} as world.json says")
        return part.scan(entry.table).collect(), found
    except FAULTS as error:
        return None, [*found, f"{called} cannot be read: {error}"]


def _references(
    frame: pl.DataFrame, table: TableName, described: set[str], called: str
) -> list[str]:
    """Sources that are not described, and actors nobody knows."""
    found: list[str] = []
    if "source" in frame.columns and frame.schema["source"] == pl.String:
        found += [
            f"{called}: source {shown(key)} of some rows is described nowhere"
            for key in sorted(set(frame["source"].drop_nulls().unique()) - described)
        ]
    for column in ACTORS[table]:
        if column not in frame.columns or frame.schema[column] != pl.String:
            continue
        rows = frame
        if (table, column) == ("ties", "b") and "kind" in frame.columns:
            rows = frame.filter(~pl.col("kind").is_in(ORGANISED))
        named = rows[column].drop_nulls().unique()
        if column in LISTS:
            named = named.str.split(";").explode().unique()
        strange = sorted(n for n in named.to_list() if n and not _known(n))
        listed = ", ".join(shown(n) for n in strange[:SHOWN_PER_COLUMN])
        if strange:
            more = (
                f" and {len(strange) - SHOWN_PER_COLUMN} more"
                if len(strange) > SHOWN_PER_COLUMN
                else ""
            )
            found.append(f"{called}, column {column}: no known actor: {listed}{more}")
    return found


@cache
def _known(actor: str) -> bool:
    """Whether a key is one of an actor.

    Of a place (``RUS.yamal``) the state before the dot counts. A group that a source does not split is
    written after that source's initials (``EI:Other Africa``), and only it knows its groups.
    """
    if re.match(r"[A-Z]{2,}:\S", actor):
        return True
    key = actor.partition(".")[0]
    return any(meaning.actor == key for meaning in lexicon().look_up(key))


def _rows_of(file: Path) -> pl.DataFrame:
    if file.suffix == ".parquet":
        return pl.read_parquet(file, glob=False)
    return pl.read_csv(file, infer_schema=False)


def _cast(
    frame: pl.DataFrame, name: str, dtype: pl.DataType, called: str
) -> tuple[pl.DataFrame, list[str]]:
    """A column of text as its table has it, and the cells that are nothing of the kind."""
    text = frame.get_column(name)
    if dtype == pl.Boolean:
        cast = text.replace_strict({"true": True, "false": False}, default=None, return_dtype=dtype)
    else:
        cast = text.cast(dtype, strict=False)
    lines = (cast.is_null() & text.is_not_null()).arg_true().to_list()
    wrong = [
        f"{called}, line {i + 2}, column {name}: {shown(text[i])} is not of type {dtype}"
        for i in lines[:SHOWN_PER_COLUMN]
    ]
    if len(lines) > SHOWN_PER_COLUMN:
        wrong.append(f"{called}, column {name}: {len(lines) - SHOWN_PER_COLUMN} more like it")
    return frame.with_columns(cast.alias(name)), wrong
