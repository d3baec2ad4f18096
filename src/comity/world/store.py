"""Worlds on disk: a folder of Parquet files, one per part, and a manifest that describes them.

    DIR/world.json                 sources, coverage, parts with their checksums
    DIR/<table>/<part>.parquet

A world is written to a temporary folder beside the target and moved into place, so that a failure
leaves nothing half-written.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl

from comity.errors import DataError, shown
from comity.world.damage import UNREADABLE
from comity.world.schema import PART_NAME, TableName
from comity.world.world import Part, World

if TYPE_CHECKING:
    from comity.world.manifest import Manifest

__all__ = [
    "MANIFEST",
    "add_part",
    "added_folder",
    "check_target",
    "embedded_folder",
    "load_embedded",
    "open_world",
    "read_manifest",
    "save_world",
    "user_folder",
]

MANIFEST = "world.json"
#: The manifest of the full world has 0.1 MB; one beyond this is no manifest.
LARGEST_MANIFEST = 16 * 1024**2


def user_folder() -> Path:
    """Where sources a person has added are kept: ``COMITY_HOME``, or the platform's data folder."""
    if home := os.environ.get("COMITY_HOME"):
        return Path(home).expanduser()
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "comity"


def embedded_folder() -> Path:
    """The world that is part of the package."""
    return Path(str(resources.files("comity"))) / "data" / "world"


def added_folder() -> Path:
    """The world of the sources a person has added; it may not exist."""
    return user_folder() / "world"


def load_embedded() -> World:
    """The embedded world, with the person's own sources laid over it."""
    world = open_world(embedded_folder())
    if (added_folder() / MANIFEST).is_file():
        world = open_world(added_folder()).over(world)
    world.name = "embedded"
    return world


def open_world(folder: Path) -> World:
    """Open a world lazily; raises :class:`DataError` where the folder or a file is not one."""
    manifest = read_manifest(folder)
    parts: dict[tuple[TableName, str], Part] = {}
    for entry in manifest.parts:
        file = folder / entry.table / f"{entry.name}.parquet"
        if (entry.table, entry.name) in parts:
            raise DataError(f"{folder / MANIFEST} lists {entry.table}/{entry.name} twice")
        if not file.is_file():
            raise DataError(f"{folder}: the file {entry.table}/{entry.name}.parquet is missing")
        try:
            rows = pl.scan_parquet(file, glob=False)
            rows.collect_schema()
        except UNREADABLE as error:
            raise DataError(f"{file} is not a readable Parquet file: {error}") from error
        parts[entry.table, entry.name] = Part(rows, entry.constants)
    return World(
        parts,
        [s.to_source() for s in manifest.sources],
        name=manifest.name,
        changes=tuple(manifest.changes),
        origin=str(folder),
    )


def check_target(folder: Path) -> None:
    """Refuse a folder that a world must not be written to, before the work of making one."""
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file; a world is written to a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise DataError(f"{folder} is not empty and holds no world: choose another folder")
    above = next(p for p in folder.absolute().parents if p.exists())
    if not above.is_dir():
        raise DataError(f"{folder} cannot be written: {above} is a file")
    if not os.access(above, os.W_OK | os.X_OK):
        raise DataError(f"{folder} cannot be written: no permission to write in {above}")


def save_world(world: World, folder: Path, *, name: str | None = None) -> Path:
    """Write a world; the folder must not exist, be empty, or hold a world (which is replaced).

    Raises
    ------
    DataError
        If the folder is none of these. A failure leaves it as it was.
    """
    check_target(folder)
    with _one_writer(folder):
        return _save(world, folder, name=name)


def add_part(world: World, folder: Path) -> Path:
    """Lay ``world`` over the one in ``folder`` (which may not exist yet) and save the result there."""
    check_target(folder)
    with _one_writer(folder):
        if (folder / MANIFEST).is_file():
            world = world.over(open_world(folder))
        return _save(world, folder, name=None)


def _save(world: World, folder: Path, *, name: str | None) -> Path:
    target = folder.resolve()  # behind a link, the folder itself is replaced, not the link
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        entries = [
            _write_part(part, table, part_name, staging) for table, part_name, part in world.parts()
        ]
        _write_manifest(staging, world, entries, name=name or target.name)
        staging.chmod(0o755)
        _swap(staging, target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return folder


def _swap(staging: Path, folder: Path) -> None:
    """Put ``staging`` in the place of ``folder``; where that fails, the old folder comes back."""
    if not folder.exists():
        staging.replace(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.replace(old / "world")
    try:
        staging.replace(folder)
    except BaseException:
        (old / "world").replace(folder)
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _one_writer(folder: Path) -> Iterator[None]:
    """Let the writers of worlds beside each other take turns, where the platform can lock a folder."""
    above = folder.resolve().parent
    above.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows: two adds at the same moment may lose one
        yield
        return
    handle = os.open(above, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write_part(part: Part, table: TableName, name: str, folder: Path) -> dict[str, object]:
    if not re.fullmatch(PART_NAME, name):
        raise DataError(f"{shown(name)} cannot be the name of a part: it would name a file")
    (folder / table).mkdir(exist_ok=True)
    file = folder / table / f"{name}.parquet"
    try:
        rows = part.rows.collect()
    except UNREADABLE as error:
        raise DataError(f"{table}/{name} cannot be read: {error}") from error
    rows.write_parquet(file, compression="zstd", compression_level=19, row_group_size=64_000)
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


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a world on disk; raises :class:`DataError` that lists all that is wrong."""
    from pydantic import ValidationError

    from comity.world.manifest import Manifest

    file = folder / MANIFEST
    if not file.is_file():
        raise DataError(
            f"{shown(folder)} is not a world: it has no {MANIFEST}\n"
            "  make one with  comity data build --from SOURCES --out DIR"
        )
    if file.stat().st_size > LARGEST_MANIFEST:
        raise DataError(f"{file} is not a world's manifest: it is larger than 16 MiB")
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except ValidationError as error:
        found = [
            f"{'.'.join(map(str, e['loc'])) or 'the file'}: {e['msg']}" for e in error.errors()
        ]
        raise DataError(f"{file} is not a world's manifest: {DataError.many(found)}") from error
