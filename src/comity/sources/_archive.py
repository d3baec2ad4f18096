"""Zip files as publishers ship them: only the wanted members are unpacked, and never too much.

A zip that declares more than it holds, or far more than its size, is a bomb and refused. Members are
written under their bare names, so that no path in an archive leads out of the target folder.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from comity.errors import DataError

__all__ = ["check_size", "matches", "unpack"]

#: Bytes that all members of an archive may unpack to, and how many times the size of the file.
LARGEST_UNPACKED = 2 * 1024**3
LARGEST_RATIO = 1000
#: Below this an archive may be as dense as it likes.
SMALL = 64 * 1024**2
#: Publishers put zips into zips; deeper than this none does.
DEEPEST = 2

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file name is one of the patterns, whatever its case."""
    return any(fnmatch(name.lower(), pattern.lower()) for pattern in patterns)


def check_size(path: Path) -> None:
    """Refuse a zip (or a workbook, which is one) that unpacks to far more than it should."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check(path, archive)
    except _DAMAGE as error:
        raise DataError(f"{path.name} is not a complete zip file: {error}") from error


def unpack(path: Path, wanted: Iterable[str], into: Path, *, depth: int = 0) -> list[Path]:
    """Write the members whose names match a pattern into a folder; zips in the zip are opened too.

    Raises
    ------
    DataError
        For a damaged, encrypted or overlarge archive. What was not wanted is never unpacked.
    """
    wanted = tuple(wanted)
    written: list[Path] = []
    try:
        with zipfile.ZipFile(path) as archive:
            _check(path, archive)
            for member in archive.infolist():
                name = PurePosixPath(member.filename.replace("\\", "/")).name
                nested = name.lower().endswith(".zip") and depth < DEEPEST
                if member.is_dir() or not (nested or matches(name, wanted)):
                    continue
                target = into / name
                with archive.open(member) as stream, target.open("wb") as out:
                    shutil.copyfileobj(stream, out, 1 << 20)
                if nested:
                    written += unpack(target, wanted, into, depth=depth + 1)
                    target.unlink(missing_ok=True)
                else:
                    written.append(target)
    except _DAMAGE as error:
        raise DataError(f"{path.name} is not a complete zip file: {error}") from error
    return written


def _check(path: Path, archive: zipfile.ZipFile) -> None:
    # The declared sizes bind: zipfile reads no more of a member than it declares.
    unpacked = sum(member.file_size for member in archive.infolist())
    bound = min(LARGEST_UNPACKED, max(SMALL, LARGEST_RATIO * path.stat().st_size))
    if unpacked > bound:
        raise DataError(f"{path.name} unpacks to far more than it should: refused")
