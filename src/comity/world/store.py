"""Worlds on disk: a folder of Parquet files, one per part, and a manifest that describes them.

    DIR/world.json                 sources, coverage, parts with their checksums
    DIR/<table>/<part>.parquet

A world is written to a temporary folder beside the target and moved into place, so that a failure
leaves nothing half-written.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl

from comity.errors import DataError, shown
from comity.world.schema import TableName
from comity.world.world import Part, World

if TYPE_CHECKING:
    from comity.world.manifest import Manifest

__all__ = ["add_part", "load_embedded", "open_world", "save_world", "user_folder"]

MANIFEST = "world.json"


def user_folder() -> Path:
    """Where sources a person has added are kept: ``COMITY_HOME``, or the platform's data folder."""
    if home := os.environ.get("COMITY_HOME"):
        return Path(home).expanduser()
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "comity"


def load_embedded() -> World:
    """The embedded world, with the person's own sources laid over it."""
    embedded = resources.files("comity") / "data" / "world"
    with resources.as_file(embedded) as folder:
        world = open_world(folder)
    added = user_folder() / "world"
    if (added / MANIFEST).is_file():
        world = open_world(added).over(world)
    world.name = "embedded"
    return world


def open_world(folder: Path) -> World:
    """Open a world lazily; raises :class:`DataError` where the folder or a file is not one."""
    manifest = _read_manifest(folder)
    parts: dict[tuple[TableName, str], Part] = {}
    for entry in manifest.parts:
        file = folder / entry.table / f"{entry.name}.parquet"
        if not file.is_file():
            raise DataError(f"{folder}: the file {entry.table}/{entry.name}.parquet is missing")
        try:
            rows = pl.scan_parquet(file, glob=False)
            rows.collect_schema()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise DataError(f"{file} is not a readable Parquet file: {error}") from error
        parts[entry.table, entry.name] = Part(rows, entry.constants)
    return World(
        parts,
        [s.to_source() for s in manifest.sources],
        name=manifest.name,
        changes=tuple(manifest.changes),
        origin=str(folder),
    )


def save_world(world: World, folder: Path, *, name: str | None = None) -> Path:
    """Write a world; the folder must not exist, be empty, or hold a world (which is replaced)."""
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file; a world is written to a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise DataError(f"{folder} is not empty and holds no world: choose another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        entries = [
            _write_part(part, table, part_name, staging) for table, part_name, part in world.parts()
        ]
        _write_manifest(staging, world, entries, name=name or folder.name)
        staging.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
            folder.replace(old / "world")
            staging.replace(folder)
            shutil.rmtree(old)
        else:
            staging.replace(folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return folder


def add_part(world: World, folder: Path) -> Path:
    """Lay ``world`` over the one in ``folder`` (which may not exist yet) and save the result there."""
    if (folder / MANIFEST).is_file():
        world = world.over(open_world(folder))
    return save_world(world, folder)


def _write_part(part: Part, table: TableName, name: str, folder: Path) -> dict[str, object]:
    (folder / table).mkdir(exist_ok=True)
    file = folder / table / f"{name}.parquet"
    rows = part.rows.collect()
    rows.write_parquet(file, compression="zstd", compression_level=12, row_group_size=64_000)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {
        "table": table, "name": name, "rows": rows.height, "sha256": digest,
        "constants": dict(part.constants),
    }  # fmt: skip


def _write_manifest(
    folder: Path, world: World, entries: list[dict[str, object]], *, name: str
) -> None:
    from comity.world.manifest import Manifest, SourceEntry

    manifest = Manifest(
        name=name,
        parts=cast("list", entries),  # type: ignore[type-arg]
        sources=[SourceEntry.of(s) for _, s in sorted(world.sources.items())],
        changes=list(world.changes),
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _read_manifest(folder: Path) -> Manifest:
    from pydantic import ValidationError

    from comity.world.manifest import Manifest

    file = folder / MANIFEST
    if not file.is_file():
        raise DataError(
            f"{shown(folder)} is not a world: it has no {MANIFEST}\n"
            "  make one with  comity data build --from SOURCES --out DIR"
        )
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"]) or "the file"
        raise DataError(f"{file} is not a world's manifest: {place}: {first['msg']}") from error
