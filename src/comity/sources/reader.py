"""What a source module provides: a description, the files it reads, and a function that reads them.

    @reader(
        Source(key="unga", title=…, cite=…, licence=…, url=…, ships="aggregates"),
        needs=(File("votes", ("votes_long.parquet", "UNVotes*.csv"), "one row per state and roll call"),),
    )
    def read(files: Files) -> Reading: ...

A reader turns files as their publisher ships them into rows of the seven tables, with coverage. It
raises :class:`~comity.errors.DataError` for a file that is not what it should be, and reports in
``notes`` what it left out and why: a row is never dropped in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from comity.errors import DataError, UnknownName
from comity.sources._archive import check_size, matches, unpack
from comity.world.check import problems
from comity.world.coverage import Coverage
from comity.world.damage import UNREADABLE
from comity.world.provenance import Source
from comity.world.schema import TableName, conform, dtypes
from comity.world.world import Part, World

__all__ = [
    "READERS",
    "Download",
    "File",
    "Files",
    "Reader",
    "Reading",
    "find_reader",
    "locate",
    "read_source",
    "reader",
]

#: A source file larger than this is refused: no public data set read here comes near it.
LARGEST_FILE = 2 * 1024**3

#: Found files by the name a reader gives them. A file that was not found is not in it.
Files = Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class File:
    """A file a reader wants: its role, the names publishers give it, and what it holds."""

    role: str
    names: tuple[str, ...]
    holds: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A file with a stable public address, and its checksum where the publisher freezes it."""

    url: str
    name: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of its files.

    Attributes
    ----------
    rows
        Rows by table; columns a table has and a frame lacks are null.
    coverage
        What these files cover.
    constants
        Columns of a whole table that need not be stored; see :class:`~comity.world.world.Part`.
    notes
        What was left out or corrected, and why, one line each.
    version
        Edition of the data, where the files state it.
    """

    rows: Mapping[TableName, pl.DataFrame]
    coverage: tuple[Coverage, ...]
    constants: Mapping[TableName, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A registered reader."""

    source: Source
    needs: tuple[File, ...]
    read: Callable[[Files], Reading]
    downloads: tuple[Download, ...] = ()
    package: str = ""

    def installed(self) -> Path | None:
        """The folder of the Python package that carries the files, where it is installed."""
        spec = find_spec(self.package) if self.package else None
        return None if spec is None or spec.origin is None else Path(spec.origin).parent


#: All readers by source key, filled by importing :mod:`comity.sources`.
READERS: dict[str, Reader] = {}


def reader(
    source: Source,
    *,
    needs: tuple[File, ...],
    downloads: tuple[Download, ...] = (),
    package: str = "",
) -> Callable[[Callable[[Files], Reading]], Callable[[Files], Reading]]:
    """Register the decorated function as the reader of ``source``.

    ``package`` is a Python package that carries the files, for a build whose folder lacks them.
    """

    def register(read: Callable[[Files], Reading]) -> Callable[[Files], Reading]:
        READERS[source.key] = Reader(source, needs, read, downloads, package)
        return read

    return register


def find_reader(key: str) -> Reader:
    """The reader of a source; raises :class:`UnknownName` with the nearest keys."""
    if key not in READERS:
        raise UnknownName.among("source", key, READERS, see="comity data list")
    return READERS[key]


def locate(reader: Reader, path: Path, *, called: Path | None = None) -> Files:
    """The files a reader needs, in a folder (searched with its subfolders) or as one file.

    ``called`` is what messages call the folder, where it is not the one the user named.

    Raises
    ------
    DataError
        Naming each file that is missing and the names under which it was looked for.
    """
    if not path.exists():
        raise DataError(f"{path} does not exist")
    candidates = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    found: dict[str, Path] = {}
    for file in reader.needs:
        for name in file.names:
            match = next((p for p in candidates if matches(p.name, (name,))), None)
            if match is not None:
                found[file.role] = match
                break
    missing = [f for f in reader.needs if not f.optional and f.role not in found]
    if missing:
        lines = [f"{' or '.join(f.names)}: {f.holds}" for f in missing]
        raise DataError(
            "\n  ".join([f"source {reader.source.key} needs, in {called or path},", *lines])
        )
    for file_path in found.values():
        if file_path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{file_path} is larger than 2 GiB: not a file of {reader.source.key}")
    return found


def read_source(reader: Reader, path: Path) -> tuple[World, tuple[str, ...]]:
    """Read one source, from a folder, a file or its publisher's zip, into a world of its own.

    Returns
    -------
    The world, and what the reader noted.

    Raises
    ------
    DataError
        For a missing or wrong file, or rows that do not fit their table (all problems listed).
    """
    if path.is_file() and path.suffix.lower() == ".zip":
        with TemporaryDirectory() as folder:
            unpack(path, [name for file in reader.needs for name in file.names], Path(folder))
            return _read(reader, locate(reader, Path(folder), called=path))
    return _read(reader, locate(reader, path))


def _read(reader: Reader, files: Files) -> tuple[World, tuple[str, ...]]:
    for file in files.values():
        if file.suffix.lower() == ".xlsx":
            check_size(file)
    try:
        reading = reader.read(files)
    except UNREADABLE as error:
        names = ", ".join(sorted(p.name for p in files.values()))
        raise DataError(f"source {reader.source.key} cannot read {names}: {error}") from error
    source = replace(
        reader.source,
        coverage=reading.coverage or reader.source.coverage,
        version=reading.version or reader.source.version,
        files=tuple(f"{p.name} sha256:{_digest(p)}" for _, p in sorted(files.items())),
        notes=reading.notes,
    )
    parts: dict[tuple[TableName, str], Part] = {}
    for table, rows in reading.rows.items():
        constants = {"source": source.key, **reading.constants.get(table, {})}
        constants = {k: v for k, v in constants.items() if k not in rows.columns}
        found = problems(Part(rows.lazy(), constants).scan(table).collect(), table, file=source.key)
        if found:
            raise DataError.many(found)
        columns = [c for c in dtypes(table) if c in rows.columns]
        parts[table, source.key] = Part(conform(rows, table).select(columns).lazy(), constants)
    return World(parts, [source], name=source.key), reading.notes


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
