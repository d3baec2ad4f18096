"""A full world from a folder of source files: every reader whose files are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from comity.errors import DataError
from comity.sources import READERS
from comity.sources.reader import find_reader, locate, read_source
from comity.world.world import World

__all__ = ["Built", "build"]


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build.

    Attributes
    ----------
    world
        The world, with every source that was found.
    read
        Per source key: rows by table, and the reader's notes.
    missing
        Per source key: why it was left out (its files are not there).
    """

    world: World
    read: dict[str, tuple[dict[str, int], tuple[str, ...]]]
    missing: dict[str, str]


def build(
    folder: Path,
    *,
    only: Iterable[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Built:
    """Read every source found in ``folder`` and its subfolders.

    Parameters
    ----------
    folder
        Where the files are.
    only
        Keys of the sources to read; they must all be there. Default: every source that is there.
    progress
        Called with the key of a source when its turn comes.

    Raises
    ------
    DataError
        If nothing is found, or a file that is found is wrong: a build is all or nothing.
    UnknownName
        For a key in ``only`` that is no source.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder of source files")
    readers = {key: find_reader(key) for key in (only if only is not None else READERS)}
    world = World({}, [], name="built")
    read: dict[str, tuple[dict[str, int], tuple[str, ...]]] = {}
    missing: dict[str, str] = {}
    found_here = False
    for key, source in sorted(readers.items()):
        if progress is not None:
            progress(key)
        place = folder
        try:
            found_here |= bool(locate(source, folder))
        except DataError as error:
            # a folder of downloads need not hold what an installed package carries
            installed = source.installed()
            if installed is None and only is not None:
                raise
            if installed is None:
                missing[key] = str(error)
                continue
            place = installed
        part, notes = read_source(source, place)
        world = part.over(world)
        read[key] = (dict(_heights(part)), notes)
    if not found_here:
        raise DataError(f"{folder} holds no file of any known source; see  comity data list")
    return Built(world, read, missing)


def _heights(world: World) -> list[tuple[str, int]]:
    return [(table, part.height()) for table, _, part in world.parts()]
