"""The files of a folder and of the folders in it, in order, never in circles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comity.reading.opening import printable

__all__ = ["Passed", "files_in"]


@dataclass(frozen=True, slots=True)
class Passed:
    """What is not walked into; ``meant_so`` where nothing is wrong with it."""

    name: str
    reason: str
    meant_so: bool = True


def files_in(folder: Path, extensions: frozenset[str]) -> Iterator[Path | Passed]:
    """Files with one of the extensions (lower case, with the dot), sorted by name within each folder.

    A folder behind a link is not entered: it may lead back.
    """
    todo = [folder]
    while todo:
        here = todo.pop()
        try:
            with os.scandir(here) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as problem:
            yield Passed(
                _name(here, folder), f"cannot be read ({problem.strerror})", meant_so=False
            )
            continue
        folders: list[Path] = []
        for entry in entries:
            path = here / entry.name
            reason = _passed(entry, path, extensions)
            if reason is not None:
                yield Passed(_name(path, folder), reason)
            elif _is_folder(entry):
                folders.append(path)
            else:
                yield path
        todo.extend(reversed(folders))


def _passed(entry: os.DirEntry[str], path: Path, extensions: frozenset[str]) -> str | None:
    if entry.name.startswith("."):
        return "hidden, passed over"
    if _is_folder(entry):
        return "a link to a folder, not followed" if entry.is_symlink() else None
    if path.suffix.lower() not in extensions:
        return "no text, HTML, PDF or feed by its name, passed over"
    return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _name(path: Path, folder: Path) -> str:
    return printable(path.relative_to(folder).as_posix() if path != folder else folder)
